from odoo import models

LOTS = ("expiring", "expired")
GOODS = ("out_of_stock", "negative", "no_movement", "above_max")


class JxcAlert(models.Model):
    _inherit = "jxc.alert"

    def _jxc_next_action(self):
        """Write off what expires; of other goods see what is where."""
        kind = self.rule_id.kind
        if kind in LOTS:
            lot = self.env["stock.lot"].sudo().browse(self.res_id).exists()
            goods = {"product_id": lot.product_id.id, "lot_id": lot.id}
            return self.env._("Write Off"), {
                "type": "ir.actions.act_window",
                "name": self.env._("Write Off"),
                "res_model": "stock.scrap",
                "views": [[False, "form"]],
                "context": {f"default_{name}": value for name, value in goods.items()},
            }
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
