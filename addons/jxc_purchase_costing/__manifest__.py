{
    "name": "JXC Purchase Costing",
    "summary": "Purchase prices are for buyers and for those who see costs",
    "version": "19.0.1.0.0",
    "category": "Supply Chain/JXC",
    "author": "JXC",
    "website": "https://example.com/jxc",
    "license": "LGPL-3",
    "depends": ["jxc_costing", "jxc_purchase"],
    "data": ["views/jxc_cost_row_views.xml"],
    "auto_install": True,
    "installable": True,
}
