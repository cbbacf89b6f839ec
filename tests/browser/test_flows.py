"""What each of the six does in the loop, typed and clicked in a real browser."""

from common import DESKTOP, PHONE, TABLET, ScreenCase

from odoo import Command, fields
from odoo.tests import tagged

QUOTATION = "/odoo/action-sale.action_quotations_with_onboarding/new"


@tagged("post_install", "-at_install")
class TestFlows(ScreenCase):
    def _type_order(self, available):
        choose = ".o-autocomplete--dropdown-item:contains('%s')"
        line = "[name=order_line] .o_selected_row"
        product = f"{line} .o_field_widget[name=product_template_id] input"
        product = f"{product}, {product.replace('_template', '')}"
        return [
            ("Types the customer", "[name=partner_id] input", "edit 惠万家"),
            ("Chooses it", choose % "惠万家超市", "click"),
            (
                "Adds a line",
                "[name=order_line] .o_field_x2many_list_row_add :contains('添加产品')",
                "click",
            ),
            ("Types the product", product, "edit 特级酱油"),
            ("Chooses it", choose % "特级酱油 500ml", "click"),
            (
                "Sees what can be promised",
                f"{line} [name=jxc_atp_qty]:contains('{available}')",
                None,
            ),
            (
                "Types more than that",
                f"{line} [name=product_uom_qty] input",
                "edit 7 && click .o_form_view [name=partner_id] input",
            ),
            (
                "Is warned at once",
                "[name=order_line] [name=jxc_atp_qty].text-danger,"
                " [name=order_line] .text-danger [name=jxc_atp_qty]",
                None,
            ),
            ("Saves", ".o_form_button_save", "click"),
            ("It is saved", ".o_form_view .o_form_saved", None),
        ]

    def test_salesperson_sees_what_can_be_promised(self):
        """S1, S2: five bottles are there; seven are typed, and the line warns."""
        self.walk("salesperson", QUOTATION, self._type_order("5"))
        order = self.env["sale.order"].search(
            [("partner_id", "=", self.customer.id)], limit=1
        )
        self.assertEqual(order.order_line.product_uom_qty, 7)
        self.assertEqual(order.user_id, self.users["salesperson"])

    def test_keeper_ships_on_the_phone(self):
        """S4–S6: the keeper opens the notice from his to-do and ships."""
        order = self._sale(self.oil, 10)
        order.action_confirm()
        picking = order.sudo().picking_ids
        self.walk(
            "keeper",
            f"/odoo/action-stock.action_picking_tree_ready/{picking.id}",
            [
                ("The notice", ".o_form_view [name=name]", None),
                (
                    "Ships",
                    ".o_statusbar_buttons button[name=button_validate]",
                    "click",
                ),
                (
                    "Is done",
                    ".o_arrow_button_current:contains('完成'),"
                    " .o_statusbar_status button:contains('完成')",
                    None,
                ),
            ],
            size=PHONE,
        )
        self.assertEqual(picking.state, "done")
        self.assertTrue(order.sudo().invoice_ids, "S7: the receivable is there")

    def test_accountant_opens_the_matching_workbench(self):
        """S9: the accountant chooses the customer and sees what is open."""
        invoice = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.customer.id,
                "invoice_date": fields.Date.today(),
                "invoice_line_ids": [
                    Command.create({"name": "货款", "price_unit": 100, "tax_ids": []})
                ],
            }
        )
        invoice.action_post()
        self.walk(
            "accountant",
            "/odoo/action-jxc_settlement.jxc_settlement_match_action",
            [
                ("Types the customer", "[name=partner_id] input", "edit 惠万家"),
                (
                    "Chooses it",
                    ".o-autocomplete--dropdown-item:contains('惠万家超市')",
                    "click",
                ),
                (
                    "Sees the invoice as open",
                    f"[name=debit_line_ids] td:contains('{invoice.name}')",
                    None,
                ),
                ("Leaves the workbench", ".o_form_button_cancel", "click"),
            ],
        )

    def test_manager_sees_the_gross_profit(self):
        """T5: the manager opens a shipped order and finds its gross profit."""
        order = self._sale(self.oil, 10)
        order.action_confirm()
        picking = order.sudo().picking_ids
        picking.move_ids.picked = True
        picking.button_validate()
        self.walk(
            "manager",
            f"/odoo/action-sale.action_orders/{order.id}",
            [
                ("Opens the page", ".o_notebook .nav-link[name=jxc_profit]", "click"),
                ("The profit: 40", "[name=jxc_gross_profit]:contains('40')", None),
            ],
            size=TABLET,
        )

    def test_salesperson_does_not_see_the_gross_profit(self):
        """F2: the same order, opened by the salesperson: no cost, no profit."""
        order = self._sale(self.oil, 10)
        order.action_confirm()
        self.walk(
            "salesperson",
            f"/odoo/action-sale.action_orders/{order.id}",
            [
                (
                    "The order without profit",
                    ".o_form_view:has([name=order_line])"
                    ":not(:has([name=jxc_profit])):not(:has([name=margin]))",
                    None,
                ),
            ],
            size=DESKTOP,
        )
