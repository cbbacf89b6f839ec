from . import jxc_sale_profit, sale_order
