from odoo import models


class JxcAlert(models.Model):
    _inherit = "jxc.alert"

    def _jxc_next_action(self):
        """What another warehouse can give is moved, before the rest is bought."""
        for product_id, house_id in self._jxc_short_pairs():
            domain = [
                ("product_id", "=", product_id),
                ("dest_warehouse_id", "=", house_id),
                ("state", "=", "open"),
            ]
            if self.env["jxc.transfer.suggestion"].sudo().search_count(domain):
                action = self.env["ir.actions.act_window"]._for_xml_id(
                    "jxc_transfer.jxc_transfer_suggestion_action"
                )
                action = {**action, "domain": domain, "context": {}}
                return self.env._("Transfer"), action
        return super()._jxc_next_action()
