from odoo import Command, fields

from odoo.addons.jxc_base.tests.common import JxcCase


class StockCase(JxcCase):
    """A product, a warehouse, and a keeper who receives and ships."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.company.id)], limit=1
        )
        cls.shelf = cls.warehouse.lot_stock_id
        cls.inspection = cls.warehouse.jxc_inspection_location_id
        cls.quarantine = cls.warehouse.jxc_quarantine_location_id
        cls.suppliers = cls.env.ref("stock.stock_location_suppliers")
        cls.customers = cls.env.ref("stock.stock_location_customers")
        cls.product = cls._product("Soy Sauce 500 ml")

    @classmethod
    def _product(cls, name, **values):
        return cls.env["product.product"].create(
            {"name": name, "is_storable": True, **values}
        )

    @classmethod
    def _put(cls, quantity, place=None, product=None, **values):
        cls.env["stock.quant"]._update_available_quantity(
            product or cls.product, place or cls.shelf, quantity, **values
        )

    def _transfer(self, source, target, quantity, product=None, kind=None, **values):
        """A confirmed transfer by the keeper."""
        kinds = {self.suppliers: "in_type_id", self.customers: "out_type_id"}
        name = kinds.get(source) or kinds.get(target) or "int_type_id"
        product = product or self.product
        picking = (
            self.env["stock.picking"]
            .with_user(self.keeper)
            .create(
                {
                    "picking_type_id": (kind or self.warehouse[name]).id,
                    "location_id": source.id,
                    "location_dest_id": target.id,
                    "move_ids": [
                        Command.create(
                            {
                                "product_id": product.id,
                                "product_uom_qty": quantity,
                                "location_id": source.id,
                                "location_dest_id": target.id,
                                **values,
                            }
                        )
                    ],
                }
            )
        )
        picking.action_confirm()
        return picking

    def _finish(self, picking, quantity=None):
        move = picking.move_ids
        move.quantity = move.product_uom_qty if quantity is None else quantity
        move.picked = True
        picking.with_context(skip_backorder=True, skip_sms=True).button_validate()
        self.assertEqual(picking.state, "done")
        return picking

    def _receive(self, quantity, target=None, product=None):
        target = target or self.shelf
        return self._finish(self._transfer(self.suppliers, target, quantity, product))

    def _ship(self, quantity, product=None):
        return self._transfer(self.shelf, self.customers, quantity, product)

    def _figures(self, product=None, warehouse=None):
        product, warehouse = product or self.product, warehouse or self.warehouse
        found = self.env["jxc.stock.availability"]._get(product, warehouse)
        return found[product.id, warehouse.id]

    def _limit(self, low, high):
        return (
            self.env["stock.warehouse.orderpoint"]
            .with_user(self.buyer)
            .create(
                {
                    "product_id": self.product.id,
                    "warehouse_id": self.warehouse.id,
                    "location_id": self.shelf.id,
                    "product_min_qty": low,
                    "product_max_qty": high,
                }
            )
        )

    def _lot(self, name, days, product):
        expiry = fields.Datetime.add(fields.Datetime.now(), days=days)
        return self.env["stock.lot"].create(
            {"name": name, "product_id": product.id, "expiration_date": expiry}
        )
