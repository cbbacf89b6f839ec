{
    "name": "JXC Wave Picking",
    "summary": "Several delivery notices picked and shipped in one go",
    "version": "19.0.1.0.0",
    "category": "Supply Chain/JXC",
    "author": "JXC",
    "website": "https://example.com/jxc",
    "license": "LGPL-3",
    "depends": ["jxc_sales", "stock_picking_batch"],
    "data": [
        "security/ir.model.access.csv",
        "views/stock_picking_batch_views.xml",
        "views/stock_picking_views.xml",
        "data/jxc_host_terms_data.xml",
        "views/jxc_menus.xml",
    ],
    "installable": True,
}
