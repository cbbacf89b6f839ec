from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.jxc_sales.tests.common import SalesCase


@tagged("post_install", "-at_install")
class TestStop(SalesCase):
    """S3, S9: a customer who does not answer the last letter gets no more goods."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["jxc.approval.rule"].search([]).active = False
        cls.company.jxc_overdue_grace = 365
        cls.level = cls.env["jxc.dunning.level"].create(
            {
                "name": "Last",
                "company_id": cls.company.id,
                "days": 1,
                "text": "Pay!",
                "stop_deliveries": True,
            }
        )

    def _told(self):
        """The invoice of a debt that a letter was sent about."""
        invoice = self._debt(500, 20)
        letters = self.env["jxc.dunning.letter"].with_user(self.accountant)
        run = letters.make(self.company, self.customer)
        run.letters.action_send()
        return invoice

    def _refused(self, order):
        with self.assertRaisesRegex(UserError, "dunning letter is unanswered"):
            self._ship(order)

    def test_stopped_until_it_is_paid(self):
        """S3: whatever the company looks at otherwise; paid, the goods leave."""
        order, later = self._confirmed((self.bottle, 2)), self._confirmed(
            (self.bottle, 3)
        )  # fmt: skip
        invoice = self._told()
        for where in ("order", "shipment"):
            self.company.jxc_credit_block = where
            with self.subTest(where), self.env.cr.savepoint() as ground:
                self._refused(order)
                ground.rollback()
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        ).create({})._create_payments()
        self.env.invalidate_all()
        self._ship(order)
        self._ship(later)

    def test_released_or_talked_about(self):
        """S3: by a manager with a reason; or the debt is in dispute."""
        order, other = (self._confirmed((self.bottle, n)) for n in (2, 3))
        invoice = self._told()
        picking = order.picking_ids
        self.assertIn("unanswered", picking.jxc_credit_hold)
        self.env["jxc.credit.release"].with_user(self.manager).create(
            {"picking_id": picking.id, "reason": "He pays tomorrow"}
        )
        self._ship(order)
        invoice.with_user(self.accountant).jxc_dunning_hold = "Damaged"
        self.env.invalidate_all()
        self._ship(other)

    def test_a_level_that_stops_nothing(self):
        """S3: a reminder is no reason, nor is a letter that was taken back."""
        self.level.stop_deliveries = False
        order = self._confirmed((self.bottle, 2))
        self._told()
        self._ship(order)

    def test_another_company_ships(self):
        """S3: who owes one company is no stranger to the other."""
        self._told()
        other = self.env["res.company"].create({"name": "Other"})
        self.assertTrue(self.customer._jxc_dunning_stops(self.company))
        self.assertFalse(self.customer._jxc_dunning_stops(other))
