from odoo import fields, models


class JxcClosingCheckupLine(models.TransientModel):
    """A product or an account that does not add up, with the figures that prove it."""

    _name = "jxc.closing.checkup.line"
    _description = "Find of a Check-Up"

    checkup_id = fields.Many2one(
        "jxc.closing.checkup", required=True, readonly=True, ondelete="cascade"
    )
    currency_id = fields.Many2one(related="checkup_id.currency_id")
    product_id = fields.Many2one("product.product", readonly=True)
    account_id = fields.Many2one("account.account", readonly=True)
    day = fields.Date(readonly=True)
    came = fields.Float("In", digits="Product Unit", readonly=True)
    went = fields.Float("Out", digits="Product Unit", readonly=True)
    there = fields.Float("On the Shelves", digits="Product Unit", readonly=True)
    quantity = fields.Float("In the Ledger", digits="Product Unit", readonly=True)
    amount = fields.Monetary("Ledger Amount", readonly=True)
    booked = fields.Monetary("In the Books", readonly=True)
    apart = fields.Monetary("Difference", readonly=True)
    wrong = fields.Char("What Is Wrong", readonly=True)

    def action_open_rows(self):
        """The ledger of the product."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "jxc_costing.jxc_cost_row_action"
        )
        domain = [
            ("product_id", "=", self.product_id.id),
            ("company_id", "=", self.checkup_id.company_id.id),
        ]
        return {**action, "domain": domain}
