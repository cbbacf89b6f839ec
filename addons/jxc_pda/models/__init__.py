from . import jxc_pda, jxc_pda_put, jxc_scan, jxc_stocktake
