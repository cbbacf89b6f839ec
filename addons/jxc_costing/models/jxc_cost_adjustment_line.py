from odoo import api, fields, models
from odoo.exceptions import UserError

from .jxc_cost_mixin import COST_GROUP


class JxcCostAdjustmentLine(models.Model):
    """By how much goods are worth more, or less."""

    _name = "jxc.cost.adjustment.line"
    _description = "Cost Adjustment Line"
    _check_company_auto = True

    adjustment_id = fields.Many2one(
        "jxc.cost.adjustment", "Document", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="adjustment_id.company_id")
    currency_id = fields.Many2one(related="company_id.currency_id")
    state = fields.Selection(related="adjustment_id.state")
    product_id = fields.Many2one(
        "product.product",
        required=True,
        index=True,
        domain="[('is_storable', '=', True)]",
        check_company=True,
    )
    warehouse_id = fields.Many2one("stock.warehouse", check_company=True)
    lot_id = fields.Many2one(
        "stock.lot", "Lot", domain="[('product_id', '=', product_id)]"
    )
    by_house = fields.Boolean(compute="_compute_pools")
    by_lot = fields.Boolean(compute="_compute_pools")
    quantity = fields.Float(
        "On Hand",
        compute="_compute_stand",
        digits="Product Unit",
        groups=COST_GROUP,
    )
    stand = fields.Monetary("Worth", compute="_compute_stand", groups=COST_GROUP)
    amount = fields.Monetary("Adjustment", required=True, groups=COST_GROUP)
    worth = fields.Monetary("Worth After", compute="_compute_stand", groups=COST_GROUP)

    @api.depends("product_id", "company_id")
    def _compute_pools(self):
        for line in self:
            company = line.company_id or self.env.company
            line.by_house = company.jxc_cost_scope == "warehouse"
            line.by_lot = bool(line.product_id) and line.product_id._jxc_by_lot(company)

    @api.depends("product_id", "warehouse_id", "lot_id", "amount", "company_id")
    def _compute_stand(self):
        """What is there now, of the product, warehouse and lot."""
        for company, lines in self.grouped("company_id").items():
            company = company or self.env.company
            costing = self.env["jxc.cost.ledger"].sudo()
            found = costing.pools(company, lines.product_id.ids)
            for line in lines:
                pools = found.get(line.product_id.id, {})
                mine = [worth for pool, worth in pools.items() if line._is_in(pool)]
                line.quantity = sum(quantity for quantity, *_rest in mine)
                line.stand = sum(amount for _quantity, amount, _unit in mine)
                line.worth = line.stand + line.amount

    def _is_in(self, pool):
        place, _slash, lot = pool.partition("/")
        if self.by_house and self.warehouse_id:
            if place != f"wh:{self.warehouse_id.id}":
                return False
        return not (self.by_lot and self.lot_id) or lot == f"lot:{self.lot_id.id}"

    def _check_pool(self):
        """Which goods: said as exactly as their costs are kept."""
        product = self.product_id
        if not product._jxc_in_ledger(self.company_id):
            raise UserError(
                self.env._("%s is not in the cost ledger.", product.display_name)
            )
        if self.by_house and not self.warehouse_id:
            raise UserError(self.env._("In which warehouse? %s", product.display_name))
        if self.by_lot and not self.lot_id:
            raise UserError(self.env._("Of which lot? %s", product.display_name))

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.adjustment_id._check_draft()
        return lines

    def write(self, vals):
        self.adjustment_id._check_draft()
        result = super().write(vals)
        self.adjustment_id._check_draft()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_of_draft(self):
        self.adjustment_id._check_draft()
