from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import PayableCase


@tagged("post_install", "-at_install")
class TestMatchTolerance(PayableCase):
    """P9: how much may differ, by vendor, by category, by company."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write(
            {
                "jxc_match": True,
                "jxc_match_percent": 0,
                "jxc_match_amount": 0,
                "jxc_match_quantity_percent": 0,
                "jxc_match_ref": False,
            }
        )
        cls.above = cls.env["product.category"].create({"name": "Food"})
        cls.category = cls.above.create({"name": "Rice", "parent_id": cls.above.id})
        cls.product.categ_id = cls.category

    def _tolerate(self, owner, percent=0, amount=0, quantity=0):
        owner.with_user(self.manager).write(
            {
                "jxc_match_own": True,
                "jxc_match_percent": percent,
                "jxc_match_amount": amount,
                "jxc_match_quantity_percent": quantity,
            }
        )

    def _state(self, bill):
        lines = bill.invoice_line_ids
        lines.env.invalidate_all()
        return lines.jxc_match_state

    def test_the_most_particular_counts(self):
        """P9: vendor before category, the nearest category first, then the company."""
        order = self._order(qty=10)
        self._receive(order)
        bill = self._bills(order).with_user(self.accountant)
        bill.invoice_line_ids.price_unit = 10.3
        self.assertEqual(self._state(bill), "price")
        self.company.jxc_match_percent = 3
        self.assertEqual(self._state(bill), "tolerated")
        self._tolerate(self.above, percent=2)
        self.assertEqual(self._state(bill), "price")
        self._tolerate(self.category, amount=3)
        self.assertEqual(self._state(bill), "tolerated")
        self._tolerate(self.vendor)
        self.assertEqual(self._state(bill), "price", "0 at the vendor is a limit")
        with self.assertRaises(UserError), self.env.cr.savepoint():
            bill.action_post()
        self._tolerate(self.vendor, percent=3)
        bill.action_post()
        self.assertIn("10.3", "".join(bill.sudo().message_ids.mapped("body")))

    def test_quantity(self):
        """P9: the vendor's quantity tolerance also counts for his contacts."""
        self._tolerate(self.vendor, quantity=10)
        contact = self.vendor.create({"name": "Shop", "parent_id": self.vendor.id})
        order = self._order(qty=10)
        self._receive(order)
        bill = self._bills(order).with_user(self.accountant)
        bill.partner_id = contact
        bill.invoice_line_ids.quantity = 11
        self.assertEqual(self._state(bill), "tolerated")
        bill.invoice_line_ids.quantity = 11.5
        self.assertEqual(self._state(bill), "quantity")

    def test_each_company_has_its_own(self):
        """P9: what one company set for a vendor is not the other one's."""
        other = self.env["res.company"].create({"name": "Other"})
        self._tolerate(self.vendor, percent=5)
        self.assertTrue(self.vendor._jxc_match_tolerance(self.company))
        self.assertIsNone(self.vendor._jxc_match_tolerance(other))

    def test_who_sets_it(self):
        """P9: those who may accept a difference, and nobody else."""
        for user in (self.accountant, self.buyer, self.keeper):
            for owner in (self.vendor, self.category):
                for name in ("jxc_match_own", "jxc_match_percent"):
                    with self.assertRaises(AccessError), self.env.cr.savepoint():
                        owner.with_user(user).write({name: 50})
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self.vendor.with_user(self.buyer).create(
                {"name": "Mine", "jxc_match_own": True, "jxc_match_percent": 99}
            )
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            self._tolerate(self.vendor, percent=-1)

    def test_one_count_for_any_number_of_lines(self):
        """P9: lines of forty categories cost no more queries than one."""

        def count(lines):
            goods = self.product.browse()
            for number in range(lines):
                below = self.category.create(
                    {"name": f"{number}", "parent_id": self.category.id}
                )
                goods |= self.product.copy({"categ_id": below.id})
            order = self._order(confirm=False)
            order.order_line = [Command.clear()] + [
                Command.create(
                    {
                        "product_id": one.id,
                        "product_qty": 1,
                        "price_unit": 5,
                        "tax_ids": [Command.clear()],
                    }
                )
                for one in goods
            ]
            order.button_confirm()
            self._receive(order)
            found = self._bills(order).with_user(self.accountant).invoice_line_ids
            found.env.flush_all()
            found.env.invalidate_all()
            # What the registry keeps, as the rules of the user, is read before.
            self.assertEqual(set(found.mapped("jxc_match_state")), {"ok"})
            found.env.invalidate_all()
            before = self.env.cr.sql_log_count
            found = found.browse(found.ids)
            self.assertEqual(set(found.mapped("jxc_match_state")), {"ok"})
            return self.env.cr.sql_log_count - before

        self.assertEqual(count(40), count(1))
