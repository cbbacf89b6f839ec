from . import jxc_fapiao_numbers, jxc_fapiao_undo
