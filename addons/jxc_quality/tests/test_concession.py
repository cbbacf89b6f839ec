from psycopg2.errors import CheckViolation

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import QualityCase


@tagged("post_install", "-at_install")
class TestConcession(QualityCase):
    def setUp(self):
        super().setUp()
        self._plan(product_tmpl_id=self.product.product_tmpl_id.id, switching=False)

    def _concede(self, qty=100, conceded=None, order=None, **reduction):
        """A rejected lot for which a concession is asked."""
        if order:
            inspection = self._receive(order).sudo().jxc_inspection_ids
            inspection = inspection.with_user(self.inspector)
        else:
            order, inspection = self._arrive(qty)
        self._enter(inspection, major=9)
        inspection.action_jxc_propose()
        conceded = qty if conceded is None else conceded
        values = {"reduction_kind": "percent", "reduction_percent": 20, **reduction}
        inspection.line_ids.write(
            {
                "accepted": conceded,
                "conceded": conceded,
                "deviation": "客户同意降级使用",
                "reason": "漏罐" if conceded < qty else False,
                **values,
            }
        )
        inspection.action_jxc_done()
        return order, inspection

    def test_a_concession_waits_for_the_manager(self):
        """P7: nothing moves before; then the goods are there, billed at 80 %."""
        order, inspection = self._concede()
        self.assertEqual(inspection.state, "draft")
        self.assertEqual(inspection.jxc_approval_state, "pending")
        self.assertEqual(self._atp(self.product).atp, 0)
        self.assertFalse(self._bills(order))
        self._approve_inspection(inspection)
        self.assertEqual((inspection.state, inspection.verdict), ("done", "conceded"))
        self.assertEqual(inspection.user_id, self.inspector)
        self.assertEqual(self._atp(self.product).atp, 100)
        self.assertEqual(self._bills(order).amount_untaxed, 800)

    def test_what_was_approved_is_what_is_accepted(self):
        """P7: a change after the request makes it obsolete."""
        _order, inspection = self._concede()
        inspection.line_ids.reduction_percent = 0
        self.assertEqual(inspection.jxc_approval_state, "required")
        inspection.action_jxc_done()
        self.assertEqual(
            (inspection.state, inspection.jxc_approval_state), ("draft", "pending")
        )

    def test_part_by_concession_splits_the_bill(self):
        """P7, P9: 40 of 100 at 8, 60 in quarantine; the order counts 40."""
        order, inspection = self._concede(conceded=40)
        self._approve_inspection(inspection)
        bill = self._bills(order)
        self.assertEqual(bill.amount_untaxed, 320)
        self.assertEqual(order.sudo().order_line.qty_invoiced, 40)
        self.assertEqual(self._atp(self.product).quarantine, 60)
        known = self.vendor._jxc_quality(self.company)
        self.assertEqual(known, {self.vendor.id: 0}, "by concession is not well made")

    def test_good_and_conceded_goods_on_one_bill(self):
        """P7, P9: 50 good ones at 10 and 50 conceded ones at a new price of 7."""
        order, inspection = self._arrive(100)
        self._enter(inspection)
        inspection.action_jxc_propose()
        inspection.line_ids.write(
            {"conceded": 50, "reduction_kind": "price", "reduction_price": 7}
        )
        inspection.action_jxc_done()
        self._approve_inspection(inspection)
        lines = self._bills(order).invoice_line_ids
        found = sorted(lines.mapped(lambda one: (one.quantity, one.price_unit)))
        self.assertEqual(found, [(50, 7), (50, 10)])

    def test_the_reduction_is_carried_once(self):
        """P9: repeated billing adds nothing; a deleted draft is made again, reduced."""
        order, inspection = self._concede()
        self._approve_inspection(inspection)
        order.sudo()._jxc_bill_accepted()
        self.assertEqual(self._bills(order).mapped("amount_untaxed"), [800])
        self._bills(order).unlink()
        order.with_user(self.accountant).action_create_invoice()
        self.assertEqual(self._bills(order).mapped("amount_untaxed"), [800])
        order.sudo()._jxc_bill_accepted()
        self.assertEqual(len(self._bills(order)), 1)

    def test_a_bill_that_was_there_gets_a_refund(self):
        """P7, P9: billed as ordered, before the goods came: 200 back, once."""
        product = self._product("预付罐头", purchase_method="purchase")
        self._plan(product_tmpl_id=product.product_tmpl_id.id)
        order = self._order(qty=100, product=product)
        order.with_user(self.accountant).action_create_invoice()
        bill = self._bills(order)
        self.assertEqual(bill.amount_untaxed, 1000)
        _order, inspection = self._concede(order=order)
        self._approve_inspection(inspection)
        refund = (
            self.env["account.move"]
            .sudo()
            .search(
                [
                    ("move_type", "=", "in_refund"),
                    ("partner_id", "=", self.vendor.id),
                    ("invoice_origin", "=", order.name),
                ]
            )
        )
        self.assertEqual(refund.mapped("amount_untaxed"), [200])
        order.sudo()._jxc_bill_accepted()
        self.assertEqual(order.sudo().order_line.qty_invoiced, 100)
        again = refund.search_count(
            [("move_type", "=", "in_refund"), ("invoice_origin", "=", order.name)]
        )
        self.assertEqual(again, 1)

    def test_returned_goods_are_refunded_at_their_price(self):
        """P9: 30 of 100 conceded ones go back: 30 at 8."""
        order, inspection = self._concede()
        self._approve_inspection(inspection)
        self._return(inspection.picking_id, 30)
        refund = self._bills(order).filtered(lambda b: b.move_type == "in_refund")
        self.assertEqual(refund.amount_untaxed, 240)

    def test_in_another_currency_and_unit(self):
        """P7: a new price is per unit of the order line, in the order's currency."""
        usd = self.env.ref("base.USD")
        usd.active = True
        dozen = self.env.ref("uom.product_uom_dozen")
        order = self._order(qty=120, price=10, confirm=False)
        order.currency_id = usd
        order.order_line.write(
            {"product_qty": 10, "product_uom_id": dozen.id, "price_unit": 60}
        )
        order.button_confirm()
        _order, inspection = self._concede(
            qty=120, order=order, reduction_kind="price", reduction_price=45
        )
        self._approve_inspection(inspection)
        bill = self._bills(order)
        self.assertEqual((bill.currency_id, bill.amount_untaxed), (usd, 450))

    def test_refused_stays_open(self):
        """P7: a refusal leaves the lot where it is; rejected it can still be."""
        _order, inspection = self._concede()
        request = inspection.sudo().jxc_approval_request_ids
        request.with_user(self.manager).action_jxc_refuse("降级使用不划算")
        inspection.line_ids.write({"accepted": 0, "conceded": 0, "reason": "漏罐"})
        inspection.action_jxc_done()
        self.assertEqual(inspection.verdict, "rejected")
        self.assertEqual(request.state, "refused")

    def test_all_steps_of_receiving(self):
        """P7: one, two and three steps: under inspection on hand, never promised."""
        for steps in ("one_step", "two_steps", "three_steps"):
            warehouse = self.env["stock.warehouse"].create(
                {
                    "name": f"仓 {steps}",
                    "code": f"W{len(steps)}{steps[0]}",
                    "company_id": self.company.id,
                    "reception_steps": steps,
                }
            )
            self.warehouse = warehouse
            order, inspection = self._arrive(100)
            figure = self._atp(self.product)
            self.assertEqual((figure.atp, figure.inspection), (0, 100), steps)
            self._finish(inspection)
            self.assertEqual(self._atp(self.product).atp, 100, steps)
            self.assertEqual(self._bills(order).amount_untaxed, 1000, steps)

    def test_more_than_received_is_refused(self):
        """P7: what is conceded is among what is accepted."""
        _order, inspection = self._arrive(100)
        with (
            self.assertRaises(CheckViolation),
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            inspection.line_ids.write({"accepted": 10, "conceded": 11})
            self.env.flush_all()
        with self.assertRaises(UserError):
            inspection.line_ids.write({"received": 500})
