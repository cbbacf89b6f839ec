from odoo import api, models
from odoo.exceptions import UserError


class JxcPda(models.AbstractModel):
    """What arrives from another warehouse: what is damaged or missing is a difference
    of the transfer, which says who bears it (T1)."""

    _inherit = "jxc.pda"

    @api.model
    def _arriving(self, picking):
        """The transfer whose goods arrive by ``picking``, if any."""
        moves = picking.move_ids.filtered(lambda m: m.jxc_transfer_step == "receive")
        return moves.jxc_transfer_line_id.transfer_id

    @api.model
    def _open_difference(self, transfer):
        """The draft of the transfer, or a new one: it has one at a time."""
        drafts = transfer.difference_ids.filtered(lambda one: one.state == "draft")
        return drafts[:1] or drafts.create({"transfer_id": transfer.id})

    # -- damaged -------------------------------------------------------------------

    @api.model
    def _damage_known(self, picking, client_id):
        lines = self.env["jxc.transfer.difference.line"]
        line = lines.search([("jxc_client_id", "=", client_id)], limit=1)
        return line.difference_id or super()._damage_known(picking, client_id)

    @api.model
    def _damage_document(self, move, client_id, report):
        """Goods that arrive broken go to quarantine when the difference is posted."""
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
                    self._damage_quantity(report), goods.uom_id
                ),
                "reason": str(report["reason"]).strip(),
                "jxc_client_id": client_id,
            }
        )
        line._check_complete()
        self._ask_about_damage(move.picking_id, difference)
        return difference

    # -- missing -------------------------------------------------------------------

    @api.model
    def finish(self, picking_id, backorder=None, reasons=None):
        """Of a transfer, what is given up is missing: the difference says so.

        :return: also ``missing``, that giving up means this, and ``difference``, the
            name of the draft that somebody has to post.
        """
        picking = self._picking(picking_id)
        transfer = self._arriving(picking)
        if not transfer:
            return super().finish(picking_id, backorder, reasons)
        picking._jxc_wait_turn(posting=True)
        short = self._short(picking)
        if not short:
            backorder = False  # All of it is here, or reported.
        if backorder is False:
            told = self._missing_reasons(picking, short, reasons or {})
        result = super().finish(picking_id, backorder, reasons)
        if result.get("ask"):
            result["missing"] = True
        if result.get("done") and backorder is False:
            result["difference"] = self._record_missing(transfer, told)
        return result

    @api.model
    def _short(self, picking):
        """What is reported in a draft is not asked for again."""
        short = super()._short(picking)
        transfer = self._arriving(picking)
        drafts = transfer.difference_ids.filtered(lambda one: one.state == "draft")
        reported = {
            goods: sum(line._own_quantity() for line in lines)
            for goods, lines in drafts.line_ids.grouped("transfer_line_id").items()
        }
        left = []
        for line in short:
            move = picking.move_ids.browse(line["move_id"])
            uom = move.product_id.uom_id
            known = min(
                reported.get(move.jxc_transfer_line_id, 0.0),
                line["asked"] - line["taken"],
            )
            if known:
                reported[move.jxc_transfer_line_id] -= known
            asked = uom.round(line["asked"] - known)
            if uom.compare(line["taken"], asked) < 0:
                left.append({**line, "asked": asked})
        return left

    @api.model
    def _missing_reasons(self, picking, short, reasons):
        """Somebody has to answer for what is missing: by line of the transfer, why."""
        told = {}
        for line in short:
            reason = str(reasons.get(str(line["move_id"])) or "").strip()
            if not reason:
                raise UserError(
                    self.env._(
                        "Say why %(quantity)g %(uom)s of %(product)s are missing.",
                        quantity=line["asked"] - line["taken"],
                        uom=line["uom"],
                        product=line["name"],
                    )
                )
            move = picking.move_ids.browse(line["move_id"])
            told[move.jxc_transfer_line_id] = reason
        return told

    @api.model
    def _record_missing(self, transfer, told):
        """Have all that nobody expects any more in the transfer's draft, with why.

        The transfer itself drafts it only where there is no draft yet.
        """
        for goods, reason in told.items():
            draft = self._open_difference(transfer)
            mine = draft.line_ids.filtered(
                lambda line, goods=goods: line.transfer_line_id == goods
            )
            mine.filtered(lambda line: not line.reason).reason = reason
            unit = goods.uom_id
            left = goods.stranded - sum(mine.mapped("quantity"))
            values = []
            for lot, inside in goods._in_transit_by_lot().items():
                there = goods.product_id.uom_id._compute_quantity(inside, unit)
                listed = mine.filtered(lambda line, lot=lot: line.lot_id == lot)
                taken = min(there - sum(listed.mapped("quantity")), left)
                if unit.compare(taken, 0) > 0:
                    left -= taken
                    values.append(
                        {
                            "difference_id": draft.id,
                            "transfer_line_id": goods.id,
                            "lot_id": lot.id,
                            "kind": "missing",
                            "quantity": taken,
                            "reason": reason,
                        }
                    )
            draft.line_ids.create(values)
        drafts = transfer.difference_ids.filtered(lambda one: one.state == "draft")
        return drafts[:1].name or ""
