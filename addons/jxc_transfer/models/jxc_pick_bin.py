from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command, Domain

OPEN = ("waiting", "confirmed", "partially_available", "assigned")


class JxcPickBin(models.Model):
    """How much of a product a pick bin holds, and from which reserve it is filled (T1).

    The host's orderpoints are the limits of a warehouse here: alerts, suggestions and
    purchases look at them, and must not look at bins.
    """

    _name = "jxc.pick.bin"
    _description = "Pick Bin Refill"
    _order = "location_id, product_id"
    _rec_name = "product_id"
    _check_company_auto = True

    product_id = fields.Many2one(
        "product.product",
        required=True,
        index=True,
        check_company=True,
        domain=[("is_storable", "=", True)],
        ondelete="cascade",
    )
    location_id = fields.Many2one(
        "stock.location",
        "Pick Bin",
        required=True,
        index=True,
        domain=[("usage", "=", "internal")],
        ondelete="cascade",
    )
    reserve_id = fields.Many2one(
        "stock.location",
        "Reserve",
        required=True,
        domain=[("usage", "in", ("internal", "view"))],
        ondelete="cascade",
        help="The zone whose bins it is filled from. One transfer is made per zone.",
    )
    company_id = fields.Many2one(
        related="location_id.company_id", store=True, index=True
    )
    warehouse_id = fields.Many2one(related="location_id.warehouse_id", store=True)
    uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    minimum = fields.Float(digits="Product Unit", required=True)
    maximum = fields.Float(digits="Product Unit", required=True)
    active = fields.Boolean(default=True)
    free = fields.Float(
        "In the Bin",
        digits="Product Unit",
        compute="_compute_figures",
        help="What lies there and is not reserved.",
    )
    coming = fields.Float(
        "On the Way There", digits="Product Unit", compute="_compute_figures"
    )
    missing = fields.Float(
        "To Refill",
        digits="Product Unit",
        compute="_compute_figures",
        help="Up to the maximum, once it is below the minimum.",
    )

    _once = models.UniqueIndex(
        "(product_id, location_id)", "This bin has its limits for this product already."
    )
    _limits = models.Constraint(
        "CHECK (minimum >= 0 AND maximum >= minimum AND maximum > 0)",
        "The maximum of a bin is more than zero, and not less than its minimum.",
    )

    @api.constrains("location_id", "reserve_id")
    def _check_places(self):
        for rule in self:
            place, reserve = rule.location_id, rule.reserve_id
            inside = (place.parent_path or "").startswith(reserve.parent_path or "/")
            apart = place.warehouse_id and place.warehouse_id == reserve.warehouse_id
            if inside or not apart or not place.jxc_promisable:
                raise ValidationError(
                    self.env._(
                        "%(place)s cannot be filled from %(reserve)s: a pick bin is on"
                        " the shelves, and its reserve is another zone of the same"
                        " warehouse.",
                        place=place.display_name,
                        reserve=reserve.display_name,
                    )
                )

    @api.depends("product_id", "location_id", "minimum", "maximum")
    def _compute_figures(self):
        goods = Domain("product_id", "in", self.product_id.ids)
        there = {
            (product, place): quantity - reserved
            for product, place, quantity, reserved in self.env[
                "stock.quant"
            ]._read_group(
                goods & Domain("location_id", "in", self.location_id.ids),
                ["product_id", "location_id"],
                ["quantity:sum", "reserved_quantity:sum"],
            )
        }
        moves = self.env["stock.move"]._read_group(
            goods
            & Domain("location_dest_id", "in", self.location_id.ids)
            & Domain("state", "in", OPEN),
            ["product_id", "location_dest_id"],
            ["product_qty:sum"],
        )
        coming = {(product, place): quantity for product, place, quantity in moves}
        for rule in self:
            key, unit = (rule.product_id, rule.location_id), rule.uom_id
            rule.free, rule.coming = there.get(key, 0.0), coming.get(key, 0.0)
            have = rule.free + rule.coming
            short = unit and unit.compare(have, rule.minimum) < 0
            rule.missing = unit.round(rule.maximum - have) if short else 0.0

    # --- refilling ------------------------------------------------------------------

    def action_jxc_refill(self):
        """Make the transfers that fill these bins, and show them."""
        self.check_access("read")
        self.env["stock.picking"].check_access("create")
        pickings = self._refill()
        if not pickings:
            raise UserError(
                self.env._(
                    "None of these bins is below its minimum, or the reserve has"
                    " nothing to fill it with."
                )
            )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "stock.action_picking_tree_all"
        )
        return {**action, "domain": [("id", "in", pickings.ids)], "context": {}}

    @api.model
    def _cron_refill(self):
        rules = self.search([("maximum", ">", 0)])
        for company, found in rules.grouped("company_id").items():
            found.with_company(company)._refill()

    def _refill(self):
        """One transfer per zone, with the lots that are to go first. Whoever comes
        second finds the goods on the way already."""
        self.env["jxc.lock"].acquire(f"refill:{rule.id}" for rule in self)
        self.invalidate_recordset(["free", "coming", "missing"])
        short = self.filtered("missing")
        pickings = self.env["stock.picking"]
        for zone, rules in short.grouped("reserve_id").items():
            pickings |= rules._refill_from(zone)
        self.invalidate_recordset(["free", "coming", "missing"])
        return pickings

    def _refill_from(self, zone):
        left, goods = self._spare(zone), []
        for rule in self.sorted(lambda r: r.free / r.maximum):
            unit, product = rule.uom_id, rule.product_id
            quantity = min(rule.missing, left.get(product, 0.0))
            if unit.compare(quantity, 0.0) > 0:
                left[product] -= quantity
                goods.append((rule, quantity))
        if not goods:
            return self.env["stock.picking"]
        kind = zone.warehouse_id.int_type_id
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": kind.id,
                "company_id": zone.company_id.id,
                "location_id": zone.id,
                "location_dest_id": zone.warehouse_id.lot_stock_id.id,
                "origin": self.env._("Refill of pick bins"),
            }
        )
        # The mark is ours: no client says that a move fills a bin.
        picking.sudo().move_ids = [
            Command.create(
                {
                    "product_id": rule.product_id.id,
                    "product_uom": rule.uom_id.id,
                    "product_uom_qty": quantity,
                    "location_id": zone.id,
                    "location_dest_id": rule.location_id.id,
                    "company_id": zone.company_id.id,
                    "jxc_pick_bin_id": rule.id,
                }
            )
            for rule, quantity in goods
        ]
        picking.move_ids._action_confirm(merge=False)
        picking.action_assign()
        return picking

    def _spare(self, zone):
        """What the zone can give: neither reserved, nor expired, nor blocked."""
        alive = Domain("expiration_date", "=", False)
        alive |= Domain("expiration_date", ">", fields.Datetime.now())
        open_lots = Domain("lot_id", "=", False) | Domain(
            "lot_id.jxc_blocked", "=", False
        )
        groups = self.env["stock.quant"]._read_group(
            alive
            & open_lots
            & Domain("product_id", "in", self.product_id.ids)
            & Domain("location_id", "child_of", zone.ids)
            & Domain("location_id.usage", "=", "internal")
            & Domain("location_id.jxc_is_blocked", "=", False)
            & Domain("owner_id", "=", False),
            ["product_id"],
            ["quantity:sum", "reserved_quantity:sum"],
        )
        return {product: there - reserved for product, there, reserved in groups}
