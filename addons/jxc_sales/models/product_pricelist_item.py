from odoo import api, fields, models

KEYS = ("pricelist_id", "product_tmpl_id", "product_id", "categ_id", "currency_id")
KEYS += ("base_pricelist_id",)
FIGURES = ("min_quantity", "fixed_price", "percent_price", "price_discount")
FIGURES += ("price_surcharge", "price_round", "price_min_margin", "price_max_margin")
FIGURES += ("price_markup",)
#: A price that cannot be compared with the list price is judged as if it were free.
UNKNOWN = 100.0
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
        help="How much less than the product's list price; below 0: more than it. What"
        " cannot be told beforehand counts as 100.",
    )

    @api.depends(
        "base",
        "base_pricelist_id",
        "compute_price",
        "currency_id",
        *FIGURES,
        "product_id.list_price",
        "product_tmpl_id.list_price",
    )
    def _compute_jxc_below_list(self):
        for item in self.sudo():
            product = item.product_id or item.product_tmpl_id
            item.jxc_below_list = round(
                item._jxc_below(product) if product else item._jxc_below_any(), 4
            )

    def _jxc_below(self, product):
        """By the host's own computing, whatever the price is made of."""
        now, currency = fields.Datetime.now(), self.currency_id
        if not currency:
            return 0.0
        quantity = max(self.min_quantity, 1.0)
        price = self._compute_price(product, quantity, product.uom_id, now, currency)
        company = self.company_id or self.env.company
        listed = product.currency_id._convert(
            product.list_price, currency, company, now, round=False
        )
        return (1 - price / listed) * 100 if listed else 0.0

    def _jxc_below_any(self):
        """For many products at once: the discount, where there is nothing else to it.
        What cannot be told counts as all of the price."""
        plain = self.base == "list_price" and not (
            self.price_surcharge < 0 or self.price_max_margin
        )
        if self.compute_price == "percentage" and self.base == "list_price":
            return self.percent_price
        if self.compute_price == "formula" and plain:
            return self.price_discount
        return UNKNOWN

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
