"""T5, K1: what things cost, from the order to the bill, in sessions at once."""

from uuid import uuid4

from shop import ShopCase

from odoo import SUPERUSER_ID, Command, api, fields
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name

from odoo.addons.jxc_base.tests.common import new_role_user
from odoo.addons.jxc_base.tests.sessions import run_sessions


@tagged("post_install", "-at_install")
class TestCostLedger(ShopCase):
    """Bought at one price, sold, and billed at another."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        category = cls.env["product.category"].create(
            {"name": "茶", "property_cost_method": "average"}
        )
        cls.tea = cls._goods("普洱", categ_id=category.id, standard_price=0)

    def _bought(self, quantity, price, tax=None):
        """Ordered and received; returns the order."""
        order = self.env["purchase.order"].create(
            {
                "partner_id": self.vendor.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": self.tea.id,
                            "product_qty": quantity,
                            "price_unit": price,
                            "tax_ids": tax and [Command.set(tax.ids)],
                        }
                    )
                ],
            }
        )
        order.sudo().button_confirm()
        if order.state != "purchase":
            self._approve(order)
        picking = order.picking_ids
        picking.move_ids.quantity = quantity
        self._validate(picking)
        return order

    def _sold(self, quantity):
        move = self.env["stock.move"].create(
            {
                "product_id": self.tea.id,
                "product_uom_qty": quantity,
                "location_id": self.shelf.id,
                "location_dest_id": self.env.ref("stock.stock_location_customers").id,
            }
        )
        move._action_confirm()
        move.quantity = quantity
        move.picked = True
        move._action_done()
        return move

    def _earlier(self, moves, days):
        for move in moves:
            move.date = fields.Datetime.subtract(fields.Datetime.now(), days=days)

    def test_a_bill_at_another_price(self):
        """T5, host 2, 13: the bill says 12 and not 10; set to draft it says nothing."""
        order = self._bought(100, 10)
        self._earlier(order.picking_ids.move_ids, 5)
        out = self._sold(40)
        self.assertEqual(out.value, 400)
        self.company.jxc_match = False
        bill = order.invoice_ids
        bill.invoice_date = fields.Date.today()
        bill.invoice_line_ids.price_unit = 12
        bill.action_post()
        self.assertEqual(out.value, 480)
        self.assertEqual(self.tea.total_value, 720)
        bill.button_draft()
        self.assertEqual(out.value, 400)
        self.assertEqual(self.tea.total_value, 600)

    def test_tax_that_cannot_be_deducted(self):
        """T5, host 14: 普票: 13 % on top of 1000 stay in the cost, before the bill and
        after it; what can be deducted never was."""
        for deductible, worth in ((False, 1130), (True, 1000)):
            with self.subTest(deductible=deductible):
                category = self.tea.categ_id
                self.tea = self._goods("龙井", categ_id=category.id, standard_price=0)
                tax = self._tax(deductible)
                order = self._bought(100, 10, tax)
                self.assertEqual(self.tea.total_value, worth)
                self.company.jxc_match = False
                bill = order.invoice_ids
                bill.invoice_date = fields.Date.today()
                bill.action_post()
                self.assertEqual(self.tea.total_value, worth)

    def _tax(self, deductible):
        account = self.env["account.account"].search(
            [("account_type", "=", "asset_current")], limit=1
        )
        parts = [
            Command.create({"repartition_type": "base", "document_type": kind})
            for kind in ("invoice", "refund")
        ] + [
            Command.create(
                {
                    "repartition_type": "tax",
                    "document_type": kind,
                    "account_id": account.id if deductible else False,
                }
            )
            for kind in ("invoice", "refund")
        ]
        return self.env["account.tax"].create(
            {
                "name": f"VAT {deductible}",
                "amount": 13,
                "type_tax_use": "purchase",
                "repartition_line_ids": parts,
            }
        )


@tagged("post_install", "-at_install")
class TestCostSessions(BaseCase):
    """Sessions that commit. What was moved is put out of sight at the end."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        with self.registry.cursor() as cr:
            env = self._env(cr)
            name = uuid4().hex[:8]
            user = new_role_user(env, "keeper", f"test_cost_{name}")
            self.house = env["stock.warehouse"].search([], limit=1, order="id").id
            category = env["product.category"].create(
                {"name": name, "property_cost_method": "average"}
            )
            product = env["product.product"].create(
                {
                    "name": name,
                    "is_storable": True,
                    "standard_price": 7,
                    "categ_id": category.id,
                }
            )
            self.user, self.product = user.id, product.id
        self.addCleanup(self._clean)

    def _env(self, cr):
        return api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})

    def _clean(self):
        with self.registry.cursor() as cr:
            env = self._env(cr)
            env["product.product"].browse(self.product).active = False
            env["res.users"].browse(self.user).active = False

    def _receipt(self, env, quantity):
        house = env["stock.warehouse"].browse(self.house)
        suppliers = env.ref("stock.stock_location_suppliers")
        picking = env["stock.picking"].create(
            {
                "picking_type_id": house.in_type_id.id,
                "location_id": suppliers.id,
                "location_dest_id": house.lot_stock_id.id,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": self.product,
                            "product_uom_qty": quantity,
                            "location_id": suppliers.id,
                            "location_dest_id": house.lot_stock_id.id,
                        }
                    )
                ],
            }
        )
        picking.action_confirm()
        picking.move_ids.quantity = quantity
        picking.move_ids.picked = True
        return picking.id

    def test_four_receipts_at_once(self):
        """T5, K4: no row is lost or doubled, and each goes on from the one before."""
        with self.registry.cursor() as cr:
            env = self._env(cr)
            receipts = [self._receipt(env, quantity) for quantity in (1, 2, 3, 4)]
        jobs = [[("stock.picking", "button_validate", ([one],))] for one in receipts]
        outcomes = run_sessions(self.registry, self.user, jobs, {"skip_sms": True})
        self.assertEqual(outcomes, [None] * 4)
        with self.registry.cursor() as cr:
            env = self._env(cr)
            rows = env["jxc.cost.row"].search(
                [("product_id", "=", self.product)], order="at, id"
            )
            self.assertEqual(sorted(rows.mapped("quantity")), [1, 2, 3, 4])
            self.assertEqual(
                (rows[-1].running_quantity, rows[-1].running_amount), (10, 70)
            )
            self.assertEqual(
                env["product.product"].browse(self.product).total_value, 70
            )
