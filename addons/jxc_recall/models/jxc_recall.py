from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools.sql import column_exists, create_column, table_exists

from odoo.addons.jxc_stock.defaults import without_defaults

from ..sql import crossings

#: What people write themselves, by the state; all else follows from the buttons.
TEXTS = {"reason", "instruction", "vendor_instruction", "user_id"}
SEARCH = {"product_ids", "vendor_id", "vendor_lot", "date_from", "date_to"}
WRITABLE = {
    "draft": TEXTS | SEARCH | {"returns", "lot_ids"},
    "open": TEXTS | {"close_reason", "customer_line_ids"},
}
#: What a form sends of a new one, and what stands there anyway.
NEW = {"name": ("/",), "state": ("draft",)}
GUARDED = {"name", "state", "started_at", "closed_at", "return_ids", "close_reason"}
GUARDED |= {"blocked_before_ids", "line_ids", "customer_line_ids", "vendor_line_ids"}


class JxcRecall(models.Model):
    """Goods that have to come back (T3): from which vendor, where they are now, who
    was sent them, and what became of them."""

    _name = "jxc.recall"
    _description = "Recall"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(default="/", readonly=True, copy=False)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        default=lambda self: self.env.company,
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("open", "Running"),
            ("closed", "Closed"),
            ("cancelled", "Cancelled"),
        ],
        "Status",
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    reason = fields.Text(
        required=True,
        tracking=True,
        help="Why the goods are recalled; customers read it in their letter.",
    )
    instruction = fields.Text(
        "What Customers Should Do",
        default=lambda self: self.env._(
            "Please stop selling and using these goods, keep them apart, and tell us"
            " how much is left. We will collect them and credit you."
        ),
    )
    vendor_instruction = fields.Text(
        "What Vendors Should Do",
        default=lambda self: self.env._(
            "Please take back what is still here and what our customers send back,"
            " credit us for it, and tell us the cause and whether other lots have the"
            " same fault."
        ),
    )
    user_id = fields.Many2one(
        "res.users",
        "Responsible",
        default=lambda self: self.env.user,
        tracking=True,
        check_company=True,
    )
    started_at = fields.Datetime(readonly=True, copy=False)
    closed_at = fields.Datetime(readonly=True, copy=False)
    close_reason = fields.Text(
        "Why Closed With Goods Missing",
        copy=False,
        tracking=True,
        help="Needed where goods are neither recovered nor destroyed.",
    )
    returns = fields.Boolean(
        "Prepare Returns",
        default=True,
        help="Make a return of every delivery with goods to recover; the keeper"
        " receives what arrives.",
    )

    # What is searched for, where the lots are not known by number.
    product_ids = fields.Many2many(
        "product.product", string="Products", domain=[("tracking", "!=", "none")]
    )
    vendor_id = fields.Many2one("res.partner", "From Vendor")
    vendor_lot = fields.Char(
        "Lot Number Contains", help="Our number of the lot, or the vendor's."
    )
    date_from = fields.Date("Received From")
    date_to = fields.Date("Received Until")

    lot_ids = fields.Many2many("stock.lot", string="Lots", check_company=True)
    blocked_before_ids = fields.Many2many(
        "stock.lot", "jxc_recall_blocked_before_rel", readonly=True, copy=False
    )
    line_ids = fields.One2many("jxc.recall.line", "recall_id", readonly=True)
    customer_line_ids = fields.One2many(
        "jxc.recall.line",
        "recall_id",
        "Customers",
        domain=[("side", "=", "customer")],
    )
    vendor_line_ids = fields.One2many(
        "jxc.recall.line",
        "recall_id",
        "Vendors",
        domain=[("side", "=", "supplier")],
        readonly=True,
    )
    quant_ids = fields.Many2many(
        "stock.quant",
        string="Where It Is",
        compute="_compute_quant_ids",
        compute_sudo=True,
    )
    return_ids = fields.Many2many(
        "stock.picking", string="Returns", readonly=True, copy=False
    )
    return_count = fields.Integer(compute="_compute_return_count")
    on_hand = fields.Float(
        digits="Product Unit", compute="_compute_quant_ids", compute_sudo=True
    )
    shipped = fields.Float(digits="Product Unit", compute="_compute_figures")
    recovered = fields.Float(digits="Product Unit", compute="_compute_figures")
    destroyed = fields.Float(digits="Product Unit", compute="_compute_figures")
    unaccounted = fields.Float(digits="Product Unit", compute="_compute_figures")
    scrapped = fields.Float(
        "Scrapped Here",
        digits="Product Unit",
        compute="_compute_scrapped",
        compute_sudo=True,
        help="What we scrapped or counted as lost, in our own warehouses.",
    )
    progress = fields.Float(
        "Accounted For (%)", compute="_compute_figures", digits=(16, 1)
    )

    def _auto_init(self):
        # The host would fill older recalls, in English.
        table, name = self._table, "vendor_instruction"
        cr = self.env.cr
        if table_exists(cr, table) and not column_exists(cr, table, name):
            create_column(cr, table, name, "text")
        return super()._auto_init()

    @api.constrains("reason")
    def _check_reason(self):
        for recall in self:
            if not (recall.reason or "").strip():
                raise ValidationError(
                    self.env._("Say why the goods are recalled: customers read it.")
                )

    @api.constrains("date_from", "date_to")
    def _check_dates(self):
        for recall in self:
            if (
                recall.date_from
                and recall.date_to
                and recall.date_to < recall.date_from
            ):
                raise ValidationError(
                    self.env._("The window of receipt ends before it begins.")
                )

    @api.depends("lot_ids", "company_id")
    def _compute_quant_ids(self):
        quants = self.env["stock.quant"].search(
            [
                ("lot_id", "in", self.lot_ids._origin.ids),
                ("company_id", "in", self.company_id.ids),
                ("location_id.usage", "in", ("internal", "transit")),
                ("quantity", "!=", 0),
            ]
        )
        for recall in self:
            lots, company = recall.lot_ids._origin, recall.company_id
            recall.quant_ids = quants.filtered(
                lambda q, lots=lots, company=company: (
                    q.lot_id in lots and q.company_id == company
                )
            )
            recall.on_hand = sum(recall.quant_ids.mapped("quantity"))

    @api.depends("return_ids")
    def _compute_return_count(self):
        for recall in self:
            recall.return_count = len(recall.return_ids)

    @api.depends("line_ids.shipped", "line_ids.recovered", "line_ids.destroyed")
    def _compute_figures(self):
        for recall in self:
            lines = recall.line_ids.filtered(lambda line: line.side == "customer")
            for name in ("shipped", "recovered", "destroyed", "unaccounted"):
                recall[name] = sum(lines.mapped(name))
            done = recall.shipped - recall.unaccounted
            recall.progress = done / recall.shipped * 100 if recall.shipped else 100.0

    @api.depends("lot_ids", "state")
    def _compute_scrapped(self):
        for recall in self:
            recall.scrapped = sum(
                went - came
                for (_lot, side, _who), (came, went) in recall._crossings().items()
                if side == "inventory"
            )

    # --- finding the lots -------------------------------------------------------

    def action_jxc_find(self):
        """Add the lots that were received as the search says."""
        self._begin("draft")
        found = self.env["stock.lot"].search(self._lots_domain())
        if not found:
            raise UserError(self.env._("No lot was received like this."))
        self.lot_ids |= found

    def _lots_domain(self):
        domain = Domain("company_id", "in", (False, self.company_id.id))
        if self.product_ids:
            domain &= Domain("product_id", "in", self.product_ids.ids)
        if self.vendor_lot:
            domain &= Domain("name", "ilike", self.vendor_lot) | Domain(
                "ref", "ilike", self.vendor_lot
            )
        received = Domain("location_id.usage", "=", "supplier")
        received &= Domain("state", "=", "done")
        received &= Domain("company_id", "=", self.company_id.id)
        if self.vendor_id:
            vendor = self.vendor_id.commercial_partner_id.id
            received &= Domain("move_id.picking_id.partner_id", "child_of", vendor)
        for operator, day in ((">=", self.date_from), ("<=", self.date_to)):
            if day:
                received &= Domain("date", operator, str(day))
        if self.vendor_id or self.date_from or self.date_to:
            lines = self.env["stock.move.line"]._search(received)
            domain &= Domain("id", "in", lines.select("stock_move_line.lot_id"))
        elif not self.product_ids and not self.vendor_lot:
            raise UserError(
                self.env._(
                    "Say what to look for: a product, a vendor, a lot number or when it"
                    " was received."
                )
            )
        return domain

    def _refuse_unless(self, *states):
        for recall in self.filtered(lambda recall: recall.state not in states):
            raise UserError(
                self.env._(
                    "%(recall)s is %(state)s: this cannot be done any more.",
                    recall=recall.name,
                    state=dict(self._fields["state"]._description_selection(self.env))[
                        recall.state
                    ],
                )
            )

    def _hold(self):
        """Nobody else ends these, or notes on them, meanwhile."""
        self.env["jxc.lock"].acquire(f"recall-note:{recall.id}" for recall in self)
        self.invalidate_recordset(["state"])

    # --- figures ----------------------------------------------------------------

    def _crossings(self):
        """By one statement: ``{(lot id, side, partner id): (in, out)}``"""
        self.ensure_one()
        for model in ("stock.move.line", "stock.move", "stock.picking", "res.partner"):
            self.env[model].flush_model()
        lots = self.lot_ids._origin.ids
        rows = self.env.execute_query(crossings(lots, self.company_id.id))
        return {
            (lot, side, partner): (came, went)
            for lot, side, partner, came, went in rows
        }

    # --- what nobody writes directly ----------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        self = without_defaults(self, GUARDED)
        numbered = []
        for vals in vals_list:
            given = {
                name
                for name, value in vals.items()
                if value and value not in NEW.get(name, ())
            }
            if given - WRITABLE["draft"] - {"company_id"} and not self.env.su:
                raise UserError(self.env._("A recall begins as a draft: start it."))
            company = self.env["res.company"].browse(vals.get("company_id"))
            sequence = self.env["ir.sequence"].with_company(company or self.env.company)
            name = sequence.next_by_code("jxc.recall") or "/"
            numbered.append({**vals, "name": name})
        return super().create(numbered)

    def write(self, vals):
        if vals and not self.env.su:
            self._refuse_write(vals.keys())
        return super().write(vals)

    def _refuse_write(self, names):
        """Each state has its fields; those that are over have none."""
        states = [state for state, known in WRITABLE.items() if names <= known]
        if not states:
            raise UserError(
                self.env._("The status of a recall follows its buttons: press them.")
            )
        self._refuse_unless(*states)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_started(self):
        for recall in self.filtered(lambda recall: recall.state != "draft"):
            raise UserError(
                self.env._(
                    "%(recall)s was started and stays as a record. Cancel it instead.",
                    recall=recall.name,
                )
            )
