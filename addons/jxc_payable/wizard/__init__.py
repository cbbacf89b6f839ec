from . import jxc_payable_resolve
