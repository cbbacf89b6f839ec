{
    "name": "JXC Stock-Take",
    "summary": "Stock-takes: plan, count, recount, variance, loss and gain",
    "version": "19.0.1.0.0",
    "category": "Supply Chain/JXC",
    "author": "JXC",
    "website": "https://example.com/jxc",
    "license": "LGPL-3",
    "depends": ["jxc_stock"],
    "data": [],
    "installable": True,
}
