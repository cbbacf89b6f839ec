from . import jxc_approval_decision, jxc_approval_request, jxc_dingtalk_card
