from odoo import api, fields, models
from odoo.tools import formatLang

BUYERS = (
    "purchase.group_purchase_user,jxc_base.group_jxc_purchase_buyer,"
    "jxc_base.group_jxc_cost_viewer"
)
#: What makes two lines the price of one thing.
SAME = ("partner_id", "product_tmpl_id", "product_id", "min_qty", "product_uom_id")
SAME += ("currency_id", "company_id")


class ProductSupplierinfo(models.Model):
    """A vendor's price is used when it is in force (P3, P4)."""

    _name = "product.supplierinfo"
    _inherit = ["product.supplierinfo", "jxc.approval.proposal"]

    jxc_replaces_id = fields.Many2one(
        "product.supplierinfo", "Takes the Place Of", readonly=True, copy=False
    )
    jxc_reference = fields.Float(
        "Price Before",
        digits="Product Price",
        readonly=True,
        copy=False,
        groups=BUYERS,
        help="The vendor's price, less discount, that this one follows.",
    )
    jxc_price_change = fields.Float(
        "Price Change (%)",
        compute="_compute_jxc_price_change",
        store=True,
        groups=BUYERS,
        help="Against the vendor's price before. 0 where there was none.",
    )

    @api.depends("price", "discount", "jxc_reference")
    def _compute_jxc_price_change(self):
        for line in self.sudo():
            before = line.jxc_reference
            change = before and (line._jxc_net() / before - 1) * 100
            line.jxc_price_change = round(change, 4)

    def _jxc_net(self):
        return self.price * (1 - self.discount / 100)

    def write(self, vals):
        vals = self._jxc_own_values(vals)
        if not vals.keys() & {"price", "discount", "currency_id"}:
            return super().write(vals)
        for line in self:
            # Changed where it is, a price follows itself.
            before = line.sudo()._jxc_net() if line.jxc_in_force else None
            super(ProductSupplierinfo, line).write(vals)
            if before is not None:
                line.sudo().jxc_reference = before
        self._jxc_approval_check()
        return True

    @api.model
    def _jxc_proposal_fields(self):
        return super()._jxc_proposal_fields() | {"jxc_reference"}

    def _jxc_approval_prepare(self):
        """Find the price in force that each new one follows."""
        for line in self.sudo():
            before = line.jxc_replaces_id or self.sudo().search(
                [
                    ("id", "!=", line.id),
                    ("jxc_in_force", "=", True),
                    *((name, "=", line[name].id) for name in SAME if name != "min_qty"),
                    ("min_qty", "=", line.min_qty),
                ],
                order="id desc",
                limit=1,
            )
            line.jxc_reference = before._jxc_net() if before else 0.0

    # --- what jxc_approval asks ----------------------------------------------------

    def _jxc_approval_chatter(self):
        return self.product_tmpl_id

    def _jxc_approval_values(self):
        self.ensure_one()
        values = {name: self[name].id for name in SAME if name != "min_qty"}
        for name in ("min_qty", "price", "discount", "delay"):
            values[name] = self[name]
        for name in ("date_start", "date_end"):
            values[name] = str(self[name] or "")
        return values

    def _jxc_approval_lowerable(self):
        return ("price",)

    def _jxc_approval_evidence(self):
        self.ensure_one()
        line = self.sudo()

        def money(amount):
            return formatLang(self.env, amount, currency_obj=line.currency_id)

        return [
            (self.env._("Product"), line.product_tmpl_id.display_name),
            (self.env._("Vendor"), line.partner_id.display_name),
            (self.env._("Price"), money(line._jxc_net())),
            (self.env._("Price Before"), money(line.jxc_reference)),
            (self.env._("Price Change"), f"{line.jxc_price_change:+.2f} %"),
            (self.env._("From quantity"), f"{line.min_qty:g}"),
        ]
