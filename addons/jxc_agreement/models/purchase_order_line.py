from odoo import fields, models


class PurchaseOrderLine(models.Model):
    _inherit = "purchase.order.line"

    # The host shows it to whoever reads the order of a receipt.
    price_total_cc = fields.Monetary(
        groups="purchase.group_purchase_user,jxc_base.group_jxc_purchase_buyer,"
        "account.group_account_readonly,account.group_account_invoice"
    )
