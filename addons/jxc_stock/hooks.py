STOCK_USER = [
    "stock.group_stock_user",
    "stock.group_stock_multi_locations",
    "stock.group_production_lot",
]
ROLES = {
    "jxc_base.group_jxc_stock_keeper": STOCK_USER,
    "jxc_base.group_jxc_quality_inspector": STOCK_USER,
    "jxc_base.group_jxc_manager": ["stock.group_stock_manager"],
}


def post_init_hook(env):
    """Give the warehouses that exist their places for inspection and quarantine."""
    lang = env.ref("base.user_admin").lang
    warehouses = env["stock.warehouse"].with_context(active_test=False, lang=lang)
    warehouses.search([])._create_missing_locations({})


def uninstall_hook(env):
    """Take from JXC's roles what this add-on had given them, and let its places be."""
    for role, groups in ROLES.items():
        group = env.ref(role, raise_if_not_found=False)
        if group:
            group.implied_ids -= env["res.groups"].concat(*map(env.ref, groups))
    # A place that goods went to stays, as one of the host's.
    env["ir.model.data"].search(
        [("module", "=", "jxc_stock"), ("name", "=like", "scrap_place_%")]
    ).unlink()
