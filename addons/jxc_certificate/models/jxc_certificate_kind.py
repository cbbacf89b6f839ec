from odoo import api, fields, models
from odoo.exceptions import ValidationError


class JxcCertificateKind(models.Model):
    """A kind of certificate, and of whom it is required (P3)."""

    _name = "jxc.certificate.kind"
    _description = "Kind of Certificate"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one("res.company", help="Empty: for all companies.")
    scope = fields.Selection(
        [("vendor", "Vendor"), ("product", "Product")],
        string="Certifies",
        required=True,
        default="vendor",
        help="A vendor, or one product, from one vendor or from all of them.",
    )
    all_vendors = fields.Boolean(
        "Required of Every Vendor",
        help="Nothing is ordered from a vendor without it, whatever is ordered.",
    )
    categ_ids = fields.Many2many(
        "product.category",
        string="Required for Categories",
        help="Goods of these categories, and of those below them, are ordered only"
        " where there is such a certificate. Empty, and not required of every vendor:"
        " it is kept and watched, and stops nothing.",
    )
    warn_days = fields.Integer(
        "Warn Before (Days)",
        default=30,
        required=True,
        help="So many days before the end it is to be renewed.",
    )

    @api.constrains("warn_days")
    def _check_warn_days(self):
        for kind in self.filtered(lambda one: one.warn_days < 0):
            raise ValidationError(
                self.env._("%s: the days to warn are 0 or more.", kind.name)
            )

    @api.constrains("scope", "all_vendors")
    def _check_all_vendors(self):
        for kind in self.filtered(lambda one: one.scope == "product"):
            if kind.all_vendors:
                raise ValidationError(
                    self.env._(
                        "%s certifies products: say for which categories it is"
                        " required, not that every vendor has it.",
                        kind.name,
                    )
                )

    def _jxc_concerns(self, product):
        """Whether an order of this product asks for this kind."""
        self.ensure_one()
        if self.all_vendors:
            return True
        path = product.categ_id.parent_path or ""
        above = {int(part) for part in path.split("/") if part}
        return not above.isdisjoint(self.categ_ids.ids)
