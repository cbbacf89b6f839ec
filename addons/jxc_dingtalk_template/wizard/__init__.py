from . import jxc_dingtalk_template_preview
