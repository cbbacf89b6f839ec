from odoo import api, fields, models


class StockPicking(models.Model):
    _inherit = "stock.picking"

    jxc_inspection_ids = fields.One2many(
        "jxc.inspection", "picking_id", "Inspections", readonly=True, copy=False
    )
    jxc_inspection_count = fields.Integer(
        compute="_compute_jxc_inspection_count", compute_sudo=True
    )

    @api.depends("jxc_inspection_ids")
    def _compute_jxc_inspection_count(self):
        for picking in self:
            picking.jxc_inspection_count = len(picking.jxc_inspection_ids)

    def action_jxc_inspections(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "jxc_purchase.jxc_inspection_action"
        )
        action["domain"] = [("picking_id", "in", self.ids)]
        action["context"] = {}
        return action

    def _action_done(self):
        """With the goods come the inspection and the vendor's bill (P7–P9).

        Who receives has no rights in purchase or accounting: the narrow sudo is for
        these two documents, whose content follows from the receipt alone.
        """
        orders = self.sudo().move_ids.purchase_line_id.order_id
        self.env["jxc.lock"].acquire(orders._jxc_bill_keys())
        res = super()._action_done()
        done = self.sudo().filtered(lambda picking: picking.state == "done")
        self.env["jxc.inspection"].sudo()._open_for(done)
        done.move_ids.purchase_line_id.order_id._jxc_bill_accepted()
        return res
