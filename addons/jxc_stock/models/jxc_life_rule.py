from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError

from ..logic.minimum_life import PARTS, Minimum, nearest


class JxcLifeRule(models.Model):
    """How much of its life a lot must have left, when a vendor brings it or a customer
    gets it. The rule that is nearest to the case holds."""

    _name = "jxc.life.rule"
    _description = "Minimum Remaining Life"
    _order = "kind, partner_id, product_tmpl_id, categ_id, id"
    _check_company_auto = True

    kind = fields.Selection(
        [("receipt", "Receipt"), ("delivery", "Delivery")],
        string="Occasion",
        required=True,
        default="receipt",
    )
    company_id = fields.Many2one(
        "res.company",
        default=lambda self: self.env.company,
        index=True,
        help="Empty: for all companies.",
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Vendor or Customer",
        ondelete="cascade",
        index="btree_not_null",
        check_company=True,
        help="With the contacts and addresses below it. Empty: all of them.",
    )
    product_tmpl_id = fields.Many2one(
        "product.template",
        string="Product",
        ondelete="cascade",
        index="btree_not_null",
        check_company=True,
        domain=[("use_expiration_date", "=", True)],
    )
    categ_id = fields.Many2one(
        "product.category",
        string="Category",
        ondelete="cascade",
        index="btree_not_null",
        help="With the categories below it. Neither product nor category: all goods.",
    )
    number = fields.Integer(string="At Least", required=True)
    unit = fields.Selection(
        [
            ("day", "days"),
            ("percent", "% of the shelf life"),
            ("third", "thirds of the shelf life"),
        ],
        required=True,
        default="day",
    )

    _once = models.UniqueIndex(
        "(kind, COALESCE(company_id, 0), COALESCE(partner_id, 0),"
        " COALESCE(product_tmpl_id, 0), COALESCE(categ_id, 0))",
        "There is already a minimum for the same case. Change that one.",
    )
    _number_positive = models.Constraint(
        "CHECK(number >= 0)", "The minimum remaining life cannot be negative."
    )

    @api.constrains("product_tmpl_id", "categ_id", "number", "unit")
    def _check_case(self):
        for rule in self:
            if rule.product_tmpl_id and rule.categ_id:
                raise ValidationError(
                    self.env._(
                        "%(rule)s: choose the product or the category, not both.",
                        rule=rule.display_name,
                    )
                )
            if rule.number > PARTS.get(rule.unit, rule.number):
                raise ValidationError(
                    self.env._(
                        "%(rule)s: no lot has more than its whole shelf life left.",
                        rule=rule.display_name,
                    )
                )

    @api.depends("kind", "partner_id", "product_tmpl_id", "categ_id", "number", "unit")
    @api.depends_context("lang")
    def _compute_display_name(self):
        units = dict(self._fields["unit"]._description_selection(self.env))
        for rule in self:
            goods = rule.product_tmpl_id or rule.categ_id
            names = [
                rule.partner_id.display_name,
                goods.display_name or (not rule.partner_id and self.env._("all goods")),
            ]
            who = ", ".join(filter(None, names))
            rule.display_name = f"{who}: {rule.number} {units.get(rule.unit, '')}"

    @api.onchange("product_tmpl_id")
    def _onchange_product_tmpl_id(self):
        self.categ_id = self.categ_id if not self.product_tmpl_id else False

    @api.onchange("categ_id")
    def _onchange_categ_id(self):
        self.product_tmpl_id = self.product_tmpl_id if not self.categ_id else False

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        self.env.registry.clear_cache()
        return super().write(vals)

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()

    @api.model
    def _jxc_minimum(self, kind, company, partner, product):
        """What holds for this case.

        :return: a :class:`Minimum`, or None
        """
        table = self._jxc_table(kind)
        if not table or not product.use_expiration_date:
            return None
        partners, goods, category = [], [product.product_tmpl_id], product.categ_id
        while partner:
            partners.append(partner.id)
            partner = partner.parent_id
        while category:
            goods.append(category)
            category = category.parent_id
        goods = [(record._name, record.id) for record in goods]
        return nearest(table, company.id, partners, goods)

    @api.model
    @tools.ormcache("kind")
    def _jxc_table(self, kind):
        """All rules of a kind: they are few, and asked for with every reservation."""
        table = {}
        for rule in self.sudo().search([("kind", "=", kind)]):
            goods = rule.product_tmpl_id or rule.categ_id
            case = (
                rule.company_id.id or None,
                rule.partner_id.id or None,
                (goods._name, goods.id) if goods else None,
            )
            table[case] = Minimum(rule.id, rule.number, rule.unit)
        return table
