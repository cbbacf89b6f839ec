from . import jxc_dingtalk_template, jxc_dingtalk_template_text
