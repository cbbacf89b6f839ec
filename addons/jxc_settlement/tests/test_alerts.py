from odoo.tests import tagged

from .common import SettlementCase


@tagged("post_install", "-at_install")
class TestReceivableOverdue(SettlementCase):
    """K3, K5: a customer who does not pay is noticed, and forgotten when he pays."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env(su=True)["jxc.alert.rule"].search([]).active = False
        rules = cls.env["jxc.alert.rule"].with_user(cls.manager)
        values = {"kind": "receivable_overdue", "days": 30}
        cls.rule = rules.create({"name": "Overdue", **values})
        cls.group = cls.env.ref("jxc_base.group_jxc_finance_accountant")

    def _watch(self, scan=False):
        if scan:
            self.env(su=True)["jxc.alert.rule"]._cron_scan()
        self.env.cr.flush()
        self.env(su=True)["jxc.alert.mark"]._process()
        live = [("rule_id", "=", self.rule.id), ("state", "!=", "closed")]
        return self.env["jxc.alert"].search(live)

    def _matched(self, *moves):
        workbench = self._workbench()
        for move in moves:
            self._tick(workbench, move)
        workbench.action_match()

    def test_opens_by_age_and_closes_by_payment(self):
        """One alert a customer, however many items; part of a payment is not enough."""
        self._invoice(100, days_ago=30)
        self._invoice(70, move_type="in_invoice", days_ago=90)
        self.assertFalse(self._watch(scan=True), "not longer than thirty days")
        old, older = self._invoice(100, days_ago=31), self._invoice(50, days_ago=40)
        alert = self._watch(scan=True)
        self.assertEqual(alert.key, f"{self.customer.id}:{self.company.id}")
        self.assertIn("2", alert.body)
        self.assertNotIn("100", f"{alert.name}{alert.body}", "sums are not for all")
        self._matched(old, self._pay(100).move_id)
        self.assertEqual(self._watch(), alert)
        self.assertIn("1", alert.body)
        self._matched(older, self._pay(50).move_id)
        self.assertFalse(self._watch())
        self.assertEqual(alert.state, "closed")

    def test_an_undone_match_opens_it_again(self):
        invoice = self._invoice(100, days_ago=31)
        self._matched(invoice, self._pay(100).move_id)
        self.assertFalse(self._watch(scan=True))
        self._item(invoice).matched_credit_ids.action_jxc_unmatch()
        self.assertTrue(self._watch())

    def test_his_salesperson_is_told(self):
        """K5: whoever looks after the customer, beside whom the rule names."""
        self.customer.sudo().user_id = self.salesperson
        self.rule.with_user(self.manager).group_id = self.group
        self._invoice(100, days_ago=31)
        alert = self._watch(scan=True)
        self.assertIn(self.salesperson, alert.receiver_ids)
        self.assertIn(self.accountant, alert.receiver_ids)

    def test_settings(self):
        self._invoice(100, days_ago=31)
        self.assertTrue(self._watch(scan=True))
        self.rule.with_user(self.manager).days = 31
        self.assertFalse(self._watch())
        other = self.env(su=True)["res.company"].create({"name": "Other"})
        self.rule.sudo().write({"days": 0, "company_id": other.id})
        self.assertFalse(self._watch())
        self.rule.sudo().company_id = self.company
        self.assertTrue(self._watch())

    def test_reads_do_not_grow_with_the_customers(self):
        """K4: one statement looks at all of them."""
        self._invoice(100, days_ago=31)
        partners = self.env["res.partner"].sudo().create([{"name": "P"}] * 30)
        keys = [f"{partner.id}:{self.company.id}" for partner in partners]
        rule = self.rule.sudo()
        rule._jxc_overdue(keys[:1])
        with self.assertQueryCount(1):
            rule._jxc_overdue(keys)
