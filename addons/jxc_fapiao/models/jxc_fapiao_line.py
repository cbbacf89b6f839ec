from odoo import api, fields, models
from odoo.exceptions import UserError


class JxcFapiaoLine(models.Model):
    """An invoice in a batch for the tax software, and the number it got."""

    _name = "jxc.fapiao.line"
    _description = "Tax Invoice"
    _order = "batch_id desc, id"
    _rec_name = "move_id"
    _check_company_auto = True

    batch_id = fields.Many2one(
        "jxc.fapiao.batch", required=True, readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="batch_id.company_id", store=True)
    state = fields.Selection(related="batch_id.state", store=True)
    move_id = fields.Many2one(
        "account.move",
        "Invoice",
        required=True,
        readonly=True,
        check_company=True,
        index=True,
        ondelete="restrict",
    )
    partner_id = fields.Many2one(
        related="move_id.commercial_partner_id", store=True, string="Customer"
    )
    invoice_date = fields.Date(related="move_id.invoice_date", store=True)
    currency_id = fields.Many2one(related="move_id.currency_id")
    amount_total = fields.Monetary(related="move_id.amount_total", string="Total")
    faults = fields.Text("Lacks", compute="_compute_faults")
    number = fields.Char("Tax Invoice Number", readonly=True, index="btree_not_null")
    issued_on = fields.Date(readonly=True)
    undone = fields.Boolean("Taken Out", readonly=True)
    reason = fields.Char(readonly=True)

    # What makes that an invoice goes out once, whoever presses the button.
    _move_uniq = models.UniqueIndex(
        "(move_id) WHERE NOT COALESCE(undone, false)",
        "An invoice is in one batch for the tax software.",
    )
    _number_uniq = models.UniqueIndex(
        "(company_id, number) WHERE number IS NOT NULL",
        "A tax invoice number belongs to one invoice.",
    )

    @api.depends_context("lang")
    def _compute_faults(self):
        for line in self:
            open_ = line.state == "draft" and not line.undone
            faults = line.move_id._jxc_fapiao_faults() if open_ else []
            line.faults = "\n".join(faults) or False

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        if any(line.state != "draft" for line in self):
            raise UserError(
                self.env._(
                    "What was exported is not deleted; take it out with a reason."
                )
            )
