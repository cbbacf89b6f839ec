from datetime import date

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..logic.lot_pattern import CODE, MADE, PatternError, parse

LONGEST = 20


class JxcLotRule(models.Model):
    _name = "jxc.lot.rule"
    _description = "Lot Number Rule"
    _inherit = ["mail.thread"]
    _order = "name, id"

    name = fields.Char(required=True, tracking=True)
    active = fields.Boolean(default=True)
    pattern = fields.Char(
        required=True,
        default="{code}{made}-{seq:3}",
        tracking=True,
        help="{code}: internal reference of the product. {made}: production date."
        " {today}: day on which the lot is made here. {seq:3}: running number of three"
        " digits. Dates may say how they are written: {made:YYYYMMDD}. The number"
        " starts at 1 again whenever the rest of the lot number changes, and each"
        " company counts for itself.",
    )
    jxc_example = fields.Char(string="Example", compute="_compute_jxc_example")
    jxc_problem = fields.Char(string="Problem", compute="_compute_jxc_example")
    category_ids = fields.One2many(
        "product.category", "jxc_lot_rule_id", string="Categories"
    )
    product_tmpl_ids = fields.One2many(
        "product.template", "jxc_lot_rule_id", string="Products"
    )

    @api.depends("pattern")
    def _compute_jxc_example(self):
        for rule in self:
            rule.jxc_example, rule.jxc_problem = rule._jxc_show()

    def _jxc_show(self, code="JL001", made=None):
        """An example, and what is wrong with the pattern: one of them is False."""
        today = self.env["stock.lot"]._jxc_today()
        try:
            pattern = parse(self.pattern or "")
        except PatternError as error:
            return False, self._jxc_problem_text(error)
        made = made or date(today.year, today.month, 1)
        return pattern.number(pattern.frame(code, made, today), 1), False

    def _jxc_problem_text(self, error):
        texts = {
            "brace": self.env._(
                "A brace is missing: each placeholder stands in { and }."
            ),
            "token": self.env._(
                "There is no placeholder {%(what)s}. There are {code}, {made}, {today}"
                " and {seq}.",
                what=error.what,
            ),
            "date": self.env._(
                "A date cannot be written as “%(what)s”: use YYYY or YY, MM and DD.",
                what=error.what,
            ),
            "width": self.env._(
                "A running number cannot have “%(what)s” digits: use 1 to 9.",
                what=error.what,
            ),
            "sequence": self.env._(
                "A running number {seq:3} has to be there, exactly once: without it"
                " lots would get the same number."
            ),
            "sign": self.env._(
                "“%(what)s” cannot stand in a barcode: use letters A–Z, digits and"
                " - . / _ only, no spaces.",
                what=error.what,
            ),
        }
        return texts[error.kind]

    @api.constrains("pattern")
    def _check_pattern(self):
        for rule in self:
            example, problem = rule._jxc_show()
            if problem:
                raise ValidationError(
                    self.env._(
                        "%(rule)s: the pattern %(pattern)s gives no lot numbers."
                        " %(problem)s",
                        rule=rule.name,
                        pattern=rule.pattern,
                        problem=problem,
                    )
                )
            if len(example) > LONGEST:
                raise ValidationError(
                    self.env._(
                        "%(rule)s: %(example)s has more than %(most)s signs, and would"
                        " not fit into a GS1 barcode. Make the pattern shorter.",
                        rule=rule.name,
                        example=example,
                        most=LONGEST,
                    )
                )

    def _jxc_take(self, product, count, made, company):
        """Reserve ``count`` lot numbers of a product, none of which is in use."""
        pattern = parse(self.pattern)
        self._jxc_refuse_gaps(pattern, product, made)
        today = self.env["stock.lot"]._jxc_today(company)
        frame = pattern.frame(product.default_code or "", made, today)
        counter = self.env["jxc.lot.counter"].sudo()
        names = []
        while len(names) < count:
            wanted = count - len(names)
            first = counter._take(company, frame, wanted)
            found = [pattern.number(frame, first + index) for index in range(wanted)]
            names += self._jxc_unused(found, company)
        return names

    def _jxc_unused(self, names, company):
        """Numbers may have been typed, too."""
        domain = [("name", "in", names), ("company_id", "in", [company.id, False])]
        lots = self.env["stock.lot"].sudo().search_fetch(domain, ["name"])
        used = set(lots.mapped("name"))
        return [name for name in names if name not in used]

    def _jxc_refuse_gaps(self, pattern, product, made):
        if CODE in pattern.needs and not product.default_code:
            raise UserError(
                self.env._(
                    "%(product)s has no internal reference, which its lot number begins"
                    " with by the rule %(rule)s. Enter one on the product.",
                    product=product.display_name,
                    rule=self.name,
                )
            )
        if MADE in pattern.needs and not made:
            raise UserError(
                self.env._(
                    "The lot number of %(product)s contains the production date by the"
                    " rule %(rule)s. Enter the production date (or the expiration date)"
                    " of the goods first. Goods without dates need a rule with"
                    " {today}.",
                    product=product.display_name,
                    rule=self.name,
                )
            )
