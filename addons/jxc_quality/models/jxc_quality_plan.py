from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..selections import AQLS, LEVELS


class JxcQualityPlan(models.Model):
    """How goods of a product, category or vendor are inspected (P7)."""

    _name = "jxc.quality.plan"
    _description = "Inspection Plan"
    _inherit = ["mail.thread"]
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char("Plan Name", required=True, translate=True, tracking=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company", index=True, help="Empty for all companies."
    )
    product_tmpl_id = fields.Many2one(
        "product.template", "Product", check_company=True, index="btree_not_null"
    )
    categ_id = fields.Many2one(
        "product.category",
        "Product Category",
        index="btree_not_null",
        help="And the categories below it.",
    )
    partner_id = fields.Many2one(
        "res.partner", "Vendor", check_company=True, index="btree_not_null"
    )
    method = fields.Selection(
        [("sample", "Sample"), ("full", "All Pieces")],
        required=True,
        default="sample",
        tracking=True,
        help="A sample after GB/T 2828.1, or each piece of the lot.",
    )
    sampling = fields.Selection(
        [("single", "Single"), ("double", "Double (MIL-STD-105E)")],
        "Single or Double",
        required=True,
        default="single",
        tracking=True,
        help="Double: a smaller first sample, and a second one where the first is"
        " between Ac and Re. The numbers are those of MIL-STD-105E, tables III-A and"
        " III-B; some differ from table 3 of GB/T 2828.1-2012. Reduced inspection, and"
        " plans with Ac 0, stay single.",
    )
    level = fields.Selection(
        LEVELS,
        "Inspection Level",
        default="II",
        tracking=True,
        help="General levels I to III, II where nothing else was agreed; special levels"
        " S-1 to S-4 where only small samples can be taken.",
    )
    aql_critical = fields.Selection(
        AQLS,
        "AQL Critical",
        tracking=True,
        help="Acceptance quality limit. Empty: one critical piece rejects the lot.",
    )
    aql_major = fields.Selection(
        AQLS,
        "AQL Major",
        default="1.0",
        tracking=True,
        help="Acceptance quality limit, in nonconforming pieces of 100.",
    )
    aql_minor = fields.Selection(
        AQLS,
        "AQL Minor",
        default="2.5",
        tracking=True,
        help="Acceptance quality limit, in nonconforming pieces of 100.",
    )
    switching = fields.Boolean(
        "Switching Rules",
        default=True,
        tracking=True,
        help="Tightened after two rejected lots of five, reduced after a good history,"
        " stopped after five rejected lots: per vendor and product.",
    )
    skip_after = fields.Integer(
        "Skip Lots After",
        tracking=True,
        help="After so many accepted lots in a row of a vendor's product, lots are"
        " skipped. 0 for never. A rejection ends it at once.",
    )
    skip_every = fields.Integer(
        "Inspect One Of",
        default=3,
        tracking=True,
        help="While lots are skipped, one of so many is inspected.",
    )
    characteristic_ids = fields.One2many(
        "jxc.quality.characteristic", "plan_id", "Characteristics", copy=True
    )
    note = fields.Html("Instructions", translate=True)

    _skip_positive = models.Constraint(
        "CHECK (skip_after >= 0 AND skip_every >= 1)",
        "Lots are skipped after no less than 0, and one of 1 or more is inspected.",
    )

    @api.constrains("product_tmpl_id", "categ_id")
    def _check_scope(self):
        for plan in self:
            if plan.product_tmpl_id and plan.categ_id:
                raise ValidationError(
                    self.env._(
                        "%(plan)s: choose a product or a category, not both.",
                        plan=plan.display_name,
                    )
                )

    @api.constrains("method", "level", "aql_major", "aql_minor")
    def _check_sample(self):
        for plan in self.filtered(lambda p: p.method == "sample"):
            if not (plan.level and plan.aql_major and plan.aql_minor):
                raise ValidationError(
                    self.env._(
                        "%(plan)s: a sample needs the inspection level and the AQL for"
                        " major and minor nonconformities.",
                        plan=plan.display_name,
                    )
                )

    @api.model
    def _find(self, company, pairs):
        """The plan of each (product, vendor), the most specific one.

        :return: ``{(product, vendor): plan}``, without those that have none.
        """
        plans = self.sudo().search([("company_id", "in", (company.id, False))])
        found = {}
        for product, vendor in pairs:
            ranked = [
                (rank, plan)
                for plan in plans
                if (rank := plan._rank(product, vendor.commercial_partner_id))
            ]
            if ranked:
                found[product, vendor] = max(ranked, key=lambda pair: pair[0])[1]
        return found

    def _rank(self, product, vendor):
        """How closely this plan fits; None where it does not.

        The product comes before the category, a nearer category before one above it,
        the goods before the vendor, a company's own plan before one for all.
        """
        self.ensure_one()
        mine = self.partner_id.commercial_partner_id
        if mine and mine != vendor:
            return None
        template, category = product.product_tmpl_id, product.categ_id
        if self.product_tmpl_id and self.product_tmpl_id != template:
            return None
        depth = 0
        if self.categ_id:
            path = (category.parent_path or "").strip("/").split("/")
            if str(self.categ_id.id) not in path:
                return None
            depth = 1 + path.index(str(self.categ_id.id))
        return (
            bool(self.product_tmpl_id),
            depth,
            bool(mine),
            bool(self.company_id),
            -self.sequence,
            -self.id,
        )
