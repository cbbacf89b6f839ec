from . import jxc_label_print, jxc_label_print_line
