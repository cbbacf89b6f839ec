from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.jxc_base.tests.common import new_role_user

from .common import PayableCase


@tagged("post_install", "-at_install")
class TestAccrualCompany(PayableCase):
    """P9: two companies on one database accrue what is theirs."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.day = cls._last_day()
        cls.branch = cls.env["res.company"].create(
            {"name": "暂估二公司", "country_id": cls.env.ref("base.cn").id}
        )
        cls.env["account.chart.template"].try_loading("cn", cls.branch)
        cls.house = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.branch.id)], limit=1
        )
        cls.there = new_role_user(
            cls.env,
            "accountant",
            login="accrual_branch",
            company_id=cls.branch.id,
            company_ids=[Command.set(cls.branch.ids)],
        )

    def _received_there(self, qty=10, price=7.0):
        line = {"product_id": self.product.id, "product_qty": qty, "price_unit": price}
        orders = self.env["purchase.order"].with_company(self.branch)
        order = orders.create(
            {
                "partner_id": self.vendor.id,
                "company_id": self.branch.id,
                "picking_type_id": self.house.in_type_id.id,
                "order_line": [Command.create({**line, "tax_ids": [Command.clear()]})],
            }
        )
        order.button_confirm()
        receipt = order.picking_ids
        receipt.move_ids.picked = True
        receipt.with_context(skip_backorder=True).button_validate()
        noon = fields.Datetime.to_datetime(self.day) + timedelta(hours=4)
        receipt.move_ids.date = noon
        return order

    def _accrued(self, user):
        accruals = self.env["jxc.payable.accrual"].with_user(user)
        accrual = accruals.with_company(user.company_id).create({"month": self.day})
        accrual.action_post()
        return accrual

    def test_each_posts_its_own(self):
        """P9, F2: own goods, own books, own account; the other's stays shut."""
        ours = self._order(qty=4, price=5.0)
        self._receive(ours)
        self._happened(ours, self.day)
        theirs = self._received_there()
        accrual = self._accrued(self.there)
        self.assertEqual(accrual.company_id, self.branch)
        self.assertEqual(accrual.line_ids.order_id, theirs)
        self.assertEqual(accrual.amount, 70.0)
        entries = accrual.move_id | accrual.reversal_id
        self.assertEqual(entries.company_id, self.branch)
        self.assertEqual(entries.mapped("state"), ["posted", "posted"])
        accounts = entries.line_ids.account_id
        for account in accounts.sudo():
            self.assertIn(self.branch, account.company_ids)
        mine = self._accrued(self.accountant)
        self.assertEqual(mine.company_id, self.company)
        self.assertIn(ours, mine.line_ids.order_id)
        self.assertNotIn(theirs, mine.line_ids.order_id)
        self.env.invalidate_all()
        for user, foreign in ((self.accountant, accrual), (self.there, mine)):
            accruals = self.env["jxc.payable.accrual"].with_user(user)
            accruals = accruals.with_context(allowed_company_ids=user.company_id.ids)
            foreign = accruals.browse(foreign.id)
            with self.assertRaises(AccessError):
                foreign.read(["amount"])
            with self.assertRaises(AccessError):
                foreign.action_ask_cancel()
            self.assertFalse(foreign.search([("id", "=", foreign.id)]))
        rows = self.env["jxc.payable.unbilled"].with_user(self.there)
        orders = rows.with_company(self.branch).search([]).order_id
        self.assertEqual(orders, theirs.with_user(self.there))
