{
    "name": "JXC Scan Transfer",
    "summary": "What is damaged or missing when a transfer arrives is its difference",
    "version": "19.0.1.0.0",
    "category": "Supply Chain/JXC",
    "author": "JXC",
    "website": "https://example.com/jxc",
    "license": "LGPL-3",
    "depends": ["jxc_pda", "jxc_transfer"],
    "auto_install": True,
    "installable": True,
}
