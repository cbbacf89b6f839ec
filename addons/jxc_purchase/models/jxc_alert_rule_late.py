from odoo import models


class JxcAlertRule(models.Model):
    """A late receipt says whose orders it puts at risk (V2)."""

    _inherit = "jxc.alert.rule"

    def _jxc_evaluate(self, kind, keys):
        payloads = super()._jxc_evaluate(kind, keys)
        if kind == "receipt_late":
            self._jxc_name_endangered(payloads)
        return payloads

    def _jxc_name_endangered(self, payloads):
        """Add the orders at risk and the buyer to what is told, all at once."""
        ids = [payload["res_id"] for payload in payloads.values()]
        pickings = self.env["stock.picking"].sudo().browse(ids)
        lines_of = {
            picking.id: picking.move_ids.filtered(
                lambda move: move.state not in ("done", "cancel")
            ).purchase_line_id
            for picking in pickings
        }
        found = pickings.move_ids.purchase_line_id._jxc_endangered()
        for payload in payloads.values():
            lines = lines_of[payload["res_id"]]
            names = sorted(set().union(*(found[line.id] for line in lines)))
            if names:
                told = self.env._("Orders at risk: %s", ", ".join(names))
                payload["body"] = "\n".join(filter(None, [payload.get("body"), told]))
            buyers = self._jxc_at_work(lines.order_id.user_id, lines.company_id[:1])
            payload["user_ids"] = [*payload.get("user_ids", ()), *buyers.ids]
