from unittest.mock import patch

from odoo.tests import tagged

from .common import QualityCase


@tagged("post_install", "-at_install")
class TestPlan(QualityCase):
    def test_the_most_specific_plan_wins(self):
        """P7: product, then the nearer category, then the vendor; another vendor's
        plan is none."""
        parent = self.env["product.category"].create({"name": "食品"})
        child = self.env["product.category"].create(
            {"name": "罐头食品", "parent_id": parent.id}
        )
        product = self._product("桃罐头", categ_id=child.id)
        other = self.env["res.partner"].create({"name": "别家"})
        find = self.env["jxc.quality.plan"]._find
        pair = (product, self.vendor)

        def found():
            return find(self.company, [pair]).get(pair)

        vendor = self._plan(partner_id=self.vendor.id)
        self.assertEqual(found(), vendor)
        upper = self._plan(categ_id=parent.id)
        self.assertEqual(found(), upper)
        lower = self._plan(categ_id=child.id)
        self.assertEqual(found(), lower)
        both = self._plan(categ_id=child.id, partner_id=self.vendor.id)
        self.assertEqual(found(), both)
        exact = self._plan(product_tmpl_id=product.product_tmpl_id.id)
        self.assertEqual(found(), exact)
        foreign = self._plan(
            product_tmpl_id=product.product_tmpl_id.id, partner_id=other.id
        )
        self.assertEqual(found(), exact)
        self.assertNotEqual(found(), foreign)

    def test_a_plan_sends_goods_to_inspection(self):
        """P7: lot of 1,000, level II: J; AQL 1.0 is 80 with Ac 2, 2.5 is 80 with Ac 5.
        On hand, not promised, not billed."""
        self._plan(product_tmpl_id=self.product.product_tmpl_id.id)
        order, inspection = self._arrive(1000)
        check = inspection.check_ids
        self.assertEqual((check.lot_size, check.method), (1000, "sample"))
        limits = [(one.letter, one.size, one.ac, one.re) for one in check.limit_ids]
        self.assertEqual(limits, [("J", 80, 0, 1), ("J", 80, 2, 3), ("J", 80, 5, 6)])
        figure = self._atp(self.product)
        self.assertEqual((figure.atp, figure.inspection), (0, 1000))
        self.assertFalse(self._bills(order))

    def test_without_a_plan_nothing_changes(self):
        """P7: the plain inspection goes on, and other goods go straight to stock."""
        order, _product, inspection = self._inspected(accepted=7)
        self.assertFalse(inspection.check_ids)
        inspection.action_jxc_done()
        self.assertEqual((inspection.state, inspection.verdict), ("done", "partial"))
        self.assertEqual(self._bills(order).amount_untaxed, 70)
        other = self._order(qty=5)
        self._receive(other)
        self.assertEqual(self._atp(self.product).atp, 5)

    def test_a_later_change_of_the_plan_leaves_open_inspections(self):
        """P7: an inspection keeps the copy it began with."""
        plan = self._plan(product_tmpl_id=self.product.product_tmpl_id.id)
        _order, inspection = self._arrive(1000)
        plan.write({"aql_major": "6.5", "level": "I"})
        plan.characteristic_ids[0].name = "别的"
        check = inspection.check_ids
        self.assertEqual(check.limit_ids.mapped("size"), [80, 80, 80])
        self.assertEqual(check.item_ids[0].name, "漏罐")
        plan.characteristic_ids.unlink()
        self.assertEqual(len(check.item_ids), 2)

    def test_each_lot_is_judged_by_itself_and_serials_together(self):
        """P7, T3: two lots of one receipt are two; three serial numbers are one."""
        for tracking, names, sizes in (
            ("lot", {"A": 60, "B": 40}, [60, 40]),
            ("serial", {"S1": 1, "S2": 1, "S3": 1}, [3]),
        ):
            product = self._product(f"罐头 {tracking}", tracking=tracking)
            self._plan(product_tmpl_id=product.product_tmpl_id.id)
            order = self._order(qty=sum(names.values()), product=product)
            picking = order.sudo().picking_ids
            move = picking.move_ids
            move.move_line_ids.unlink()
            move.move_line_ids = [
                (
                    0,
                    0,
                    {
                        "product_id": product.id,
                        "lot_name": name,
                        "quantity": qty,
                        "picked": True,
                    },
                )
                for name, qty in names.items()
            ]
            picking.with_user(self.keeper).button_validate()
            checks = picking.jxc_inspection_ids.check_ids
            self.assertEqual(checks.mapped("lot_size"), sizes)

    def test_two_rejections_tighten_and_a_stop_is_lifted_by_the_manager(self):
        """P7: by the history of this vendor's product, and of no other."""
        self._plan(product_tmpl_id=self.product.product_tmpl_id.id)
        for _lot in range(2):
            _order, inspection = self._arrive(1000)
            self._finish(inspection, major=3)
            self.assertEqual(inspection.verdict, "rejected")
        _order, inspection = self._arrive(1000)
        check = inspection.check_ids
        self.assertEqual(check.severity, "tightened")
        self.assertEqual(check.limit_ids[1].ac, 1)
        self._finish(inspection, major=2)
        for _lot in range(4):
            self._finish(self._arrive(1000)[1], major=2)
        _order, inspection = self._arrive(1000)
        check = inspection.check_ids
        self.assertEqual((check.severity, check.method), ("stopped", "full"))
        standing = self.env["jxc.quality.standing"].search(
            [("product_id", "=", self.product.id)]
        )
        self.assertEqual(standing.severity, "stopped")
        standing.with_user(self.manager).action_jxc_resume()
        self.assertEqual(standing.severity, "tightened")

    def test_skip_lots(self):
        """P7: after two accepted lots one of two is looked at; a rejection ends it."""
        self._plan(
            product_tmpl_id=self.product.product_tmpl_id.id, skip_after=2, skip_every=2
        )
        for _lot in range(2):
            self._finish(self._arrive(100)[1])
        order, inspection = self._arrive(100)
        self.assertEqual((inspection.state, inspection.skipped), ("done", True))
        self.assertFalse(inspection.user_id)
        self.assertFalse(inspection.activity_ids)
        self.assertEqual(self._bills(order).amount_untaxed, 1000)
        self.assertEqual(self._atp(self.product).atp, 300)
        _order, inspection = self._arrive(100)
        self.assertEqual(inspection.state, "draft")
        self._finish(inspection, major=9)
        known = self.vendor._jxc_quality(self.company)
        self.assertAlmostEqual(known[self.vendor.id], 2 / 3, msg="nobody saw the third")
        self.assertEqual(self._arrive(100)[1].state, "draft")

    def test_plans_are_looked_up_once(self):
        """P7: as many queries for forty moves of a receipt as for one."""
        products = self.product.browse()
        for number in range(40):
            products |= self._product(f"罐头 {number}")
        self._plan(product_tmpl_id=products[0].product_tmpl_id.id)
        moves = self.env["stock.move"]
        for product in products:
            moves |= self._order(product=product).sudo().order_line.move_ids
        counts = []
        for some in (moves[:1], moves):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertEqual(some._jxc_needing_inspection(), moves[:1])
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts)

    def test_counts_are_asked_for_once(self):
        """P7: the number of inspections on orders and receipts, set-based."""
        self._plan(product_tmpl_id=self.product.product_tmpl_id.id)
        orders = self.env["purchase.order"]
        for _number in range(6):
            orders |= self._arrive(10)[0].sudo()
        pickings = orders.picking_ids
        for records in (orders, pickings):
            self.env.flush_all()
            self.env.invalidate_all()
            with self.assertQueryCount(8):
                counts = records.mapped("jxc_inspection_count")
            self.assertEqual(counts, [1] * 6)

    def test_another_target_asks_for_the_plans_twice(self):
        """P7: however many lines a receipt has that is sent elsewhere: the host sets
        the target of its moves twice, and writes their lines one by one, so that
        queries tell nothing here."""
        goods = [self._product(f"罐头 {number}") for number in range(20)]
        for product in goods:
            self._plan(product_tmpl_id=product.product_tmpl_id.id)
        order = self._order(product=goods[0], confirm=False)
        for product in goods[1:]:
            values = {"order_id": order.id, "product_id": product.id}
            order.order_line[0].copy(values)
        order.button_confirm()
        receipt = order.sudo().picking_ids
        plans = self.registry["jxc.quality.plan"]
        with patch.object(
            plans, "_find", autospec=True, side_effect=plans._find
        ) as asked:
            receipt.with_user(
                self.keeper
            ).location_dest_id = self.warehouse.lot_stock_id
        place = self.warehouse.jxc_inspection_location_id
        self.assertEqual(receipt.move_ids.location_dest_id, place)
        self.assertEqual(len(receipt.move_ids), 20)
        self.assertEqual(asked.call_count, 2)
