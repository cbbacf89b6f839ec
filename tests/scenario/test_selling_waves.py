"""Several deliveries picked in one go: in dollars, in the second company.

5 at 95 are 536.75 with tax, 3 are 322.05, 2 are 214.70; 7 are 751.45; 4 are 429.40.
"""

from seller import SellerCase

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged


@tagged("post_install", "-at_install")
class TestSellingWaves(SellerCase):
    """S4, S6, S7: by the keeper; the invoices are the accountant's."""

    def setUp(self):
        super().setUp()
        self._case(self.branch, self.dollar)

    def _sold(self, quantity):
        order = self._quoted(quantity, 95)
        order.action_confirm()
        self.assertEqual(order.state, "sale")
        return order

    def _waiting(self, *orders):
        states = "assigned", "confirmed"
        pickings = (self._deliveries(order, *states) for order in orders)
        return self.env["stock.picking"].concat(*pickings)

    def _in_one_go(self, *orders):
        chosen = self._waiting(*orders)
        dialog = self._as("keeper", self.env["stock.picking.to.batch"])
        dialog = dialog.with_context(active_model=chosen._name, active_ids=chosen.ids)
        action = dialog.create({"mode": "new"}).attach_pickings()
        batch = self._as("keeper", self.env[action["res_model"]])
        return batch.browse(action["res_id"])

    def _asked(self, order):
        return self._invoices(order).mapped("amount_total")

    def test_a_batch_in_part_with_one_that_is_cancelled(self):
        """S4, S6, S7: one is called off, one leaves in part; each is invoiced for what
        left; one comes back, the rest follows in a batch of its own."""
        part, whole, off = (self._sold(quantity) for quantity in (5, 7, 4))
        self.assertEqual(self._promised(), (30, 14))
        batch = self._in_one_go(part, whole, off)
        self.assertEqual((batch.company_id, len(batch.picking_ids)), (self.mine, 3))
        for role in ("keeper", "manager"):
            theirs = self._stranger(role, batch)
            self.assertFalse(theirs.search([("id", "=", batch.id)]))
            with self.assertRaises(AccessError):
                theirs.action_done()
        off.action_cancel()
        self.assertEqual(len(batch.picking_ids), 2)
        self.assertEqual(self._promised(), (30, 18))
        batch.move_ids.picked = True
        self._waiting(part).move_ids.quantity = 3
        batch.with_context(skip_backorder=True).action_done()
        self.assertEqual(batch.state, "done")
        self.assertEqual(self._promised(), (20, 18))
        self.assertEqual(self._asked(part), [322.05])
        self.assertEqual(self._asked(whole), [751.45])
        self.assertFalse(self._asked(off))
        invoices = self._invoices(part) | self._invoices(whole)
        self.assertEqual(invoices.company_id, self.mine)
        self.assertEqual(invoices.currency_id, self.dollar)
        self._post(whole)
        back = batch.picking_ids.filtered(lambda p: p.origin == whole.name)
        self._take_back(back, 2)
        self.assertEqual(self._invoices(whole, "draft").amount_total, 214.70)
        rest = self._waiting(part)
        self.assertTrue(rest._jxc_notices(), "a notice of its own")
        self._in_one_go(part).action_done()
        self.assertEqual(self._asked(part), [322.05, 214.70])
        for order in (part, whole):
            self._post(order)
        # 322.05 + 214.70 + 751.45 - 214.70, and no yuan more or less.
        self._paid(1073.50)
        self._match()
        self.assertEqual(self._open(), [])

    def test_a_batch_is_called_off(self):
        """S4: its deliveries stay as they were; what is over the limit stops all of
        it, in yuan at today's rate, and nothing has left."""
        self.mine.jxc_credit_block = "shipment"
        self.mine.account_use_credit_limit = True
        self.customer.with_company(self.mine).credit_limit = 5000
        first, second = self._sold(5), self._sold(4)
        batch = self._in_one_go(first, second)
        # 536.75 and 429.40 are 6,956.28 yuan.
        with self.assertRaisesRegex(UserError, batch.name), self.env.cr.savepoint():
            batch.action_done()
        self.assertEqual(self._promised(), (30, 21))
        batch.action_cancel()
        self.assertEqual(batch.state, "cancel")
        waiting = self._waiting(first, second)
        self.assertEqual(waiting.mapped("state"), ["assigned", "assigned"])
        self.assertFalse(waiting.batch_id)
        again = self._in_one_go(first, second)
        again.picking_ids = [Command.unlink(self._waiting(second).id)]
        again.action_done()
        self.assertEqual(self._asked(first), [536.75])
        self.assertEqual(self._promised(), (25, 21))

    def test_a_wave_of_lines(self):
        """S4, S7: of each delivery some; the rest of it is shipped alone."""
        other = self.goods.copy({"name": "汽水"})
        self.env["stock.quant"]._update_available_quantity(
            other, self.house.lot_stock_id, 9
        )
        order = self._quoted(3, 95)
        line = {"product_id": other.id, "product_uom_qty": 2, "price_unit": 95}
        order.order_line = [Command.create(line)]
        order.action_confirm()
        lines = self._waiting(order).move_line_ids
        lines = lines.filtered(lambda one: one.product_id == other)
        dialog = self._as("keeper", self.env["stock.add.to.wave"])
        dialog = dialog.with_context(active_model=lines._name, active_ids=lines.ids)
        action = dialog.create({"mode": "new"}).attach_pickings()
        wave = self._as("keeper", self.env["stock.picking.batch"])
        wave = wave.browse(action["res_id"])
        self.assertEqual((wave.company_id, wave.is_wave), (self.mine, True))
        wave.action_done()
        self.assertEqual(self._asked(order), [214.70])
        self._ship(order, 3)
        self.assertEqual(self._asked(order), [214.70, 322.05])
