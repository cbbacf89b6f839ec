"""What a salesperson does with an order that comes as a list, or is short of goods."""

from common import DESKTOP, PHONE, ScreenCase

from odoo import Command
from odoo.tests import tagged

ORDER = "/odoo/action-sale.action_quotations_with_onboarding/%s"


@tagged("post_install", "-at_install")
class TestOrderEntry(ScreenCase):
    def _rest_of(self, order):
        return self.env["sale.order"].search([("jxc_rest_of_id", "=", order.id)])

    def test_salesperson_pastes_lines(self):
        """S1: a customer's message becomes a line of the quotation."""
        order = self._sale(self.soy, 2)
        self.walk(
            "salesperson",
            ORDER % order.id,
            [
                (
                    "Opens the dialog",
                    ".o_statusbar_buttons button:contains('粘贴明细')",
                    "click",
                ),
                ("Pastes", ".modal [name=text] textarea", "edit 大豆油 5L　３"),
                ("Looks at it", ".modal-footer button[name=action_read]", "click"),
                ("The product", ".modal .o_data_row:contains('大豆油 5L')", None),
                ("Adds it", ".modal-footer button[name=action_add]", "click"),
                ("The line", "[name=order_line] .o_data_row:contains('大豆油')", None),
                ("The dialog is gone", "body:not(:has(.modal))", None),
            ],
            size=DESKTOP,
        )
        line = order.order_line.filtered(lambda one: one.product_id == self.oil)
        self.assertEqual((line.product_uom_qty, line.price_unit), (3, 10))

    def test_salesperson_ships_a_part_now(self):
        """S2: five of seven are there; on the phone the rest is left for later."""
        order = self._sale(self.soy, 7)
        self.walk(
            "salesperson",
            ORDER % order.id,
            [
                (
                    "Opens the line",
                    "[name=order_line] .o_kanban_record:contains('特级酱油')",
                    "click",
                ),
                ("Looks what is known", ".modal .fa-area-chart", "click"),
                ("Five in the warehouse", ".o_popover tr:contains('主仓')", None),
                ("Asks", ".modal button[name=action_jxc_offers]", "click"),
                ("Chooses", ".modal button[name=action_take]", "click"),
                ("Is told", ".o_notification:contains('转到')", None),
            ],
            size=PHONE,
        )
        self.assertEqual(order.order_line.product_uom_qty, 5)
        self.assertEqual(self._rest_of(order).order_line.product_uom_qty, 2)

    def test_salesperson_leaves_a_line_for_later(self):
        """S2: nothing is there; the line goes, though it is open on the phone."""
        salt = self._goods("加碘盐 400g", 0)
        order = self._sale(self.oil, 2)
        order.order_line = [
            Command.create({"product_id": salt.id, "product_uom_qty": 4})
        ]
        self.walk(
            "salesperson",
            ORDER % order.id,
            [
                (
                    "Opens the line",
                    "[name=order_line] .o_kanban_record:contains('加碘盐')",
                    "click",
                ),
                ("Asks", ".modal button[name=action_jxc_offers]", "click"),
                ("Chooses", ".modal button[name=action_take]", "click"),
                ("Is told", ".o_notification:contains('转到')", None),
                (
                    "The order without it",
                    "body:not(:has(.modal)) [name=order_line]"
                    ":not(:has(.o_kanban_record:contains('加碘盐')))",
                    None,
                ),
            ],
            size=PHONE,
        )
        self.assertEqual(order.order_line.product_id, self.oil)
        self.assertEqual(self._rest_of(order).order_line.product_id, salt)
