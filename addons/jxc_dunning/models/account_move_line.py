from odoo import fields, models


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    def _jxc_dunning_values(self, level_id, asked):
        """What a letter tells of this item."""
        self.ensure_one()
        move, due = self.move_id, self.date_maturity or self.date
        return {
            "move_line_id": self.id,
            "move_id": move.id,
            "level_id": level_id,
            "name": move.name,
            "ref": move.ref,
            "date": self.invoice_date or self.date,
            "date_due": due,
            "days": (fields.Date.context_today(self) - due).days,
            "amount": abs(self.amount_currency),
            "residual": float(asked),
        }
