from odoo.tests import TransactionCase, tagged

from odoo.addons.jxc_demo.loader.catalogue import load_catalogue
from odoo.addons.jxc_demo.loader.company import load_company
from odoo.addons.jxc_demo.loader.demo import Demo
from odoo.addons.jxc_demo.loader.people import load_people
from odoo.addons.jxc_demo.loader.warehouse_day import load_warehouse_day


@tagged("post_install", "-at_install")
class TestWarehouseDay(TransactionCase):
    """What the keeper of the demo finds, made by the host's documents."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.demo = Demo(cls.env)
        # Tests that commit leave theirs behind.
        cls.others = {
            model: cls.env[model].search([("id", "!=", False)]).ids
            for model in ("jxc.transfer", "jxc.stocktake", "jxc.pick.bin")
        }
        for load in (load_company, load_people, load_catalogue):
            load(cls.demo)
        cls._fill()
        load_warehouse_day(cls.demo)

    @classmethod
    def _fill(cls):
        """A hundred of each product in its bin, in both warehouses."""
        quants, lots = cls.env["stock.quant"], cls.env["stock.lot"]
        for code, product in cls.demo.products.items():
            lot = lots
            if product.tracking == "lot":
                lot = lots.create({"name": f"{code}-1", "product_id": product.id})
            for house in cls.demo.warehouses.values():
                place = house.lot_stock_id._get_putaway_strategy(product, 100)
                quants._update_available_quantity(product, place, 100, lot_id=lot)

    def _mine(self, model, *domain):
        ours = [
            ("company_id", "=", self.demo.company.id),
            ("id", "not in", self.others.get(model, [])),
        ]
        return self.env[model].search([*ours, *domain])

    def test_transfers_stand_at_every_step(self):
        """T1: one has arrived, one came short, one is on the road, one is asked for."""
        transfers = self._mine("jxc.transfer")
        self.assertEqual(
            sorted(transfers.mapped("state")),
            ["draft", "in_transit", "received", "received"],
        )
        difference = transfers.difference_ids
        self.assertEqual((difference.state, len(difference.line_ids)), ("done", 1))

    def test_stock_takes_posted_running_and_in_turn(self):
        """K6, K8: losses and gains, a blind one half counted, accuracy of a cycle."""
        plans = self._mine("jxc.stocktake")
        self.assertEqual(set(plans.mapped("state")), {"counting", "posted"})
        self.assertEqual(set(plans.adjustment_ids.mapped("kind")), {"loss", "gain"})
        running = plans.filtered(lambda plan: plan.state == "counting")
        self.assertTrue(running.blind)
        self.assertTrue(40 < running.progress < 60)
        self.assertEqual(len(self._mine("jxc.stocktake.cycle")), 3)

    def test_lots_near_their_end_and_one_held(self):
        """T3, T4: one has expired, some are near, one is blocked with its reason."""
        lots = self.env["stock.lot"].search(
            [("product_id", "in", [p.id for p in self.demo.products.values()])]
        )
        self.assertTrue(lots.filtered("product_expiry_alert"))
        self.assertEqual(len(lots.filtered("jxc_blocked")), 1)

    def test_a_scrap_with_its_photo(self):
        """K7: what was damaged has a picture."""
        scrap = self._mine("stock.scrap")
        self.assertEqual(len(scrap.jxc_photo_ids), 1)

    def test_pick_bins_are_filled_from_the_reserve(self):
        """T1: four bins with their reserve, one of them to be filled."""
        bins = self._mine("jxc.pick.bin")
        self.assertEqual(len(bins), 4)
        self.assertTrue(bins.filtered("missing"))
