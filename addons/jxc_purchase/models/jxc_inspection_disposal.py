from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError


class JxcInspection(models.Model):
    """What becomes of the goods that an inspector rejected (P7)."""

    _inherit = "jxc.inspection"

    quarantined = fields.Boolean(
        "Goods to Dispose Of", compute="_compute_quarantined", compute_sudo=True
    )
    return_ids = fields.Many2many(
        "stock.picking",
        string="Returns",
        compute="_compute_return_ids",
        compute_sudo=True,
    )
    return_count = fields.Integer(compute="_compute_return_ids", compute_sudo=True)
    scrap_count = fields.Integer(compute="_compute_scrap_count", compute_sudo=True)
    rework_of_id = fields.Many2one(
        "jxc.inspection",
        "Rework Of",
        readonly=True,
        copy=False,
        index="btree_not_null",
        check_company=True,
        help="The inspection whose rejected goods were reworked and came back.",
    )
    rework_ids = fields.One2many("jxc.inspection", "rework_of_id", "After Rework")
    rework_count = fields.Integer(compute="_compute_rework_count", compute_sudo=True)

    @api.depends("rework_ids")
    def _compute_rework_count(self):
        for one in self:
            one.rework_count = len(one.rework_ids)

    @api.depends("line_ids.quarantined")
    def _compute_quarantined(self):
        for one in self:
            one.quarantined = bool(one.line_ids._to_dispose_of())

    @api.depends("line_ids.quarantined")
    def _compute_return_ids(self):
        moves = self.line_ids._returns().grouped("origin_returned_move_id")
        none = self.env["stock.move"]
        for one in self:
            found = none.union(*(moves.get(m, none) for m in one.line_ids.move_id))
            one.return_ids = found.picking_id
            one.return_count = len(one.return_ids)

    @api.depends("line_ids.scrap_ids")
    def _compute_scrap_count(self):
        for one in self:
            one.scrap_count = len(one.line_ids.scrap_ids)

    # --- buttons ----------------------------------------------------------------

    def action_jxc_return_to_vendor(self):
        """A return of the receipt, out of quarantine, for the keeper to hand over."""
        lines = self._take_rejected()
        goods, text = {line: line.quarantined for line in lines}, lines._goods_text()
        receipt = self.picking_id
        wizard = self.env["stock.return.picking"].create({"picking_id": receipt.id})
        by_move = lines.grouped("move_id")
        for one in wizard.product_return_moves:
            one.quantity = sum(goods[line] for line in by_move.get(one.move_id, ()))
        back = receipt.browse(wizard.action_create_returns()["res_id"])
        lines._reserve_return(back, goods)
        self._log_disposal(self.env._("Return to the vendor"), back, text)
        return self._open_documents("stock.action_picking_tree_all", back)

    def action_jxc_scrap(self):
        """Book out for good what still lies in quarantine."""
        lines = self._take_rejected()
        texts = [line._goods_text() for line in lines]
        values = [line._scrap_values() for line in lines]
        scraps = self.env["stock.scrap"].create(values)
        scraps.do_scrap()
        for scrap, text in zip(scraps, texts, strict=True):
            self._log_disposal(self.env._("Scrapped"), scrap, text)
        return self._open_documents("stock.action_stock_scrap", scraps)

    def action_jxc_rework(self):
        """Reworked goods go back to the inspector, on an inspection of their own."""
        lines = self._take_rejected()
        goods, text = {line: line.quarantined for line in lines}, lines._goods_text()
        again = self.sudo().create(
            {
                "picking_id": self.picking_id.id,
                "company_id": self.company_id.id,
                "rework_of_id": self.id,
                "line_ids": [
                    fields.Command.create(
                        {
                            "move_id": line.move_id.id,
                            "lot_id": line.lot_id.id,
                            "received": quantity,
                            "accepted": quantity,
                        }
                    )
                    for line, quantity in goods.items()
                ],
            }
        )
        place = lines.move_id.location_dest_id[:1]
        again.transfer_ids = again._move("accepted", place, lines._quarantine())
        for line, quantity in goods.items():
            line.sudo().reworked += quantity
        again._ask_inspectors()
        again = again.sudo(self.env.su)
        self._log_disposal(self.env._("Reworked, inspected again"), again, text)
        return self._open_documents("jxc_purchase.jxc_inspection_action", again)

    def action_jxc_reworks(self):
        self.ensure_one()
        return self._open_documents(
            "jxc_purchase.jxc_inspection_action", self.rework_ids
        )

    def action_jxc_returns(self):
        self.ensure_one()
        return self._open_documents("stock.action_picking_tree_all", self.return_ids)

    def action_jxc_scraps(self):
        self.ensure_one()
        return self._open_documents("stock.action_stock_scrap", self.line_ids.scrap_ids)

    def _take_rejected(self):
        """The lines with goods to dispose of, for this transaction alone."""
        self.ensure_one()
        self.check_access("read")
        self.env["jxc.lock"].acquire([f"inspection:{self.id}"])
        self._forget_disposals()
        lines = self.line_ids._to_dispose_of()
        if not lines:
            raise UserError(
                self.env._(
                    "%(inspection)s has nothing left in %(place)s: what was rejected"
                    " is in a return, was scrapped, or was moved elsewhere. Look at"
                    " its returns and scraps.",
                    inspection=self.name,
                    place=self.line_ids._quarantine().display_name,
                )
            )
        return lines

    def _forget_disposals(self):
        """What lies in quarantine follows from quants and moves, not from fields."""
        self.invalidate_recordset(["quarantined", "return_ids", "return_count"])
        self.line_ids.invalidate_recordset(["quarantined"])

    def _log_disposal(self, what, document, goods):
        self._forget_disposals()
        # Who disposes of goods reads the inspection and cannot change it.
        self.sudo().message_post(
            body=Markup("%s: %s – %s") % (what, document._get_html_link(), goods)
        )

    @api.model
    def _open_documents(self, action_id, documents):
        action = self.env["ir.actions.act_window"]._for_xml_id(action_id)
        action["domain"] = [("id", "in", documents.ids)]
        action["context"] = {}
        if len(documents) == 1:
            action["views"] = [(False, "form")]
            action["res_id"] = documents.id
        return action
