{
    "name": "JXC Bank Cash Forecast",
    "summary": "Bank lines that wait to be matched are not expected a second time",
    "version": "19.0.1.0.0",
    "category": "Supply Chain/JXC",
    "author": "JXC",
    "website": "https://example.com/jxc",
    "license": "LGPL-3",
    "depends": ["jxc_bank", "jxc_cashflow"],
    "data": [],
    "auto_install": True,
    "installable": True,
}
