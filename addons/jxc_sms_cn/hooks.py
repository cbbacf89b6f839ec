def post_init_hook(env):
    """The host texts every consignee once stock and SMS are installed: by default off.

    Who has answered the host's question already has chosen.
    """
    companies = env["res.company"].search(
        [("has_received_warning_stock_sms", "=", False)]
    )
    companies.stock_text_confirmation = False
