{
    "name": "JXC Closing and Payable",
    "summary": "A month's accruals are purchases of its closing",
    "version": "19.0.1.0.0",
    "category": "Supply Chain/JXC",
    "author": "JXC",
    "website": "https://example.com/jxc",
    "license": "LGPL-3",
    "depends": ["jxc_closing", "jxc_payable"],
    "auto_install": True,
    "installable": True,
}
