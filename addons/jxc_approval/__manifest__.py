{
    "name": "JXC Approval",
    "summary": "Approval rules, requests and decisions for documents of any kind",
    "version": "19.0.1.0.0",
    "category": "Supply Chain/JXC",
    "author": "JXC",
    "website": "https://example.com/jxc",
    "license": "LGPL-3",
    "depends": ["jxc_base"],
    "data": [
        "security/jxc_approval_security.xml",
        "security/ir.model.access.csv",
        "views/jxc_approval_refuse_views.xml",
        "views/jxc_approval_request_views.xml",
        "views/jxc_approval_rule_views.xml",
        "views/jxc_approval_menus.xml",
    ],
    "installable": True,
}
