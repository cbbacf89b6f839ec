from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command


class JxcTransfer(models.Model):
    """The differences of a transfer."""

    _inherit = "jxc.transfer"

    def action_jxc_difference(self):
        """The open difference of this transfer, with what is in transit on it."""
        self.ensure_one()
        self.check_access("write")
        one = self.difference_ids.filtered(lambda d: d.state == "draft")[:1]
        one = one or self._open_difference()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Transfer Difference"),
            "res_model": one._name,
            "res_id": one.id,
            "views": [[False, "form"]],
        }

    def action_jxc_differences(self):
        """All differences of these transfers."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Transfer Differences"),
            "res_model": "jxc.transfer.difference",
            "views": [[False, "list"], [False, "form"]],
            "domain": [("transfer_id", "in", self.ids)],
            "context": {"create": False},
        }

    def _open_difference(self):
        """A draft of what nobody expects; else of all that is in transit."""
        self.ensure_one()
        draft = self.difference_ids.filtered(lambda d: d.state == "draft")
        if draft:
            return draft[:1]
        stranded = self.line_ids.filtered(lambda ln: ln.stranded > 0)
        values = []
        for line in stranded or self.line_ids.filtered(lambda ln: ln.in_transit > 0):
            left = line.stranded or line.in_transit
            for lot, quantity in line._in_transit_by_lot().items():
                unit = line.product_id.uom_id
                taken = min(unit._compute_quantity(quantity, line.uom_id), left)
                if line.uom_id.compare(taken, 0) > 0:
                    left -= taken
                    values.append(
                        {
                            "transfer_line_id": line.id,
                            "lot_id": lot.id,
                            "quantity": taken,
                            "kind": "missing",
                        }
                    )
        if not values:
            raise UserError(
                self.env._(
                    "Nothing of %(transfer)s is in transit: what arrived damaged is"
                    " scrapped or counted where it is.",
                    transfer=self.name,
                )
            )
        lines = [Command.create(line) for line in values]
        return self.env["jxc.transfer.difference"].create(
            {"transfer_id": self.id, "line_ids": lines}
        )
