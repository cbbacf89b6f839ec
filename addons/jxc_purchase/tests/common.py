from odoo import Command

from odoo.addons.jxc_base.tests.common import JxcCase


class PurchaseCase(JxcCase):
    """A vendor, a product and a warehouse; the verbs of buying."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.company.id)], limit=1
        )
        cls.vendor = cls.env["res.partner"].create(
            {"name": "粮油供应商", "email": "vendor@example.com"}
        )
        cls.vendor.property_supplier_payment_term_id = cls.env.ref(
            "account.account_payment_term_30days"
        )
        # Dates of tests are of today, whatever day it is.
        cls.company.jxc_lead_holidays = False
        cls.product = cls._product("大米")

    @classmethod
    def _product(cls, name, price=10.0, **values):
        return cls.env["product.product"].create(
            {
                "name": name,
                "is_storable": True,
                "purchase_method": "receive",
                "seller_ids": [
                    Command.create(
                        {"partner_id": cls.vendor.id, "price": price, "delay": 3}
                    )
                ],
                **values,
            }
        )

    def _order(self, qty=10, price=10.0, product=None, confirm=True):
        product = product or self.product
        order = (
            self.env["purchase.order"]
            .with_user(self.buyer)
            .create(
                {
                    "partner_id": self.vendor.id,
                    "picking_type_id": self.warehouse.in_type_id.id,
                    "order_line": [
                        Command.create(
                            {
                                "product_id": product.id,
                                "product_qty": qty,
                                "price_unit": price,
                                "tax_ids": [Command.clear()],
                            }
                        )
                    ],
                }
            )
        )
        if confirm:
            order.button_confirm()
        return order

    def _receive(self, order, qty=None):
        picking = order.sudo().picking_ids.filtered(lambda p: p.state == "assigned")
        picking = picking.with_user(self.keeper)
        for move in picking.move_ids:
            move.quantity = qty if qty is not None else move.product_uom_qty
            move.picked = True
        picking.with_context(skip_backorder=True).button_validate()
        return picking

    def _atp(self, product):
        figures = self.env["jxc.stock.availability"]._get(product, self.warehouse)
        return figures[product.id, self.warehouse.id]

    def _inspected(self, accepted=7, received=10, **product):
        """An order, its product, and the inspection of its receipt, still open."""
        product = self._product("罐头", jxc_inspect=True, **product)
        order = self._order(qty=received, product=product)
        picking = self._receive(order)
        inspection = self.env["jxc.inspection"].with_user(self.inspector)
        inspection = inspection.search([("picking_id", "=", picking.id)])
        self.assertEqual(len(inspection), 1)
        if accepted != received:
            inspection.line_ids.write({"accepted": accepted, "reason": "漏罐"})
        return order, product, inspection

    def _return(self, picking, qty, to_refund=True):
        """The keeper gives this much of a receipt back to the vendor."""
        wizard = (
            self.env["stock.return.picking"]
            .with_user(self.keeper)
            .with_context(active_id=picking.id, active_model="stock.picking")
            .create({})
        )
        wizard.product_return_moves.write({"quantity": qty, "to_refund": to_refund})
        back = picking.browse(wizard.action_create_returns()["res_id"])
        back.move_ids.picked = True
        back.with_context(skip_backorder=True).button_validate()
        self.assertEqual(back.state, "done")
        return back

    def _bills(self, order):
        return order.sudo().invoice_ids

    def _approve(self, order):
        request = order.sudo().jxc_approval_request_ids.filtered(
            lambda r: r.state == "pending"
        )
        request.with_user(self.manager).action_jxc_approve()
