from . import jxc_dingtalk_endpoint  # before those who inherit it

# isort: split
from . import (
    jxc_dingtalk_account,
    jxc_dingtalk_message,
    jxc_dingtalk_message_digest,
    jxc_dingtalk_person,
    jxc_dingtalk_robot,
)

# isort: split
from . import (
    jxc_dingtalk_account_inbound,
    jxc_dingtalk_account_missed,
    jxc_dingtalk_account_process,
    jxc_dingtalk_account_sign_in,
    jxc_dingtalk_card,
    jxc_dingtalk_card_process,
    jxc_dingtalk_card_todo,
    jxc_dingtalk_event,
    jxc_dingtalk_event_process,
    jxc_dingtalk_message_card,
    res_users,
)
