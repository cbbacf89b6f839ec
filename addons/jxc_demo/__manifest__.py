{
    "name": "JXC Demo Company",
    "summary": "A Chinese food and daily-goods distributor with three months of trade",
    "version": "19.0.1.0.0",
    "category": "Supply Chain/JXC",
    "author": "JXC",
    "website": "https://example.com/jxc",
    "license": "LGPL-3",
    "depends": ["jxc"],
    "data": [],
    "post_init_hook": "load_demo",
    "installable": True,
}
