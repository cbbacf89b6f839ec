from odoo import models

GOODS = ("out_of_stock", "negative")
IDLE = ("no_movement", "above_max")


class JxcAlert(models.Model):
    _inherit = "jxc.alert"

    def _jxc_next_action(self):
        """Mark down what expires, write off what has expired, move what lies idle; of
        other goods see what is where."""
        kind = self.rule_id.kind
        if kind in ("expiring", "expired"):
            lot = self.env["stock.lot"].sudo().browse(self.res_id).exists()
            expired = kind == "expired"
            return self._jxc_write_off(lot) if expired else self._jxc_mark_down(lot)
        if kind in IDLE:
            return self._jxc_transfer()
        if kind in GOODS:
            product_id = int(self.key.partition(":")[0])
            return self.env._("See Stock"), {
                "type": "ir.actions.act_window",
                "name": self.env._("Stock Overview"),
                "res_model": "jxc.stock.overview",
                "views": [[False, "list"]],
                "domain": [("product_id", "=", product_id)],
            }
        return super()._jxc_next_action()

    def _jxc_open_form(self, label, model, defaults):
        context = {f"default_{name}": value for name, value in defaults.items()}
        return label, {
            "type": "ir.actions.act_window",
            "name": label,
            "res_model": model,
            "views": [[False, "form"]],
            "context": context,
        }

    def _jxc_write_off(self, lot):
        goods = {"product_id": lot.product_id.id, "lot_id": lot.id}
        return self._jxc_open_form(self.env._("Write Off"), "stock.scrap", goods)

    def _jxc_mark_down(self, lot):
        """A lower price on a price list, until the lot is out of date."""
        price = {
            "applied_on": "1_product",
            "product_tmpl_id": lot.product_id.product_tmpl_id.id,
            "compute_price": "percentage",
            "date_end": lot.expiration_date or False,
        }
        label = self.env._("Mark Down")
        return self._jxc_open_form(label, "product.pricelist.item", price)

    def _jxc_transfer(self):
        """A new transfer out of the warehouse, with the product on it."""
        product_id, warehouse_id = map(int, self.key.split(":"))
        house = self.env["stock.warehouse"].sudo().browse(warehouse_id)
        product = self.env["product.product"].sudo().browse(product_id)
        move = {
            "product_id": product.id,
            "product_uom": product.uom_id.id,
            "product_uom_qty": 1,
            "location_id": house.lot_stock_id.id,
            "location_dest_id": house.lot_stock_id.id,
        }
        picking = {
            "picking_type_id": house.int_type_id.id,
            "location_id": house.lot_stock_id.id,
            "location_dest_id": house.lot_stock_id.id,
            "move_ids": [(0, 0, move)],
        }
        return self._jxc_open_form(self.env._("Transfer"), "stock.picking", picking)
