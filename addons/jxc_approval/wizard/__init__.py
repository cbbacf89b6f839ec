from . import jxc_approval_refuse
