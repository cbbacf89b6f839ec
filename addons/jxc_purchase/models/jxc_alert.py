from odoo import models


class JxcAlert(models.Model):
    _inherit = "jxc.alert"

    def _jxc_on_opened(self):
        """Stock below its minimum is a need that somebody has to buy (P1)."""
        res = super()._jxc_on_opened()
        self._jxc_below_min()._jxc_suggest()
        suggestions = self.env["jxc.purchase.suggestion"].sudo()
        for rule, alerts in self.grouped("rule_id").items():
            wanted = rule._jxc_wanted(alerts.mapped("key"))
            suggestions._suggest_surges(
                {
                    alert._jxc_pair(): (wanted[alert.key], alert.body)
                    for alert in alerts
                    if alert.key in wanted
                }
            )
        return res

    def _jxc_on_closed(self):
        res = super()._jxc_on_closed()
        alerts = self._jxc_below_min()
        pairs = [alert._jxc_pair() for alert in alerts]
        suggestions = self.env["jxc.purchase.suggestion"].sudo()
        suggestions._withdraw(pairs)
        kinds = self.env["jxc.alert.rule"]._jxc_surge_kinds()
        surges = self.filtered(lambda alert: alert.rule_id.kind in kinds)
        suggestions._withdraw_surges([alert._jxc_pair() for alert in surges])
        return res

    def _jxc_next_action(self):
        """What falls short is bought: open what is suggested for it."""
        if self.rule_id.kind in {"below_min"} | self.rule_id._jxc_surge_kinds():
            product_id, _warehouse_id = self._jxc_pair()
            action = self.env["ir.actions.act_window"]._for_xml_id(
                "jxc_purchase.jxc_purchase_suggestion_action"
            )
            domain = [("product_id", "=", product_id), ("state", "=", "open")]
            return self.env._("Buy"), {**action, "domain": domain, "context": {}}
        return super()._jxc_next_action()

    def _jxc_below_min(self):
        return self.filtered(lambda alert: alert.rule_id.kind == "below_min")

    def _jxc_pair(self):
        self.ensure_one()
        product, warehouse = self.key.split(":")
        return int(product), int(warehouse)

    def _jxc_suggest(self):
        pairs = [alert._jxc_pair() for alert in self]
        self.env["jxc.purchase.suggestion"].sudo()._suggest(pairs)
