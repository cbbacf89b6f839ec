from . import jxc_scan
