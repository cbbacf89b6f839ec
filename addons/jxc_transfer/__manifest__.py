{
    "name": "JXC Transfer",
    "summary": "Transfers between warehouses, from the request to what arrived",
    "version": "19.0.1.0.0",
    "category": "Supply Chain/JXC",
    "author": "JXC",
    "website": "https://example.com/jxc",
    "license": "LGPL-3",
    "depends": ["jxc_stock"],
    "data": [],
    "installable": True,
}
