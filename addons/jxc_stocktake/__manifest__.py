{
    "name": "JXC Stock-Take",
    "summary": "Stock-takes: plan, count, recount, variance, loss and gain",
    "version": "19.0.1.0.0",
    "category": "Supply Chain/JXC",
    "author": "JXC",
    "website": "https://example.com/jxc",
    "license": "LGPL-3",
    "depends": ["jxc_stock"],
    "data": [
        "security/jxc_stocktake_security.xml",
        "security/ir.model.access.csv",
        "data/ir_sequence_data.xml",
        "views/jxc_stocktake_views.xml",
        "views/jxc_menus.xml",
    ],
    "installable": True,
}
