from . import (
    jxc_alert,
    jxc_transfer,
    jxc_transfer_approval,
    jxc_transfer_difference,
    jxc_transfer_difference_line,
    jxc_transfer_flow,
    jxc_transfer_line,
    jxc_transfer_line_flow,
    jxc_transfer_shortfall,
    stock_move,
    stock_picking,
)
