{
    "name": "JXC Month-End Closing",
    "summary": "Stock months that are checked, booked and closed; a check-up of costs",
    "version": "19.0.1.0.0",
    "category": "Supply Chain/JXC",
    "author": "JXC",
    "website": "https://example.com/jxc",
    "license": "LGPL-3",
    "depends": ["jxc_costing"],
    "data": [
        "security/ir.model.access.csv",
        "security/jxc_closing_security.xml",
        "views/jxc_cost_row_views.xml",
        "views/jxc_closing_views.xml",
        "wizard/jxc_closing_reopen_views.xml",
        "wizard/jxc_closing_checkup_views.xml",
    ],
    "installable": True,
}
