from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..sql import crossings

CLOSED = ("closed", "cancelled")


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
    progress = fields.Float(
        "Accounted For (%)", compute="_compute_figures", digits=(16, 1)
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

    # --- figures ----------------------------------------------------------------

    def _crossings(self):
        """By one statement: ``{(lot id, side, partner id): (in, out)}``"""
        self.ensure_one()
        for model in ("stock.move.line", "stock.move", "stock.picking"):
            self.env[model].flush_model()
        rows = self.env.execute_query(crossings(self.lot_ids.ids, self.company_id.id))
        return {
            (lot, side, partner): (came, went)
            for lot, side, partner, came, went in rows
        }

    # --- what nobody writes directly ----------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("state", "draft") != "draft" and not self.env.su:
                raise UserError(self.env._("A recall begins as a draft: start it."))
            vals["name"] = self.env["ir.sequence"].next_by_code("jxc.recall") or "/"
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and {"state", "return_ids", "company_id"} & vals.keys():
            raise UserError(
                self.env._("The status of a recall follows its buttons: press them.")
            )
        if not self.env.su and "lot_ids" in vals:
            self._refuse_unless("draft")
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_started(self):
        for recall in self.filtered(lambda recall: recall.state != "draft"):
            raise UserError(
                self.env._(
                    "%(recall)s was started and stays as a record. Cancel it instead.",
                    recall=recall.name,
                )
            )
