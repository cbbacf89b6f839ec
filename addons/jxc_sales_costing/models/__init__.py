from . import jxc_cost_row, jxc_sale_profit, sale_order, sale_order_line
