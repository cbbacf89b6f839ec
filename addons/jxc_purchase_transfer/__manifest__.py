{
    "name": "JXC Purchase Transfer",
    "summary": "What another warehouse can give is not bought",
    "version": "19.0.1.0.0",
    "category": "Supply Chain/JXC",
    "author": "JXC",
    "website": "https://example.com/jxc",
    "license": "LGPL-3",
    "depends": ["jxc_purchase", "jxc_transfer"],
    "auto_install": True,
    "installable": True,
}
