from collections import defaultdict

from markupsafe import Markup

from odoo import api, models
from odoo.tools.misc import formatLang


class AccountPartialReconcile(models.Model):
    _inherit = "account.partial.reconcile"

    @api.model_create_multi
    def create(self, vals_list):
        partials = super().create(vals_list)
        partials._jxc_mark_overdue()
        return partials

    def unlink(self):
        self._jxc_mark_overdue()
        return super().unlink()

    def _jxc_mark_overdue(self):
        """Have the debts of the customers looked at (K5)."""
        items = self.sudo().debit_move_id | self.sudo().credit_move_id
        keys = {
            f"{item.partner_id.commercial_partner_id.id}:{item.company_id.id}"
            for item in items
            if item.account_type == "asset_receivable" and item.partner_id
        }
        self.env["jxc.alert.mark"]._mark_watched({"receivable_overdue": keys})

    def action_jxc_unmatch(self):
        """Undo matches; both documents keep a trace of it.

        The differences that were written off together with a match go with it, and
        a set-off goes as a whole: their entries are reversed.
        """
        self.check_access("unlink")
        entries = self._jxc_settlement_entries()
        items = (self.debit_move_id | self.credit_move_id) | entries.line_ids.filtered(
            lambda i: i.account_id.reconcile and i.partner_id
        )
        self.env["jxc.lock"].acquire(
            {item.partner_id._jxc_settlement_key(item.account_id) for item in items}
        )
        of_entries = entries.line_ids.matched_debit_ids
        of_entries |= entries.line_ids.matched_credit_ids
        (self - of_entries)._jxc_trace(undone=True)
        if entries:
            entries._jxc_undo_settlement()
        self.exists().unlink()
        workbench = self.env.context.get("jxc_workbench_id")
        if workbench:
            self.env["jxc.settlement.match"].browse(workbench).exists().action_reload()
        return True

    def _jxc_settlement_entries(self):
        """The entries of differences and set-offs that stand and fall with these."""
        found = self.env["account.move"]
        kinds = ("difference", "setoff")
        for partial in self:
            items = partial.debit_move_id | partial.credit_move_id
            found |= items.move_id.filtered(lambda m: m.jxc_settlement_kind in kinds)
        together = self.env["account.move"].search(
            [
                ("jxc_settlement_kind", "in", kinds),
                ("jxc_settled_line_ids", "in", self.debit_move_id.ids),
                ("jxc_settled_line_ids", "in", self.credit_move_id.ids),
                ("state", "=", "posted"),
            ]
        )
        for entry in together:
            settled = entry.jxc_settled_line_ids
            if any(
                p.debit_move_id in settled and p.credit_move_id in settled for p in self
            ):
                found |= entry
        return found

    def _jxc_trace(self, undone=False):
        """Write into the chatter of all documents what was matched with what."""
        texts = defaultdict(list)
        for partial in self.exists():
            debit, credit = partial.debit_move_id, partial.credit_move_id
            amount = formatLang(
                self.env,
                partial.debit_amount_currency,
                currency_obj=partial.debit_currency_id,
            )
            for here, there in ((debit, credit), (credit, debit)):
                values = {"amount": amount, "document": there.move_id.display_name}
                texts[here.move_id].append(
                    self.env._(
                        "The match of %(amount)s with %(document)s was undone.",
                        **values,
                    )
                    if undone
                    else self.env._("Matched %(amount)s with %(document)s.", **values)
                )
        moves = self.env["account.move"].union(*texts)
        break_ = Markup("<br/>")
        moves._message_log_batch(
            {move.id: break_.join(lines) for move, lines in texts.items()}
        )
