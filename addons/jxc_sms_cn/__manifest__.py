{
    "name": "JXC SMS China",
    "summary": "SMS through Alibaba Cloud and Tencent Cloud",
    "version": "19.0.1.0.0",
    "category": "Supply Chain/JXC",
    "author": "JXC",
    "website": "https://example.com/jxc",
    "license": "LGPL-3",
    "depends": ["jxc_alert", "sms"],
    "data": [
        "security/jxc_security.xml",
        "security/ir.model.access.csv",
        "data/ir_cron_data.xml",
        "views/jxc_sms_account_views.xml",
        "views/sms_sms_views.xml",
        "views/jxc_menus.xml",
    ],
    "installable": True,
}
