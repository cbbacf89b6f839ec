from odoo import api, fields, models


class StockPicking(models.Model):
    _inherit = "stock.picking"

    jxc_proof_ids = fields.One2many("jxc.proof", "picking_id", "Proof of Delivery")
    jxc_proof_state = fields.Selection(
        selection=lambda self: self.env["jxc.proof"]._fields["state"].selection,
        string="Proof of Delivery State",
        compute="_compute_jxc_proof_state",
    )

    @api.depends("jxc_proof_ids.state")
    def _compute_jxc_proof_state(self):
        for picking in self:
            picking.jxc_proof_state = picking.jxc_proof_ids.state

    def _jxc_booked_out(self):
        res = super()._jxc_booked_out()
        self._jxc_open_proofs()
        back = self.sudo().move_ids.origin_returned_move_id.picking_id
        back.jxc_proof_ids._close_returned()
        return res

    def _jxc_open_proofs(self):
        """One for each delivery to a customer; a keeper enters it, no one makes it."""
        to_customers = self.sudo().filtered(
            lambda p: p.picking_type_code == "outgoing"
            and p.location_dest_id.usage == "customer"
            and not p.jxc_proof_ids
        )
        to_customers.env["jxc.proof"].create(
            [
                {
                    "picking_id": picking.id,
                    "partner_id": picking._jxc_customer().id,
                    "shipped_on": fields.Date.context_today(picking, picking.date_done),
                    "holds": picking._jxc_invoice_on() == "proof",
                }
                for picking in to_customers
            ]
        )

    def _jxc_customer(self):
        return (self.sale_id.partner_id or self.partner_id).commercial_partner_id

    def _jxc_invoice_on(self):
        company = self.company_id
        return (
            self._jxc_customer().with_company(company).jxc_invoice_on
            or company.jxc_invoice_on
        )

    def _jxc_holds(self):
        """Whether what these deliveries took is invoiced later, with their proof."""
        return any(p.holds and p.state == "waiting" for p in self.jxc_proof_ids)

    def action_jxc_proof(self):
        """The proof of this delivery."""
        self.ensure_one()
        return self.jxc_proof_ids._get_records_action(name=self.env._("Proof"))
