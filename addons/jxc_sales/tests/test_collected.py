from odoo import Command, fields
from odoo.tests import tagged

from odoo.addons.jxc_base.tests.common import new_role_user

from .common import SalesCase


@tagged("post_install", "-at_install")
class TestCollectedInvoices(SalesCase):
    """S7: one draft per customer and month, of what was shipped."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.jxc_invoicing = "month"
        cls.oil = cls._product("Oil", price=20.0)
        cls._stock(cls.oil, 50)

    def _sold(self, quantity, product=None, **values):
        order = self._confirmed((product or self.bottle, quantity), **values)
        return order, self._ship(order)

    def _lines(self, invoice):
        lines = invoice.invoice_line_ids.filtered(
            lambda li: li.display_type == "product"
        )
        return [(li.product_id, li.quantity, li.price_subtotal) for li in lines]

    def test_shipments_of_a_month_share_one_draft(self):
        """S7: two orders, one draft, dated on the last day, both orders named."""
        first, _delivery = self._sold(3)
        invoice = self._invoices(first)
        second, _delivery = self._sold(2, self.oil)
        self.assertEqual(self._invoices(second), invoice)
        self.assertEqual(
            self._lines(invoice), [(self.bottle, 3, 30.0), (self.oil, 2, 40.0)]
        )
        today = fields.Date.context_today(self.keeper)
        month_end = fields.Date.end_of(today, "month")
        self.assertRecordValues(
            invoice,
            [
                {
                    "state": "draft",
                    "amount_total": 70.0,
                    "jxc_sales_month": fields.Date.start_of(today, "month"),
                    "invoice_date": month_end,
                    "invoice_date_due": fields.Date.add(month_end, days=30),
                    "invoice_origin": f"{first.name}, {second.name}",
                    "auto_post": "no",
                }
            ],
        )

    def test_parts_of_an_order_are_one_line(self):
        """S7: 2 and 3 of five; asked again, nothing is added."""
        order = self._confirmed((self.bottle, 5))
        self._ship(order, 2)
        self._ship(order)
        order.sudo()._jxc_invoice_shipped()
        self.assertEqual(self._lines(self._invoices(order)), [(self.bottle, 5, 50.0)])

    def test_another_price_is_another_line(self):
        """S7: what was shipped at 10 stays at 10, and goes back at 10."""
        order = self._confirmed((self.bottle, 5))
        delivery = self._ship(order, 2)
        order.order_line.price_unit = 9.5
        self._ship(order)
        invoice = self._invoices(order)
        self.assertEqual(
            self._lines(invoice), [(self.bottle, 2, 20.0), (self.bottle, 3, 28.5)]
        )
        self._return(delivery, 1)
        self.assertEqual(sum(invoice.invoice_line_ids.mapped("quantity")), 4)

    def test_a_return_reduces_the_draft(self):
        """S7: in part, and then in full: no empty draft, no credit note."""
        order, delivery = self._sold(5)
        self._return(delivery, 2)
        self.assertEqual(self._lines(self._invoices(order)), [(self.bottle, 3, 30.0)])
        self._return(delivery, 3)
        self.assertFalse(self._invoices(order))

    def test_a_return_after_posting_is_credited(self):
        """S7: the posted one stays; what is shipped then goes to a new draft, and only
        what the drafts have no more is credited."""
        order = self._confirmed((self.bottle, 9))
        delivery = self._ship(order, 5)
        posted = self._invoices(order)
        posted.with_user(self.accountant).action_post()
        self._ship(order)
        draft = self._invoices(order) - posted
        self.assertEqual(self._lines(draft), [(self.bottle, 4, 40.0)])
        self._return(delivery, 5)
        credit = self._invoices(order) - posted
        self.assertRecordValues(
            credit,
            [
                {
                    "move_type": "out_refund",
                    "amount_total": 10.0,
                    "jxc_sales_month": False,
                }
            ],
        )
        other, _delivery = self._sold(1)
        self.assertEqual(self._lines(self._invoices(other)), [(self.bottle, 1, 10.0)])

    def test_day_of_the_company(self):
        """S7: the month is the company's, wherever the keeper sits; and so is the day
        of an invoice of its own."""
        today = self._far_away()
        order, _delivery = self._sold(3)
        self.assertRecordValues(
            self._invoices(order),
            [
                {
                    "jxc_sales_month": fields.Date.start_of(today, "month"),
                    "invoice_date": fields.Date.end_of(today, "month"),
                }
            ],
        )
        self.customer.jxc_invoicing = "delivery"
        order, _delivery = self._sold(3)
        self.assertEqual(self._invoices(order).invoice_date, today)

    def test_apart_by_currency_and_term(self):
        """S7: dollars are asked for in dollars, cash now is not a month's credit."""
        first, _delivery = self._sold(1)
        now = self.env.ref("account.account_payment_term_immediate")
        second, _delivery = self._sold(2, payment_term_id=now.id)
        dollar = self.env.ref("base.USD")
        dollar.active = True
        prices = self.env["product.pricelist"].create(
            {"name": "Export", "currency_id": dollar.id}
        )
        other = self._order((self.bottle, 3), pricelist_id=prices.id)
        other.order_line.price_unit = 10.0
        other.action_confirm()
        if other.state != "sale":
            self._approve(other)
        self._ship(other)
        again, _delivery = self._sold(4)
        self.assertEqual(self._invoices(again), self._invoices(first))
        invoices = [self._invoices(order) for order in (first, second, other)]
        self.assertEqual(
            [(i.currency_id.name, i.amount_total) for i in invoices],
            [
                (self.company.currency_id.name, 50.0),
                (self.company.currency_id.name, 20.0),
                ("USD", 30.0),
            ],
        )

    def test_cancelling_leaves_the_others_in_it(self):
        """S1, S7: all of an order came back but its freight: the draft of the others
        is not cancelled with it."""
        freight = self._product("Freight", type="service", is_storable=False)
        order = self._confirmed((self.bottle, 5), (freight, 1))
        delivery = self._ship(order)
        other, _delivery = self._sold(2)
        draft = self._invoices(other)
        self.assertEqual(draft.amount_total, 50.0 + 10.0 + 20.0)
        self._return(delivery, 5)
        self.assertEqual(draft.amount_total, 10.0 + 20.0)
        order.action_cancel()
        self.assertEqual((order.state, draft.state), ("cancel", "draft"))
        self.assertEqual(self._lines(draft), [(self.bottle, 2, 20.0)])

    def test_an_advance_is_set_off_in_it(self):
        """S8: 40 in advance of 50, deducted once all of the order is shipped."""
        order = self._confirmed((self.bottle, 5))
        wizard = self.env["sale.advance.payment.inv"].create(
            {
                "sale_order_ids": [Command.set(order.ids)],
                "advance_payment_method": "fixed",
                "fixed_amount": 40.0,
            }
        )
        wizard.create_invoices()
        advance = self._invoices(order)
        advance.action_post()
        other, _delivery = self._sold(2)
        self._ship(order, 3)
        draft = self._invoices(other)
        self.assertEqual(draft.amount_total, 20.0 + 30.0)
        self._ship(order)
        self.assertEqual(draft.amount_total, 20.0 + 50.0 - 40.0)

    def test_the_company_s_setting_and_the_customer_s(self):
        """S7: the customer's goes first, where he has one."""
        self.company.jxc_invoicing = "month"
        self.customer.jxc_invoicing = "delivery"
        self.assertNotEqual(
            self._invoices(self._sold(1)[0]), self._invoices(self._sold(2)[0])
        )
        self.customer.jxc_invoicing = False
        self.assertEqual(
            self._invoices(self._sold(1)[0]), self._invoices(self._sold(2)[0])
        )

    def test_it_is_posted_when_the_month_is_over(self):
        """S7: where the company posts by itself: not with the shipment, but by the
        host's job on the last day; a credit note is posted at once."""
        self.company.jxc_invoice_auto_post = True
        order, delivery = self._sold(3)
        invoice = self._invoices(order)
        self.assertEqual((invoice.state, invoice.auto_post), ("draft", "at_date"))
        invoice.invoice_date = fields.Date.context_today(self.keeper)
        cron = self.env.ref("account.ir_cron_auto_post_draft_entry")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(invoice.state, "posted")
        self._return(delivery, 1)
        credit = self._invoices(order) - invoice
        self.assertEqual((credit.state, credit.amount_total), ("posted", 10.0))

    def test_each_company_collects_its_own(self):
        """F2, S7: the setting and the draft are a company's."""
        branch = self.env["res.company"].create(
            {"name": "Branch", "country_id": self.env.ref("base.cn").id}
        )
        self.env["account.chart.template"].try_loading("cn", branch)
        house = self.env["stock.warehouse"].search(
            [("company_id", "=", branch.id)], limit=1
        )
        self._stock(self.bottle, 9, house)
        # The same terms: only the companies keep the drafts apart.
        term = self.customer.property_payment_term_id
        self.customer.with_company(branch).property_payment_term_id = term
        people = [
            new_role_user(
                self.env,
                role,
                login=f"branch_{role}",
                company_id=branch.id,
                company_ids=[Command.set(branch.ids)],
            )
            for role in ("salesperson", "keeper")
        ]

        def sold():
            order = self._order(
                (self.bottle, 1),
                user=people[0],
                warehouse_id=house.id,
                company_id=branch.id,
            )
            order.action_confirm()
            self._ship(order, user=people[1])
            return self._invoices(order)

        self.assertNotEqual(sold(), sold())
        self.customer.with_company(branch).jxc_invoicing = "month"
        theirs = sold()
        mine, _delivery = self._sold(1)
        self.assertEqual(theirs.company_id, branch)
        self.assertNotEqual(self._invoices(mine), theirs)
        self.assertEqual(sold(), theirs)
