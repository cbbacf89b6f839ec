from odoo.tests import tagged

from .common import StockCase


@tagged("post_install", "-at_install")
class TestAlerts(StockCase):
    """K3, K4, K5: limits are watched from the movement on."""

    def _watch(self):
        """What happens at and after the commit."""
        self.env.cr.flush()
        self.env["jxc.alert.mark"]._process()
        key = f"{self.product.id}:{self.warehouse.id}"
        return self.env["jxc.alert"].search([("key", "=", key)])

    def _open(self):
        return self._watch().filtered(lambda a: a.state in ("open", "acknowledged"))

    def test_below_the_minimum_opens_once_and_closes(self):
        """K4, K5: the delivery's confirmation opens it, the receipt closes it."""
        self._receive(20)
        self._limit(15, 100)
        self.assertFalse(self._open())
        picking = self._ship(8)
        alert = self._open()
        self.assertEqual(alert.kind, "below_min")
        self.assertIn(self.product.name, alert.name)
        self._finish(picking)
        self._finish(self._ship(1))
        self.assertEqual(self._open(), alert)
        self._receive(10)
        self.assertFalse(self._open())
        self.assertEqual(alert.state, "closed")

    def test_cancelling_closes(self):
        """K5: goods that come back to the available end the alert."""
        self._receive(20)
        self._limit(15, 100)
        picking = self._ship(8)
        self.assertTrue(self._open())
        picking.action_cancel()
        self.assertFalse(self._open())

    def test_above_the_maximum(self):
        """K3: too much in the warehouse is an alert too."""
        self._limit(5, 10)
        self._receive(11)
        self.assertEqual(self._open().kind, "above_max")
        self._finish(self._ship(1))
        self.assertFalse(self._open())

    def test_changed_limits_are_looked_at(self):
        """K3: the buyer raises the minimum, lowers it, and takes it away."""
        self._receive(20)
        limit = self._limit(15, 100)
        limit.product_min_qty = 25
        self.assertTrue(self._open())
        limit.product_min_qty = 15
        self.assertFalse(self._open())
        limit.product_min_qty = 25
        self.assertTrue(self._open())
        limit.unlink()
        self.assertFalse(self._open())

    def test_one_mark_per_transaction(self):
        """K4: a transaction with many movements queues a product once per kind."""
        self._limit(15, 100)
        self._watch()
        self._receive(3)
        self._receive(4)
        self.env.cr.flush()
        marks = self.env["jxc.alert.mark"].search([])
        self.assertEqual(
            sorted(marks.mapped("kind")), ["above_max", "below_min", *self.ALWAYS]
        )

    #: A receipt is looked at by these in any case: may it be late, or below nothing?
    ALWAYS = ("negative", "receipt_late", "receipt_late")

    def test_no_limits_no_marks_of_limits(self):
        """K4: nor is anything marked for kinds that no rule watches."""
        self._watch()
        self._receive(3)
        self.env.cr.flush()
        marks = self.env["jxc.alert.mark"].search([])
        self.assertEqual(sorted(marks.mapped("kind")), ["negative", "receipt_late"])
        marks.unlink()
        self.env["jxc.alert.rule"].search([]).active = False
        self._receive(3)
        self.env.cr.flush()
        self.assertFalse(self.env["jxc.alert.mark"].search_count([]))

    def test_limits_do_not_order(self):
        """P1: the host's scheduler must not write orders past the suggestion."""
        self.assertEqual(self._limit(5, 10).trigger, "manual")
