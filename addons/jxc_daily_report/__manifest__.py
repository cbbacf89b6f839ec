{
    "name": "JXC Daily Report",
    "summary": "The day in figures and a picture, to each person what he may see",
    "version": "19.0.1.0.0",
    "category": "Supply Chain/JXC",
    "author": "JXC",
    "website": "https://example.com/jxc",
    "license": "LGPL-3",
    "depends": ["jxc_sales", "jxc_cashflow"],
    "data": [
        "security/jxc_daily_report_security.xml",
        "security/ir.model.access.csv",
        "data/ir_cron_data.xml",
        "views/jxc_daily_report_views.xml",
        "views/jxc_daily_report_issue_views.xml",
        "views/jxc_menus.xml",
    ],
    "installable": True,
}
