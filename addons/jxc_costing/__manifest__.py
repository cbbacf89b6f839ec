{
    "name": "JXC Costing",
    "summary": "Who may see costs, a trader's stock accounts, stock value",
    "version": "19.0.1.0.0",
    "category": "Supply Chain/JXC",
    "author": "JXC",
    "website": "https://example.com/jxc",
    "license": "LGPL-3",
    "depends": ["jxc_base", "stock_account"],
    "data": [
        "data/ir_cron_data.xml",
        "security/ir.model.access.csv",
        "security/jxc_costing_security.xml",
        "views/jxc_cost_row_views.xml",
        "views/jxc_costing_menus.xml",
    ],
    "post_init_hook": "post_init_hook",
    "installable": True,
}
