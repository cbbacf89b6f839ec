from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class JxcTransferDifferenceLine(models.Model):
    _name = "jxc.transfer.difference.line"
    _description = "Transfer Difference Line"
    _inherit = ["jxc.approval.line.mixin"]
    _rec_name = "product_id"
    _jxc_approval_parent_field = "difference_id"

    difference_id = fields.Many2one(
        "jxc.transfer.difference", required=True, ondelete="cascade", index=True
    )
    transfer_id = fields.Many2one(related="difference_id.transfer_id")
    company_id = fields.Many2one(
        related="difference_id.company_id", store=True, index=True
    )
    transfer_line_id = fields.Many2one(
        "jxc.transfer.line",
        "Goods",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('transfer_id', '=', transfer_id)]",
    )
    product_id = fields.Many2one(related="transfer_line_id.product_id")
    uom_id = fields.Many2one(related="transfer_line_id.uom_id")
    lot_id = fields.Many2one("stock.lot", domain="[('product_id', '=', product_id)]")
    kind = fields.Selection(
        [
            ("missing", "Missing"),
            ("damaged", "Damaged"),
            ("back", "Send Back"),
        ],
        "What Happened",
        required=True,
        default="missing",
        help="Missing goods are booked as lost; damaged ones go to the receiver's"
        " quarantine; what is sent back is received at the sender.",
    )
    quantity = fields.Float(digits="Product Unit", required=True)
    reason = fields.Char()
    bearer = fields.Selection(
        [
            ("sender", "Sending Warehouse"),
            ("carrier", "Carrier"),
            ("receiver", "Receiving Warehouse"),
            ("company", "Company"),
        ],
        "Borne By",
        required=True,
        default="company",
    )
    partner_id = fields.Many2one("res.partner", "Carrier")

    _positive = models.Constraint(
        "CHECK (quantity > 0)", "The quantity of a difference is more than zero."
    )

    @api.constrains("transfer_line_id", "difference_id", "lot_id")
    def _check_same_transfer(self):
        for line in self.sudo():
            goods = line.transfer_line_id
            if goods.transfer_id != line.difference_id.transfer_id:
                raise ValidationError(
                    self.env._(
                        "%(product)s is not on %(transfer)s. Choose goods of that"
                        " transfer.",
                        product=goods.product_id.display_name,
                        transfer=line.difference_id.transfer_id.name,
                    )
                )
            if line.lot_id and line.lot_id.product_id != goods.product_id:
                raise ValidationError(
                    self.env._(
                        "The lot %(lot)s is not one of %(product)s. Choose another"
                        " lot.",
                        lot=line.lot_id.name,
                        product=goods.product_id.display_name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.difference_id._check_draft()
        return lines

    def write(self, vals):
        self.difference_id._check_draft()
        result = super().write(vals)
        self.difference_id._check_draft()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_draft(self):
        self.difference_id.filtered(lambda one: one.state == "done")._check_draft()

    def _check_complete(self):
        """Somebody has to answer for what is gone."""
        for line in self:
            needs_partner = line.bearer == "carrier" and not line.partner_id
            if not line.reason or needs_partner:
                raise UserError(
                    self.env._(
                        "%(document)s: say why %(quantity)g of %(product)s did not"
                        " arrive as they should, and, where the carrier bears it, who"
                        " that is.",
                        document=line.difference_id.name,
                        quantity=line.quantity,
                        product=line.product_id.display_name,
                    )
                )
            held = line.transfer_line_id
            same = held.uom_id
            asked = sum(
                line.difference_id.line_ids.filtered(
                    lambda other, held=held: other.transfer_line_id == held
                ).mapped("quantity")
            )
            if same.compare(asked, held.in_transit) > 0:
                raise UserError(
                    self.env._(
                        "%(document)s: only %(there)g %(unit)s of %(product)s are in"
                        " transit, not %(asked)g. Lower the quantity.",
                        document=line.difference_id.name,
                        there=held.in_transit,
                        unit=same.name,
                        product=line.product_id.display_name,
                        asked=asked,
                    )
                )

    def _own_quantity(self):
        """The quantity in the product's unit."""
        self.ensure_one()
        if not self.uom_id:
            return 0.0
        return self.uom_id._compute_quantity(self.quantity, self.product_id.uom_id)

    def _kind_text(self):
        return dict(self._fields["kind"]._description_selection(self.env))[self.kind]

    def _bearer_text(self):
        texts = dict(self._fields["bearer"]._description_selection(self.env))
        return self.partner_id.display_name or texts[self.bearer]

    def _text(self):
        """One line for approvers: what, how much, why, and who bears it."""
        return self.env._(
            "%(product)s %(lot)s × %(quantity)g %(unit)s: %(reason)s; borne by"
            " %(bearer)s",
            product=self.product_id.display_name,
            lot=self.lot_id.name or "",
            quantity=self.quantity,
            unit=self.uom_id.name,
            reason=self.reason or "-",
            bearer=self._bearer_text(),
        )

    def _move(self, kind, transfer, product):
        """Post goods of one product from transit to where they are now."""
        step = "loss" if kind == "missing" else "damaged"
        house = transfer.dest_warehouse_id
        target = house.jxc_quarantine_location_id
        if step == "loss":
            own = product.with_company(transfer.company_id)
            target = own.property_stock_inventory
        picking = transfer._make_picking(house, transfer._transit(), target)
        picking.origin = f"{transfer.name} {self.difference_id.name}"
        groups = self.grouped("transfer_line_id")
        quantities = {ln: sum(some.mapped("quantity")) for ln, some in groups.items()}
        lines = transfer.line_ids.browse([line.id for line in groups])
        moves = lines._make_moves(picking, step, quantities)
        moves._action_confirm(merge=False)
        moves.move_line_ids.unlink()
        self.env["stock.move.line"].create(
            [
                {
                    "move_id": move.id,
                    "picking_id": picking.id,
                    "company_id": picking.company_id.id,
                    "product_id": product.id,
                    "product_uom_id": line.uom_id.id,
                    "quantity": line.quantity,
                    "lot_id": line.lot_id.id,
                    "location_id": picking.location_id.id,
                    "location_dest_id": target.id,
                    "picked": True,
                }
                for goods, move in zip(lines, moves, strict=True)
                for line in groups[goods]
            ]
        )
        picking._action_done()
