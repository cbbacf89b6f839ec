{
    "name": "JXC Landed Costs",
    "summary": "Freight, duty and the like shared among the goods, to the cent",
    "version": "19.0.1.0.0",
    "category": "Supply Chain/JXC",
    "author": "JXC",
    "website": "https://example.com/jxc",
    "license": "LGPL-3",
    "depends": ["jxc_costing", "stock_landed_costs"],
    "data": [
        "security/ir.model.access.csv",
        "security/jxc_landed_cost_security.xml",
        "views/jxc_landed_cost_menus.xml",
    ],
    "installable": True,
}
