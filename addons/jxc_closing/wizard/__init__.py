from . import jxc_closing_checkup, jxc_closing_checkup_line, jxc_closing_reopen
