from . import jxc_approval_refuse, jxc_approval_trial
