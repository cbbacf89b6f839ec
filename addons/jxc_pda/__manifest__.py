{
    "name": "JXC PDA",
    "summary": "Scanning with a phone or a PDA: counting and the warehouse's transfers",
    "version": "19.0.1.0.0",
    "category": "Supply Chain/JXC",
    "author": "JXC",
    "website": "https://example.com/jxc",
    "license": "LGPL-3",
    "depends": ["jxc_stocktake"],
    "data": [],
    "installable": True,
}
