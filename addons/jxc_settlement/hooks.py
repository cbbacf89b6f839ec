def post_init_hook(env):
    """Payments book straight to the bank or cash account they are made from."""
    lines = env["account.payment.method.line"].search(
        [("journal_id.type", "in", ("bank", "cash"))]
    )
    lines._jxc_book_to_bank()


def uninstall_hook(env):
    """The roles are JXC's own and stay; the host's rights that they got here do not."""
    for role, group in (
        ("jxc_base.group_jxc_finance_accountant", "account.group_account_user"),
        ("jxc_base.group_jxc_manager", "account.group_account_manager"),
    ):
        env.ref(role).implied_ids -= env.ref(group)
