from odoo import models
from odoo.tools.misc import formatLang


class AccountPartialReconcile(models.Model):
    _inherit = "account.partial.reconcile"

    def action_jxc_unmatch(self):
        """Undo matches; both documents keep a trace of it."""
        self.check_access("unlink")
        keys = set()
        for partial in self:
            item = partial.debit_move_id
            keys.add(item.partner_id._jxc_settlement_key(item.account_id))
        self.env["jxc.lock"].acquire(keys)
        self._jxc_trace(undone=True)
        self.exists().unlink()
        workbench = self.env.context.get("jxc_workbench_id")
        if workbench:
            self.env["jxc.settlement.match"].browse(workbench).exists().action_reload()
        return True

    def _jxc_trace(self, undone=False):
        """Write into the chatter of both documents what was matched with what."""
        for partial in self.exists():
            debit, credit = partial.debit_move_id, partial.credit_move_id
            amount = formatLang(
                self.env,
                partial.debit_amount_currency,
                currency_obj=partial.debit_currency_id,
            )
            for here, there in ((debit, credit), (credit, debit)):
                values = {"amount": amount, "document": there.move_id.display_name}
                here.move_id.message_post(
                    body=self.env._(
                        "The match of %(amount)s with %(document)s was undone.",
                        **values,
                    )
                    if undone
                    else self.env._("Matched %(amount)s with %(document)s.", **values)
                )
