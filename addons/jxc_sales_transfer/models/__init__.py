from . import jxc_transfer_line, sale_order, sale_order_line
