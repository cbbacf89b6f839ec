from . import jxc_stock_period
