from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import StockCase


@tagged("post_install", "-at_install")
class TestReturned(StockCase):
    """What goes back of a delivery or a receipt is at most what came by it."""

    def _back(self, picking, quantity):
        """The keeper's return by the host's wizard, until the goods are there."""
        wizard = (
            self.env["stock.return.picking"]
            .with_user(self.keeper)
            .with_context(active_id=picking.id, active_model="stock.picking")
            .create({})
        )
        wizard.product_return_moves.quantity = quantity
        back = picking.browse(wizard.action_create_returns()["res_id"])
        back.move_ids.quantity = quantity
        back.move_ids.picked = True
        back.with_context(skip_backorder=True, skip_sms=True).button_validate()
        return back

    def test_of_a_delivery(self):
        """S7: of 5 that went out 3 come back, and then not 3 more; the message says
        of which document, and how much."""
        self._put(20)
        shipped = self._finish(self._ship(5))
        self._back(shipped, 3)
        with self.assertRaises(UserError) as refused:
            self._back(shipped, 3)
        self.assertRegex(str(refused.exception), f"{shipped.name}.* 5 .* 6 ")
        self._back(shipped, 2)
        with self.assertRaises(UserError):
            self._back(shipped, 0.01)

    def test_of_a_receipt(self):
        """P9: of 5 that came 6 do not go back, however much is on the shelf."""
        self._put(20)
        received = self._receive(5)
        with self.assertRaises(UserError):
            self._back(received, 6)
        self._back(received, 5)

    def test_what_came_once_more_goes_back_once_more(self):
        """P9: an exchange brings the same quantity again, and that can be returned
        like the first one; of it no more than it brought."""
        received = self._receive(5)
        back = self._back(received, 4)
        again = self._back(back, 4)
        with self.assertRaises(UserError):
            self._back(back, 1)
        self._back(again, 3)
        self._back(received, 2)
        with self.assertRaises(UserError):
            self._back(received, 1)

    def test_another_unit(self):
        """S7: a dozen came, in dozens; 12 single ones go back, and no 13th."""
        self._put(20)
        received = self._finish(
            self._transfer(
                self.suppliers,
                self.shelf,
                1,
                product_uom=self.env.ref("uom.product_uom_dozen").id,
            )
        )
        back = self._back(received, 1)
        self.assertEqual(back.move_ids._jxc_stock_quantity(), 12)
        line = back.sudo().move_line_ids
        back.sudo().is_locked = False
        with self.assertRaises(UserError):
            line.write({"product_uom_id": self.product.uom_id.id, "quantity": 13})

    def test_an_unlocked_document(self):
        """K6: a manager who corrects the delivery keeps it above what came back, and
        the return below what went out."""
        self._put(20)
        shipped = self._finish(self._ship(5))
        back = self._back(shipped, 3)
        manager = self.env.ref("stock.group_stock_manager")
        self.keeper.sudo().group_ids += manager
        (shipped | back).is_locked = False
        with self.assertRaises(UserError):
            shipped.move_line_ids.quantity = 2
        with self.assertRaises(UserError):
            back.move_line_ids.quantity = 6
        shipped.move_line_ids.quantity = 4
        back.move_line_ids.quantity = 4

    def test_queries(self):
        """S7: what has gone back is asked for once per level, not per line."""
        self._put(100)
        few, many = (
            self.env["stock.move"].union(
                *(self._finish(self._ship(1)).move_ids for _n in range(count))
            )
            for count in (2, 12)
        )
        counts = []
        for moves in (few, many):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            moves.sudo()._jxc_refuse_overreturned()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts)
