from odoo import api, fields, models

from .jxc_cost_change import METHODS
from .jxc_cost_mixin import COST_GROUP

PLACES = [
    ("company", "Company"),
    ("warehouse", "Warehouse"),
    ("transit", "In Transit"),
    ("elsewhere", "Elsewhere"),
]


class JxcCostRow(models.Model):
    """成本明细账: what each movement did to the stock of a product, in money.

    Written only by ``jxc.cost.ledger``; see ADR 0043.
    """

    _name = "jxc.cost.row"
    _description = "Cost Ledger Row"
    _order = "at desc, id desc"
    _log_access = False
    _rec_name = "reference"
    _check_company_auto = True

    company_id = fields.Many2one("res.company", required=True, readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    product_id = fields.Many2one("product.product", required=True, readonly=True)
    categ_id = fields.Many2one(related="product_id.categ_id")
    key = fields.Char(required=True, readonly=True)
    kind = fields.Selection(
        [
            ("in", "Receipt"),
            ("out", "Issue"),
            ("return_in", "Returned to Stock"),
            ("return_out", "Returned out of Stock"),
            ("transfer", "Transfer"),
            ("reprice", "New Cost"),
            ("correction", "Correction"),
            ("difference", "Difference"),
            ("method", "New Method"),
        ],
        required=True,
        readonly=True,
    )
    #: What a cost is for: all of a company's goods, those of a warehouse or on the way;
    #: in each case of a lot, where lots have costs of their own.
    scope = fields.Char(required=True, readonly=True, default="all")
    place = fields.Selection(PLACES, required=True, readonly=True, default="company")
    warehouse_id = fields.Many2one("stock.warehouse", readonly=True)
    lot_id = fields.Many2one(
        "stock.lot", "Lot", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    at = fields.Datetime("Moment", required=True, readonly=True)
    date = fields.Date(
        "Accounting Date",
        required=True,
        readonly=True,
        help="The day in the company's time zone.",
    )
    quantity = fields.Float(digits="Product Unit", readonly=True)
    uom_id = fields.Many2one(related="product_id.uom_id")
    unit_cost = fields.Float(
        compute="_compute_unit_cost", digits="Product Price", groups=COST_GROUP
    )
    amount = fields.Monetary(readonly=True, groups=COST_GROUP)
    variance = fields.Monetary(
        readonly=True,
        groups=COST_GROUP,
        help="What the document says and the stock does not take: cost of sales.",
    )
    running_quantity = fields.Float("Balance", digits="Product Unit", readonly=True)
    running_amount = fields.Monetary("Balance Amount", readonly=True, groups=COST_GROUP)
    #: The last known cost of a unit after this row, as the engine needs it.
    unit = fields.Float(
        "Last Known Cost", digits=(16, 10), readonly=True, groups=COST_GROUP
    )
    provisional = fields.Boolean(
        readonly=True,
        help="Its cost will be another when what it took has come.",
    )
    method = fields.Selection(METHODS, readonly=True)
    move_id = fields.Many2one("stock.move", readonly=True, index="btree_not_null")
    reference = fields.Char(related="move_id.reference")
    value_id = fields.Many2one("product.value", readonly=True)
    change_id = fields.Many2one("jxc.cost.change", readonly=True)
    adjustment_id = fields.Many2one("jxc.cost.adjustment.line", readonly=True)
    origin_id = fields.Many2one(
        "jxc.cost.row",
        "Gives Back",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    receipt_ids = fields.One2many("jxc.cost.link", "issue_id", "Taken from")

    _key_uniq = models.UniqueIndex(
        "(company_id, key, scope)", "A movement has one row in a scope."
    )
    _product_idx = models.Index("(company_id, product_id, at, id)")
    _scope_idx = models.Index("(company_id, product_id, scope, at, id)")

    @api.depends("quantity", "amount")
    def _compute_unit_cost(self):
        for row in self:
            some = not row.uom_id.is_zero(row.quantity)
            row.unit_cost = row.amount / row.quantity if some else 0
