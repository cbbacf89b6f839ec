from odoo import models

WAITING = ("required", "pending", "refused", "returned")


class JxcInspection(models.Model):
    """A concession needs an approval before the goods move (P7)."""

    _name = "jxc.inspection"
    _inherit = ["jxc.inspection", "jxc.approval.mixin"]

    def _jxc_approval_effective(self):
        return self.filtered(lambda one: one.state == "done")

    def _jxc_approval_values(self):
        self.ensure_one()
        return {
            "picking_id": self.picking_id.id,
            "lines": [
                {
                    "id": line.id,
                    "accepted": line.accepted,
                    "conceded": line.conceded,
                    "reduction_kind": line.reduction_kind,
                    "reduction_percent": line.reduction_percent,
                    "reduction_price": line.reduction_price,
                }
                for line in self.line_ids.sorted("id")
            ],
        }

    def _jxc_approval_evidence(self):
        self.ensure_one()
        evidence = [
            (self.env._("Receipt"), self.picking_id.display_name),
            (self.env._("Vendor"), self.partner_id.display_name),
        ]
        for line in self.line_ids.filtered("conceded")[:4]:
            goods = f"{line.product_id.display_name} × {line.conceded:g}"
            evidence.append((self.env._("Accepted by Concession"), goods))
            planned = line.check_id._reasons() if line.check_id else False
            found = planned or line.deviation or line.reason
            evidence.append((self.env._("Found"), found))
        reductions = {line._reduction_text() for line in self.line_ids}
        evidence.append((self.env._("Price"), "; ".join(filter(None, reductions))))
        return [pair for pair in evidence if pair[1]]

    def _jxc_approval_on_approved(self):
        self.filtered(lambda one: one.state == "draft").action_jxc_done()

    def action_jxc_done(self):
        """Submit what needs an approval, finish the rest."""
        waiting = self.filtered(
            lambda one: one.state == "draft" and one.jxc_approval_state in WAITING
        )
        if not waiting:
            return super().action_jxc_done()
        self.check_access("write")
        for one in waiting:
            one._check_verdict()
        if rest := self - waiting:
            super(JxcInspection, rest).action_jxc_done()
        todo = waiting.filtered(lambda one: one.jxc_approval_state != "pending")
        return todo.action_jxc_submit() if todo else True
