{
    "name": "JXC Cash Forecast",
    "summary": "What money is needed when: open items, orders, fixed payments",
    "version": "19.0.1.0.0",
    "category": "Supply Chain/JXC",
    "author": "JXC",
    "website": "https://example.com/jxc",
    "license": "LGPL-3",
    "depends": ["jxc_settlement", "jxc_purchase", "sale"],
    "data": [
        "security/jxc_cashflow_security.xml",
        "security/ir.model.access.csv",
        "views/jxc_cash_fixed_payment_views.xml",
        "wizard/jxc_cash_forecast_line_views.xml",
        "wizard/jxc_cash_forecast_views.xml",
        "views/jxc_cashflow_menus.xml",
    ],
    "installable": True,
}
