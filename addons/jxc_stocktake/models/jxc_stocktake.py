from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.jxc_stock.defaults import without_defaults

from .jxc_stock_abc import CLASSES

GUARDED = {"cycle_id", "state", "name", "started_at", "posted_at", "company_id"}
PLAN = {
    "abc_class",
    "warehouse_id",
    "scope",
    "location_ids",
    "product_ids",
    "category_ids",
    "lot_ids",
    "blind",
    "tolerance_percent",
    "tolerance_value",
}


class JxcStocktake(models.Model):
    """A plan of what is counted, by whom, and how far it has come (K6): 盘点单."""

    _name = "jxc.stocktake"
    _description = "Stock-Take"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "date desc, id desc"
    _check_company_auto = True

    name = fields.Char("Number", readonly=True, copy=False, default="/")
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    warehouse_id = fields.Many2one(
        "stock.warehouse",
        required=True,
        check_company=True,
        default=lambda self: self.env.user._get_default_warehouse_id(),
    )
    date = fields.Date(required=True, default=fields.Date.context_today)
    scope = fields.Selection(
        [
            ("warehouse", "Whole Warehouse"),
            ("locations", "Places"),
            ("categories", "Product Categories"),
            ("products", "Products"),
            ("lots", "Lots"),
            ("abc", "ABC Class"),
            ("cycle", "Cycle Count"),
        ],
        required=True,
        default="warehouse",
    )
    location_ids = fields.Many2many("stock.location", string="Places")
    product_ids = fields.Many2many("product.product", string="Products")
    category_ids = fields.Many2many("product.category", string="Product Categories")
    lot_ids = fields.Many2many("stock.lot", string="Lots")
    abc_class = fields.Selection(CLASSES, "ABC Class")
    cycle_id = fields.Many2one(
        "jxc.stocktake.cycle",
        "Cycle Count",
        readonly=True,
        copy=False,
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    blind = fields.Boolean(
        "Blind Count", help="Counters are not shown what should be there."
    )
    tolerance_percent = fields.Float(
        "Tolerance in %",
        default=2.0,
        help="A difference larger than this share of the book quantity is counted again"
        " by somebody else. 0: not looked at.",
    )
    tolerance_value = fields.Monetary(
        "Tolerance in Value",
        help="A difference worth more than this is counted again by somebody else."
        " 0: not looked at.",
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("counting", "Counting"),
            ("review", "In Review"),
            ("posted", "Posted"),
            ("cancelled", "Cancelled"),
        ],
        "Status",
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    started_at = fields.Datetime(readonly=True, copy=False)
    posted_at = fields.Datetime(readonly=True, copy=False)
    counter_ids = fields.One2many(
        "jxc.stocktake.counter", "stocktake_id", "Counters", copy=True
    )
    line_ids = fields.One2many("jxc.stocktake.line", "stocktake_id", "Lines")
    line_count = fields.Integer("Lines to Count", compute="_compute_progress")
    counted_count = fields.Integer("Lines Counted", compute="_compute_progress")
    recount_count = fields.Integer("Lines to Recount", compute="_compute_progress")
    not_counted_count = fields.Integer("Not Counted", compute="_compute_progress")
    right_count = fields.Integer("Lines Right", compute="_compute_progress")
    progress = fields.Float("Progress in %", compute="_compute_progress")
    accuracy = fields.Float(
        "Accuracy in %",
        compute="_compute_progress",
        help="Lines that were right at the first count, within the tolerance, as a"
        " share of the lines counted.",
    )

    def _compute_progress(self):
        groups = self.env["jxc.stocktake.line"]._read_group(
            [("stocktake_id", "in", self.ids)],
            ["stocktake_id", "state", "is_right"],
            ["__count", "first_score:sum"],
        )
        for plan in self:
            mine = [group[1:4] for group in groups if group[0] == plan]
            scores = sum(group[4] for group in groups if group[0] == plan)
            total = sum(number for _state, _right, number in mine)
            counted = sum(n for state, _right, n in mine if state in ("counted", "ok"))
            seen = sum(number for state, _right, number in mine if state != "to_count")
            right = sum(number for _state, is_right, number in mine if is_right)
            plan.line_count = total
            plan.counted_count = counted
            plan.recount_count = sum(n for s, _right, n in mine if s == "recount")
            plan.right_count = right
            plan.not_counted_count = total - seen
            plan.progress = 100.0 * counted / total if total else 0.0
            plan.accuracy = scores / seen if seen else 0.0

    # --- what nobody writes by hand ------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        self = without_defaults(self, GUARDED - {"company_id"})
        if not self.env.su and any(
            vals.get("state") or vals.get("cycle_id") for vals in vals_list
        ):
            self._refuse_write()
        for vals in vals_list:
            vals["name"] = self.env["ir.sequence"].next_by_code("jxc.stocktake") or "/"
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            if GUARDED & vals.keys():
                self._refuse_write()
            begun = self.filtered(lambda plan: plan.state != "draft")
            if begun and PLAN & vals.keys():
                raise UserError(
                    self.env._(
                        "%(plans)s has begun: its plan stays as it is. Cancel it and"
                        " make another one.",
                        plans=", ".join(begun.mapped("name")),
                    )
                )
        return super().write(vals)

    def _refuse_write(self):
        raise UserError(
            self.env._(
                "The state of a stock-take is not written: press Start, Review or Post."
            )
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_unless_begun(self):
        for plan in self:
            if plan.state not in ("draft", "cancelled") or plan.started_at:
                raise UserError(
                    self.env._(
                        "%(plan)s has begun and is kept. Cancel it instead.",
                        plan=plan.name,
                    )
                )

    # --- whose turn it is ---------------------------------------------------------

    def _may_count(self):
        """The plans of ``self`` that the user may count."""
        if not self.has_access("write"):
            return self.browse()
        user = self.env.user
        return self.filtered(
            lambda p: not p.counter_ids or user in p.counter_ids.user_id
        )

    def _open(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }

    def _lock(self):
        """Alone with these plans until the transaction ends."""
        self.env["jxc.lock"].acquire(f"stocktake:{plan_id}" for plan_id in self.ids)

    def _wait_turn(self):
        self.env["jxc.lock"].wait_turn(f"stocktake:{plan_id}" for plan_id in self.ids)
        self.invalidate_recordset()
