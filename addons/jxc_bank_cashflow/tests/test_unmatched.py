from odoo.tests import tagged

from odoo.addons.jxc_bank.tests.common import BankCase


@tagged("post_install", "-at_install")
class TestUnmatched(BankCase):
    """V1: money that is in the bank is not expected a second time."""

    def _expected(self):
        """The opening balance, and what the customer is expected to pay."""
        forecast = self.env["jxc.cash.forecast"].create({})
        forecast.action_forecast()
        mine = forecast.line_ids.filtered(lambda one: one.partner_id == self.customer)
        return forecast.opening, sum(mine.mapped("amount"))

    def test_imported_and_not_matched(self):
        """V1: the balance rises, what is expected falls; matched, nothing changes."""
        self._invoice(100)
        opening, expected = self._expected()
        self.assertEqual(expected, 100)
        line = self._take(self._row(80, 0, "Corner Shop"))
        self.assertEqual(line.jxc_partner_id, self.customer)
        self.assertEqual(self._expected(), (opening + 80, 20))
        line.action_jxc_accept()
        self.assertEqual(self._expected(), (opening + 80, 20))

    def test_from_nobody_knows_whom(self):
        """V1: in the balance, and nothing is taken off anybody's debts."""
        self._invoice(100)
        opening, _expected = self._expected()
        self._take(self._row(80, 0, "Who is that"))
        self.assertEqual(self._expected(), (opening + 80, 100))
