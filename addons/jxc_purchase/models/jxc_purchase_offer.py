from odoo import api, fields, models
from odoo.exceptions import UserError


class JxcPurchaseOffer(models.Model):
    """What a vendor would take for what is needed: the choice, side by side (P1)."""

    _name = "jxc.purchase.offer"
    _description = "Offer of a Vendor"
    _order = "suggestion_id, sequence, id"

    suggestion_id = fields.Many2one(
        "jxc.purchase.suggestion", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="suggestion_id.company_id")
    sequence = fields.Integer(help="The best first.")
    supplierinfo_id = fields.Many2one(
        "product.supplierinfo", "Price List Line", ondelete="cascade"
    )
    partner_id = fields.Many2one("res.partner", "Vendor", required=True)
    quantity = fields.Float(
        digits="Product Unit", help="With his minimum and his packs."
    )
    price_unit = fields.Float("Price", digits="Product Price")
    currency_id = fields.Many2one("res.currency", required=True)
    outlay = fields.Monetary(
        "Amount",
        currency_field="company_currency_id",
        help="In our own currency, without freight.",
    )
    freight = fields.Monetary(
        currency_field="company_currency_id",
        help="In our own currency. Of what is paid once per order it is the share, by"
        " amount, among all that is suggested of this vendor for the warehouse.",
    )
    landed = fields.Float(
        "Landed Price",
        digits="Product Price",
        help="What one unit costs with its freight, in our own currency.",
    )
    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Own Currency"
    )
    delay = fields.Integer("Days")
    date_expected = fields.Date("Expected Arrival")
    punctual = fields.Char("On Time", help="Of the receipts of the last 12 months.")
    quality = fields.Char(
        "Quality Rate", help="Accepted of what was inspected in the last 12 months."
    )
    score = fields.Integer(
        help="100 for the best. An offer of 80 costs a quarter more, with price,"
        " freight, lead time, punctuality and quality counted as in the settings."
    )
    is_chosen = fields.Boolean("Chosen", compute="_compute_is_chosen")

    @api.depends("suggestion_id.supplierinfo_id")
    def _compute_is_chosen(self):
        for offer in self:
            chosen = offer.suggestion_id.supplierinfo_id
            offer.is_chosen = bool(chosen) and chosen == offer.supplierinfo_id

    def action_jxc_take(self):
        """Buy from this vendor, at his price and in his quantity."""
        self.ensure_one()
        suggestion = self.suggestion_id
        suggestion.check_access("write")
        if suggestion.state != "open":
            raise UserError(
                self.env._(
                    "%(product)s: this suggestion is not open any more.",
                    product=suggestion.product_id.display_name,
                )
            )
        suggestion.write(self._taken())
        return True

    def _taken(self):
        """The values of a suggestion that takes this offer."""
        return {
            "supplierinfo_id": self.supplierinfo_id.id,
            "partner_id": self.partner_id.id,
            "quantity": self.quantity,
            "price_unit": self.price_unit,
            "currency_id": self.currency_id.id,
            "date_expected": self.date_expected,
        }
