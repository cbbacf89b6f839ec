"""Business for an upgrade and an uninstall to meet; run by ``odoo shell``, commits.

Something of everything that our add-ons keep: done, waiting, refused and open.
"""

from odoo import Command
from odoo.tests import Form, new_test_user

ROLES = {
    "buyer": "jxc_base.group_jxc_purchase_buyer",
    "salesperson": "jxc_base.group_jxc_sales_salesperson",
    "keeper": "jxc_base.group_jxc_stock_keeper",
    "inspector": "jxc_base.group_jxc_quality_inspector",
    "accountant": "jxc_base.group_jxc_finance_accountant",
    "manager": "jxc_base.group_jxc_manager",
}


def main(env):
    env["ir.config_parameter"].set_param("sale.async_emails", "False")
    people = {
        role: new_test_user(
            env, login=f"loop_{role}", groups=f"base.group_user,{group}"
        )
        for role, group in ROLES.items()
    }
    shop = Shop(env, people)
    shop.stock()
    shop.buy()
    shop.sell()
    shop.leave_open()
    env.flush_all()
    env.cr.commit()


class Shop:
    def __init__(self, env, people):
        self.env = env
        self.people = people
        company = env.company
        self.warehouse = env["stock.warehouse"].search(
            [("company_id", "=", company.id)], limit=1
        )
        self.warehouse.jxc_keeper_ids = people["keeper"]
        self.vendor, self.customer = env["res.partner"].create(
            [
                {"name": "安溪茶厂", "email": "tea@example.com"},
                {"name": "惠万家超市"},
            ]
        )
        self.tea, self.cup = env["product.product"].create(
            [
                {
                    "name": name,
                    "is_storable": True,
                    "standard_price": 600,
                    "list_price": 1000,
                    "jxc_inspect": inspect,
                    "taxes_id": False,
                    "supplier_taxes_id": False,
                    "seller_ids": [
                        Command.create(
                            {"partner_id": self.vendor.id, "price": 600, "delay": 3}
                        )
                    ],
                }
                for name, inspect in (("铁观音礼盒", True), ("茶杯", False))
            ]
        )

    def by(self, role, model):
        return self.env[model].with_user(self.people[role])

    def stock(self):
        quants = self.env["stock.quant"].with_context(inventory_mode=True)
        for product in (self.tea, self.cup):
            quants.create(
                {
                    "product_id": product.id,
                    "location_id": self.warehouse.lot_stock_id.id,
                    "inventory_quantity": 30,
                }
            ).action_apply_inventory()
            self.by("buyer", "stock.warehouse.orderpoint").create(
                {
                    "product_id": product.id,
                    "warehouse_id": self.warehouse.id,
                    "location_id": self.warehouse.lot_stock_id.id,
                    "product_min_qty": 20,
                    "product_max_qty": 25,
                }
            )

    def approve(self, order, decision="approve"):
        request = order.sudo().jxc_approval_request_ids[:1]
        request = request.with_user(self.people["manager"])
        getattr(request, f"action_jxc_{decision}")()
        order.invalidate_recordset()

    def purchase(self, quantity, product=None):
        with Form(self.by("buyer", "purchase.order")) as form:
            form.partner_id = self.vendor
            with form.order_line.new() as line:
                line.product_id = product or self.tea
                line.product_qty = quantity
                line.price_unit = 600
        form.record.button_confirm()
        return form.record

    def sale(self, quantity, discount=0, product=None):
        with Form(self.by("salesperson", "sale.order")) as form:
            form.partner_id = self.customer
            with form.order_line.new() as line:
                line.product_id = product or self.tea
                line.product_uom_qty = quantity
                line.discount = discount
        form.record.action_confirm()
        return form.record

    def validate(self, picking):
        picking = picking.with_user(self.people["keeper"])
        picking.move_ids.picked = True
        picking.with_context(skip_backorder=True, skip_sms=True).button_validate()
        assert picking.state == "done", picking.state

    def post(self, moves):
        moves.with_user(self.people["accountant"]).action_post()

    def inspection(self, order):
        return self.by("inspector", "jxc.inspection").search(
            [("picking_id", "in", order.sudo().picking_ids.ids)]
        )

    def buy(self):
        """Suggested, ordered, approved, received, 7 of 11 accepted, billed."""
        self.sale(16)
        self.env["jxc.alert.mark"]._process()
        suggestion = self.by("buyer", "jxc.purchase.suggestion").search(
            [("product_id", "=", self.tea.id), ("state", "=", "open")]
        )
        suggestion.action_jxc_order()
        order = suggestion.purchase_line_id.order_id
        order.button_confirm()
        self.approve(order)
        self.validate(order.picking_ids)
        inspection = self.inspection(order)
        inspection.line_ids.write({"accepted": 7, "reason": "盒子压坏"})
        inspection.action_jxc_done()
        self.post(order.sudo().invoice_ids)

    def sell(self):
        """20 % off, approved, shipped, invoiced, 1,500 of it paid and matched."""
        order = self.sale(5, discount=20)
        self.approve(order)
        self.validate(order.picking_ids)
        invoice = order.sudo().invoice_ids
        self.post(invoice)
        bank = self.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", self.env.company.id)], limit=1
        )
        payment = self.by("accountant", "account.payment").create(
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": self.customer.id,
                "amount": 1500,
                "journal_id": bank.id,
            }
        )
        payment.action_post()
        workbench = self.by("accountant", "jxc.settlement.match").create(
            {"partner_id": self.customer.id, "side": "receivable"}
        )
        workbench.action_oldest_first()
        workbench.action_match()
        assert invoice.payment_state == "partial", invoice.payment_state

    def leave_open(self):
        """A request, a refusal, an alert, a suggestion, an inspection, a notice."""
        self.sale(15, product=self.cup)
        self.env["jxc.alert.mark"]._process()
        self.purchase(12, self.cup)
        self.approve(self.purchase(13, self.cup), "refuse")
        self.sale(2, discount=30, product=self.cup)
        received = self.purchase(2)
        self.validate(received.picking_ids)
        kinds = {
            "jxc.approval.request": ("state", ("pending", "approved", "refused")),
            "jxc.alert": ("state", ("open",)),
            "jxc.purchase.suggestion": ("state", ("open", "ordered")),
            "jxc.inspection": ("state", ("draft", "done")),
        }
        for model, (field, wanted) in kinds.items():
            there = set(self.env[model].search([]).mapped(field))
            assert there >= set(wanted), f"{model}: {there}"


main(env)  # noqa: F821
print("the loop is done")
