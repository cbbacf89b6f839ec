{
    "name": "JXC DingTalk Templates",
    "summary": "Messages of one's own to DingTalk and WeCom, for any kind of record",
    "version": "19.0.1.0.0",
    "category": "Supply Chain/JXC",
    "author": "JXC",
    "website": "https://example.com/jxc",
    "license": "LGPL-3",
    "depends": ["jxc_dingtalk", "base_automation"],
    "data": [
        "security/jxc_dingtalk_template_security.xml",
        "security/ir.model.access.csv",
        "wizard/jxc_dingtalk_template_preview_views.xml",
        "views/jxc_dingtalk_template_views.xml",
        "views/jxc_menus.xml",
    ],
    "uninstall_hook": "uninstall_hook",
    "installable": True,
}
