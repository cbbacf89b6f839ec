{
    "name": "JXC Recall",
    "summary": "Recall of lots: who has it, block it, get it back",
    "version": "19.0.1.0.0",
    "category": "Supply Chain/JXC",
    "author": "JXC",
    "website": "https://example.com/jxc",
    "license": "LGPL-3",
    "depends": ["jxc_stock", "sale_stock", "purchase_stock"],
    "data": [],
    "installable": True,
}
