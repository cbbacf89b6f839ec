from collections import defaultdict

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

WAITING = ("required", "refused", "returned")
CHORE = "mail.mail_activity_data_todo"


class JxcTransfer(models.Model):
    """How a transfer gets from the request to two chained pickings, and back."""

    _inherit = "jxc.transfer"

    # --- confirming ---------------------------------------------------------------

    def action_jxc_confirm(self):
        """Promise the goods and make the pickings, all or nothing; or submit."""
        self.check_access("write")
        lock = self.env["jxc.lock"]
        lock.wait_turn(f"promise:{p}:{w}" for p, w in self._needs())
        self._hold()
        if not self:
            return True
        if gone := self.filtered(lambda transfer: transfer.phase != "draft"):
            raise UserError(
                self.env._(
                    "%(names)s has been confirmed or cancelled already.",
                    names=", ".join(gone.mapped("name")),
                )
            )
        submitted = self.filtered(lambda t: t.jxc_approval_state in WAITING)
        if submitted:
            result = submitted.action_jxc_submit()
        rest = self - submitted
        if rest:
            rest._check_lines()
            self.env["jxc.stock.availability"]._promise(rest._needs())
            now = fields.Datetime.now()
            rest.sudo().write({"phase": "confirmed", "confirmed_on": now})
            for transfer in rest:
                transfer.sudo()._make_pickings()
                transfer._tell(transfer.warehouse_id, "ship")
        return result if submitted else True

    def _hold(self):
        """Nobody else confirms, ships, receives or cancels these meanwhile."""
        self.env["jxc.lock"].acquire(f"transfer:{transfer.id}" for transfer in self)
        self.invalidate_recordset(["phase", "state"])

    def _needs(self):
        needs = defaultdict(float)
        for line in self.line_ids:
            house = line.transfer_id.warehouse_id
            needs[line.product_id.id, house.id] += line._needed()
        return dict(needs)

    def _check_lines(self):
        if empty := self.filtered(lambda transfer: not transfer.line_ids):
            raise UserError(
                self.env._(
                    "%(names)s says no goods: add a product.",
                    names=", ".join(empty.mapped("name")),
                )
            )

    def action_jxc_lower(self):
        """Ask for no more than there is; the message says what was lowered."""
        self.check_access("write")
        for transfer in self:
            transfer._check_draft()
            transfer._lower()
        return True

    def _lower(self):
        self.ensure_one()
        products, house = self.line_ids.product_id, self.warehouse_id
        figures = self.env["jxc.stock.availability"]._get(products, house)
        left = {product: figures[product.id, house.id].atp for product in products}
        texts, gone = [], self.line_ids.browse()
        for line in self.line_ids:
            product, unit = line.product_id, line.product_id.uom_id
            there = max(min(left[product], line._needed()), 0.0)
            wanted = unit._compute_quantity(there, line.uom_id, rounding_method="DOWN")
            if line.uom_id.compare(wanted, line.quantity) < 0:
                texts.append(
                    self.env._(
                        "%(product)s: %(before)g → %(after)g %(unit)s",
                        product=product.display_name,
                        before=line.quantity,
                        after=wanted,
                        unit=line.uom_id.name,
                    )
                )
            left[product] -= line.uom_id._compute_quantity(wanted, unit)
            if line.uom_id.is_zero(wanted):
                gone |= line
            elif line.uom_id.compare(wanted, line.quantity) < 0:
                line.quantity = wanted
        if gone == self.line_ids:
            raise UserError(
                self.env._(
                    "%(house)s has nothing of these goods to give. Choose another"
                    " warehouse.",
                    house=house.display_name,
                )
            )
        gone.unlink()
        if texts:
            self.message_post(body=" · ".join(texts))

    def _transit(self):
        """The company's place between warehouses; the host keeps it archived until
        somebody needs it."""
        place = self.company_id.internal_transit_location_id
        if not place.active:
            place.active = True
        return place

    def _make_pickings(self):
        self.ensure_one()
        transit = self._transit()
        source, target = self.warehouse_id, self.dest_warehouse_id
        lines = self.line_ids
        shipping = self._make_picking(source, source.lot_stock_id, transit)
        shipped = lines._make_moves(shipping, "ship")
        receiving = self._make_picking(target, transit, target.lot_stock_id)
        received = lines._make_moves(receiving, "receive")
        (shipped | received)._action_confirm(merge=False)
        shipped._action_assign()
        for line, move in zip(lines, shipped, strict=True):
            if line.lot_id and move.product_uom.compare(move.quantity, line.quantity):
                raise UserError(
                    self.env._(
                        "%(house)s has no %(quantity)g %(unit)s of lot %(lot)s of"
                        " %(product)s to give. Take another lot, or less.",
                        house=source.display_name,
                        quantity=line.quantity,
                        unit=line.uom_id.name,
                        lot=line.lot_id.name,
                        product=line.product_id.display_name,
                    )
                )

    def _make_picking(self, house, source, target):
        return self.env["stock.picking"].create(
            {
                "picking_type_id": house.int_type_id.id,
                "location_id": source.id,
                "location_dest_id": target.id,
                "origin": self.name,
                "company_id": self.company_id.id,
                "scheduled_date": self.date_planned,
                "jxc_transfer_id": self.id,
            }
        )

    def _tell(self, house, step):
        """A to-do for the keepers of a warehouse; those of the other have none left."""
        self.sudo().activity_unlink([CHORE])
        kind = house.sudo().int_type_id
        keepers = self.env["stock.picking"].sudo().new({"picking_type_id": kind.id})
        keepers.company_id = self.company_id
        for user in keepers._jxc_keepers():
            env = self.with_context(lang=user.lang).env
            texts = {
                "ship": env._("Ship %(transfer)s", transfer=self.name),
                "receive": env._("Receive %(transfer)s", transfer=self.name),
            }
            self.sudo().with_context(mail_activity_quick_update=True).activity_schedule(
                CHORE, self.date_planned, summary=texts[step], user_id=user.id
            )

    # --- cancelling ---------------------------------------------------------------

    def action_jxc_cancel(self):
        """Stop what has not been shipped; what is in transit goes back."""
        self.check_access("write")
        self._hold()
        for transfer in self:
            if transfer.state in ("received", "cancel"):
                raise UserError(
                    self.env._(
                        "%(transfer)s is finished. To have the goods back, transfer"
                        " them back.",
                        transfer=transfer.name,
                    )
                )
            if transfer.phase == "draft":
                transfer.sudo().phase = "cancel"
            else:
                transfer.sudo()._turn_back()
            transfer.sudo().activity_unlink([CHORE])
        return True

    def _turn_back(self):
        self.ensure_one()
        steps = ("ship", "receive")
        moves = self.line_ids.move_ids.filtered(
            lambda m: m.state not in ("done", "cancel")
        )
        moves.filtered(lambda m: m.jxc_transfer_step in steps)._action_cancel()
        self.difference_ids.filtered(lambda d: d.state == "draft").state = "cancel"
        back = {
            line: line.stranded
            for line in self.line_ids
            if line.uom_id.compare(line.stranded, 0) > 0
        }
        if back:
            self._send_back(back)

    def _send_back(self, quantities):
        """A picking, to be received at the source, of quantities by line."""
        source, transit = self.warehouse_id, self._transit()
        picking = self._make_picking(source, transit, source.lot_stock_id)
        lines = self.line_ids.browse([line.id for line in quantities])
        moves = lines._make_moves(picking, "back", quantities)
        moves._action_confirm(merge=False)
        moves._action_assign()
        self.message_post(
            body=self.env._(
                "The goods in transit go back to %(house)s: receive them with"
                " %(picking)s.",
                house=source.display_name,
                picking=picking.name,
            )
        )

    def _check_keeper(self, step, document):
        """The keepers of the one warehouse ship, those of the other receive."""
        there = step in ("receive", "damaged", "loss")
        for transfer in self.sudo():
            house = transfer.dest_warehouse_id if there else transfer.warehouse_id
            keepers, user = house.jxc_keeper_ids, self.env.user
            if self.env.su or not keepers or user in keepers:
                continue
            if not user.has_group("stock.group_stock_manager"):
                raise AccessError(
                    self.env._(
                        "%(picking)s is for the keepers of %(house)s: %(people)s.",
                        picking=document,
                        house=house.display_name,
                        people=", ".join(keepers.mapped("name")),
                    )
                )

    def _after_posting(self, moves):
        """To-dos go on to whoever has the goods next."""
        for transfer in self:
            steps = set(
                moves.filtered(
                    lambda m, t=transfer: m.state == "done"
                    and m.jxc_transfer_line_id.transfer_id == t
                ).mapped("jxc_transfer_step")
            )
            if transfer.state in ("received", "cancel"):
                transfer.activity_unlink([CHORE])
            elif "ship" in steps:
                transfer._tell(transfer.dest_warehouse_id, "receive")
            if transfer.stranded and "receive" in steps:
                transfer._open_difference()
