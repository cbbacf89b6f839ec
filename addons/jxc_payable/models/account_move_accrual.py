from odoo import api, fields, models
from odoo.exceptions import UserError


class AccountMove(models.Model):
    """Entries of an accrual go with it."""

    _inherit = "account.move"

    jxc_accrual_id = fields.Many2one(
        "jxc.payable.accrual",
        "Accrual",
        readonly=True,
        copy=False,
        index="btree_not_null",
        check_company=True,
    )

    def write(self, vals):
        """An entry does not leave the books while its accrual says it is in them."""
        if vals.get("state") in ("draft", "cancel"):
            self._jxc_refuse_of_accrual()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_jxc_accrual(self):
        self._jxc_refuse_of_accrual()

    def _jxc_refuse_of_accrual(self):
        for move in self.filtered(lambda m: m.sudo().jxc_accrual_id.state == "posted"):
            raise UserError(
                self.env._(
                    "%(entry)s belongs to %(accrual)s: cancel the accrual instead.",
                    entry=move.name,
                    accrual=move.sudo().jxc_accrual_id.display_name,
                )
            )
