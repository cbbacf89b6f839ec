from datetime import timedelta
from unittest.mock import Mock

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from odoo.addons.jxc_base.tests.common import new_role_user

from .common import SalesCase


@tagged("post_install", "-at_install")
class TestNotice(SalesCase):
    def _todo(self, order):
        kind = self.env.ref("jxc_sales.mail_activity_type_notice")
        activities = order.sudo().picking_ids.activity_ids
        return activities.filtered(lambda a: a.activity_type_id == kind)

    def test_the_keeper_of_the_warehouse_gets_a_to_do(self):
        """S4: on confirmation, and only the keeper of this warehouse."""
        mine = new_role_user(self.env, "keeper", login="test_keeper_north")
        self.warehouse.jxc_keeper_ids = mine
        order = self._confirmed((self.bottle, 5))
        todo = self._todo(order)
        self.assertEqual(todo.user_id, mine)
        self.assertIn(order.name, todo.summary)
        self.assertEqual(todo.with_user(mine).res_model, "stock.picking")

    def test_without_a_named_keeper_all_keepers_are_asked(self):
        """S4: but no manager as long as there is a keeper."""
        self.warehouse.jxc_keeper_ids = False
        todo = self._todo(self._confirmed((self.bottle, 5)))
        self.assertIn(self.keeper, todo.user_id)
        self.assertNotIn(self.manager, todo.user_id)

    def test_shipping_closes_it(self):
        """S4: also for the colleagues who were asked as well; the rest has its own."""
        other = new_role_user(self.env, "keeper", login="test_keeper_other")
        self.warehouse.jxc_keeper_ids = self.keeper | other
        order = self._confirmed((self.bottle, 5))
        self.assertEqual(len(self._todo(order)), 2)
        shipped = self._ship(order, 2)
        self.assertFalse(shipped.sudo().activity_ids)
        backorder = order.sudo().picking_ids - shipped
        self.assertEqual(self._todo(order).mapped("res_id"), backorder.ids * 2)

    def test_picking_and_shipping_are_told_one_after_the_other(self):
        """S4, S5, S7: with a picking step the shipping has its own to-do, and only
        the shipping is invoiced."""
        self.warehouse.delivery_steps = "pick_ship"
        order = self._confirmed((self.bottle, 5))
        self.assertEqual(self._atp(self.bottle), 45)
        picking = self._ship(order)
        self.assertEqual(picking.picking_type_id, self.warehouse.pick_type_id)
        self.assertFalse(self._invoices(order))
        todo = self._todo(order)
        shipping = order.sudo().picking_ids - picking
        self.assertEqual(set(todo.mapped("res_id")), set(shipping.ids))
        self.assertEqual(self._atp(self.bottle), 45)
        self._ship(order)
        self.assertEqual(self._invoices(order).amount_total, 50.0)
        self.assertFalse(self._todo(order))

    def test_cancelling_closes_it(self):
        order = self._confirmed((self.bottle, 5))
        order.action_cancel()
        self.assertFalse(self._todo(order))

    def test_it_is_printed_without_prices(self):
        """S4, F2: customer, address, phone, bin and quantity; no cost or price."""
        self.bottle.standard_price = 6.37
        order = self._confirmed((self.bottle, 5, {"price_unit": 98.76}))
        report = self.env["ir.actions.report"].with_user(self.keeper)
        html, _kind = report._render_qweb_html(
            "jxc_sales.stock_picking_notice", order.sudo().picking_ids.ids
        )
        text = html.decode()
        self.assertIn(self.customer.name, text)
        self.assertIn(self.customer.street, text)
        self.assertIn(self.customer.phone, text)
        self.assertIn(self.warehouse.lot_stock_id.display_name, text)
        for secret in ("98.76", "6.37"):
            self.assertNotIn(secret, text)


@tagged("post_install", "-at_install")
class TestReceivable(SalesCase):
    def test_goods_are_invoiced_by_shipment(self):
        """S7: new goods come with the policy; services keep theirs."""
        self.assertEqual(self.bottle.invoice_policy, "delivery")
        service = self._product("Delivery", type="service", is_storable=False)
        self.assertEqual(service.invoice_policy, "order")

    def test_shipping_drafts_the_invoice(self):
        """S6, S7: what is shipped is invoiced, dated today, due by the terms, while
        the keeper has no rights on invoices."""
        order = self._confirmed((self.bottle, 5, {"price_unit": 12.0}))
        self.assertFalse(self._invoices(order))
        with freeze_time("2026-03-02 04:00:00"):
            self._ship(order)
        invoice = self._invoices(order)
        self.assertRecordValues(
            invoice,
            [
                {
                    "move_type": "out_invoice",
                    "state": "draft",
                    "amount_total": 60.0,
                    "invoice_origin": order.name,
                    "invoice_date": fields.Date.to_date("2026-03-02"),
                    "invoice_date_due": fields.Date.to_date("2026-04-01"),
                    "invoice_user_id": self.salesperson.id,
                }
            ],
        )
        with self.assertRaises(AccessError):
            invoice.with_user(self.keeper).read(["amount_total"])
        self.assertEqual(self.bottle.qty_available, 45)

    def test_part_shipments_are_invoiced_each_once(self):
        """S7: 2, then 3 of 5: two invoices, and nothing a second time."""
        order = self._confirmed((self.bottle, 5))
        self._ship(order, 2)
        self._ship(order)
        self.assertEqual(self._invoices(order).mapped("amount_total"), [20.0, 30.0])
        order.sudo()._jxc_invoice_shipped()
        self.assertEqual(len(self._invoices(order)), 2)

    def test_a_return_drafts_the_credit_note(self):
        """S7: 2 of 5 come back: 20 are owed to the customer."""
        order = self._confirmed((self.bottle, 5))
        self._return(self._ship(order), 2)
        invoice, refund = self._invoices(order)
        self.assertEqual(invoice.amount_total, 50.0)
        self.assertRecordValues(
            refund,
            [{"move_type": "out_refund", "state": "draft", "amount_total": 20.0}],
        )
        self.assertTrue(refund.invoice_date)

    def test_the_company_may_post_at_once(self):
        """S7: with the setting the receivable is booked with the shipment."""
        self.company.jxc_invoice_auto_post = True
        order = self._confirmed((self.bottle, 5))
        self._ship(order)
        invoice = self._invoices(order)
        self.assertEqual(invoice.state, "posted")
        self.assertEqual(
            invoice.invoice_date_due - invoice.invoice_date, timedelta(days=30)
        )

    def test_gifts_make_no_invoice(self):
        """S7: never an invoice of 0.00."""
        sample = self._product("Gift", price=0.0)
        self._stock(sample, 5)
        order = self._confirmed((sample, 5))
        self._ship(order)
        self.assertFalse(self._invoices(order))

    def test_the_keeper_is_told_why_it_cannot_be_booked(self):
        """S7: a fault in the accounts stops the shipment, and names the order."""
        order = self._confirmed((self.bottle, 5))
        refuse = UserError("The period is locked.")
        self.patch(
            self.registry["sale.order"], "_create_invoices", Mock(side_effect=refuse)
        )
        with self.assertRaises(UserError) as refusal, self.env.cr.savepoint():
            self._ship(order)
        self.assertIn(order.name, str(refusal.exception))
        self.assertIn("The period is locked.", str(refusal.exception))
        self.assertEqual(self.bottle.qty_available, 50)
        self.assertFalse(self._invoices(order))

    def test_an_advance_waits_for_the_shipment_that_covers_it(self):
        """S8: 40 paid in advance: a first shipment of 20 does not turn into a credit
        note; the last one deducts the advance."""
        order = self._confirmed((self.bottle, 10))
        wizard = Form(
            self.env["sale.advance.payment.inv"].with_context(
                active_ids=order.ids, active_model="sale.order"
            )
        )
        wizard.advance_payment_method = "fixed"
        wizard.fixed_amount = 40.0
        wizard.save().create_invoices()
        self._invoices(order).action_post()
        self._ship(order, 2)
        self.assertEqual(self._invoices(order)[-1].move_type, "out_invoice")
        self.assertEqual(self._invoices(order)[-1].amount_total, 20.0)
        self._ship(order)
        self.assertEqual(self._invoices(order)[-1].amount_total, 40.0)
