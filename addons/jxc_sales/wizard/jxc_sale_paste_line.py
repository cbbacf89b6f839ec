from odoo import api, fields, models

from ..logic import naming
from ..logic.pasted import number


class JxcSalePasteLine(models.TransientModel):
    """A row as it was pasted, and what it will be in the order."""

    _name = "jxc.sale.paste.line"
    _description = "Pasted Line"
    _order = "place, id"

    wizard_id = fields.Many2one("jxc.sale.paste", required=True, ondelete="cascade")
    currency_id = fields.Many2one(related="wizard_id.currency_id")
    place = fields.Integer("Row", readonly=True)
    text = fields.Char("As Written", readonly=True)
    unit_text = fields.Char(readonly=True)
    quantity_text = fields.Char(readonly=True)
    price_text = fields.Char(readonly=True)
    candidate_ids = fields.Many2many("product.product", readonly=True)
    pack_id = fields.Many2one(
        "uom.uom", readonly=True, help="What the barcode of a packaging stands for."
    )
    product_id = fields.Many2one("product.product")
    quantity = fields.Float(digits="Product Unit")
    uom_id = fields.Many2one(
        "uom.uom",
        "Unit",
        compute="_compute_uom_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    allowed_uom_ids = fields.Many2many("uom.uom", compute="_compute_allowed_uom_ids")
    price = fields.Float("Unit Price", digits="Product Price")
    problem = fields.Char(compute="_compute_problem")

    @api.depends("product_id")
    def _compute_allowed_uom_ids(self):
        for line in self:
            line.allowed_uom_ids = line.product_id.uom_id | line.product_id.uom_ids

    @api.depends("product_id")
    def _compute_uom_id(self):
        """The unit that was written, if the product is sold in it."""
        for line in self:
            product = line.product_id
            unit = line.pack_id or product.uom_id
            if line.unit_text:
                units = (product.uom_id | product.uom_ids).grouped("name")
                unit = units.get(naming.unit(line.unit_text, units))
            line.uom_id = unit

    @api.depends("product_id", "quantity", "uom_id", "price", "wizard_id.order_id")
    def _compute_problem(self):
        sold = self.env["product.product"]
        by_company = self.grouped(lambda line: line.wizard_id.order_id.company_id)
        for company, lines in by_company.items():
            sold |= lines.product_id._jxc_sold_in(company)
        for line in self:
            line.problem = (
                line._product_problem(sold)
                or line._quantity_problem()
                or line._unit_problem()
                or line._price_problem()
            )

    def _product_problem(self, sold):
        product, company = self.product_id, self.wizard_id.order_id.company_id
        if not product and self.candidate_ids:
            names = self.candidate_ids[:5].mapped("display_name")
            more = "…" if len(self.candidate_ids) > 5 else ""
            return self.env._(
                "“%(text)s” may be %(products)s%(more)s. Choose one.",
                text=self.text,
                products=", ".join(names),
                more=more,
            )
        if not product:
            return self.env._(
                "“%(text)s” is no code, barcode, name or initials of a product.",
                text=self.text,
            )
        if product in sold:
            return False
        name = product.display_name
        if product.filtered_domain(product._check_company_domain(company)):
            return self.env._("%(product)s is not for sale.", product=name)
        return self.env._(
            "%(product)s belongs to another company than the order.", product=name
        )

    def _quantity_problem(self):
        unit = self.uom_id or self.product_id.uom_id
        if unit.compare(self.quantity, 0.0) > 0:
            return False
        if not self.quantity_text:
            return self.env._("The quantity is missing.")
        return self.env._(
            "“%(text)s” is no quantity to order.", text=self.quantity_text
        )

    def _unit_problem(self):
        if self.uom_id:
            return False
        return self.env._(
            "“%(text)s” is not a unit of %(product)s: %(units)s.",
            text=self.unit_text or "",
            product=self.product_id.display_name,
            units=", ".join(self.allowed_uom_ids.mapped("name")),
        )

    def _price_problem(self):
        """A price that could not be read is 0 until somebody types one."""
        if not self.price_text or number(self.price_text) is not None or self.price:
            return False
        return self.env._("“%(text)s” is not a price.", text=self.price_text)

    def _order_line_values(self):
        """The price list has the say where no price was written."""
        values = {
            "product_id": self.product_id.id,
            "product_uom_id": self.uom_id.id,
            "product_uom_qty": self.quantity,
        }
        if self.wizard_id.may_price and (self.price_text or self.price):
            values["price_unit"] = self.price
        return values
