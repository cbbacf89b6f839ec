from odoo import api, models
from odoo.exceptions import AccessError

from ..exceptions import OtherUser
from ..logic import walk

OPEN = ("confirmed", "waiting", "assigned")
LIMIT = 200


class JxcPda(models.AbstractModel):
    """What the scan page asks of the warehouse's transfers.

    Everything is read and written with the rights of who scans.
    """

    _name = "jxc.pda"
    _description = "Scan Page"

    @api.model
    @api.readonly
    def transfers(self):
        """Open transfers, most urgent first; after them those of colleagues."""
        self._check_page_user()
        mine = {False, self.env.uid}
        pickings = self.env["stock.picking"].search(
            [
                ("state", "in", OPEN),
                ("company_id", "in", self.env.companies.ids),
            ],
            order="priority desc, scheduled_date, id",
            limit=LIMIT,
        )
        return [
            {
                "id": picking.id,
                "name": picking.name,
                "kind": picking.picking_type_code,
                "type": picking.picking_type_id.name,
                "partner": picking.partner_id.display_name or "",
                "origin": picking.origin or "",
                "colleague": ""
                if picking.user_id.id in mine
                else picking.user_id.display_name,
                "ready": picking.state == "assigned",
                "lines": len(picking.move_ids),
                "done": len(picking.move_ids.filtered("picked")),
            }
            for picking in pickings.sorted(lambda one: one.user_id.id not in mine)
        ]

    @api.model
    @api.readonly
    def transfer(self, picking_id):
        """One transfer with all that the page needs to judge a scan by itself."""
        picking = self._picking(picking_id)
        moves = picking.move_ids.filtered(lambda m: m.state not in ("done", "cancel"))
        lines = moves.move_line_ids
        places = lines.location_id | lines.location_dest_id
        side = picking.picking_type_code == "incoming" and "location_dest_id"
        side = side or "location_id"
        turn = walk.order({place.id: place.complete_name for place in lines[side]})
        lines = lines.sorted(lambda line: (turn.index(line[side].id), line.id))
        return {
            "id": picking.id,
            "name": picking.name,
            "kind": picking.picking_type_code,
            "state": picking.state,
            "partner": picking.partner_id.display_name or "",
            "target": self._place(picking.location_dest_id),
            "moves": {move.id: self._move(move) for move in moves},
            "lines": [self._line(line) for line in lines],
            "places": {place.id: self._place(place) for place in places},
            "products": self._products(moves.product_id),
        }

    @api.model
    def _picking(self, picking_id):
        """The transfer, for who works in the warehouse (F2): the host lets buyers and
        salespeople write transfers too."""
        self._check_page_user()
        if not self.env.user.has_group("stock.group_stock_user"):
            raise AccessError(
                self.env._("Only the people of the warehouse scan transfers.")
            )
        picking = self.env["stock.picking"].browse(picking_id).exists()
        picking.check_access("write")
        return picking

    @api.model
    def _check_page_user(self):
        """What one user scanned is never booked as another's.

        A page that stays open lives on with the session of who signs in next, in
        another window or after a sign-out by address; its calls still say whose it is.
        """
        page_user = self.env.context.get("uid")
        if page_user and page_user != self.env.uid:
            raise OtherUser(
                self.env._(
                    "%(name)s is signed in here now. What was scanned before stays on"
                    " this device for who scanned it. Load the page again.",
                    name=self.env.user.name,
                )
            )

    @api.model
    def _move(self, move):
        return {
            "id": move.id,
            "product_id": move.product_id.id,
            "demand": move.product_qty,
        }

    @api.model
    def _line(self, line):
        return {
            "id": line.id,
            "move_id": line.move_id.id,
            "product_id": line.product_id.id,
            "location_id": line.location_id.id,
            "location_dest_id": line.location_dest_id.id,
            "lot_id": line.lot_id.id,
            "lot_name": line.lot_id.name or line.lot_name or "",
            "package_id": line.package_id.id,
            "package": line.package_id.name or "",
            "quantity": line.quantity_product_uom,
            "picked": line.picked,
        }

    @api.model
    def _place(self, place):
        name = place.complete_name
        return {"id": place.id, "name": name, "barcode": place.barcode or ""}

    @api.model
    def _products(self, products):
        """Names, lots and barcodes, those of packagings with what they hold."""
        units = self.env["product.uom"].search([("product_id", "in", products.ids)])
        found = {
            product.id: {
                "id": product.id,
                "name": product.display_name,
                "code": product.default_code or "",
                "tracking": product.tracking if product.is_storable else "none",
                "uom": product.uom_id.name,
                "rounding": product.uom_id.rounding,
                "barcodes": {product.barcode: 1.0} if product.barcode else {},
            }
            for product in products
        }
        for unit in units:
            product = unit.product_id
            factor = unit.uom_id._compute_quantity(1.0, product.uom_id, round=False)
            found[product.id]["barcodes"][unit.barcode] = factor
        return found
