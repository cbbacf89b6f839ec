from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.res_partner import SIDES


class JxcStatementMake(models.TransientModel):
    """Which statements are to be made."""

    _name = "jxc.statement.make"
    _description = "Make Statements"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    side = fields.Selection(SIDES, required=True, default="receivable")
    date_from = fields.Date(
        "From", required=True, default=lambda self: self._default_month()[0]
    )
    date_to = fields.Date(
        "To", required=True, default=lambda self: self._default_month()[1]
    )
    partner_ids = fields.Many2many(
        "res.partner",
        string="Partners",
        help="Empty: everybody with a balance or a movement.",
    )
    currency_id = fields.Many2one(
        "res.currency", help="Empty: a statement for each currency."
    )

    @api.model
    def _default_month(self):
        """The month before this one."""
        first = fields.Date.context_today(self).replace(day=1)
        return first - relativedelta(months=1), first - relativedelta(days=1)

    def action_make(self):
        """Make them, and show those of the period."""
        self.ensure_one()
        self.env["jxc.statement"].check_access("write")
        self.company_id.check_access("read")
        if self.date_from > self.date_to:
            raise UserError(self.env._("A period ends on or after its first day."))
        statements = self.env["jxc.statement"].make(
            self.company_id,
            self.side,
            self.date_from,
            self.date_to,
            self.partner_ids.commercial_partner_id,
            self.currency_id,
        )
        if not statements:
            raise UserError(
                self.env._(
                    "Nobody has a balance or a movement up to %(day)s. Choose another "
                    "period, partner or currency.",
                    day=self.date_to,
                )
            )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "jxc_settlement.jxc_statement_action"
        )
        action["domain"] = [("id", "in", statements.ids)]
        action["context"] = {}
        if len(statements) == 1:
            action.update(res_id=statements.id, views=[(False, "form")])
        return action
