from . import jxc_stock_block, jxc_stock_period, jxc_stock_release
