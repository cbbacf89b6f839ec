ROLES = {
    "jxc_base.group_jxc_sales_salesperson": [
        "sales_team.group_sale_salesman",
        "sale.group_discount_per_so_line",
        "product.group_product_pricelist",
        "uom.group_uom",
    ],
    "jxc_base.group_jxc_manager": ["sales_team.group_sale_manager"],
}
TO_DOS = [
    "jxc_sales.mail_activity_type_notice",
    "jxc_sales.mail_activity_type_stock_gone",
]


def post_init_hook(env):
    """Goods that exist already are invoiced by what is shipped, as new ones are."""
    goods = (
        env["product.template"]
        .with_context(active_test=False, tracking_disable=True)
        .search([("type", "=", "consu"), ("invoice_policy", "!=", "delivery")])
    )
    goods.invoice_policy = "delivery"


def uninstall_hook(env):
    """Take our to-dos away, and from JXC's roles what this add-on had given them."""
    kinds = env["mail.activity.type"]
    for name in TO_DOS:
        kinds |= env.ref(name, raise_if_not_found=False) or kinds
    env["mail.activity"].with_context(active_test=False).search(
        [("activity_type_id", "in", kinds.ids)]
    ).unlink()
    for role, groups in ROLES.items():
        group = env.ref(role, raise_if_not_found=False)
        if group:
            group.implied_ids -= env["res.groups"].concat(*map(env.ref, groups))
