from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import formatLang

WAITING = ("required", "refused", "returned")


class StockScrap(models.Model):
    """Goods are written off when the approval says so (P4, K7): 报损."""

    _name = "stock.scrap"
    _inherit = ["stock.scrap", "jxc.approval.mixin"]

    jxc_currency_id = fields.Many2one(related="company_id.currency_id")
    jxc_value = fields.Monetary(
        "Value at Cost",
        compute="_compute_jxc_value",
        store=True,
        currency_field="jxc_currency_id",
        groups="jxc_base.group_jxc_cost_viewer",
        help="What a rule on the value looks at: the quantity at the product's cost.",
    )

    jxc_photo_ids = fields.Many2many(
        "ir.attachment",
        "jxc_scrap_photo_rel",
        string="Photos",
        copy=False,
        help="Pictures of the damage. Who approves the scrap sees them.",
    )

    @api.depends("company_id")
    def _compute_scrap_location_id(self):
        """The host proposes the first place that loses goods, which is the one of
        inventory adjustments: what is written off is told apart from it."""
        result = super()._compute_scrap_location_id()
        for scrap in self:
            place = scrap.company_id.jxc_scrap_location_id
            if place.active:
                scrap.scrap_location_id = place
        return result

    @api.depends("product_id", "product_uom_id", "scrap_qty", "company_id")
    def _compute_jxc_value(self):
        for scrap in self:
            product = scrap.product_id.with_company(scrap.company_id).sudo()
            quantity = scrap.product_uom_id._compute_quantity(
                scrap.scrap_qty, product.uom_id, rounding_method="HALF-UP"
            )
            value = quantity * product.standard_price
            scrap.jxc_value = scrap.company_id.currency_id.round(value)

    @api.depends("name", "state", "product_id", "scrap_qty", "product_uom_id")
    def _compute_display_name(self):
        """A scrap gets its number when it is done; until then it says what it is."""
        done = self.filtered(
            lambda scrap: scrap.state == "done" or not scrap.product_id
        )
        for scrap in self - done:
            scrap.display_name = self.env._(
                "Scrap %(product)s × %(quantity)g %(uom)s",
                product=scrap.product_id.display_name,
                quantity=scrap.scrap_qty,
                uom=scrap.product_uom_id.name,
            )
        return super(StockScrap, done)._compute_display_name()

    # --- what jxc_approval asks ---------------------------------------------------

    def _jxc_approval_effective(self):
        return self.filtered(lambda scrap: scrap.state == "done")

    def _jxc_approval_values(self):
        self.ensure_one()
        names = ("product_id", "product_uom_id", "lot_id", "package_id", "owner_id")
        names += ("location_id", "scrap_location_id")
        return {name: self[name].id for name in names} | {"scrap_qty": self.scrap_qty}

    def _jxc_approval_lowerable(self):
        return ("scrap_qty",)

    def _jxc_approval_evidence(self):
        self.ensure_one()
        product = self.product_id.with_context(location=self.location_id.id)
        quantity = f"{self.scrap_qty:g} {self.product_uom_id.name}"
        on_hand = f"{product.qty_available:g} {product.uom_id.name}"
        reasons = self.scrap_reason_tag_ids.mapped("name")
        value = formatLang(self.env, self.jxc_value, currency_obj=self.jxc_currency_id)
        evidence = [
            (self.env._("Product"), product.display_name),
            (self.env._("Quantity"), quantity),
            (self.env._("On hand there"), on_hand),
            (self.env._("From"), self.location_id.display_name),
            (self.env._("Lot"), self.lot_id.name),
            (self.env._("Reason"), ", ".join(reasons)),
            (self.env._("Source"), self.origin or self.picking_id.name),
            (self.env._("Value at Cost"), value, "cost"),
        ]
        return [line for line in evidence if line[1]]

    def activity_schedule(self, *args, **kwargs):
        """The host's scrap has no to-dos, and cannot be given them without traces that
        outlive us: what is to do stands on the request."""
        request = self.sudo().jxc_approval_request_ids[:1]
        return request.activity_schedule(*args, **kwargs)

    def _jxc_approval_on_approved(self):
        for scrap in self.filtered(lambda scrap: scrap.state == "draft"):
            if not scrap.check_available_qty():
                raise UserError(
                    self.env._(
                        "%(scrap)s: there is not so much left in %(location)s.",
                        scrap=scrap.display_name,
                        location=scrap.location_id.display_name,
                    )
                )
            scrap.do_scrap()

    def action_validate(self):
        """Submit what needs an approval, scrap the rest."""
        self.ensure_one()
        submits = self.state == "draft" and self.jxc_approval_state in WAITING
        if submits and not self.product_uom_id.is_zero(self.scrap_qty):
            return self.action_jxc_submit()
        return super().action_validate()

    # --- the host lets anybody write "done" without any goods being moved ----------

    @api.model_create_multi
    def create(self, vals_list):
        scraps = super().create(vals_list)
        scraps._jxc_check_moved()
        scraps._jxc_keep_photos()
        return scraps

    def write(self, vals):
        result = super().write(vals)
        if "state" in vals:
            self._jxc_check_moved()
        if "jxc_photo_ids" in vals:
            self._jxc_keep_photos()
        return result

    def _jxc_keep_photos(self):
        """What was taken before the scrap was saved belongs to nobody yet: others
        would not see it."""
        for scrap in self:
            photos = scrap.sudo().jxc_photo_ids.filtered(
                lambda photo: not photo.res_id
                and photo.res_model == "stock.scrap"
                and photo.create_uid == self.env.user
            )
            photos.res_id = scrap.id

    def _jxc_check_moved(self):
        for scrap in self.filtered(lambda scrap: scrap.state == "done"):
            if "done" not in scrap.sudo().move_ids.mapped("state"):
                raise UserError(
                    self.env._(
                        "%(scrap)s is done when its goods have been moved out: press"
                        " Validate.",
                        scrap=scrap.display_name,
                    )
                )
