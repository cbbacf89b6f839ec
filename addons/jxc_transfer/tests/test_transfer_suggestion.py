from odoo.exceptions import UserError, ValidationError
from odoo.service.model import call_kw
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import TransferCase


@tagged("post_install", "-at_install")
class TestTransferSuggestion(TransferCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.far = cls._house("Far Depot", "FAR")
        cls._put(500, cls.far.lot_stock_id)
        cls._way(cls.warehouse, 1)
        cls._way(cls.far, 3)
        cls._point(cls.warehouse, 40, 60)
        cls._point(cls.branch, 50, 100)

    @classmethod
    def _way(cls, house, days, **values):
        return cls.env["jxc.transfer.route"].create(
            {
                "warehouse_id": house.id,
                "dest_warehouse_id": cls.branch.id,
                "days": days,
                **values,
            }
        )

    @classmethod
    def _point(cls, house, low, high):
        return cls.env["stock.warehouse.orderpoint"].create(
            {
                "product_id": cls.product.id,
                "warehouse_id": house.id,
                "location_id": house.lot_stock_id.id,
                "product_min_qty": low,
                "product_max_qty": high,
            }
        )

    def _watch(self):
        self.env.flush_all()
        self.env.cr.precommit.run()
        self.env["jxc.alert.mark"]._process()

    def _suggestions(self, user=None):
        return (
            self.env["jxc.transfer.suggestion"]
            .with_user(user or self.keeper)
            .search([("product_id", "=", self.product.id)], order="id")
        )

    def test_the_nearest_gives_what_it_can_spare(self):
        """T1: 100 are missing: the near warehouse keeps its minimum of 40 and gives
        60, the far one the rest; and that only once."""
        self._watch()
        near, far = self._suggestions()
        self.assertEqual((near.warehouse_id, near.quantity), (self.warehouse, 60))
        self.assertEqual((far.warehouse_id, far.quantity), (self.far, 40))
        self.assertIn("50", near.reason)
        pair = (self.product.id, self.branch.id)
        self.env["jxc.transfer.suggestion"]._suggest([pair])
        self.assertEqual(self._suggestions(), near | far)
        self.assertEqual(near.quantity, 60)

    def test_whole_packs(self):
        """T1: what is ordered by the dozen travels by the dozen."""
        dozen = self.env.ref("uom.product_uom_dozen")
        self.env["stock.warehouse.orderpoint"].search(
            [("warehouse_id", "=", self.branch.id)]
        ).replenishment_uom_id = dozen
        self._watch()
        self.assertEqual(self._suggestions().mapped("quantity"), [60, 48])

    def test_only_along_ways_that_are_allowed(self):
        """T1: without a way nobody gives."""
        self.env["jxc.transfer.route"].search([]).active = False
        self._watch()
        self.assertFalse(self._suggestions())

    def test_one_transfer_for_each_pair(self):
        """T1: made once, and the branch is no longer short when it is confirmed."""
        self._watch()
        found = self._suggestions()
        action = found.action_jxc_transfer()
        transfers = self.env["jxc.transfer"].search(action["domain"])
        self.assertEqual(len(transfers), 2)
        self.assertEqual(sum(transfers.line_ids.mapped("quantity")), 100)
        self.assertEqual(set(found.mapped("state")), {"done"})
        with self.assertRaises(UserError):
            found.action_jxc_transfer()
        pair = (self.product.id, self.branch.id)
        self.assertFalse(self.env["jxc.transfer.suggestion"]._suggest([pair]))
        transfers.with_user(self.keeper).action_jxc_confirm()
        self.assertFalse(self.env["jxc.transfer.suggestion"]._suggest([pair]))

    def test_the_need_goes(self):
        """T1: goods arrive otherwise: the suggestion is withdrawn."""
        self._watch()
        found = self._suggestions()
        self._receive(80, self.branch.lot_stock_id)
        self._watch()
        self.assertEqual(set(found.mapped("state")), {"withdrawn"})

    def test_who_may(self):
        """T1, F2: keepers decide, buyers read, and nobody writes the state."""
        self._watch()
        found = self._suggestions()
        self.assertTrue(self._suggestions(self.buyer))
        for attack in (
            lambda: call_kw(
                found.browse(), "write", [found.ids, {"state": "refused"}], {}
            ),
            lambda: found.with_user(self.buyer).action_jxc_transfer(),
            lambda: self.env["jxc.transfer.route"]
            .with_user(self.keeper)
            .search([])
            .write({"days": 0}),
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                attack()
        found[0].action_jxc_refuse()
        self.assertEqual(found.mapped("state"), ["refused", "open"])
        for decide in (found[0].action_jxc_refuse, found[0].action_jxc_transfer):
            with self.assertRaisesRegex(UserError, "None of these suggestions is open"):
                decide()
        found.action_jxc_refuse()
        self.assertEqual(found.mapped("state"), ["refused", "refused"])

    @mute_logger("odoo.sql_db")
    def test_a_way_has_two_ends(self):
        """T1: of one company, and different."""
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            self._way(self.branch, 1)
