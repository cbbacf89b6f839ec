from odoo import api, fields, models

KEYS = ("pricelist_id", "product_tmpl_id", "product_id", "categ_id", "currency_id")
KEYS += ("base_pricelist_id",)
FIGURES = ("min_quantity", "fixed_price", "percent_price", "price_discount")
FIGURES += ("price_surcharge", "price_round", "price_min_margin", "price_max_margin")
WORDS = ("applied_on", "compute_price", "base", "date_start", "date_end")


class ProductPricelistItem(models.Model):
    """A price of a price list is used when it is in force (S1, S3)."""

    _name = "product.pricelist.item"
    _inherit = ["product.pricelist.item", "jxc.approval.proposal"]

    jxc_replaces_id = fields.Many2one(
        "product.pricelist.item", "Takes the Place Of", readonly=True, copy=False
    )
    jxc_below_list = fields.Float(
        "Below List Price (%)",
        compute="_compute_jxc_below_list",
        store=True,
        help="How much less than the product's list price; below 0: more than it.",
    )

    @api.depends(
        "compute_price",
        "fixed_price",
        "percent_price",
        "price_discount",
        "product_id.list_price",
        "product_tmpl_id.list_price",
    )
    def _compute_jxc_below_list(self):
        for item in self:
            product = item.product_id or item.product_tmpl_id
            below = 0.0
            if item.compute_price == "percentage":
                below = item.percent_price
            elif item.compute_price == "formula":
                below = item.price_discount
            elif product.list_price:
                below = (1 - item.fixed_price / product.list_price) * 100
            item.jxc_below_list = round(below, 4)

    # --- what jxc_approval asks ----------------------------------------------------

    def _jxc_approval_chatter(self):
        return self.pricelist_id

    def _jxc_approval_values(self):
        self.ensure_one()
        values = {name: self[name].id for name in KEYS}
        values.update({name: self[name] for name in FIGURES})
        values.update({name: str(self[name] or "") for name in WORDS})
        return values

    def _jxc_approval_evidence(self):
        self.ensure_one()
        product = self.product_id or self.product_tmpl_id
        return [
            (self.env._("Price list"), self.pricelist_id.display_name),
            (self.env._("Applied on"), self.name or ""),
            (self.env._("Price"), self.price or ""),
            (self.env._("List price"), f"{product.list_price:.2f}" if product else "-"),
            (self.env._("Below list price"), f"{self.jxc_below_list:+.2f} %"),
        ]
