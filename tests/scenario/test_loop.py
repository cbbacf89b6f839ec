"""采购 → 入库 → 应付 → 销售 → 出库 → 应收 → 核销, once, as the people who do it."""

from datetime import timedelta

from shop import ShopCase

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged


@tagged("post_install", "-at_install")
class TestLoop(ShopCase):
    """Each test is one step of the loop and what its user sees; the last ones build
    on the verbs of the first."""

    def _order_suggested(self):
        """Step 1 and the first half of 2: the buyer's draft order."""
        self._sale(15).action_confirm()
        self._evaluate()
        suggestion = (
            self.env["jxc.purchase.suggestion"]
            .with_user(self.buyer)
            .search([("product_id", "=", self.tea.id), ("state", "=", "open")])
        )
        suggestion.action_jxc_order()
        return suggestion, suggestion.purchase_line_id.order_id

    def _receive_and_inspect(self):
        """Steps 2 and 3: approved, received 10, 7 of them accepted."""
        order = self._order_suggested()[1]
        order.button_confirm()
        self._approve(order)
        receipt = self._validate(order.picking_ids)
        inspection = self._inspection(receipt)
        with Form(inspection) as form, form.line_ids.edit(0) as line:
            line.accepted = 7
            line.reason = "盒子压坏"
        inspection.action_jxc_done()
        return order, receipt, inspection

    def test_1_a_sale_below_the_minimum_warns_and_suggests(self):
        """K3, K4, K5, P1: one alert and to-do for the buyer, and a suggestion."""
        self._sale(10).action_confirm()
        self._evaluate()
        alerts = self.env["jxc.alert"].with_user(self.buyer)
        mine = self._below_minimum()
        self.assertFalse(alerts.search(mine), "20 left is not below 20")

        self._sale(5).action_confirm()
        self._evaluate()
        alert = alerts.search(mine)
        self.assertEqual(len(alert), 1)
        self.assertEqual(alert.state, "open")
        self.assertIn("铁观音礼盒", alert.name)
        self.assertEqual(len(self._todos(self.buyer, alert)), 1)

        self._sale(1).action_confirm()
        self._evaluate()
        self.assertEqual(alerts.search(mine), alert, "no second alert")
        self.assertEqual(len(self._todos(self.buyer, alert)), 1, "no second to-do")

        suggestions = self.env["jxc.purchase.suggestion"].with_user(self.buyer)
        suggestion = suggestions.search([("product_id", "=", self.tea.id)])
        self.assertEqual(len(suggestion), 1)
        self.assertEqual(suggestion.partner_id, self.vendor)
        self.assertEqual(suggestion.quantity, 10, "25 less the 15 that were left")
        self.assertEqual(suggestion.price_unit, 600)
        today = fields.Date.context_today(suggestion)
        self.assertEqual(suggestion.date_expected, today + timedelta(days=3))
        self.assertIn("15", suggestion.reason)
        self.assertIn("20", suggestion.reason)

    def test_2_a_large_order_waits_for_the_manager(self):
        """P3, P4: the suggestion becomes the vendor's order; 6,000 needs an approval,
        and the buyer finds no way round it."""
        suggestion, order = self._order_suggested()
        self.assertEqual(suggestion.state, "ordered")
        self.assertEqual(order.partner_id, self.vendor)
        self.assertEqual(order.payment_term_id, self.term)
        self.assertEqual(order.order_line.product_qty, 10)
        self.assertEqual(order.order_line.price_unit, 600)
        with self.assertRaises(UserError):
            suggestion.action_jxc_order()

        order.button_confirm()
        self.assertEqual(order.state, "draft")
        self.assertEqual(order.jxc_approval_state, "pending")
        for way_round in (
            lambda: order.write({"state": "purchase"}),
            lambda: order.button_approve(),
            lambda: order.copy({"state": "purchase"}),
            lambda: order.create(
                {
                    "partner_id": self.vendor.id,
                    "state": "purchase",
                    "order_line": [
                        Command.create(
                            {
                                "product_id": self.tea.id,
                                "product_qty": 10,
                                "price_unit": 600,
                            }
                        )
                    ],
                }
            ),
            lambda: order.jxc_approval_request_ids.action_jxc_approve(),
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                way_round()
        result = order.load([".id", "state"], [[str(order.id), "purchase"]])
        self.assertFalse(result["ids"], "an import neither")
        small = self._purchase(1)
        (order | small).button_confirm()
        self.assertEqual(small.state, "purchase", "of a batch, the others pass")
        order.invalidate_recordset()
        self.assertEqual(order.state, "draft")
        self.assertFalse(order.sudo().picking_ids)

        self._approve(order)
        self.assertEqual(order.state, "purchase")
        self.assertEqual(order.jxc_approval_state, "approved")
        with self.assertRaises(UserError):
            order.order_line.product_qty = 1000

    def test_3_only_what_the_inspector_accepts_can_be_promised(self):
        """P5–P8: mailed, received, 7 of 10 accepted: 7 to promise, 3 in quarantine."""
        order = self._order_suggested()[1]
        order.button_confirm()
        self._approve(order)
        self._run_cron("purchase.order", "send_orders")
        self.assertEqual(order.jxc_mail_state, "sent")
        mailed = order.sudo().message_ids.notification_ids.filtered(
            lambda n: n.notification_type == "email"
        )
        self.assertEqual(mailed.res_partner_id, self.vendor)

        self.assertEqual(order.picking_ids.state, "assigned", "the receipt waits")
        receipt = self._validate(order.picking_ids)
        self.assertEqual(self._figures().atp, 15, "nobody has looked at them yet")
        self.assertEqual(self._figures().inspection, 10)
        inspection = self._inspection(receipt)
        self.assertEqual(len(self._todos(self.inspector, inspection)), 1)
        inspection.line_ids.accepted = 7
        with self.assertRaises(UserError), self.env.cr.savepoint():
            inspection.action_jxc_done()  # no reason given
        inspection.line_ids.reason = "盒子压坏"
        inspection.action_jxc_done()
        self.assertFalse(self._todos(self.inspector, inspection))
        figures = self._figures()
        self.assertEqual(figures.atp, 22)
        self.assertEqual((figures.inspection, figures.quarantine), (0, 3))
        with self.assertRaises(UserError):
            self._sale(23).action_confirm()

    def test_4_the_payable_is_there_once(self):
        """P8, P9: a draft bill of 7, dated and due; a repeat changes nothing; a return
        drafts the refund."""
        order, receipt, inspection = self._receive_and_inspect()
        bill = order.sudo().invoice_ids.with_user(self.accountant)
        today = fields.Date.context_today(bill)
        self.assertEqual((bill.move_type, bill.state), ("in_invoice", "draft"))
        self.assertEqual(bill.invoice_line_ids.quantity, 7)
        self.assertEqual(bill.amount_untaxed, 4200)
        self.assertEqual(bill.invoice_date, today)
        self.assertEqual(bill.invoice_date_due, today + timedelta(days=30))

        receipt.button_validate()
        self.assertEqual(order.sudo().invoice_ids, bill, "validated a second time")
        order.sudo()._jxc_bill_accepted()
        self.assertEqual(order.sudo().invoice_ids, bill, "billed a second time")
        for again in (
            lambda: inspection.action_jxc_done(),
            lambda: order.with_user(self.accountant).action_create_invoice(),
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                again()
        self.assertEqual(order.sudo().invoice_ids, bill)
        self.assertEqual(bill.invoice_line_ids.quantity, 7)

        inspection.with_user(self.keeper).action_jxc_return_to_vendor()
        self._validate(inspection.return_ids)
        self.assertEqual(order.sudo().invoice_ids, bill, "the rejected was not billed")
        self.assertEqual(self._figures().quarantine, 0)

        self._take_back(receipt, 2)
        refund = order.sudo().invoice_ids - bill
        self.assertEqual((refund.move_type, refund.state), ("in_refund", "draft"))
        self.assertEqual(refund.invoice_line_ids.quantity, 2)
        self.assertEqual(self._figures().atp, 20)
        self._evaluate()
        alert = self.env["jxc.alert"].search(self._below_minimum())
        self.assertEqual(alert.state, "closed", "K5: 20 is the minimum again")

    def test_5_what_is_promised_is_there(self):
        """S1, S2: the line says what can be promised; more than that is refused by
        every way an order can grow. (Two sessions at once: jxc_sales.)"""
        form = self._type_order(18)
        with form.order_line.edit(0) as line:
            self.assertEqual(line.jxc_atp_qty, 30)
        first, second = form.save(), self._sale(18)
        first.action_confirm()
        self.assertEqual(self._figures().atp, 12)
        with self.assertRaisesRegex(UserError, r"铁观音礼盒.*18.*12.*6"):
            second.action_confirm()
        self.assertEqual(second.state, "draft")

        pair = self._sale(7) | self._sale(7)
        for grow in (
            lambda: pair.action_confirm(),
            lambda: first.order_line.write({"product_uom_qty": 31}),
            lambda: first.write(
                {
                    "order_line": [
                        Command.create(
                            {"product_id": self.tea.id, "product_uom_qty": 13}
                        )
                    ]
                }
            ),
        ):
            with self.assertRaisesRegex(UserError, "铁观音礼盒"):
                with self.env.cr.savepoint():
                    grow()
            self.assertEqual(self._figures().atp, 12)
        self.assertEqual(pair.mapped("state"), ["draft", "draft"])

    def _shipped(self):
        """Step 6: 5 boxes at 20 % off, approved and shipped."""
        order = self._sale(5, discount=20)
        order.action_confirm()
        self._approve(order)
        self._validate(order.picking_ids)
        return order

    def test_6_a_discount_is_approved_and_the_keeper_ships(self):
        """S3–S7: 20 % waits for the manager; then the keeper has the notice, ships,
        stock falls at once and the receivable is there."""
        order = self._sale(5, discount=20)
        order.action_confirm()
        self.assertEqual((order.state, order.jxc_approval_state), ("draft", "pending"))
        self.assertFalse(order.picking_ids)
        for way_round in (
            lambda: order.write({"state": "sale"}),
            lambda: order.order_line.write({"state": "sale"}),
            lambda: order.create({"partner_id": self.customer.id, "state": "sale"}),
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                way_round()
        result = order.load([".id", "state"], [[str(order.id), "sale"]])
        self.assertFalse(result["ids"])

        self._approve(order)
        self.assertEqual(order.state, "sale")
        notice = order.picking_ids
        self.assertEqual(len(self._todos(self.keeper, notice)), 1)
        before = self._figures()
        self.assertEqual((before.on_hand, before.atp), (30, 25))
        self._validate(notice)
        after = self._figures()
        self.assertEqual((after.on_hand, after.atp), (25, 25))
        self.assertFalse(self._todos(self.keeper, notice))

        invoice = order.sudo().invoice_ids.with_user(self.accountant)
        self.assertEqual((invoice.move_type, invoice.state), ("out_invoice", "draft"))
        self.assertEqual(invoice.invoice_line_ids.quantity, 5)
        self.assertEqual(invoice.amount_total, 4000)
        self._take_back(notice, 1)
        note = order.sudo().invoice_ids - invoice
        self.assertEqual((note.move_type, note.amount_total), ("out_refund", 800))

    def test_7_a_part_payment_is_matched_and_the_rest_ages(self):
        """S8, S9, P10, K1: 1,500 of 4,000 paid and matched; 2,500 open with its age;
        the ledger shows every movement with a running balance."""
        order = self._shipped()
        invoice = order.sudo().invoice_ids.with_user(self.accountant)
        today = fields.Date.context_today(invoice)
        invoice.invoice_date = today - timedelta(days=40)
        invoice.action_post()
        bank = self.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", self.company.id)], limit=1
        )
        payment = (
            self.env["account.payment"]
            .with_user(self.accountant)
            .create(
                {
                    "payment_type": "inbound",
                    "partner_type": "customer",
                    "partner_id": self.customer.id,
                    "amount": 1500,
                    "journal_id": bank.id,
                }
            )
        )
        payment.action_post()
        workbench = self.env["jxc.settlement.match"].with_user(self.accountant)
        workbench = workbench.create(
            {"partner_id": self.customer.id, "side": "receivable"}
        )
        workbench.action_oldest_first()
        self.assertEqual(workbench.pair_total, 1500)
        workbench.action_match()
        self.assertEqual(invoice.payment_state, "partial")
        ageing = self.env["jxc.settlement.ageing"].with_user(self.accountant)
        row = ageing.search([("partner_id", "=", self.customer.id)])
        self.assertEqual(row.move_id, invoice)
        self.assertEqual(row.residual, 2500)
        self.assertEqual((row.days, row.bucket_id.days_from), (10, 1))

        ledger = self.env["jxc.stock.ledger"].with_user(self.keeper)
        rows = ledger.search([("product_id", "=", self.tea.id)], order="date, id")
        self.assertEqual(rows.mapped("kind"), ["gain", "delivery"])
        self.assertEqual(rows.mapped("balance"), [30, 25])
        self.assertEqual(rows[-1].picking_id, order.picking_ids)
        self.assertEqual(rows[-1].partner_id, self.customer)
        self.assertEqual(rows[-1].balance, self._figures().on_hand)

    def test_8_the_manager_sees_the_gross_profit(self):
        """T5, F2: 5 × 800 less 5 × 600; the salesperson sees neither of them."""
        order = self._shipped()
        seen = order.with_user(self.manager)
        self.assertEqual(seen.jxc_shipped_amount, 4000)
        self.assertEqual(seen.jxc_cogs, 3000)
        self.assertEqual(seen.jxc_gross_profit, 1000)
        self.assertAlmostEqual(seen.jxc_gross_rate, 0.25)
        for name in ("jxc_cogs", "jxc_gross_profit", "margin"):
            with self.assertRaises(AccessError):
                order.with_user(self.salesperson).read([name])

    def test_the_ledger_follows_the_whole_loop(self):
        """K1, K2: bought, inspected, returned, sold: the running balance is what
        stands in the warehouse, after every movement."""
        _order, receipt, _inspection = self._receive_and_inspect()
        self._take_back(receipt, 2)
        self._shipped()
        ledger = self.env["jxc.stock.ledger"].with_user(self.keeper)
        rows = ledger.search([("product_id", "=", self.tea.id)], order="date, id")
        balance = 0
        for row in rows:
            balance += row.qty_in - row.qty_out
            self.assertEqual(row.balance, balance)
        quants = self.env["stock.quant"].search(
            [
                ("product_id", "=", self.tea.id),
                ("location_id", "child_of", self.warehouse.view_location_id.id),
            ]
        )
        self.assertEqual(balance, sum(quants.mapped("quantity")))
        self.assertEqual(balance, 30 + 10 - 2 - 5)
        kinds = set(rows.mapped("kind"))
        self.assertEqual(
            kinds, {"gain", "receipt", "transfer", "return_vendor", "delivery"}
        )
