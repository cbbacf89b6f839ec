"""A trader with one product, its six people, and the verbs of their day."""

from odoo import Command
from odoo.tests import Form

from odoo.addons.jxc_base.tests.common import JxcCase


class ShopCase(JxcCase):
    """30 boxes of tea at a cost of 600, sold at 1,000, bought from one vendor.

    Everything is in Chinese, as the users have it, and nobody is a superuser.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.config_parameter"].set_param("sale.async_emails", False)
        cls.warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.company.id)], limit=1
        )
        cls.shelf = cls.warehouse.lot_stock_id
        cls.warehouse.jxc_keeper_ids = cls.keeper
        cls.term = cls.env["account.payment.term"].create(
            {
                "name": "月结 30 天",
                "line_ids": [
                    Command.create(
                        {"value": "percent", "value_amount": 100, "nb_days": 30}
                    )
                ],
            }
        )
        cls.vendor, cls.customer = cls.env["res.partner"].create(
            [
                {
                    "name": "安溪茶厂",
                    "email": "tea@example.com",
                    "property_supplier_payment_term_id": cls.term.id,
                },
                {"name": "惠万家超市", "property_payment_term_id": cls.term.id},
            ]
        )
        cls.tea = cls._goods("铁观音礼盒", jxc_inspect=True)
        cls._count(cls.tea, 30)
        (
            cls.env["stock.warehouse.orderpoint"]
            .with_user(cls.buyer)
            .create(
                {
                    "product_id": cls.tea.id,
                    "warehouse_id": cls.warehouse.id,
                    "location_id": cls.shelf.id,
                    "product_min_qty": 20,
                    "product_max_qty": 25,
                }
            )
        )

    @classmethod
    def _goods(cls, name, **values):
        return cls.env["product.product"].create(
            {
                "name": name,
                "is_storable": True,
                "standard_price": 600,
                "list_price": 1000,
                "taxes_id": False,
                "supplier_taxes_id": False,
                "seller_ids": [
                    Command.create(
                        {"partner_id": cls.vendor.id, "price": 600, "delay": 3}
                    )
                ],
                **values,
            }
        )

    @classmethod
    def _count(cls, product, quantity):
        quant = cls.env["stock.quant"].with_context(inventory_mode=True)
        quant.create(
            {
                "product_id": product.id,
                "location_id": cls.shelf.id,
                "inventory_quantity": quantity,
            }
        ).action_apply_inventory()

    # --- what a user sees -------------------------------------------------------

    def _figures(self, user=None, product=None):
        """The row of the stock overview 库存总览, as a fresh page shows it."""
        self.env.invalidate_all()
        overview = self.env["jxc.stock.overview"].with_user(user or self.keeper)
        return overview.search(
            [
                ("product_id", "=", (product or self.tea).id),
                ("warehouse_id", "=", self.warehouse.id),
            ]
        )

    def _below_minimum(self):
        """The alerts that there is too little tea."""
        return [
            ("key", "=", f"{self.tea.id}:{self.warehouse.id}"),
            ("rule_id.kind", "=", "below_min"),
        ]

    def _inspection(self, receipt):
        inspections = self.env["jxc.inspection"].with_user(self.inspector)
        return inspections.search([("picking_id", "=", receipt.id)])

    def _todos(self, user, record):
        """The to-dos that this user has on this record."""
        return (
            self.env["mail.activity"]
            .with_user(user)
            .search(
                [
                    ("user_id", "=", user.id),
                    ("res_model", "=", record._name),
                    ("res_id", "in", record.ids),
                ]
            )
        )

    # --- what a user does -------------------------------------------------------

    def _evaluate(self):
        """What the scheduled action does within a minute."""
        self.env["jxc.alert.mark"]._process()

    def _run_cron(self, model, word):
        """The scheduled action of ``model`` whose code has ``word`` in it."""
        cron = self.env["ir.cron"].search(
            [("model_id.model", "=", model), ("code", "like", word)]
        )
        self.assertEqual(len(cron), 1, f"one scheduled action for {word}")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.env.invalidate_all()

    def _type_order(self, quantity, discount=0.0, user=None):
        """A quotation typed line by line in the form; the form is left open."""
        form = Form(self.env["sale.order"].with_user(user or self.salesperson))
        form.partner_id = self.customer
        with form.order_line.new() as line:
            line.product_id = self.tea
            line.product_uom_qty = quantity
            if discount:
                line.discount = discount
        return form

    def _sale(self, quantity, discount=0.0, user=None):
        return self._type_order(quantity, discount, user).save()

    def _purchase(self, quantity, price=600.0):
        with Form(self.env["purchase.order"].with_user(self.buyer)) as form:
            form.partner_id = self.vendor
            with form.order_line.new() as line:
                line.product_id = self.tea
                line.product_qty = quantity
                line.price_unit = price
        return form.record

    def _approve(self, order):
        request = order.sudo().jxc_approval_request_ids.filtered(
            lambda r: r.state == "pending"
        )
        request.with_user(self.manager).action_jxc_approve()
        order.invalidate_recordset()

    def _validate(self, picking, user=None):
        """The button 验证; whatever is to be done is done."""
        picking = picking.with_user(user or self.keeper)
        picking.move_ids.picked = True
        picking.with_context(skip_backorder=True, skip_sms=True).button_validate()
        self.assertEqual(picking.state, "done")
        return picking

    def _take_back(self, picking, quantity):
        """The keeper's return by the host's wizard."""
        form = Form(
            self.env["stock.return.picking"]
            .with_user(self.keeper)
            .with_context(
                active_id=picking.id, active_ids=picking.ids, active_model=picking._name
            )
        )
        wizard = form.save()
        wizard.product_return_moves.quantity = quantity
        back = picking.browse(wizard.action_create_returns()["res_id"])
        return self._validate(back)
