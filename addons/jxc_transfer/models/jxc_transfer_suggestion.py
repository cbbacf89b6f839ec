from collections import defaultdict
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..logic import moving

WRITABLE = {"quantity"}


class JxcTransferSuggestion(models.Model):
    """Goods to move to a warehouse that is short, before any are bought (T1)."""

    _name = "jxc.transfer.suggestion"
    _description = "Transfer Suggestion"
    _inherit = ["jxc.suggestion", "mail.thread"]
    _order = "id desc"
    _rec_name = "product_id"

    product_id = fields.Many2one("product.product", required=True, index=True)
    warehouse_id = fields.Many2one("stock.warehouse", "From Warehouse", required=True)
    dest_warehouse_id = fields.Many2one(
        "stock.warehouse", "To Warehouse", required=True, index=True
    )
    company_id = fields.Many2one(
        related="dest_warehouse_id.company_id", store=True, index=True
    )
    quantity = fields.Float(digits="Product Unit", required=True, tracking=True)
    uom_id = fields.Many2one(related="product_id.uom_id")
    reason = fields.Text(readonly=True)
    state = fields.Selection(
        [
            ("open", "Open"),
            ("done", "Transferred"),
            ("withdrawn", "Withdrawn"),
            ("refused", "Refused"),
        ],
        default="open",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    transfer_line_id = fields.Many2one(
        "jxc.transfer.line",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    transfer_id = fields.Many2one(related="transfer_line_id.transfer_id")

    _open_uniq = models.UniqueIndex(
        "(product_id, warehouse_id, dest_warehouse_id) WHERE state = 'open'",
        "There is an open suggestion to move this product there already.",
    )
    _quantity_positive = models.Constraint(
        "CHECK (quantity > 0)", "The quantity of a suggestion is more than zero."
    )

    def write(self, vals):
        if not self.env.su:
            over = any(one.state != "open" for one in self)
            if vals.keys() - WRITABLE or over:
                raise UserError(
                    self.env._(
                        "Only the quantity of an open suggestion is written; its state"
                        " follows its buttons."
                    )
                )
        return super().write(vals)

    # --- opening and withdrawing ----------------------------------------------------

    @api.model
    def _suggest(self, pairs):
        """Open what other warehouses can give to ``pairs``; once.

        :param pairs: list of (product id, warehouse id) below their minimum.
        """
        ways = self.env["jxc.transfer.route"].search(
            [("dest_warehouse_id", "in", [house for _product, house in pairs])]
        )
        pairs = sorted({p for p in pairs if p[1] in ways.dest_warehouse_id.ids})
        if not pairs:
            return self.browse()
        self.env["jxc.lock"].acquire(self._locks(product for product, _h in pairs))
        products = self.env["product.product"].browse({p for p, _house in pairs})
        houses = ways.warehouse_id | ways.dest_warehouse_id
        points = self._limits(products, houses)
        figures = self.env["jxc.stock.availability"]._get(products, houses)
        coming, going = self._planned(products, houses)
        refused = self._refused(products)
        by_house = ways.grouped("dest_warehouse_id")
        values = []
        for product, house in pairs:
            point = points.get((product, house))
            if not point:
                continue
            need = self._need(point, figures[product, house], coming[product, house])
            givers = []
            for way in by_house[point.warehouse_id]:
                key = (product, way.warehouse_id.id)
                if (*key, house) in refused:
                    continue
                least = points[key].product_min_qty if key in points else 0.0
                rest = moving.spare(*map(_exact, (figures[key].atp, least, going[key])))
                givers.append(moving.Giver(way.id, rest, way.days, _exact(way.cost)))
            for way_id, quantity in moving.allocate(need, givers, self._pack(point)):
                way = ways.browse(way_id)
                going[product, way.warehouse_id.id] += float(quantity)
                values.append(self._values(point, way, quantity, figures))
        return self._open(values)

    @api.model
    def _open(self, values):
        """More of what is suggested already is added to it."""
        fresh = []
        for new in values:
            same = self.search(
                [
                    (name, "=", new[name])
                    for name in ("product_id", "warehouse_id", "dest_warehouse_id")
                ]
                + [("state", "=", "open")]
            )
            if same:
                same.quantity += new["quantity"]
            else:
                fresh.append(new)
        return self.create(fresh)

    @api.model
    def _refused(self, products):
        """What somebody said no to counts until the need has gone."""
        found = self.search(
            [("product_id", "in", products.ids), ("state", "=", "refused")]
        )
        return {
            (one.product_id.id, one.warehouse_id.id, one.dest_warehouse_id.id)
            for one in found
        }

    @api.model
    def _limits(self, products, houses):
        points = self.env["stock.warehouse.orderpoint"].search(
            [
                ("product_id", "in", products.ids),
                ("warehouse_id", "in", houses.ids),
            ]
        )
        return {(p.product_id.id, p.warehouse_id.id): p for p in points}

    @api.model
    def _need(self, point, figure, coming):
        """What lifts the warehouse to its maximum, once it is below its minimum."""
        expected = _exact(figure.atp) + _exact(figure.incoming) + _exact(coming)
        low, high = _exact(point.product_min_qty), _exact(point.product_max_qty)
        return max(low, high) - expected if expected < low else Decimal(0)

    @api.model
    def _pack(self, point):
        """What it is ordered in; else the smallest quantity that is counted."""
        unit, pack = point.product_id.uom_id, point.replenishment_uom_id
        if pack and pack._has_common_reference(unit):
            return _exact(pack._compute_quantity(1, unit))
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        return Decimal(1).scaleb(-digits)

    @api.model
    def _planned(self, products, houses):
        """What suggestions and drafts will bring and take, by product, warehouse."""
        coming, going = defaultdict(float), defaultdict(float)
        ends = ("warehouse_id", "dest_warehouse_id")
        suggested = self.search(
            [("product_id", "in", products.ids), ("state", "=", "open")]
        )
        lines = self.env["jxc.transfer.line"].search(
            [
                ("product_id", "in", products.ids),
                ("transfer_id.phase", "=", "draft"),
            ]
        )
        rows = [(s.product_id, *(s[e] for e in ends), s.quantity) for s in suggested]
        rows += [
            (ln.product_id, *(ln.transfer_id[e] for e in ends), ln._needed())
            for ln in lines
        ]
        for product, source, target, quantity in rows:
            going[product.id, source.id] += quantity
            coming[product.id, target.id] += quantity
        return coming, going

    @api.model
    def _values(self, point, way, quantity, figures):
        product, house = point.product_id, way.warehouse_id
        lang = point.company_id.partner_id.lang or self.env.lang
        self = self.with_context(lang=lang)
        short = figures[product.id, point.warehouse_id.id]
        giver = figures[product.id, house.id]
        reason = self.env._(
            "%(target)s has %(short)g available, its minimum is %(minimum)g."
            " %(giver)s has %(atp)g and is %(days)s days away.",
            target=point.warehouse_id.name,
            short=short.atp,
            minimum=point.product_min_qty,
            giver=house.name,
            atp=giver.atp,
            days=way.days,
        )
        return {
            "product_id": product.id,
            "warehouse_id": house.id,
            "dest_warehouse_id": point.warehouse_id.id,
            "quantity": float(quantity),
            "reason": reason,
        }

    @api.model
    def _withdraw(self, pairs):
        """The need has gone: its suggestions go as well."""
        found = self.search(
            [
                ("state", "in", ("open", "refused")),
                ("product_id", "in", [product for product, _house in pairs]),
                ("dest_warehouse_id", "in", [house for _product, house in pairs]),
            ]
        )
        found.filtered(
            lambda s: (s.product_id.id, s.dest_warehouse_id.id) in set(pairs)
        ).write({"state": "withdrawn"})

    def _lock_names(self):
        return self._locks(self.product_id.ids)

    @api.model
    def _locks(self, products):
        return {f"move:{product}" for product in products}

    # --- buttons ---------------------------------------------------------------------

    def action_jxc_refuse(self):
        """Not to be moved as long as the need lasts."""
        self._take_open().sudo().state = "refused"
        return True

    def action_jxc_transfer(self):
        """One draft transfer for each pair of warehouses."""
        todo = self._take_open()
        transfers = self.env["jxc.transfer"]
        groups = todo.grouped(lambda s: (s.warehouse_id, s.dest_warehouse_id))
        for (source, target), found in groups.items():
            transfer = transfers.create(
                {
                    "company_id": source.company_id.id,
                    "warehouse_id": source.id,
                    "dest_warehouse_id": target.id,
                    "reason": self.env._("Below the minimum"),
                    "line_ids": [
                        Command.create(
                            {
                                "product_id": one.product_id.id,
                                "uom_id": one.uom_id.id,
                                "quantity": one.quantity,
                            }
                        )
                        for one in found
                    ],
                }
            )
            for one, line in zip(found, transfer.line_ids, strict=True):
                one.sudo().write({"state": "done", "transfer_line_id": line.id})
            transfers |= transfer
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "jxc_transfer.jxc_transfer_action"
        )
        return {**action, "domain": [("id", "in", transfers.ids)], "context": {}}


def _exact(number):
    return Decimal(str(number))
