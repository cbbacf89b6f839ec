from datetime import timedelta

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import PayableCase


@tagged("post_install", "-at_install")
class TestUnbilled(PayableCase):
    """P9: what was received and accepted by a day, and not billed by then."""

    def test_until_the_bill_is_posted(self):
        """P9: a draft is no bill; the past stays as it was."""
        order = self._order(qty=10, price=12.5)
        self.assertEqual(self._unbilled(order), [])
        self._receive(order)
        day = self._last_day()
        self._happened(order, day)
        due = [(10.0, 12.5, 125.0, 125.0)]
        self.assertEqual(self._unbilled(order), due)
        self._billed(self._bills(order), day + timedelta(days=1))
        self.assertEqual(self._unbilled(order), [])
        self.assertEqual(self._unbilled(order, day), due)
        self.assertEqual(self._unbilled(order, day - timedelta(days=1)), [])

    def test_partial_and_returned(self):
        """P9: part is billed; what goes back is owed by the vendor, once billed."""
        order = self._order(qty=10)
        receipt = self._receive(order, qty=6)
        self.assertEqual(self._unbilled(order), [(6.0, 10.0, 60.0, 60.0)])
        bill = self._bills(order)
        bill.invoice_line_ids.quantity = 4
        self._billed(bill, self.env.cr.now().date())
        self.assertEqual(self._unbilled(order), [(2.0, 10.0, 20.0, 20.0)])
        self._return(receipt, 5)
        self.assertEqual(self._unbilled(order), [(-3.0, 10.0, -30.0, -30.0)])

    def test_an_exchange_changes_nothing(self):
        """P9: goods that the vendor replaces are neither refunded nor billed again."""
        order = self._order(qty=10)
        receipt = self._receive(order)
        self._billed(self._bills(order), self.env.cr.now().date())
        back = self._return(receipt, 3, to_refund=False)
        self.assertEqual(self._unbilled(order), [])
        self._return(back, 3, to_refund=False)
        self.assertEqual(self._unbilled(order), [])
        line = order.sudo().order_line
        self.assertEqual((line.jxc_qty_accepted, line.qty_to_invoice), (10, 0))
        self.assertEqual(len(self._bills(order)), 1)
        self.assertEqual(self._atp(self.product).atp, 10)

    def test_only_what_is_accepted(self):
        """P7, P9: neither what waits for an inspector nor what he rejects."""
        order, _product, inspection = self._inspected(accepted=7)
        self.assertEqual(self._unbilled(order), [])
        inspection.action_jxc_done()
        self.assertEqual(self._unbilled(order), [(7.0, 10.0, 70.0, 70.0)])

    def test_concession(self):
        """P7, P9: by concession at its own price, before and after the bill."""
        order, _product, inspection = self._inspected(accepted=10)
        inspection.line_ids.sudo().write(
            {"conceded": 4, "reduction_kind": "percent", "reduction_percent": 25}
        )
        inspection.action_jxc_done()
        request = inspection.sudo().jxc_approval_request_ids
        request.filtered(lambda one: one.state == "pending").with_user(
            self.manager
        ).action_jxc_approve()
        self.assertEqual(inspection.state, "done")
        due = [(6.0, 10.0, 60.0, 60.0), (4.0, 7.5, 30.0, 30.0)]
        self.assertEqual(sorted(self._unbilled(order)), sorted(due))
        self._billed(self._bills(order), self.env.cr.now().date())
        self.assertEqual(self._unbilled(order), [])
        self.assertEqual(sum(self._bills(order).mapped("amount_untaxed")), 90.0)

    def test_discount_tax_and_unit(self):
        """P9: net of discount and of tax in the price, also in dozens."""
        account = self.env["account.account"].create(
            {"code": "2221JT", "name": "进项税", "account_type": "liability_current"}
        )
        shares = [
            Command.create({"repartition_type": "base"}),
            Command.create({"repartition_type": "tax", "account_id": account.id}),
        ]
        tax = self.env["account.tax"].create(
            {
                "name": "13% in the price",
                "amount": 13,
                "type_tax_use": "purchase",
                "price_include_override": "tax_included",
                "invoice_repartition_line_ids": shares,
                "refund_repartition_line_ids": shares,
            }
        )
        order = self._order(qty=2, price=125.56, confirm=False)
        order.order_line.write(
            {
                "product_uom_id": self.env.ref("uom.product_uom_dozen").id,
                "price_unit": 125.56,
                "discount": 10,
                "tax_ids": [Command.set(tax.ids)],
            }
        )
        order.button_confirm()
        self._receive(order)
        [row] = self._unbilled(order)
        self.assertEqual((row[0], row[2]), (2.0, 200.01))
        self.assertEqual(self._bills(order).amount_untaxed, 200.01)

    def test_foreign_currency(self):
        """P9: in the currency of the order, and at the rate of the day."""
        day = self._last_day()
        usd = self.env["res.currency"].create(
            {
                "name": "XJU",
                "symbol": "U",
                "rate_ids": [
                    Command.create({"name": "2000-01-01", "company_rate": 1 / 7}),
                    Command.create(
                        {"name": day + timedelta(days=1), "company_rate": 1 / 8}
                    ),
                ],
            }
        )
        order = self._order(qty=3, confirm=False)
        order.currency_id = usd
        order.order_line.price_unit = 9.99
        order.button_confirm()
        self._receive(order)
        self._happened(order, day)
        self.assertEqual(self._unbilled(order, day), [(3.0, 9.99, 29.97, 209.79)])
        self.assertEqual(self._unbilled(order), [(3.0, 9.99, 29.97, 239.76)])

    def test_billed_ahead(self):
        """P9: what is billed before it comes is not accrued, nor owed back."""
        goods = self._product("预付货", purchase_method="purchase")
        order = self._order(qty=10, product=goods)
        order.sudo().action_create_invoice()
        self.company.jxc_match = False
        self._billed(self._bills(order), self.env.cr.now().date())
        self.assertEqual(self._unbilled(order), [])
        receipt = self._receive(order)
        self.assertEqual(self._unbilled(order), [])
        self._return(receipt, 4)
        self.assertEqual(self._unbilled(order), [(-4.0, 10.0, -40.0, -40.0)])

    def test_who_may_see_it(self):
        """R4: buyers and keepers do not; one statement for everybody's orders."""
        for user in (self.buyer, self.keeper, self.salesperson, self.inspector):
            with self.assertRaises(AccessError):
                self.env["jxc.payable.unbilled"].with_user(user).search_count([])
        orders = [self._order(qty=2) for _one in range(3)]
        for order in orders:
            self._receive(order)
        rows = self.env["jxc.payable.unbilled"].with_user(self.accountant)
        rows.search([("order_id", "=", orders[0].id)])
        self.env.flush_all()
        with self.assertQueryCount(1):
            found = rows.search_fetch(
                [("order_id", "in", [order.id for order in orders])], ["amount"]
            )
            self.assertEqual(found.mapped("amount"), [20.0] * 3)
