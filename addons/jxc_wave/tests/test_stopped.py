from odoo.exceptions import UserError
from odoo.fields import Command, Datetime
from odoo.tests import tagged

from .common import WaveCase


@tagged("post_install", "-at_install")
class TestStopped(WaveCase):
    """S4, T4, P7: what may not leave alone does not leave in a batch, and keeps the
    others only until it is taken out."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        shelf = cls.warehouse.lot_stock_id
        cls.bin = shelf.create({"name": "Cold Room", "location_id": shelf.id})
        cls.milk = cls._product("Milk", tracking="lot", use_expiration_date=True)
        cls.lot = cls.env["stock.lot"].create(
            {"name": "MILK-1", "product_id": cls.milk.id}
        )
        cls.lot.expiration_date = Datetime.add(Datetime.now(), days=90)
        for place, quantity in (
            (cls.bin, 20),
            (cls.warehouse.jxc_inspection_location_id, 20),
        ):
            cls.env["stock.quant"]._update_available_quantity(
                cls.milk, place, quantity, lot_id=cls.lot
            )

    def setUp(self):
        super().setUp()
        self.bad = self._confirmed((self.milk, 5))
        self.free = self._confirmed((self.bottle, 7))
        self.batch = self._batch(self.bad, self.free)
        self.delivery = self._delivery(self.bad)
        self.innocent = self._delivery(self.free)
        self.batch.move_ids.picked = True

    def _through(self, action):
        """Whoever is asked whether expired goods are to leave says yes."""
        if isinstance(action, dict):
            dialogs = self.env[action["res_model"]].with_user(self.keeper)
            dialogs.with_context(**action["context"]).create({}).process()

    def _assert_refused(self, *texts):
        messages = []
        for ship in (self.delivery.button_validate, self.batch.action_done):
            with self.assertRaises(UserError) as caught, self.env.cr.savepoint():
                self._through(ship())
            messages.append(caught.exception.args[0])
            self.env.invalidate_all()
        self.assertEqual(messages[0], messages[1])
        for text in texts:
            self.assertIn(text, messages[0])
        both = self.delivery | self.innocent
        self.assertEqual(both.mapped("state"), ["assigned"] * 2)
        self.assertEqual(both.batch_id, self.batch)
        self.assertEqual(self.batch.state, "in_progress")
        self.assertEqual((self.bottle.qty_available, self.milk.qty_available), (50, 40))
        self.assertFalse(self._invoices(self.free) | self._invoices(self.bad))
        self.batch.picking_ids = [Command.unlink(self.delivery.id)]
        self.batch.action_done()
        self.assertEqual(self.innocent.state, "done")
        self.assertEqual(self.delivery.state, "assigned")
        self.assertEqual(self._drafted(self.free), [70])

    def test_an_expired_lot(self):
        """T4: it expired after it was picked."""
        self.lot.expiration_date = Datetime.subtract(Datetime.now(), days=2)
        self._assert_refused(self.delivery.name, "MILK-1", "expired on")

    def test_a_blocked_lot(self):
        """T4: it was recalled after it was picked."""
        self.lot.write({"jxc_blocked": True, "jxc_block_reason": "recalled"})
        self._assert_refused(self.delivery.name, "MILK-1", "recalled")

    def test_a_blocked_bin(self):
        """T4: its bin was blocked after it was picked."""
        self.bin.write({"jxc_blocked": True, "jxc_block_reason": "wet"})
        self._assert_refused(self.delivery.name, "Cold Room", "wet")

    def test_no_lot(self):
        """I3: nobody has said which lot leaves."""
        self.delivery.move_line_ids.lot_id = False
        self._assert_refused("Milk")

    def test_goods_that_wait_for_inspection(self):
        """P7: a line of the batch is not turned to where they lie; one that was lying
        there all along is not shipped."""
        place = self.warehouse.jxc_inspection_location_id
        with self.assertRaises(UserError) as caught, self.env.cr.savepoint():
            self.delivery.move_line_ids.location_id = place
        self.assertIn("waits for inspection", caught.exception.args[0])
        self.env.invalidate_all()
        self.warehouse.jxc_inspection_location_id = self.bin
        self._assert_refused(self.delivery.name, "Cold Room waits for inspection")
