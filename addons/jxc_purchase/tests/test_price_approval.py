from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.jxc_approval.exceptions import ApprovalRequired
from odoo.addons.jxc_base.tests.common import new_role_user

from .common import PurchaseCase


@tagged("post_install", "-at_install")
class TestPriceApproval(PurchaseCase):
    """P3, P4: a vendor's new price is used when somebody has approved it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["product.supplierinfo"].search([]).unlink()
        cls.rule = cls.env["jxc.approval.rule"].create(
            {
                "name": "Vendor's price up by more than 5 %",
                "model_id": cls.env["ir.model"]._get_id("product.supplierinfo"),
                "domain": "[('jxc_price_change', '>', 5)]",
                "step_ids": [
                    Command.create(
                        {"group_id": cls.env.ref("jxc_base.group_jxc_manager").id}
                    )
                ],
            }
        )
        cls.second = new_role_user(cls.env, "manager", login="test_second")
        cls.line = cls._price(10)

    @classmethod
    def _price(cls, price, **values):
        lines = cls.env["product.supplierinfo"].with_user(cls.manager)
        return lines.create(
            {
                "partner_id": cls.vendor.id,
                "product_tmpl_id": cls.product.product_tmpl_id.id,
                "price": price,
                **values,
            }
        )

    def _used(self):
        return self.product._select_seller(partner_id=self.vendor, quantity=1).price

    def test_the_first_price_and_a_small_rise_need_nobody(self):
        self.assertTrue(self.line.jxc_in_force)
        self.assertEqual(self._used(), 10)
        self.line.price = 10.5
        self.assertEqual(self._used(), 10.5)
        self.assertEqual(self.line.jxc_price_change, 5)

    def _refuse(self, *attacks):
        for attack in attacks:
            with self.assertRaises(ApprovalRequired), self.env.cr.savepoint():
                attack()

    def test_many_small_rises_are_one(self):
        """P4: 4 % and 4 % is more than 5 %; from what was approved it counts anew."""
        self.line.price = 10.4
        self._refuse(lambda: self.line.write({"price": 10.8}))
        proposal = self.line.browse(self.line.action_jxc_propose()["res_id"])
        proposal.price = 12
        proposal.action_jxc_put_in_force()
        request = proposal.jxc_approval_request_ids.with_user(self.second)
        request.action_jxc_approve()
        proposal.price = 12.5
        self._refuse(lambda: proposal.write({"price": 12.7}))

    def test_another_line_is_no_way_around(self):
        """P4: for another quantity, currency, unit, contact, or entered anew."""
        self.assertFalse(self._price(12, min_qty=2).jxc_in_force)
        dollar = self.env.ref("base.USD")
        dollar.active = True
        self.env["res.currency.rate"].create(
            {"currency_id": dollar.id, "rate": 0.125, "company_id": self.company.id}
        )
        self.assertEqual(self.company.currency_id.name, "CNY")
        self.assertFalse(self._price(1.4, currency_id=dollar.id).jxc_in_force)
        self.assertTrue(self._price(1.3, currency_id=dollar.id).jxc_in_force)
        dozen = self.env.ref("uom.product_uom_dozen")
        self.assertFalse(self._price(144, product_uom_id=dozen.id).jxc_in_force)
        contact = self.vendor.create({"name": "Li", "parent_id": self.vendor.id})
        self.assertFalse(self._price(12, partner_id=contact.id).jxc_in_force)
        self._refuse(
            lambda: self.line.write({"currency_id": dollar.id}),
            lambda: self.line.write({"min_qty": 2, "price": 12}),
            lambda: self.line.write({"product_uom_id": dozen.id, "price": 144}),
        )

    def test_deleted_and_entered_anew(self):
        """P4: then it is compared with what was paid last."""
        self._order(qty=1, price=10)
        self.product.seller_ids.unlink()
        self.assertFalse(self._price(12).jxc_in_force)
        self.assertTrue(self._price(10.5).jxc_in_force)

    def test_a_price_list_of_many_lines(self):
        """What each follows is found at once."""
        products = [self._product(f"P{number}") for number in range(20)]
        values = [
            {
                "partner_id": self.vendor.id,
                "product_tmpl_id": product.product_tmpl_id.id,
                "price": 5,
            }
            for product in products
        ]
        lines = self.env["product.supplierinfo"].create(values)
        self.env.flush_all()
        with self.assertQueryCount(12):
            lines._jxc_known_prices()

    def test_a_rise_is_a_proposal_until_it_is_approved(self):
        action = self.line.action_jxc_propose()
        proposal = self.line.browse(action["res_id"])
        proposal.price = 12
        self.assertEqual(proposal.jxc_price_change, 20)
        self.assertEqual(self._used(), 10)
        proposal.action_jxc_put_in_force()
        self.assertEqual(proposal.jxc_approval_state, "pending")
        self.assertEqual(self._used(), 10)
        request = proposal.jxc_approval_request_ids.with_user(self.second)
        self.assertIn("20.00 %", request.summary + (request.summary_cost or ""))
        request.action_jxc_approve()
        self.assertTrue(proposal.jxc_in_force)
        self.assertFalse(self.line.jxc_in_force)
        self.assertEqual(self._used(), 12)

    def test_no_path_past_the_approval(self):
        """As who may write prices: in place, switched on, with a forged price before,
        imported, beside the old one, by the product."""
        proposal = self._price(12)
        self.assertFalse(proposal.jxc_in_force)
        template = self.product.product_tmpl_id.with_user(self.manager)
        by_the_product = {"seller_ids": [Command.update(self.line.id, {"price": 99})]}
        attacks = [
            lambda: self.line.write({"price": 12}),
            lambda: self.line.sudo().write({"price": 12}),
            lambda: proposal.write({"jxc_in_force": True}),
            lambda: proposal.write({"jxc_in_force": True, "jxc_reference": 12}),
            lambda: template.sudo().write(by_the_product),
        ]
        for attack in attacks:
            with self.assertRaises(ApprovalRequired), self.env.cr.savepoint():
                attack()
        with self.assertRaises(UserError), self.env.cr.savepoint():
            proposal.write({"jxc_price_change": 0})
        forged = self._price(13, jxc_reference=13, jxc_in_force=True)
        self.assertFalse(forged.jxc_in_force)
        self.env["product.supplierinfo"].with_user(self.manager).load(
            ["partner_id/.id", "product_tmpl_id/.id", "price", "jxc_in_force"],
            [[str(self.vendor.id), str(template.id), "14", "True"]],
        )
        self.assertEqual(self._used(), 10)

    def test_the_host_may_note_a_new_vendor(self):
        """Confirming an order for a vendor without a price still works."""
        self.line.unlink()
        order = self._order(qty=1, price=7)
        self.assertEqual(order.state, "purchase")
        self.assertEqual(self.product.seller_ids.price, 7)
        self.assertTrue(self.product.seller_ids.jxc_in_force)
        self.product.seller_ids.unlink()
        self.rule.domain = "[]"
        order = self._order(qty=1, price=8)
        self.assertEqual(order.state, "purchase")
        self.assertFalse(self.product.seller_ids.jxc_in_force)
        self.assertFalse(self._used())
