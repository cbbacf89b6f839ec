from datetime import datetime, timedelta

from odoo import Command, fields
from odoo.tests import tagged

from .ledger_case import LedgerCase


@tagged("post_install", "-at_install")
class TestPosting(LedgerCase):
    """What a document asks of the ledger while it is posted."""

    def _slowly(self):
        """From now on the clock is a second on each time the host looks at it."""
        clock = [datetime(2026, 6, 20, 8, 0, 0)]

        def now(*_given):
            clock[0] += timedelta(seconds=1)
            return clock[0]

        self.patch(fields.Datetime, "now", staticmethod(now))

    def _delivery(self, products):
        """A keeper's delivery of one of each, picked."""
        picking = self._picking("out", products[0], 1, self.keeper)
        places = {
            "location_id": self.stock.id,
            "location_dest_id": self.customers.id,
            "product_uom_qty": 1,
        }
        picking.move_ids = [
            Command.create({"product_id": product.id, **places})
            for product in products[1:]
        ]
        picking.action_confirm()
        for move in picking.move_ids:
            move.quantity = 1
        picking.move_ids.picked = True
        return picking.with_context(skip_backorder=True, skip_sms=True)

    def test_a_document_is_written_once(self):
        """T5: its movements have one date, however long it takes to post them."""
        products = [self._goods() for _number in range(3)]
        for product in products:
            self._in(10, 100, 1, product)
        picking = self._delivery(products)
        self._slowly()
        written = self._statements("INSERT INTO jxc_cost_row")
        deleted = self._statements("DELETE FROM jxc_cost_row")
        picking.button_validate()
        self.env.flush_all()
        self.assertEqual(picking.state, "done")
        self.assertEqual((len(written), deleted), (1, []))
        moves = picking.move_ids
        self.assertEqual(set(moves.mapped("date")), {picking.date_done})
        self.assertEqual(set(moves.move_line_ids.mapped("date")), {picking.date_done})
        for product in products:
            self.assertEqual(self._rows(product)[-1].at, picking.date_done)
            self._prove(product)

    def test_receipts_and_batches_are_written_once(self):
        """T5: the same with what comes in, and with two documents at once."""
        first, second = (
            self._picking("in", self._goods(standard_price=7), 4, self.keeper)
            for _number in range(2)
        )
        both = first + second
        for move in both.move_ids:
            move.quantity = 4
        both.move_ids.picked = True
        self._slowly()
        written = self._statements("INSERT INTO jxc_cost_row")
        both.with_context(skip_backorder=True, skip_sms=True).button_validate()
        self.assertEqual(set(both.mapped("state")), {"done"})
        self.assertEqual(len(written), 1)
        for picking in both:
            self.assertEqual(picking.move_ids.date, picking.date_done)
            product = picking.move_ids.product_id
            self.assertEqual(self._rows(product).amount, 28)

    def test_costs_are_told_at_once(self):
        """T5: however many goods a document has, the host is told in one statement."""
        products = [self._goods() for _number in range(3)]
        for product in products:
            self._in(3, 10, 1, product)
        picking = self._delivery(products)
        told = self._statements("UPDATE product_product told")
        picking.button_validate()
        self.assertEqual(len(told), 1)
        for product in products:
            self.assertEqual(product.standard_price, 3.335)
            product.invalidate_recordset()
            self.assertEqual(product.standard_price, 3.335)

    def test_the_same_date_again(self):
        """T5: a date that stays restates nothing; another one does, of that move."""
        self._in(100, 1000, 1)
        out, other = self._out(10, 5), self._out(10, 8)
        written = self._statements("INSERT INTO jxc_cost_row")
        (out + other).date = "2026-06-08 12:00:00"
        self.assertEqual(len(written), 1)
        self.assertEqual(set(self._rows()[1:].mapped("at")), {other.date})
        (out + other).date = other.date
        self.assertEqual(len(written), 1)
        out.picking_id.date_done = "2026-06-09 12:00:00"
        self.assertEqual(len(written), 2)
        self.assertEqual(self._rows()[-1].at, out.date)
        self.assertEqual(str(out.date), "2026-06-09 12:00:00")
        self._prove()

    def test_moves_of_a_product_since_a_moment(self):
        """T5: they are found without a look at what happened before it."""
        self.env.cr.execute(
            "SELECT indexdef FROM pg_indexes WHERE indexname = %s",
            ["stock_move_jxc_ledger_idx"],
        )
        [(index,)] = self.env.cr.fetchall()
        self.assertIn("(product_id, date)", index)
