{
    "name": "JXC DingTalk Alert",
    "summary": "Alerts in DingTalk and WeCom: to people and into groups",
    "version": "19.0.1.0.0",
    "category": "Supply Chain/JXC",
    "author": "JXC",
    "website": "https://example.com/jxc",
    "license": "LGPL-3",
    "depends": ["jxc_alert", "jxc_dingtalk"],
    "data": ["views/jxc_alert_rule_views.xml"],
    "auto_install": True,
    "installable": True,
}
