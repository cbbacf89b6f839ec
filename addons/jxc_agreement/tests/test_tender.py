from odoo import Command
from odoo.tests import tagged

from odoo.addons.jxc_purchase.tests.common import PurchaseCase


@tagged("post_install", "-at_install")
class TestTender(PurchaseCase):
    """P3, P4: several vendors are asked, one is chosen."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rivals = cls.env["res.partner"].create(
            [{"name": "米业甲"}, {"name": "米业乙"}]
        )
        cls.point = cls.env["stock.warehouse.orderpoint"].create(
            {
                "product_id": cls.product.id,
                "warehouse_id": cls.warehouse.id,
                "location_id": cls.warehouse.lot_stock_id.id,
                "product_min_qty": 50,
                "product_max_qty": 100,
            }
        )

    def _open(self):
        found = self.env["jxc.purchase.suggestion"].with_user(self.buyer)
        return found.search(
            [("product_id", "=", self.product.id), ("state", "=", "open")]
        )

    def _suggest(self):
        pairs = [(self.product.id, self.warehouse.id)]
        self.env["jxc.purchase.suggestion"]._suggest(pairs)
        return self._open()

    def _asked(self):
        found = self.env["jxc.purchase.suggestion"]._requested(
            self.product, self.warehouse
        )
        return found[self.product.id, self.warehouse.id]

    def _tender(self, price=10.0):
        """A suggestion ordered, and asked of two vendors more, at 9 and 8."""
        one = self._suggest()
        one.action_jxc_order()
        first = one.purchase_id.with_user(self.buyer)
        first.order_line.price_unit = price
        wizard = self.env["purchase.requisition.create.alternative"]
        wizard = wizard.with_user(self.buyer).create(
            {"origin_po_id": first.id, "partner_ids": [Command.set(self.rivals.ids)]}
        )
        wizard.action_create_alternative()
        others = first.alternative_po_ids - first
        for number, other in enumerate(others.sorted("id"), 1):
            other.order_line.price_unit = price - number
        return one, first, others.sorted("id")

    def _answer(self, order, button):
        """Confirm it, and answer what the dialog asks."""
        action = order.button_confirm()
        self.assertEqual(action["res_model"], self._dialog()._name)
        dialog = self._dialog().with_context(**action["context"]).create({})
        return getattr(dialog, button)()

    def _dialog(self):
        dialog = self.env["purchase.requisition.alternative.warning"]
        return dialog.with_user(self.buyer)

    def test_a_need_is_covered_once(self):
        """P1: three drafts of 100 are 100 on order; and when all go, it comes back."""
        _one, first, others = self._tender()
        self.assertEqual(others.picking_type_id, self.warehouse.in_type_id)
        self.assertEqual(self._asked(), 100)
        self.assertFalse(self._suggest())
        others[0].order_line.product_qty = 60
        first.order_line.product_qty = 40
        self.assertEqual(self._asked(), 100)
        (first | others[1]).button_cancel()
        self.assertEqual(self._asked(), 60)
        others[0].button_cancel()
        self.assertEqual(self._suggest().quantity, 100)

    def test_the_rest_is_asked_of_the_others(self):
        """P1: 70 are bought of one; of the others, which are kept, 30 may come."""
        _one, first, others = self._tender()
        others[0].order_line.product_qty = 70
        self._answer(others[0], "action_keep_alternatives")
        self.assertEqual(others[0].state, "purchase")
        self.assertEqual({first.state, others[1].state}, {"draft"})
        self.assertEqual(self._asked(), 30)

    def test_choosing_one_cancels_the_others(self):
        """P3: and the suggestion is to be found with the one that is chosen."""
        one, first, others = self._tender()
        self._answer(others[1], "action_cancel_alternatives")
        self.assertEqual(others[1].state, "purchase")
        self.assertEqual({first.state, others[0].state}, {"cancel"})
        self.assertEqual(one.purchase_id, others[1])
        self.assertFalse(self._suggest())
        self._receive(others[1])
        self.assertEqual(self._bills(others[1]).amount_untaxed, 800)

    def test_in_dollars_and_three_steps(self):
        """P3, P8: a vendor who quotes in dollars wins; his goods come in three steps,
        and his bill is in dollars, once."""
        self.warehouse.sudo().reception_steps = "three_steps"
        dollar = self.env.ref("base.USD")
        dollar.active = True
        abroad = self.rivals[1]
        abroad.with_company(self.company).property_purchase_currency_id = dollar
        _one, first, others = self._tender()
        order = others.filtered(lambda o: o.partner_id == abroad)
        self.assertEqual(order.currency_id, dollar)
        order.order_line.write({"price_unit": 1.25, "tax_ids": [Command.clear()]})
        self.assertEqual(self._asked(), 100)
        self._answer(order, "action_cancel_alternatives")
        self.assertEqual((first | others - order).mapped("state"), ["cancel"] * 2)
        self._receive(order)
        for _step in range(2):
            self.assertFalse(self._atp(self.product).atp)
            moves = self.env["stock.move"].with_user(self.keeper)
            moves = moves.search(
                [("product_id", "=", self.product.id), ("state", "=", "assigned")]
            )
            moves.picked = True
            moves.picking_id.ensure_one().button_validate()
        self.assertEqual(self._atp(self.product).atp, 100)
        bill = self._bills(order)
        self.assertEqual((bill.currency_id, bill.amount_untaxed), (dollar, 125))
        self.assertEqual(order.order_line.jxc_qty_accepted, 100)

    def test_an_approval_comes_in_between(self):
        """P4: the others are kept until it is given, and go with it."""
        _one, first, others = self._tender(price=100.0)
        self._answer(others[1], "action_cancel_alternatives")
        self.assertEqual(others[1].jxc_approval_state, "pending")
        states = (others | first).mapped("state")
        self.assertEqual(set(states), {"draft"})
        self._approve(others[1])
        self.assertEqual(others[1].state, "purchase")
        self.assertEqual({first.state, others[0].state}, {"cancel"})

    def test_a_refusal_leaves_a_choice(self):
        """P4: the next one is chosen; what waits for an approval goes as well."""
        _one, first, others = self._tender(price=100.0)
        self._answer(others[1], "action_cancel_alternatives")
        request = others[1].sudo().jxc_approval_request_ids
        request.with_user(self.manager).action_jxc_refuse("太贵")
        self._answer(others[0], "action_cancel_alternatives")
        self._answer(first, "action_cancel_alternatives")
        self._approve(others[0])
        self.assertEqual(others[0].state, "purchase")
        self.assertEqual({first.state, others[1].state}, {"cancel"})
        left = first.sudo().jxc_approval_request_ids
        self.assertFalse(left.filtered(lambda r: r.state == "pending"))

    def test_kept_alternatives_are_kept(self):
        """P4: an approval that comes later does not ask again."""
        _one, first, others = self._tender(price=100.0)
        self._answer(others[1], "action_keep_alternatives")
        self._approve(others[1])
        self.assertEqual(others[1].state, "purchase")
        self.assertEqual({first.state, others[0].state}, {"draft"})
