from odoo import api, fields, models
from odoo.exceptions import UserError

#: What a keeper enters; everything else follows from the delivery.
ENTRIES = {"signed_by", "signed_on", "signature", "photo", "note"}


class JxcProof(models.Model):
    """One for each delivery: that the customer has it, and who says so."""

    _name = "jxc.proof"
    _description = "Proof of Delivery"
    _order = "shipped_on, id"
    _check_company_auto = True

    name = fields.Char(related="picking_id.name", store=True, string="Delivery Number")
    picking_id = fields.Many2one(
        "stock.picking",
        "Delivery",
        required=True,
        readonly=True,
        ondelete="cascade",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="picking_id.company_id", store=True, index=True
    )
    partner_id = fields.Many2one(
        "res.partner", "Customer", readonly=True, index="btree_not_null"
    )
    order_id = fields.Many2one(
        related="picking_id.sale_id", store=True, index="btree_not_null"
    )
    user_id = fields.Many2one(
        related="order_id.user_id", store=True, string="Salesperson"
    )
    move_ids = fields.One2many(related="picking_id.move_ids", string="Goods")
    shipped_on = fields.Date(readonly=True, required=True)
    days_open = fields.Integer(compute="_compute_days_open")
    holds = fields.Boolean(
        "Invoice on Proof",
        readonly=True,
        help="What was set for customer and company when the goods were shipped.",
    )
    state = fields.Selection(
        [
            ("waiting", "To be signed for"),
            ("signed", "Signed for"),
            ("returned", "Came back"),
        ],
        default="waiting",
        required=True,
        readonly=True,
        index=True,
    )
    signed_by = fields.Char(help="Who received the goods at the customer.")
    signed_on = fields.Date()
    signature = fields.Image(max_width=1024, max_height=1024)
    photo = fields.Image(
        max_width=1920, max_height=1920, help="Of the signed slip, or of the goods."
    )
    note = fields.Text("Remark")
    entered_by_id = fields.Many2one("res.users", "Entered by", readonly=True)
    entered_on = fields.Datetime(readonly=True)

    _picking_uniq = models.UniqueIndex("(picking_id)", "A delivery has one proof.")

    @api.depends("shipped_on", "state")
    @api.depends_context("tz")
    def _compute_days_open(self):
        today = fields.Date.context_today(self)
        for proof in self:
            open_since = proof.state == "waiting" and proof.shipped_on
            proof.days_open = (today - open_since).days if open_since else 0

    def write(self, vals):
        if not self.env.su:
            self._check_entry(vals)
        return super().write(vals)

    def _check_entry(self, vals):
        """Refuse what no keeper enters, and what would change a proof that stands."""
        if set(vals) - ENTRIES:
            raise UserError(
                self.env._(
                    "On a proof of delivery only who signed, the day, signature, photo"
                    " and remark are entered; it is confirmed by its button."
                )
            )
        if stands := self.filtered(lambda proof: proof.state != "waiting"):
            raise UserError(
                self.env._(
                    "The proof of %(delivery)s is closed and stays as it is. Write"
                    " what is to be added into the notes of the delivery.",
                    delivery=", ".join(stands.mapped("name")),
                )
            )

    # --- what happens to it -----------------------------------------------------

    def action_sign(self):
        """The customer has the goods: the proof stands, what waited is invoiced.

        The lock of the orders is the one that a shipment takes, so that two sessions,
        or a proof and a return, never count the same goods twice.
        """
        self.check_access("write")
        orders = self.picking_id._jxc_customer_orders()
        keys = [f"proof:{proof_id}" for proof_id in self.ids]
        self.env["jxc.lock"].acquire([*keys, *orders._jxc_invoice_keys()])
        self.invalidate_recordset(["state"])
        for proof in self:
            proof._check_complete()
        signed = {
            "state": "signed",
            "entered_by_id": self.env.uid,
            "entered_on": fields.Datetime.now(),
        }
        self.sudo().write(signed)
        for proof in self.sudo():
            proof.picking_id.message_post(body=proof._message())
        self.filtered("holds").picking_id._jxc_customer_orders()._jxc_invoice_shipped()
        return True

    def _check_complete(self):
        """Refuse a proof that proves nothing."""
        self.ensure_one()
        if self.state != "waiting":
            raise UserError(
                self.env._(
                    "The proof of %(delivery)s is closed already: %(state)s.",
                    delivery=self.name,
                    state=dict(self._fields["state"]._description_selection(self.env))[
                        self.state
                    ],
                )
            )
        if not (self.signed_by and self.signed_on and (self.signature or self.photo)):
            raise UserError(
                self.env._(
                    "The proof of %(delivery)s needs who signed, the day, and the"
                    " signature or a photo of the slip.",
                    delivery=self.name,
                )
            )
        today = fields.Date.context_today(self)
        if not self.shipped_on <= self.signed_on <= today:
            raise UserError(
                self.env._(
                    "%(delivery)s was shipped on %(shipped)s: it was signed for since"
                    " then, and not after today.",
                    delivery=self.name,
                    shipped=self.shipped_on,
                )
            )

    def _message(self):
        return self.env._(
            "Signed for by %(name)s on %(day)s, entered by %(user)s.",
            name=self.signed_by,
            day=self.signed_on,
            user=self.env.user.name,
        )

    def _close_returned(self):
        """Everything came back before it was signed for: nothing is left to prove."""
        for proof in self.filtered(lambda proof: proof.state == "waiting"):
            moves = proof.picking_id.move_ids.filtered(lambda m: m.state == "done")
            if all(move._jxc_came_back() for move in moves):
                proof.state = "returned"
