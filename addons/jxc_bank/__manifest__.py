{
    "name": "JXC Bank",
    "summary": "Bank statements of the Chinese banks: import, proposals, rules",
    "version": "19.0.1.0.0",
    "category": "Supply Chain/JXC",
    "author": "JXC",
    "website": "https://example.com/jxc",
    "license": "LGPL-3",
    "depends": ["jxc_settlement"],
    "data": [
        "security/jxc_bank_security.xml",
        "security/ir.model.access.csv",
        "wizard/jxc_bank_import_views.xml",
        "views/account_bank_statement_line_views.xml",
        "views/jxc_bank_rule_views.xml",
        "views/jxc_bank_menus.xml",
    ],
    "installable": True,
}
