from odoo import api, models


class JxcPda(models.AbstractModel):
    _inherit = "jxc.pda"

    @api.model
    def _damage_known(self, picking, client_id):
        lines = self.env["jxc.transfer.difference.line"]
        line = lines.search([("jxc_client_id", "=", client_id)], limit=1)
        return line.difference_id or super()._damage_known(picking, client_id)

    @api.model
    def _damage_document(self, move, client_id, report):
        """Goods that arrive broken from another warehouse: its transfer says who bears
        them, and takes them to quarantine when the difference is posted."""
        if move.jxc_transfer_step != "receive":
            return super()._damage_document(move, client_id, report)
        goods = move.jxc_transfer_line_id
        difference = self._open_difference(goods.transfer_id)
        line = difference.line_ids.create(
            {
                "difference_id": difference.id,
                "transfer_line_id": goods.id,
                "kind": "damaged",
                "lot_id": self._damage_lot(move, report).id,
                "quantity": goods.product_id.uom_id._compute_quantity(
                    float(report["quantity"]), goods.uom_id
                ),
                "reason": str(report["reason"]).strip(),
                "jxc_client_id": client_id,
            }
        )
        line._check_complete()
        self._ask_about_damage(move.picking_id, difference)
        return difference

    @api.model
    def _open_difference(self, transfer):
        """The draft that this keeper is writing, or a new one."""
        drafts = self.env["jxc.transfer.difference"].search(
            [
                ("transfer_id", "=", transfer.id),
                ("state", "=", "draft"),
                ("create_uid", "=", self.env.uid),
            ],
            limit=1,
        )
        return drafts or drafts.create({"transfer_id": transfer.id})
