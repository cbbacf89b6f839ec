from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .common import ProofCase


@tagged("post_install", "-at_install")
class TestInvoiceOnProof(ProofCase):
    """S7: where it is set so, the receivable follows the proof, not the shipment."""

    def setUp(self):
        super().setUp()
        self.company.jxc_invoice_on = "proof"

    def _amounts(self, order):
        return self._invoices(order).mapped("amount_total_signed")

    def test_on_shipment_nothing_changes(self):
        """S7: the default; the proof makes no second invoice."""
        self.company.jxc_invoice_on = "shipment"
        order = self._confirmed((self.bottle, 5))
        picking = self._ship(order)
        self.assertEqual(self._amounts(order), [50.0])
        self._sign(picking)
        self.assertEqual(self._amounts(order), [50.0])

    def test_the_proof_drafts_the_invoice(self):
        """S7: once, of what was shipped; until then the order is not done with."""
        order = self._confirmed((self.bottle, 5))
        picking = self._ship(order)
        self.assertFalse(self._invoices(order))
        self.assertEqual(order.order_line.qty_to_invoice, 0.0)
        self.assertEqual(order.invoice_status, "no")
        self._sign(picking)
        self.assertEqual(self._amounts(order), [50.0])
        self.assertEqual(order.invoice_status, "invoiced")
        order.sudo()._jxc_invoice_shipped()
        self.assertEqual(self._amounts(order), [50.0])

    def test_no_invoice_by_hand_before(self):
        """S7: the host's own button finds nothing to invoice either."""
        order = self._confirmed((self.bottle, 5))
        self._ship(order)
        with self.assertRaises(UserError):
            order.with_user(self.manager)._create_invoices(final=True)

    def test_part_shipments_in_any_order(self):
        """S7: the second delivery is signed for first: each its own invoice."""
        order = self._confirmed((self.bottle, 5))
        first, second = self._ship(order, 2), self._ship(order)
        self._sign(second)
        self.assertEqual(self._amounts(order), [30.0])
        self._sign(first)
        self.assertEqual(self._amounts(order), [30.0, 20.0])

    def test_what_comes_back_before_is_not_invoiced(self):
        """S7: 2 of 5 come back unsigned: neither invoice nor credit, then 3."""
        order = self._confirmed((self.bottle, 5))
        picking = self._ship(order)
        self._return(picking, 2)
        self.assertFalse(self._invoices(order))
        self._sign(picking)
        self.assertEqual(self._amounts(order), [30.0])

    def test_what_comes_back_afterwards_is_credited(self):
        """S7: as after any invoice."""
        order = self._confirmed((self.bottle, 5))
        picking = self._ship(order)
        self._sign(picking)
        self._return(picking, 2)
        self.assertEqual(self._amounts(order), [50.0, -20.0])

    def test_all_comes_back_before(self):
        """S7: nothing is ever invoiced."""
        order = self._confirmed((self.bottle, 5))
        self._return(self._ship(order), 5)
        self.assertFalse(self._invoices(order))
        self.assertEqual(order.order_line.qty_to_invoice, 0.0)

    def test_the_customers_own_setting_goes_first(self):
        """S7: either way round, and as it was when the goods were shipped."""
        self.customer.jxc_invoice_on = "shipment"
        order = self._confirmed((self.bottle, 5))
        self._ship(order, 2)
        self.assertEqual(self._amounts(order), [20.0])
        self.company.jxc_invoice_on = "shipment"
        self.customer.jxc_invoice_on = "proof"
        picking = self._ship(order)
        self.customer.jxc_invoice_on = False
        self.assertEqual(self._amounts(order), [20.0])
        self._sign(picking)
        self.assertEqual(self._amounts(order), [20.0, 30.0])

    def test_a_setting_of_another_company_does_not_count(self):
        """S7: a customer's setting is of the company that made it."""
        other = self.env["res.company"].create({"name": "Other"})
        self.company.jxc_invoice_on = "shipment"
        self.customer.with_company(other).jxc_invoice_on = "proof"
        order = self._confirmed((self.bottle, 5))
        self._ship(order)
        self.assertEqual(self._amounts(order), [50.0])

    def test_freight_waits_for_the_goods(self):
        """S7: a service on the order is not invoiced alone."""
        freight = self._product("Freight", price=8, type="service", is_storable=False)
        order = self._confirmed((self.bottle, 5), (freight, 1))
        picking = self._ship(order)
        self.assertFalse(self._invoices(order))
        self._sign(picking)
        self.assertEqual(self._amounts(order), [58.0])

    def test_an_advance_waits_for_the_last_proof(self):
        """S8: 80 in advance of 100: all shipped, but half signed for: set off with
        the other half, and no credit note in between."""
        order = self._confirmed((self.bottle, 10))
        wizard = Form(
            self.env["sale.advance.payment.inv"].with_context(
                active_ids=order.ids, active_model="sale.order"
            )
        )
        wizard.advance_payment_method = "fixed"
        wizard.fixed_amount = 80.0
        wizard.save().create_invoices()
        self._invoices(order).action_post()
        first, second = self._ship(order, 5), self._ship(order)
        self.assertEqual(self._amounts(order), [80.0])
        self._sign(first)
        self.assertEqual(self._amounts(order), [80.0, 50.0])
        self._sign(second)
        self.assertEqual(self._amounts(order), [80.0, 50.0, -30.0])

    def test_it_posts_at_once_where_the_company_does(self):
        """S7: with the setting of jxc_sales."""
        self.company.jxc_invoice_auto_post = True
        order = self._confirmed((self.bottle, 5))
        self._sign(self._ship(order))
        self.assertEqual(self._invoices(order).state, "posted")

    def test_another_unit_of_measure(self):
        """S7: two dozen are shipped as 24 and invoiced as 2."""
        dozen = self.env.ref("uom.product_uom_dozen")
        order = self._confirmed((self.bottle, 2, {"product_uom_id": dozen.id}))
        picking = self._ship(order)
        self.assertEqual(order.order_line.qty_to_invoice, 0.0)
        self._sign(picking)
        self.assertEqual(self._invoices(order).invoice_line_ids.quantity, 2.0)

    def test_queries_do_not_grow_with_the_lines(self):
        """Computing what is held is set-based."""

        def queries(count):
            lines = [(self._product(f"Line {n}"), 1) for n in range(count)]
            for product, _quantity in lines:
                self._stock(product, 5)
            order = self._confirmed(*lines)
            self._ship(order)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            order.sudo().order_line._jxc_held()
            return self.env.cr.sql_log_count - before

        few = queries(2)
        self.assertLessEqual(queries(20), few)
