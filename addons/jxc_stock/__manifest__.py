{
    "name": "JXC Stock",
    "summary": "One figure for what can be promised, and stock that never goes wrong",
    "version": "19.0.1.0.0",
    "category": "Supply Chain/JXC",
    "author": "JXC",
    "website": "https://example.com/jxc",
    "license": "LGPL-3",
    "depends": ["jxc_base", "stock_account", "product_expiry"],
    "data": [
        "security/jxc_stock_security.xml",
        "views/stock_warehouse_views.xml",
        "views/stock_location_views.xml",
    ],
    "post_init_hook": "post_init_hook",
    "uninstall_hook": "uninstall_hook",
    "installable": True,
}
