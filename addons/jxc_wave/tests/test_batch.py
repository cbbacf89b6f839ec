from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.jxc_base.tests.common import new_role_user
from odoo.addons.jxc_sales.models.stock_picking_credit import CreditExceeded

from .common import WaveCase


@tagged("post_install", "-at_install")
class TestBatch(WaveCase):
    """S4: several delivery notices in one batch, by the keeper."""

    def test_two_are_shipped_at_once(self):
        """S4, S7: both leave, each is invoiced once, and no notice is left."""
        orders = [self._confirmed((self.bottle, quantity)) for quantity in (5, 7)]
        deliveries = [self._delivery(order) for order in orders]
        batch = self._batch(*orders)
        self.assertEqual(batch.state, "in_progress")
        batch.action_done()
        self.assertEqual(batch.state, "done")
        for order, delivery, worth in zip(orders, deliveries, (50, 70), strict=True):
            self.assertEqual(delivery.state, "done")
            self.assertEqual(delivery.batch_id, batch)
            self.assertEqual(self._drafted(order), [worth])
            self.assertFalse(delivery._jxc_notices())
        self.assertEqual(self.bottle.qty_available, 38)
        with self.assertRaises(UserError):
            batch.action_done()

    def test_nothing_goes_into_one_unasked(self):
        """K8: what one vendor sends to a new warehouse is no batch, as in the old one:
        its receivers do not wait for each other."""
        house = self.env["stock.warehouse"].create({"name": "New", "code": "NEW"})
        goods = {"product_id": self.bottle.id, "product_uom_qty": 1}
        sender = self.customer.id
        values = {"picking_type_id": house.in_type_id.id, "partner_id": sender}
        pickings = self.env["stock.picking"].create(
            [{**values, "move_ids": [Command.create(goods)]} for _number in range(2)]
        )
        pickings.action_confirm()
        self.assertEqual(set(pickings.mapped("state")), {"assigned"})
        self.assertFalse(pickings.batch_id)
        self.assertFalse((house.in_type_id | house.out_type_id).filtered("auto_batch"))

    def test_a_part_leaves_the_rest(self):
        """S4: what is not picked stays as a delivery with a notice of its own."""
        orders = [self._confirmed((self.bottle, quantity)) for quantity in (5, 7)]
        batch = self._batch(*orders)
        batch.move_ids.picked = True
        self._delivery(orders[0]).move_ids.quantity = 3
        batch.with_context(skip_backorder=True).action_done()
        self.assertEqual(self._drafted(orders[0]), [30])
        self.assertEqual(self._drafted(orders[1]), [70])
        rest = self._delivery(orders[0])
        self.assertEqual(rest.move_ids.product_uom_qty, 2)
        self.assertFalse(rest.batch_id)
        self.assertTrue(rest._jxc_notices())

    def test_one_that_is_stopped_stops_all(self):
        """S3: the message names it and the way out; nothing has moved; without it the
        others leave."""
        self.company.jxc_credit_block = "shipment"
        other = self.env["res.partner"].create({"name": "Good Payer"})
        self._limit(100)
        stopped = self._confirmed((self.bottle, 11))
        free = self._confirmed((self.bottle, 7), partner_id=other.id)
        batch = self._batch(stopped, free)
        delivery, innocent = self._delivery(stopped), self._delivery(free)
        with self.assertRaises(CreditExceeded) as caught, self.env.cr.savepoint():
            batch.action_done()
        message = caught.exception.args[0]
        self.assertIn(delivery.name, message)
        self.assertIn(batch.name, message)
        self.assertNotIn(innocent.name, message)
        self.assertEqual((delivery | innocent).mapped("state"), ["assigned"] * 2)
        self.assertEqual(batch.state, "in_progress")
        self.assertEqual(self.bottle.qty_available, 50)
        self.assertFalse(self._invoices(free))
        batch.picking_ids = [Command.unlink(delivery.id)]
        batch.action_done()
        self.assertEqual(innocent.state, "done")
        self.assertEqual(delivery.state, "assigned")
        self.assertEqual(self._drafted(free), [70])
        self.assertNotIn(batch.name, delivery.jxc_credit_hold)

    def test_what_is_promised_to_others_stays(self):
        """S2: no delivery of a batch takes more than there is for it."""
        mine = self._confirmed((self.bottle, 20))
        beside = self._confirmed((self.bottle, 5))
        theirs = self._confirmed((self.bottle, 25))
        batch = self._batch(mine, beside)
        delivery = self._delivery(mine)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            delivery.move_ids.quantity = 30
            batch.move_ids.picked = True
            batch.action_done()
        self.assertEqual(delivery.state, "assigned")
        self.assertEqual(self._delivery(theirs).move_ids.quantity, 25)

    def test_first_expired_first(self):
        """I3: the lots of a batch are those that expire first."""
        milk = self._product("Milk", tracking="lot", use_expiration_date=True)
        for name, days in (("LATE", 90), ("SOON", 30)):
            lot = self.env["stock.lot"].create({"name": name, "product_id": milk.id})
            day = self.env["stock.lot"]._fields["expiration_date"]
            lot.expiration_date = day.add(day.now(), days=days)
            self.env["stock.quant"]._update_available_quantity(
                milk, self.warehouse.lot_stock_id, 5, lot_id=lot
            )
        first, second = (self._confirmed((milk, quantity)) for quantity in (5, 3))
        self._batch(first, second).action_done()
        for order, name in ((first, "SOON"), (second, "LATE")):
            lots = order.sudo().picking_ids.move_line_ids.lot_id
            self.assertEqual(lots.mapped("name"), [name])

    def test_companies_are_apart(self):
        """F2: a batch is read and changed in its own company."""
        batch = self._batch(self._confirmed((self.bottle, 1)))
        other = self.env["res.company"].create({"name": "Other"})
        stranger = new_role_user(
            self.env,
            "keeper",
            "test_stranger",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        theirs = batch.with_user(stranger).with_company(other)
        self.assertFalse(theirs.search([("id", "=", batch.id)]))
        with self.assertRaises(AccessError):
            theirs.read(["name"])
        with self.assertRaises(AccessError):
            theirs.action_done()

    def test_others_go_on_working(self):
        """F2: who sells sees in which batch a delivery is, cannot change it, and may
        still cancel the order."""
        order, stays = (self._confirmed((self.bottle, 1)) for _i in range(2))
        batch = self._batch(order, stays)
        delivery = order.picking_ids
        shown = delivery.web_read({"batch_id": {"fields": {"display_name": {}}}})
        self.assertEqual(shown[0]["batch_id"]["display_name"], batch.name)
        with self.assertRaises(AccessError):
            batch.with_user(self.salesperson).description = "Mine"
        with self.assertRaises(AccessError):
            batch.with_user(self.salesperson).action_done()
        order._action_cancel()
        self.assertEqual(delivery.state, "cancel")
        self.assertEqual(batch.picking_ids, self._delivery(stays))

    def test_a_new_warehouse_makes_none_by_itself(self):
        """S4: its deliveries wait for the keeper to choose, as everywhere."""
        house = self.env["stock.warehouse"].create({"name": "South", "code": "SOU"})
        self._stock(self.bottle, 5, house)
        order = self._confirmed((self.bottle, 1), warehouse_id=house.id)
        self.assertEqual(self._delivery(order).state, "assigned")
        self.assertFalse(self._delivery(order).batch_id)

    def test_the_button_is_the_keepers(self):
        """S4: on the list and, for the phone, on the cards."""
        action = "stock_picking_batch.stock_picking_to_batch_action_stock_picking"
        name = f'name="{self.env.ref(action).id}"'
        for user, shown in ((self.keeper, True), (self.salesperson, False)):
            for kind in ("list", "kanban"):
                pickings = self.env["stock.picking"].with_user(user)
                arch = pickings.get_view(view_type=kind)["arch"]
                self.assertEqual(name in arch, shown, (user.login, kind))
        menus = self.env["ir.ui.menu"].with_user(self.keeper)._visible_menu_ids()
        for menu in ("menu_jxc_wave_batch", "menu_jxc_wave_wave"):
            self.assertIn(self.env.ref(f"jxc_wave.{menu}").id, menus)

    def test_it_is_printed_in_chinese(self):
        """S4: the trade's words, no lot where a batch is meant, and no price."""
        self.env["res.lang"]._activate_lang("zh_CN")
        batch = self._batch(self._confirmed((self.bottle, 5, {"price_unit": 87.65})))
        reports = self.env["ir.actions.report"].with_user(self.keeper)
        html, _kind = reports.with_context(lang="zh_CN")._render_qweb_html(
            "stock_picking_batch.report_picking_batch", batch.ids
        )
        text = html.decode()
        for word in ("批量拣货单", "来源库位", batch.name, self.bottle.name):
            self.assertIn(word, text)
        for word in ("Summary", "FROM", "调拨", "87.65"):
            self.assertNotIn(word, text)

    def test_a_column_is_the_document_s(self):
        """S4: what is picked is of a document, not of a transfer between warehouses."""
        self.env["res.lang"]._activate_lang("zh_CN")
        for model in ("stock.move", "stock.move.line"):
            keeper = self.env[model].with_user(self.keeper).with_context(lang="zh_CN")
            label = keeper.fields_get(["picking_id"])["picking_id"]["string"]
            self.assertEqual(label, "出入库单", model)
