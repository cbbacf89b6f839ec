"""T5, P8, P9: what goods cost of which some go back to their vendor."""

from shop import ShopCase

from odoo import Command
from odoo.tests import tagged


@tagged("post_install", "-at_install")
class TestGivenBack(ShopCase):
    """5 are ordered at 12 and received, 2 go back, and the vendor takes 13 for each:
    three for 39 stay, whatever is entered first."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.jxc_match = False
        category = cls.env["product.category"].create(
            {"name": "茶", "property_cost_method": "average"}
        )
        cls.puer = cls._goods("普洱", categ_id=category.id, standard_price=0)

    def setUp(self):
        super().setUp()
        self.order = self.env["purchase.order"].create(
            {
                "partner_id": self.vendor.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": self.puer.id,
                            "product_qty": 5,
                            "price_unit": 12,
                        }
                    )
                ],
            }
        )
        self.order.button_confirm()
        if self.order.state != "purchase":
            self._approve(self.order)
        self.receipt = self.order.picking_ids
        self.receipt.move_ids.quantity = 5
        self._validate(self.receipt)

    def _papers(self, kind):
        """Those that are still drafts, as the accountant sees them."""
        papers = self.order.sudo().invoice_ids.with_user(self.accountant)
        return papers.filtered(lambda p: p.move_type == kind and p.state == "draft")

    def _bill(self, quantity=None):
        bill = self._papers("in_invoice")
        line = bill.invoice_line_ids
        line.write({"price_unit": 13, "quantity": quantity or line.quantity})
        bill.invoice_date = self.company._jxc_today()
        bill.action_post()

    def _credit(self):
        credit = self._papers("in_refund")
        self.assertEqual(credit.invoice_line_ids.quantity, 2)
        credit.invoice_line_ids.price_unit = 13
        credit.invoice_date = self.company._jxc_today()
        credit.action_post()

    def _back(self):
        return self._take_back(self.receipt, 2).sudo().move_ids

    def _proved(self, kept, back, received=65):
        """The receipt, what went back, and what is left, to the cent."""
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(self.receipt.sudo().move_ids.value, received)
        self.assertEqual(back.value, 26)
        self.assertEqual(self.puer.total_value, kept)
        rows = self.env["jxc.cost.row"].search([("product_id", "=", self.puer.id)])
        self.assertEqual(round(sum(rows.mapped("amount")), 2), kept)

    def test_billed_given_back_and_credited(self):
        self._bill()
        back = self._back()
        self._proved(39, back)
        self._credit()
        self._proved(39, back)

    def test_given_back_before_the_bill(self):
        """It is one of three then."""
        back = self._back()
        self.assertEqual(back.value, 24)
        self._bill()
        self._proved(39, back)

    def test_given_back_of_what_is_billed_in_part(self):
        """Three of five are billed; the other two, 12 each until then, go back."""
        self._bill(3)
        self.assertEqual(self.puer.total_value, 63)
        back = self._back()
        self._proved(39, back)

    def test_exchanged(self):
        """The vendor replaces them: five for 65, and the two that came for 26."""
        self._bill()
        back = self._returned(self.receipt)
        again = self._returned(back.picking_id)
        self._proved(65, back)
        self.assertEqual(again.value, 26)
        self.assertFalse(self._papers("in_refund"))

    def _returned(self, picking):
        """2 of it, and nobody is to be refunded."""
        wizard = self.env["stock.return.picking"].with_user(self.keeper)
        wizard = wizard.create({"picking_id": picking.id})
        wizard.product_return_moves.write({"quantity": 2, "to_refund": False})
        made = picking.browse(wizard.action_create_returns()["res_id"])
        return self._validate(made).sudo().move_ids
