{
    "name": "JXC Sales Transfer",
    "summary": "What an order is short of is asked for in another warehouse",
    "version": "19.0.1.0.0",
    "category": "Supply Chain/JXC",
    "author": "JXC",
    "website": "https://example.com/jxc",
    "license": "LGPL-3",
    "depends": ["jxc_sales", "jxc_transfer"],
    "data": [
        "views/jxc_transfer_views.xml",
        "views/sale_order_views.xml",
    ],
    "auto_install": True,
    "installable": True,
}
