from . import jxc_closing, res_company
