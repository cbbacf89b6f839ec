from datetime import date, datetime

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import PurchaseCase

BEFORE = "2026-02-12 02:00:00"


@tagged("post_install", "-at_install")
class TestLeadTime(PurchaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.jxc_lead_holidays = True
        cls.env["stock.warehouse.orderpoint"].create(
            {
                "product_id": cls.product.id,
                "warehouse_id": cls.warehouse.id,
                "product_min_qty": 10,
                "product_max_qty": 10,
                "trigger": "manual",
            }
        )

    def _suggested(self):
        suggestions = self.env["jxc.purchase.suggestion"].with_company(self.company)
        suggestions.search([("product_id", "=", self.product.id)]).unlink()
        return suggestions._suggest([(self.product.id, self.warehouse.id)])

    @freeze_time(BEFORE)
    def test_spring_festival(self):
        """P1, P3: nobody ships from 15 to 23 February 2026: three days end on the
        24th."""
        self.company.jxc_lead_holidays = False
        self.assertEqual(self._suggested().date_expected, date(2026, 2, 15))
        self.company.jxc_lead_holidays = True
        one = self._suggested()
        self.assertEqual(one.date_expected, date(2026, 2, 24))
        self.assertEqual(one.offer_ids.date_expected, date(2026, 2, 24))
        self.assertRegex(one.reason, r"\b9\b")
        one.with_user(self.buyer).action_jxc_order()
        planned = one.purchase_line_id.date_planned
        self.assertEqual(planned.date(), date(2026, 2, 24))

    @freeze_time("2026-09-29 02:00:00")
    def test_national_day(self):
        """P3: an order by hand plans behind the holiday as well."""
        order = self.env["purchase.order"].with_user(self.buyer)
        order = order.create(
            {
                "partner_id": self.vendor.id,
                "date_order": datetime(2026, 9, 29, 2),
                "order_line": [Command.create({"product_id": self.product.id})],
            }
        )
        self.assertEqual(order.order_line.date_planned.date(), date(2026, 10, 9))

    @freeze_time(BEFORE)
    def test_closed_days(self):
        """P3: the vendor's own shutdown comes on top; it is the buyer who enters it."""
        closure = {"date_from": "2026-02-10", "date_to": "2026-03-01", "reason": "春节"}
        vendor = self.vendor.with_user(self.buyer)
        self.env["jxc.vendor.closure"].with_user(self.buyer).create(
            {**closure, "partner_id": vendor.id}
        )
        self.assertEqual(self._suggested().date_expected, date(2026, 3, 4))
        with self.assertRaises(ValidationError):
            vendor.jxc_closure_ids.date_to = "2026-02-01"

    @freeze_time("2026-02-26 02:00:00")
    def test_working_days(self):
        """P3: with a calendar of the vendor his working days count; a Saturday that is
        worked for the holiday (28 February) is one of them."""
        self.vendor.jxc_calendar_id = self.env["resource.calendar"].create(
            {"name": "五天工作制", "tz": "Asia/Shanghai", "company_id": False}
        )
        self.assertEqual(self._suggested().date_expected, date(2026, 3, 2))
        self.vendor.jxc_calendar_id.leave_ids = [
            Command.create(
                {
                    "name": "盘点",
                    "date_from": "2026-02-26 16:00:00",
                    "date_to": "2026-02-27 15:59:59",
                }
            )
        ]
        self.assertEqual(self._suggested().date_expected, date(2026, 3, 3))

    @freeze_time("2026-12-30 02:00:00")
    def test_years_not_published(self):
        """P3: beyond the published holidays the fixed ones count, and it says so."""
        one = self._suggested()
        self.assertEqual(one.date_expected, date(2027, 1, 3))
        self.assertIn("2027", one.reason)

    @freeze_time(BEFORE)
    def test_queries(self):
        """P3: calendars of many vendors cost as much as those of one."""
        vendors = self.env["res.partner"].create(
            [{"name": f"供应商{number}"} for number in range(30)]
        )
        self.env["jxc.vendor.closure"].create(
            [
                {
                    "partner_id": vendor.id,
                    "reason": "春节",
                    "date_from": "2026-02-10",
                    "date_to": "2026-03-01",
                }
                for vendor in vendors
            ]
        )
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(7):
            vendors._jxc_calendars(self.company)
