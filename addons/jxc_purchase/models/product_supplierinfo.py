from odoo import api, fields, models
from odoo.tools import SQL, formatLang

BUYERS = (
    "purchase.group_purchase_user,jxc_base.group_jxc_purchase_buyer,"
    "jxc_base.group_jxc_cost_viewer"
)
#: What makes two lines the price of one thing.
SAME = ("partner_id", "product_tmpl_id", "product_id", "min_qty", "product_uom_id")
SAME += ("currency_id", "company_id")
#: What makes it the price of something else.
MOVED = {"partner_id", "product_tmpl_id", "product_id", "min_qty", "company_id"}


class ProductSupplierinfo(models.Model):
    """A vendor's price is used when it is in force (P3, P4)."""

    _name = "product.supplierinfo"
    _inherit = ["product.supplierinfo", "jxc.approval.proposal"]

    jxc_replaces_id = fields.Many2one(
        "product.supplierinfo", "Takes the Place Of", readonly=True, copy=False
    )
    jxc_reference = fields.Float(
        "Price Before",
        digits="Product Price",
        readonly=True,
        copy=False,
        groups=BUYERS,
        help="The vendor's price, less discount, that was approved last or entered"
        " first; else what was paid to him last.",
    )
    jxc_price_change = fields.Float(
        "Price Change (%)",
        compute="_compute_jxc_price_change",
        store=True,
        groups=BUYERS,
        help="Against the vendor's price before. 0 where there was none.",
    )

    @api.depends("price", "discount", "jxc_reference")
    def _compute_jxc_price_change(self):
        for line in self.sudo():
            before = line.jxc_reference
            change = before and (line._jxc_net() / before - 1) * 100
            line.jxc_price_change = round(change, 4)

    def _jxc_net(self):
        return self.price * (1 - self.discount / 100)

    def write(self, vals):
        vals = self._jxc_own_values(vals)
        if not vals.keys() & {*SAME, "price", "discount"}:
            return super().write(vals)
        before = {line: line._jxc_baseline() for line in self.sudo()}
        for line, (_goods, *baseline) in before.items():
            # First: the guard inside the host's write judges by it.
            line.jxc_reference = line._jxc_translate(*baseline)
        result = super().write(vals)
        known = self._jxc_known_prices() if vals.keys() & MOVED else {}
        for line, (goods, *baseline) in before.items():
            stays = goods == (line.partner_id, line.product_tmpl_id)
            line.jxc_reference = known.get(line) or (
                line._jxc_translate(*baseline) if stays else 0.0
            )
        self._jxc_approval_check()
        return result

    @api.model
    def _jxc_proposal_fields(self):
        return super()._jxc_proposal_fields() | {"jxc_reference"}

    # --- what a price is compared with -----------------------------------------------

    def _jxc_approval_prepare(self):
        """Find the price that each new one follows."""
        known = self._jxc_known_prices()
        for line in self.sudo():
            line.jxc_reference = known.get(line, 0.0)

    def _jxc_baseline(self):
        """What was approved last, or entered first: many small rises are one.

        :return: (what it is the price of, amount, currency, unit)
        """
        self.ensure_one()
        goods = self.partner_id, self.product_tmpl_id
        approved = self.jxc_approval_request_ids.filtered(
            lambda request: request.state == "approved"
        )[:1].snapshot
        if approved and self.jxc_in_force:
            amount = float(approved["price"]) * (1 - float(approved["discount"]) / 100)
            currency = self.currency_id.browse(int(approved["currency_id"]))
            unit = self.product_uom_id.browse(int(approved["product_uom_id"]))
            return goods, amount, currency, unit
        first = self._jxc_net() if self.jxc_in_force else 0.0
        amount = self.jxc_reference or first
        return goods, amount, self.currency_id, self.product_uom_id

    def _jxc_translate(self, amount, currency, unit):
        """A price in the currency and the unit of this line."""
        company = self.company_id or self.env.company
        if unit and self.product_uom_id:
            amount = unit._compute_price(amount, self.product_uom_id)
        today = fields.Date.context_today(self)
        return currency._convert(amount, self.currency_id, company, today, round=False)

    def _jxc_known_prices(self):
        """The vendor's price of the same goods so far: the one in force for as much or
        less, else for the least, else what was paid last.

        :return: ``{line: price in its currency and unit}``
        """
        lines = self.sudo()
        others = lines.search(
            [
                ("id", "not in", lines.ids),
                ("jxc_in_force", "=", True),
                ("product_tmpl_id", "in", lines.product_tmpl_id.ids),
                (
                    "partner_id.commercial_partner_id",
                    "in",
                    lines.partner_id.commercial_partner_id.ids,
                ),
            ]
        ).grouped(lambda o: (o.partner_id.commercial_partner_id, o.product_tmpl_id))
        paid = lines._jxc_last_paid()
        found = {}
        for line in lines:
            key = line.partner_id.commercial_partner_id, line.product_tmpl_id
            other = line.jxc_replaces_id or line._jxc_nearest(
                others.get(key, lines.browse())
            )
            if other:
                found[line] = line._jxc_translate(
                    other._jxc_net(), other.currency_id, other.product_uom_id
                )
            elif (key[0].id, key[1].id) in paid:
                amount, currency_id = paid[key[0].id, key[1].id]
                currency = line.currency_id.browse(currency_id)
                unit = line.product_tmpl_id.uom_id
                found[line] = line._jxc_translate(amount, currency, unit)
        return found

    def _jxc_nearest(self, others):
        """Of the vendor's other lines the one that this one takes the place of."""

        def least(line):
            unit = line.product_uom_id or line.product_tmpl_id.uom_id
            return unit._compute_quantity(line.min_qty, line.product_tmpl_id.uom_id)

        def shared(name):
            """Where one of them leaves it open, both may apply."""
            return others.filtered(
                lambda o: not o[name] or not self[name] or o[name] == self[name]
            )

        mine = shared("product_id") & shared("company_id")
        below = mine.filtered(lambda o: least(o) <= least(self))
        if below:
            return max(below, key=lambda o: (least(o), o.id))
        return min(mine, key=lambda o: (least(o), -o.id), default=mine)

    def _jxc_last_paid(self):
        """:return: ``{(commercial partner id, template id): (untaxed price of one unit
        of the product, currency id)}`` of the last order to each vendor
        """
        lines = self.env["purchase.order.line"]
        names = ["price_subtotal", "product_qty", "product_uom_id", "product_id"]
        lines.flush_model([*names, "order_id"])
        lines.order_id.flush_model(["state", "date_approve", "partner_id"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT ON (vendor.commercial_partner_id, goods.product_tmpl_id)
                       vendor.commercial_partner_id, goods.product_tmpl_id,
                       (l.price_subtotal / l.product_qty / u.factor * own.factor)
                           ::float8,
                       o.currency_id
                  FROM purchase_order_line l
                  JOIN purchase_order o ON o.id = l.order_id
                  JOIN res_partner vendor ON vendor.id = o.partner_id
                  JOIN product_product goods ON goods.id = l.product_id
                  JOIN product_template t ON t.id = goods.product_tmpl_id
                  JOIN uom_uom u ON u.id = l.product_uom_id
                  JOIN uom_uom own ON own.id = t.uom_id
                 WHERE o.state = 'purchase' AND l.display_type IS NULL
                   AND l.product_qty > 0 AND l.price_subtotal > 0
                   AND goods.product_tmpl_id = ANY(%s)
                   AND vendor.commercial_partner_id = ANY(%s)
                 ORDER BY vendor.commercial_partner_id, goods.product_tmpl_id,
                       o.date_approve DESC, l.id DESC
                """,
                self.product_tmpl_id.ids,
                self.partner_id.commercial_partner_id.ids,
            )
        )
        return {(vendor, goods): price for vendor, goods, *price in rows}

    # --- what jxc_approval asks ----------------------------------------------------

    def _jxc_approval_chatter(self):
        return self.product_tmpl_id

    def _jxc_approval_values(self):
        self.ensure_one()
        values = {name: self[name].id for name in SAME if name != "min_qty"}
        for name in ("min_qty", "price", "discount", "delay"):
            values[name] = self[name]
        for name in ("date_start", "date_end"):
            values[name] = str(self[name] or "")
        return values

    def _jxc_approval_lowerable(self):
        return ("price",)

    def _jxc_approval_evidence(self):
        self.ensure_one()
        line = self.sudo()

        def money(amount):
            return formatLang(self.env, amount, currency_obj=line.currency_id)

        return [
            (self.env._("Product"), line.product_tmpl_id.display_name),
            (self.env._("Vendor"), line.partner_id.display_name),
            (self.env._("Price"), money(line._jxc_net())),
            (self.env._("Price Before"), money(line.jxc_reference)),
            (self.env._("Price Change"), f"{line.jxc_price_change:+.2f} %"),
            (self.env._("From quantity"), f"{line.min_qty:g}"),
        ]
