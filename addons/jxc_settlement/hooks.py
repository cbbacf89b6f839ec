def post_init_hook(env):
    """Payments book straight to the bank or cash account they are made from."""
    lines = env["account.payment.method.line"].search(
        [("journal_id.type", "in", ("bank", "cash"))]
    )
    lines._jxc_book_to_bank()
