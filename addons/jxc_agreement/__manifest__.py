{
    "name": "JXC Purchase Agreements",
    "summary": "The host's framework orders and tenders, with needs and approvals",
    "version": "19.0.1.0.0",
    "category": "Supply Chain/JXC",
    "author": "JXC",
    "website": "https://example.com/jxc",
    "license": "LGPL-3",
    "depends": ["jxc_purchase", "purchase_requisition_stock"],
    "data": [
        "security/jxc_security.xml",
        "data/jxc_host_terms_data.xml",
        "report/report_purchaserequisition.xml",
        "views/jxc_menus.xml",
    ],
    "installable": True,
}
