from datetime import timedelta

from odoo import fields, models
from odoo.tools import SQL, format_date


class JxcAlertRule(models.Model):
    _inherit = "jxc.alert.rule"

    kind = fields.Selection(
        selection_add=[("receivable_overdue", "Receivables overdue")],
        ondelete={"receivable_overdue": "cascade"},
    )

    def _jxc_keys(self):
        keys = super()._jxc_keys()
        if self.kind == "receivable_overdue":
            keys |= self.sudo()._jxc_overdue().keys()
        return keys

    def _jxc_evaluate_receivable_overdue(self, keys):
        """Customers who have owed something for longer than the days.

        How much is in the ageing report: alerts are for everybody.

        :param keys: ``partner_id:company_id`` strings, of commercial partners.
        """
        rows = self.sudo()._jxc_overdue(keys)
        partners = self.env["res.partner"].sudo()
        partners = partners.browse({row[0] for row in rows.values()})
        partner_of = {partner.id: partner for partner in partners}
        found = {}
        for key, (partner_id, company_id, due, count) in rows.items():
            partner = partner_of[partner_id]
            seller = partner.user_id.filtered(
                lambda user, owner=company_id: user.active
                and owner in user.company_ids.ids
            )
            found[key] = {
                "name": self.env._(
                    "%(customer)s owes since %(day)s",
                    customer=partner.display_name,
                    day=format_date(self.env, due),
                ),
                "body": self.env._("Overdue items: %(count)s", count=count),
                "res_model": partner._name,
                "res_id": partner.id,
                "company_id": company_id,
                "user_ids": seller.ids,
            }
        return found

    def _jxc_overdue(self, keys=None):
        """{key: (partner, company, oldest due date, number of items)}"""
        self.env.flush_all()
        partners, found = SQL("TRUE"), {}
        if keys is not None:
            ids = [int(key.partition(":")[0]) for key in keys]
            partners = SQL("partner.commercial_partner_id = ANY(%s)", ids)
        owned = SQL("TRUE")
        if self.company_id:
            owned = SQL("line.company_id = %s", self.company_id.id)
        query = SQL(
            """
            SELECT partner.commercial_partner_id, line.company_id,
                   MIN(COALESCE(line.date_maturity, line.date)), COUNT(*)
              FROM account_move_line line
              JOIN account_account account ON account.id = line.account_id
              JOIN res_partner partner ON partner.id = line.partner_id
             WHERE line.parent_state = 'posted' AND NOT line.reconciled
               AND account.account_type = 'asset_receivable'
               AND line.amount_residual > 0
               AND COALESCE(line.date_maturity, line.date) < %s AND %s AND %s
             GROUP BY partner.commercial_partner_id, line.company_id
            """,
            fields.Date.context_today(self) - timedelta(days=self.days),
            partners,
            owned,
        )
        for row in self.env.execute_query(query):
            found[f"{row[0]}:{row[1]}"] = row
        return found if keys is None else {k: found[k] for k in keys if k in found}
