from . import jxc_approval_answer, jxc_approval_mass, jxc_approval_trial
