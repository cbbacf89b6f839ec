from odoo import api, fields, models
from odoo.exceptions import UserError

from ..ledger_reading import method_at, read_methods
from ..logic.pool import AVERAGE, MONTH, SPECIFIC
from ..models.jxc_cost_change import METHODS


class JxcCostMethodChange(models.TransientModel):
    """变更计价方法: the goods of a category are valued in another way from a day on."""

    _name = "jxc.cost.method.change"
    _description = "Change the Costing Method"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    categ_id = fields.Many2one("product.category", "Category", required=True)
    before = fields.Selection(METHODS, "Method Now", compute="_compute_before")
    method = fields.Selection(
        [method for method in METHODS if method[0] != SPECIFIC], required=True
    )
    date = fields.Date(
        "From",
        required=True,
        default=lambda self: self.env.company._jxc_today().replace(day=1),
    )
    reason = fields.Char(required=True)

    @api.depends("categ_id", "company_id")
    def _compute_before(self):
        for change in self:
            category = change.categ_id.with_company(change.company_id)
            change.before = category.jxc_cost_method

    def action_change(self):
        """Record it for every product that has a history, and compute from that day."""
        self.ensure_one()
        company = self.company_id
        self._check_date(company)
        costing = self.env["jxc.cost.ledger"]
        day_before = fields.Date.subtract(self.date, days=1)
        moment = costing.moment_after(company, day_before)
        costing.check_open(company, moment)
        products = self._products(company)
        asked = {"company": company.id, "products": products.ids}
        changes, _last = read_methods(self.env, asked)
        notes = {}
        for product in products:
            mine = changes[product.id]
            if any(at > moment for _key, at, *_rest in mine):
                raise UserError(
                    self.env._(
                        "%s has another method since a later day already.",
                        product.display_name,
                    )
                )
            now = product._jxc_costing_method(company)
            before = method_at(mine, moment, now)
            if before != self.method:
                notes[product.id] = before, self.method
        costing.note(company, notes, moment, self.reason)
        # The records say it first: what the category says then is nothing new. Who may
        # open this dialog decides on methods, and on nothing else of a category.
        average = self.method in (AVERAGE, MONTH)
        self.categ_id.sudo().with_company(company).write(
            {
                "property_cost_method": AVERAGE if average else self.method,
                "jxc_month_average": self.method == MONTH,
            }
        )
        costing.restate(company, dict.fromkeys(products, moment))
        return self.env["ir.actions.act_window"]._for_xml_id(
            "jxc_costing.jxc_cost_change_action"
        )

    def _check_date(self, company):
        if company not in self.env.companies:
            raise UserError(self.env._("It is not one of your companies."))
        if self.date > company._jxc_today():
            raise UserError(self.env._("%s is not there yet.", self.date))

    def _products(self, company):
        """Those of the category with a history, but for those valued by lots."""
        found = self.env["product.product"].search(
            [("categ_id", "=", self.categ_id.id), ("active", "in", [True, False])]
        )
        known = self.env["jxc.cost.ledger"].sudo().known(company, found.ids)
        return found.filtered(
            lambda product: product.id in known and not product._jxc_by_lot(company)
        )
