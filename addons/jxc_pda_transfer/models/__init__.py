from . import jxc_pda, jxc_transfer_difference_line
