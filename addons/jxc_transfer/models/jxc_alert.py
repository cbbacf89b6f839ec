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

    def _jxc_on_opened(self):
        """What one warehouse lacks another may have (T1)."""
        res = super()._jxc_on_opened()
        self.env["jxc.transfer.suggestion"].sudo()._suggest(self._jxc_short_pairs())
        return res

    def _jxc_on_closed(self):
        res = super()._jxc_on_closed()
        self.env["jxc.transfer.suggestion"].sudo()._withdraw(self._jxc_short_pairs())
        return res

    def _jxc_short_pairs(self):
        short = self.filtered(lambda alert: alert.rule_id.kind == "below_min")
        return [tuple(map(int, alert.key.split(":"))) for alert in short]
