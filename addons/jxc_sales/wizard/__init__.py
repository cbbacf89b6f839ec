from . import jxc_sale_paste, jxc_sale_paste_line
