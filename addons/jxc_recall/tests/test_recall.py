from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import RecallCase


@tagged("post_install", "-at_install")
class TestRecall(RecallCase):
    """T3: from a lot to everybody who has it, until nothing is unaccounted for."""

    def test_in_one_step(self):
        """T3: block, list holders, stop shipments, prepare returns, tell people."""
        open_one = self._business()
        recall = self._recall()
        recall.action_jxc_start()
        self.assertEqual(recall.state, "open")
        self.assertTrue(self.lot.jxc_blocked)
        self.assertFalse(open_one.move_ids.move_line_ids)
        self.assertEqual(self._line(recall, self.vendor).received, 100.0)
        self.assertEqual(self._line(recall, self.shop).shipped, 30.0)
        self.assertEqual(self._line(recall, self.corner).unaccounted, 20.0)
        self.assertEqual((recall.on_hand, recall.shipped), (50.0, 50.0))
        self.assertEqual(recall.quant_ids.location_id, self.shelf)
        backs = recall.return_ids
        self.assertEqual(backs.partner_id, self.shop | self.corner)
        self.assertEqual(backs.location_dest_id, self.quarantine)
        self.assertEqual(backs.move_ids.move_line_ids.lot_id, self.lot)
        people = recall.sudo().activity_ids.user_id
        self.assertEqual(people, self.keeper | self.salesperson)

    def test_other_goods_are_reserved_instead(self):
        """T3: a delivery that loses the lot gets another one where there is one."""
        open_one = self._business()
        self._receive_lot(60, self.good)
        self._recall().action_jxc_start()
        lines = open_one.move_ids.move_line_ids
        self.assertEqual((lines.lot_id, sum(lines.mapped("quantity"))), (self.good, 40))

    def test_until_nothing_is_missing(self):
        """T3: recovered, destroyed and unaccounted per customer; then it closes."""
        self._business()
        recall = self._recall()
        recall.action_jxc_start()
        back = recall.return_ids.filtered(lambda p: p.partner_id == self.shop)
        back = back.with_user(self.keeper)
        back.move_ids.picked = True
        back.with_context(skip_sms=True).button_validate()
        self.assertEqual(back.state, "done")
        shop, corner = (
            self._line(recall, self.shop),
            self._line(recall, self.corner),
        )
        self.assertEqual((shop.recovered, shop.unaccounted), (30.0, 0.0))
        with self.assertRaises(UserError) as caught:
            recall.action_jxc_close()
        self.assertIn("街口小店", str(caught.exception))
        corner.destroyed = 15
        self.assertEqual((corner.unaccounted, recall.progress), (5.0, 90.0))
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            corner.destroyed = 21
        recall.close_reason = "小店已关门"
        recall.action_jxc_close()
        self.assertEqual(recall.state, "closed")
        quarantined = recall.quant_ids.filtered(
            lambda q: q.location_id == self.quarantine
        )
        self.assertEqual(quarantined.quantity, 30.0)

    def test_what_came_back_before_is_not_asked_for_again(self):
        """T3: a return of last week counts, and the new return is smaller."""
        self._receive_lot(100, self.lot)
        sent = self._ship_lot(30, self.lot, self.shop)
        wizard = self.env["stock.return.picking"].with_user(self.keeper)
        wizard = wizard.create({"picking_id": sent.id})
        wizard.product_return_moves.quantity = 12
        back = sent.browse(wizard.action_create_returns()["res_id"])
        back.move_ids.move_line_ids.lot_id = self.lot
        back.move_ids.picked = True
        back.button_validate()
        recall = self._recall()
        recall.action_jxc_start()
        line = self._line(recall, self.shop)
        self.assertEqual((line.recovered, line.unaccounted), (12.0, 18.0))
        self.assertEqual(recall.return_ids.move_ids.product_uom_qty, 18.0)
        recall.action_jxc_prepare_returns()
        self.assertEqual(len(recall.return_ids), 1)

    def test_what_was_made_of_it(self):
        """T3: repacked goods are recalled with what they were packed from."""
        self._receive_lot(100, self.lot)
        jar = self._product("黄豆酱 小包", tracking="lot")
        pack = self.env["stock.lot"].create({"name": "JXC-PACK", "product_id": jar.id})
        production = self.env["stock.location"].search(
            [("usage", "=", "production"), ("company_id", "=", self.company.id)],
            limit=1,
        )
        out = self.warehouse.out_type_id
        used = self._transfer(self.shelf, production, 10, self.jar, out)
        self._moved(used, 10, self.lot, self.vendor)
        made = self._transfer(production, self.shelf, 50, jar)
        made.move_ids.move_line_ids.lot_id = pack
        made.move_ids.picked = True
        made.button_validate()
        made.sudo().move_ids.move_line_ids.consume_line_ids = (
            used.move_ids.move_line_ids
        )
        recall = self._recall()
        recall.action_jxc_start()
        self.assertEqual(recall.lot_ids, self.lot | pack)
        self.assertTrue(pack.jxc_blocked)
        self.assertEqual(recall.on_hand, 140.0)

    def test_found_by_vendor_and_day(self):
        """T3: from a vendor's number or a window of receipt."""
        self._receive_lot(10, self.lot)
        today = fields.Date.context_today(self.env.user)
        recall = self._recall(
            lot_ids=[],
            vendor_id=self.vendor.id,
            date_from=today - timedelta(days=1),
            date_to=today + timedelta(days=1),
        )
        recall.action_jxc_find()
        self.assertIn(self.lot, recall.lot_ids)
        self.assertNotIn(self.good, recall.lot_ids)
        recall.lot_ids = [Command.clear()]
        recall.write({"date_to": today - timedelta(days=1)})
        with self.assertRaises(UserError):
            recall.action_jxc_find()
        recall.write({"vendor_id": False, "date_from": False, "date_to": False})
        with self.assertRaises(UserError):
            recall.action_jxc_find()
        recall.vendor_lot = "JXC-G"
        recall.action_jxc_find()
        self.assertEqual(recall.lot_ids, self.good)
        with self.assertRaises(ValidationError):
            recall.write({"date_from": today, "date_to": today - timedelta(days=1)})

    def test_letters(self):
        """T3: by e-mail with the notice, once; printed for who has no address."""
        self._business()
        recall = self._recall()
        recall.action_jxc_start()
        recall.action_jxc_send_letters()
        shop, corner = self._line(recall, self.shop), self._line(recall, self.corner)
        self.assertTrue(shop.told_at)
        self.assertFalse(corner.told_at)
        mail = (
            self.env["mail.mail"].sudo().search([("recipient_ids", "=", self.shop.id)])
        )
        self.assertEqual(len(mail), 1)
        self.assertIn(recall.name, mail.subject)
        self.assertTrue(mail.attachment_ids)
        with self.assertRaises(UserError):
            recall.action_jxc_send_letters()
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "jxc_recall.jxc_recall_line_letter", corner.ids
        )
        text = html.decode()
        for words in ("街口小店", "JXC-BAD", "20.00", "发现霉变"):
            self.assertIn(words, text)
        self.assertNotIn("惠万家", text)
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "jxc_recall.jxc_recall_summary", recall.ids
        )
        self.assertIn("老王酱园", html.decode())

    def test_notice_to_the_vendor(self):
        """T3: a vendor reads what we got from him and what is still here, not what a
        customer should do with goods that were delivered to him."""
        self._business()
        self.lot.ref = "VENDOR-77"
        recall = self._recall(vendor_instruction="请取回并查明原因。")
        recall.action_jxc_start()
        line, shop = self._line(recall, self.vendor), self._line(recall, self.shop)
        action = recall.action_jxc_print_vendor_letters()
        self.assertEqual(action["context"]["active_ids"], line.ids)
        reports = self.env["ir.actions.report"].with_user(self.inspector)
        html, _kind = reports._render_qweb_html(
            "jxc_recall.jxc_recall_line_letter", line.ids
        )
        text = html.decode()
        for words in ("老王酱园", "VENDOR-77", "100.00", "50.00", "请取回并查明原因。"):
            self.assertIn(words, text)
        for words in ("delivered to you", recall.instruction, "惠万家"):
            self.assertNotIn(words, text)
        recall.action_jxc_send_vendor_letters()
        self.assertTrue(line.told_at)
        self.assertFalse(shop.told_at)
        mails = self.env["mail.mail"].sudo()
        mail = mails.search([("recipient_ids", "=", self.vendor.id)])
        self.assertEqual(len(mail), 1)
        self.assertIn("老王酱园", str(mail.body_html))
        self.assertTrue(mail.attachment_ids)
        with self.assertRaises(UserError):
            recall.action_jxc_send_vendor_letters()

    def test_cancelled_it_leaves_nothing(self):
        """A mistake: the lot is free, unless another recall holds it."""
        self._business()
        recall, other = self._recall(), self._recall()
        recall.action_jxc_start()
        other.action_jxc_start()
        recall.action_jxc_cancel()
        self.assertTrue(self.lot.jxc_blocked)
        self.assertEqual(set(recall.return_ids.mapped("state")), {"cancel"})
        other.action_jxc_cancel()
        self.assertFalse(self.lot.jxc_blocked)

    def test_what_was_blocked_before_stays_blocked(self):
        """A recall that is called off undoes what it did, and no more; while it runs
        nobody else frees the lot."""
        self.lot._jxc_block("外箱破损")
        self._receive_lot(10, self.good)
        recall = self._recall(lot_ids=[Command.set((self.lot | self.good).ids)])
        recall.action_jxc_start()
        with self.assertRaises(UserError) as caught:
            self.good.with_user(self.inspector).action_jxc_unblock()
        self.assertIn(recall.name, str(caught.exception))
        recall.action_jxc_cancel()
        self.assertTrue(self.lot.jxc_blocked)
        self.assertFalse(self.good.jxc_blocked)
        self.lot.with_user(self.inspector).action_jxc_unblock()
        self.assertFalse(self.lot.jxc_blocked)

    def test_a_lot_of_two_companies(self):
        """T3, F2: each company recalls what it had; what the other made of a lot of
        both is neither blocked nor shown."""
        self.lot.company_id = False
        self._business()
        other = self.env["res.company"].create({"name": "分公司"})
        house = self.env["stock.warehouse"].create(
            {"name": "分仓", "code": "FC", "company_id": other.id}
        )
        theirs = self.env["stock.lot"].create(
            {"name": "FC-1", "product_id": self.jar.id, "company_id": other.id}
        )
        places = self.env["stock.location"].search(
            [("usage", "=", "production"), ("company_id", "=", other.id)], limit=1
        )
        shelf = house.lot_stock_id
        come, used, made = (
            self.env["stock.move"].create(
                {
                    "product_id": self.jar.id,
                    "product_uom_qty": 7,
                    "location_id": source.id,
                    "location_dest_id": target.id,
                    "company_id": other.id,
                    "move_line_ids": [
                        Command.create(
                            {
                                "product_id": self.jar.id,
                                "lot_id": lot.id,
                                "quantity": 7,
                                "location_id": source.id,
                                "location_dest_id": target.id,
                                "company_id": other.id,
                                "picked": True,
                            }
                        )
                    ],
                }
            )
            for source, target, lot in (
                (self.suppliers, shelf, self.lot),
                (shelf, places, self.lot),
                (places, shelf, theirs),
            )
        )
        for move in (come, used, made):
            move._action_done()
        made.move_line_ids.consume_line_ids = used.move_line_ids
        recall = self._recall()
        recall.action_jxc_start()
        self.assertEqual(recall.lot_ids, self.lot)
        self.assertFalse(theirs.jxc_blocked)
        self.assertEqual(self._line(recall, self.vendor).received, 100.0)
        self.assertEqual(recall.on_hand, 50.0)
        user = self.inspector
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self._recall(lot_ids=[Command.set(theirs.ids)])
        user.write({"company_ids": [Command.set(other.ids)], "company_id": other.id})
        with self.assertRaises(AccessError):
            recall.read(["name"])

    def test_who_may_what(self):
        """F2: the inspector recalls; a keeper looks; nobody writes states."""
        recall = self._recall()
        with self.assertRaises(AccessError):
            recall.with_user(self.keeper).action_jxc_start()
        with self.assertRaises(UserError):
            recall.write({"state": "closed"})
        with self.assertRaises(UserError):
            self._recall(state="open")
        with self.assertRaises(UserError):
            self._recall(lot_ids=[]).action_jxc_start()
        self._business()
        recall.action_jxc_start()
        with self.assertRaises(UserError):
            recall.line_ids.write({"told_at": fields.Datetime.now()})
        with self.assertRaises(AccessError):
            recall.line_ids.with_user(self.keeper).write({"destroyed": 1})
        with self.assertRaises(UserError):
            recall.lot_ids = [Command.link(self.good.id)]
        with self.assertRaises(UserError):
            recall.unlink()
        with self.assertRaises(UserError):
            recall.action_jxc_start()

    def test_queries_do_not_grow(self):
        """The figures of a recall are one statement, whatever its lines."""
        self._business()
        recall = self._recall(returns=False)
        recall.action_jxc_start()
        lines = recall.line_ids
        lines.mapped("destroyed")
        lines.product_uom_id.mapped("name")
        lines.invalidate_recordset(["received", "shipped", "recovered", "unaccounted"])
        self.env.flush_all()
        with self.assertQueryCount(2):
            lines.mapped("unaccounted")
