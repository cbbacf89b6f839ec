from . import (
    jxc_cost_age,
    jxc_cost_layer,
    jxc_cost_sheet,
    jxc_cost_summary,
    jxc_cost_turnover,
)
