def post_init_hook(env):
    """Give the companies that are there already a trader's accounts."""
    companies = env["res.company"].search([("chart_template", "!=", False)])
    companies._jxc_set_trade_accounts()
    env["product.category"]._jxc_adopt_company_costing(companies)
