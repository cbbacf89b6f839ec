from . import jxc_sale_profit
