from odoo import fields, models

KINDS = [
    ("opening", "Opening Difference"),
    ("purchase", "Received, Not Billed"),
    ("sale", "Cost of Sales"),
    ("adjustment", "Losses and Gains"),
    ("production", "Production"),
    ("company", "Other Companies"),
    ("revaluation", "New Costs"),
    ("variance", "Cost Variances"),
    ("other", "Entries without a Document"),
]


class JxcClosingVoucher(models.Model):
    """What the ledger says of a kind of movement, what documents booked, the rest."""

    _name = "jxc.closing.voucher"
    _description = "Voucher of a Closing"
    _order = "closing_id, id"

    closing_id = fields.Many2one(
        "jxc.closing", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="closing_id.company_id")
    currency_id = fields.Many2one(related="closing_id.currency_id")
    kind = fields.Selection(KINDS, required=True, readonly=True)
    ledger_amount = fields.Monetary("By the Ledger", readonly=True)
    booked_amount = fields.Monetary("Booked by Documents", readonly=True)
    amount = fields.Monetary("Booked by the Closing", readonly=True)
    move_id = fields.Many2one(
        "account.move", "Entry", readonly=True, index="btree_not_null"
    )

    def action_open_rows(self):
        """The rows of the ledger of this month and kind."""
        self.ensure_one().check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "jxc_costing.jxc_cost_row_action"
        )
        closing = self.closing_id
        domain = [
            ("company_id", "=", closing.company_id.id),
            ("date", ">=", fields.Date.to_string(closing.sudo()._jxc_first_day())),
            ("date", "<=", fields.Date.to_string(closing.date_to)),
            *self._kind_domain(),
        ]
        return {**action, "domain": domain}

    def _kind_domain(self):
        """The other side of the movements tells their kind."""
        usage = {
            "purchase": "supplier",
            "sale": "customer",
            "adjustment": "inventory",
            "production": "production",
            "company": "transit",
        }.get(self.kind)
        if usage:
            sides = [
                "|",
                ("move_id.location_id.usage", "=", usage),
                ("move_id.location_dest_id.usage", "=", usage),
            ]
            return (
                ["|", ("kind", "=", "difference"), *sides]
                if (self.kind == "purchase")
                else sides
            )
        if self.kind == "variance":
            return [("variance", "!=", 0)]
        return [("move_id", "=", False), ("kind", "!=", "difference")]

    def action_open_entry(self):
        """The entry in the books."""
        self.ensure_one().check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.move",
            "res_id": self.move_id.id,
            "views": [(False, "form")],
        }
