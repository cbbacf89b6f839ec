from . import jxc_approval_figures, jxc_approval_sealed, res_company

# isort: split
from . import (
    jxc_approval_decision,
    jxc_approval_line_mixin,
    jxc_approval_mixin,
    jxc_approval_order_mixin,
    jxc_approval_request,
    jxc_approval_rule,
    jxc_approval_rule_signer,
    jxc_approval_rule_step,
    jxc_approval_substitute,
    jxc_approval_time,
    res_config_settings,
    res_users,
)

# isort: split
from . import (
    ir_actions_report,
    jxc_approval_amount,
    jxc_approval_deciding,
    jxc_approval_form,
    jxc_approval_proposal,
    jxc_approval_route,
    jxc_approval_screens,
    jxc_approval_tolerance,
)
