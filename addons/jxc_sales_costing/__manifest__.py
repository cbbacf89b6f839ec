{
    "name": "JXC Sales Costing",
    "summary": "Gross profit from the cost ledger, by the day goods came and went",
    "version": "19.0.1.0.0",
    "category": "Supply Chain/JXC",
    "author": "JXC",
    "website": "https://example.com/jxc",
    "license": "LGPL-3",
    "depends": ["jxc_costing", "jxc_sales", "sale_stock_margin"],
    "data": [
        "views/jxc_cost_row_views.xml",
        "views/jxc_sale_profit_views.xml",
        "views/sale_order_views.xml",
    ],
    "auto_install": True,
    "installable": True,
}
