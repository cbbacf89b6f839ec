from . import jxc_approval_figures, jxc_approval_sealed

# isort: split
from . import (
    jxc_approval_decision,
    jxc_approval_line_mixin,
    jxc_approval_mixin,
    jxc_approval_request,
    jxc_approval_rule,
    jxc_approval_rule_step,
    res_users,
)

# isort: split
from . import jxc_approval_form
