{
    "name": "JXC Payable",
    "summary": "Collected bills, three-way match",
    "version": "19.0.1.0.0",
    "category": "Supply Chain/JXC",
    "author": "JXC",
    "website": "https://example.com/jxc",
    "license": "LGPL-3",
    "depends": ["jxc_purchase", "jxc_quality"],
    "data": [
        "security/ir.model.access.csv",
        "wizard/jxc_payable_resolve_views.xml",
        "views/res_config_settings_views.xml",
        "views/res_partner_views.xml",
        "views/account_move_views.xml",
        "views/account_move_line_views.xml",
    ],
    "installable": True,
}
