def post_init_hook(env):
    """Give the companies that are there already a trader's accounts, and the goods
    with a history their ledger, some at a time."""
    companies = env["res.company"].search([("chart_template", "!=", False)])
    companies._jxc_set_trade_accounts()
    env["product.category"]._jxc_adopt_company_costing(companies)
    env["jxc.cost.takeover"].begin()
    env.ref("jxc_costing.ir_cron_build_ledger")._trigger()


def uninstall_hook(env):
    """The host drops columns and tables, and no sequences."""
    env.cr.execute("DROP SEQUENCE IF EXISTS jxc_cost_place")
