from odoo import fields, models
from odoo.exceptions import AccessError, UserError


class JxcDunningRun(models.TransientModel):
    """Who is to be written to."""

    _name = "jxc.dunning.run"
    _description = "Propose Dunning Letters"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    partner_ids = fields.Many2many(
        "res.partner",
        string="Customers",
        help="Empty: everybody who owes something overdue.",
    )

    def action_propose(self):
        """Draft the letters that are due, show them, and say who was left out."""
        self.ensure_one()
        letters = self.env["jxc.dunning.letter"]
        letters.check_access("write")
        if self.company_id not in self.env.companies:
            raise AccessError(
                self.env._(
                    "%(company)s is not open here.", company=self.company_id.name
                )
            )
        customers = self.partner_ids.commercial_partner_id or None
        run = letters.make(self.company_id, customers)
        out = self._left_out(run)
        if not run.letters:
            raise UserError(
                " ".join(
                    [
                        self.env._("No letter is due: no item has reached its level."),
                        *out,
                    ]
                )
            )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "jxc_dunning.jxc_dunning_letter_action"
        )
        action["domain"] = [("id", "in", run.letters.ids)]
        action["context"] = {}
        text = self.env._("Letters drafted: %(count)s.", count=len(run.letters))
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": " ".join([text, *out]),
                "type": "warning" if out else "success",
                "next": action,
            },
        }

    def _left_out(self, run):
        """Why others get no letter, a sentence each."""
        texts = []
        if run.held:
            texts.append(
                self.env._("Items in dispute or held back: %(count)s.", count=run.held)
            )
        if run.covered:
            texts.append(
                self.env._(
                    "Items that money not matched yet pays: %(count)s. Match it first.",
                    count=run.covered,
                )
            )
        if run.small:
            texts.append(
                self.env._("Customers who owe too little: %(count)s.", count=run.small)
            )
        return texts
