from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import Form

from odoo.addons.jxc_base.tests.common import JxcCase, new_role_user


class SalesCase(JxcCase):
    """A salesperson, a keeper, 50 bottles in the warehouse, and verbs for them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.config_parameter"].set_param("sale.async_emails", False)
        cls.warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.company.id)], limit=1
        )
        cls.colleague = new_role_user(cls.env, "salesperson", login="test_colleague")
        cls.customer = cls.env["res.partner"].create(
            {
                "name": "Lianhua Supermarket",
                "phone": "021-5555 0101",
                "street": "88 Nanjing Road",
                "city": "Shanghai",
                "property_payment_term_id": cls.env["account.payment.term"]
                .create(
                    {
                        "name": "Net 30",
                        "line_ids": [
                            Command.create({"value": "percent", "nb_days": 30})
                        ],
                    }
                )
                .id,
            }
        )
        cls.bottle = cls._product("Soy Sauce 500 ml", cost=6.0, price=10.0)
        cls._stock(cls.bottle, 50)

    @classmethod
    def _product(cls, name, cost=6.0, price=10.0, **values):
        return cls.env["product.product"].create(
            {
                "name": name,
                "is_storable": True,
                "standard_price": cost,
                "list_price": price,
                "taxes_id": False,
                **values,
            }
        )

    @classmethod
    def _stock(cls, product, quantity, warehouse=None):
        location = (warehouse or cls.warehouse).lot_stock_id
        cls.env["stock.quant"]._update_available_quantity(product, location, quantity)

    def _order(self, *lines, user=None, **values):
        """A quotation of the salesperson: lines are (product, quantity[, values])."""
        orders = self.env["sale.order"].with_user(user or self.salesperson)
        return orders.create(
            {
                "partner_id": self.customer.id,
                "warehouse_id": self.warehouse.id,
                **values,
                "order_line": [self._line(*line) for line in lines],
            }
        )

    def _line(self, product, quantity, values=None):
        return Command.create(
            {
                "product_id": product.id,
                "product_uom_qty": quantity,
                **(values or {}),
            }
        )

    def _confirmed(self, *lines, **values):
        order = self._order(*lines, **values)
        order.action_confirm()
        self.assertEqual(order.state, "sale")
        return order

    def _coming(self, quantity, when):
        """A receipt of bottles that is expected that day."""
        kind = self.warehouse.in_type_id
        places = {
            "location_id": self.env.ref("stock.stock_location_suppliers").id,
            "location_dest_id": self.warehouse.lot_stock_id.id,
        }
        move = {"product_id": self.bottle.id, "product_uom_qty": quantity, **places}
        picking = self.env["stock.picking"].create(
            {"picking_type_id": kind.id, "move_ids": [Command.create(move)], **places}
        )
        picking.action_confirm()
        picking.move_ids.date = when

    def _ship(self, order, quantity=None, user=None):
        """The keeper ships what is waiting, or this much of each line."""
        picking = order.sudo().picking_ids.filtered(
            lambda p: p.state not in ("done", "cancel")
        )
        picking = picking.with_user(user or self.keeper)
        for move in picking.move_ids:
            move.quantity = move.product_uom_qty if quantity is None else quantity
        picking.move_ids.picked = True
        picking.with_context(skip_backorder=True, skip_sms=True).button_validate()
        self.assertEqual(picking.state, "done")
        return picking

    def _return(self, picking, quantity):
        wizard = Form(
            self.env["stock.return.picking"]
            .with_user(self.keeper)
            .with_context(
                active_id=picking.id, active_ids=picking.ids, active_model=picking._name
            )
        ).save()
        wizard.product_return_moves.quantity = quantity
        action = wizard.action_create_returns()
        back = picking.browse(action["res_id"])
        back.move_ids.picked = True
        back.button_validate()
        self.assertEqual(back.state, "done")
        return back

    def _invoices(self, order):
        return order.sudo().invoice_ids.sorted("id")

    def _atp(self, product, warehouse=None):
        warehouse = warehouse or self.warehouse
        figures = self.env["jxc.stock.availability"]._get(product, warehouse)
        return figures[product.id, warehouse.id].atp

    def _approve(self, order, user=None):
        request = order.sudo().jxc_approval_request_ids.filtered(
            lambda r: r.state == "pending"
        )
        request.with_user(user or self.manager).action_jxc_approve()

    def _debt(self, amount, days, partner=None):
        """A posted invoice that has been due for so many days."""
        day = fields.Date.today() - timedelta(days=days)
        invoice = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": (partner or self.customer).id,
                "invoice_date": day,
                "invoice_date_due": day,
                "invoice_payment_term_id": False,
                "invoice_line_ids": [
                    Command.create(
                        {"name": "old", "price_unit": amount, "tax_ids": False}
                    )
                ],
            }
        )
        invoice.action_post()
        return invoice

    def _limit(self, amount):
        self.company.account_use_credit_limit = True
        self.customer.credit_limit = amount
