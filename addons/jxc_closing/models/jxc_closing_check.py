from odoo import api, fields, models

#: What is looked at before a month is closed, in this order: whether a find keeps the
#: month from being closed.
BLOCKING = {
    "over": True,
    "previous": True,
    "accounts": True,
    "locked": True,
    "missing": True,
    "documents": True,
    "pickings": False,
    "negative_end": True,
    "negative": False,
    "zero_cost": False,
    "unbilled": False,
    "no_quantity": True,
    "moves": True,
    "quants": False,
    "opening": False,
    "entries": False,
}


class JxcClosingCheck(models.Model):
    """One thing that was looked at before a month is closed, and what was found."""

    _name = "jxc.closing.check"
    _description = "Check before Closing"
    _order = "closing_id, id"

    closing_id = fields.Many2one(
        "jxc.closing", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="closing_id.company_id")
    currency_id = fields.Many2one(related="closing_id.currency_id")
    code = fields.Selection(
        [
            ("over", "The month is over"),
            ("previous", "Earlier months are closed"),
            ("accounts", "Accounts and journal are set"),
            ("locked", "The books are open on the last day"),
            ("missing", "All goods are in the cost ledger"),
            ("documents", "No bill, invoice or entry of the month is a draft"),
            ("pickings", "No transfer planned for the month is open"),
            ("negative_end", "No stock below nothing at the end"),
            ("negative", "No stock below nothing on the way"),
            ("zero_cost", "No receipt without a cost"),
            ("unbilled", "All received goods are billed"),
            ("no_quantity", "No amount without a quantity"),
            ("moves", "The ledger has what was moved"),
            ("quants", "The ledger has what is on the shelves"),
            ("opening", "The stock accounts began with the ledger's amount"),
            ("entries", "No entry on a stock account without a document"),
        ],
        "Check",
        required=True,
        readonly=True,
    )
    count = fields.Integer("Found", readonly=True)
    amount = fields.Monetary(readonly=True)
    verdict = fields.Selection(
        [("ok", "In Order"), ("warning", "Look"), ("blocked", "Must Be Mended")],
        compute="_compute_verdict",
        store=True,
    )
    res_model = fields.Char(readonly=True)
    domain = fields.Json(readonly=True)

    @api.depends("code", "count")
    def _compute_verdict(self):
        for check in self:
            check.verdict = "ok"
            if check.count:
                check.verdict = "blocked" if BLOCKING[check.code] else "warning"

    def action_open(self):
        """The records that were found."""
        self.ensure_one().check_access("read")
        name = dict(self._fields["code"]._description_selection(self.env))[self.code]
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": self.res_model,
            "domain": [
                tuple(one) if isinstance(one, list) else one for one in self.domain
            ],
            "views": [(False, "list"), (False, "form")],
        }
