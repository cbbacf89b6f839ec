from odoo import models


class JxcAlert(models.Model):
    _inherit = "jxc.alert"

    def _jxc_transfer(self):
        """What lies idle in one warehouse is sent to another."""
        product_id, warehouse_id = map(int, self.key.split(":"))
        house = self.env["stock.warehouse"].sudo().browse(warehouse_id)
        line = {"product_id": product_id, "quantity": 1}
        transfer = {
            "company_id": house.company_id.id,
            "warehouse_id": house.id,
            "line_ids": [(0, 0, line)],
        }
        return self._jxc_open_form(self.env._("Transfer"), "jxc.transfer", transfer)
