from . import jxc_recall, jxc_recall_acting, jxc_recall_line, stock_lot
