from odoo import api, models
from odoo.exceptions import UserError


class JxcPda(models.AbstractModel):
    _inherit = "jxc.pda"

    @api.model
    def put(self, picking_id, scanned):
        """Write what was scanned of moves.

        :param scanned: move id to everything scanned of it so far, one entry for each
            bin, lot and package, in the product's unit. Sent twice it counts once.
        """
        picking = self._picking(picking_id)
        picking._jxc_wait_turn()
        by_id = {str(move.id): move for move in picking.move_ids}
        for move_id, parts in scanned.items():
            move = by_id.get(str(move_id))
            if not move or move.state in ("done", "cancel"):
                raise UserError(
                    self.env._(
                        "%(transfer)s has changed meanwhile. Open it again.",
                        transfer=picking.display_name or self.env._("The transfer"),
                    )
                )
            self._put_move(move, parts)
        return True

    @api.model
    def _put_move(self, move, parts):
        self._refuse_too_much(move, parts)
        wanted = {self._key_of(part, move): part for part in parts}
        move.move_line_ids.filtered(
            lambda ml: ml.picked and self._key(ml) not in wanted
        ).picked = False
        for key, part in wanted.items():
            self._put_part(move, key, part)

    @api.model
    def _refuse_too_much(self, move, parts):
        uom = move.product_id.uom_id
        total = sum(part["quantity"] for part in parts)
        if uom.compare(total, move.product_qty) > 0:
            raise UserError(
                self.env._(
                    "%(product)s: %(asked)s %(unit)s are asked for, not %(found)s."
                    " Put the rest back.",
                    product=move.product_id.display_name,
                    asked=uom.round(move.product_qty),
                    found=uom.round(total),
                    unit=uom.name,
                )
            )

    @api.model
    def _key(self, line):
        lot = line.lot_id
        return (
            line.location_id.id,
            lot.id,
            lot.name or line.lot_name or "",
            line.package_id.id,
        )

    @api.model
    def _key_of(self, part, move):
        """A lot that exists is named by its id, whether the page knew it or not."""
        name = part.get("lot_name") or ""
        lot = self.env["stock.lot"].browse(part.get("lot_id") or [])
        if name and not lot and move.picking_type_id.use_existing_lots:
            lot = lot.search(
                [("product_id", "=", move.product_id.id), ("name", "=", name)], limit=1
            )
        place = part.get("location_id") or move.location_id.id
        return place, lot.id, lot.name or name, part.get("package_id") or False

    @api.model
    def _put_part(self, move, key, part):
        """Have ``part`` picked: from the line planned for it, else from others."""
        uom = move.product_id.uom_id
        lines = move.move_line_ids
        mine = lines.filtered(lambda ml: ml.picked and self._key(ml) == key)
        missing = part["quantity"] - sum(mine.mapped("quantity_product_uom"))
        if uom.compare(missing, 0) < 0:
            self._give_back(mine, -missing)
        elif uom.compare(missing, 0) > 0:
            self._take_planned(lines - lines.filtered("picked"), key, missing)
            if mine:
                self._set(mine[0], mine[0].quantity_product_uom + missing)
            else:
                mine = mine.create(self._new_line(move, key, missing))
        target = part.get("location_dest_id")
        if mine and target and mine.location_dest_id.ids != [target]:
            mine.location_dest_id = self._target(move, target)
        if part.get("expires") and mine and not key[1]:
            mine.expiration_date = f"{part['expires']} 00:00:00"

    @api.model
    def _target(self, move, place_id):
        """A bin of where the transfer goes, and of nowhere else."""
        place, goal = self.env["stock.location"].browse(place_id), move.location_dest_id
        if not place._child_of(goal):
            raise UserError(
                self.env._(
                    "%(bin)s is no part of %(target)s, where these goods go.",
                    bin=place.display_name,
                    target=goal.display_name,
                )
            )
        return place

    @api.model
    def _take_planned(self, lines, key, quantity):
        """Free ``quantity`` of the lines not picked, the one meant for it first."""
        uom = lines.product_id.uom_id
        for line in lines.sorted(
            lambda ml: (self._key(ml) != key, ml.location_id.id != key[0], ml.id)
        ):
            held = line.quantity_product_uom
            if uom.compare(held, quantity) <= 0:
                line.unlink()
            else:
                self._set(line, held - quantity)
            quantity -= held
            if uom.compare(quantity, 0) <= 0:
                break

    @api.model
    def _give_back(self, lines, quantity):
        """What was scanned too often is planned again."""
        line = lines[-1:]
        uom = line.product_id.uom_id
        if uom.compare(line.quantity_product_uom, quantity) <= 0:
            line.picked = False
            return
        self._set(line, line.quantity_product_uom - quantity)
        line.copy({"quantity": quantity, "product_uom_id": uom.id, "picked": False})

    @api.model
    def _set(self, line, quantity):
        uom = line.product_id.uom_id
        line.write({"quantity": uom.round(quantity), "product_uom_id": uom.id})

    @api.model
    def _new_line(self, move, key, quantity):
        place, lot_id, lot_name, package_id = key
        return {
            **move._prepare_move_line_vals(quantity=0),
            "quantity": move.product_id.uom_id.round(quantity),
            "product_uom_id": move.product_id.uom_id.id,
            "location_id": place,
            "lot_id": lot_id,
            "lot_name": False if lot_id else lot_name,
            "package_id": package_id,
            "picked": True,
        }

    @api.model
    def pack(self, picking_id):
        """Put what is picked and not packed yet into one package; its name."""
        picking = self._picking(picking_id)
        lines = picking.move_line_ids.filtered(
            lambda ml: ml.picked and not ml.result_package_id
        )
        if not lines:
            raise UserError(
                self.env._("Nothing is waiting to be packed. Scan the goods first.")
            )
        lines.action_put_in_pack()
        return lines.result_package_id[:1].name or ""

    @api.model
    def finish(self, picking_id, backorder=None, reasons=None):
        """Validate what was scanned, as the host's button does.

        :param backorder: whether what is missing stays to be done; None asks.
        :param reasons: move id to why less was taken, noted on the transfer.
        :return: ``done``, or what is to be asked first.
        """
        picking = self._picking(picking_id)
        picking._jxc_wait_turn(posting=True)
        if picking.state == "done":  # The answer to an earlier call got lost.
            return {"done": True, "left": picking.backorder_ids.mapped("name")}
        if not picking.move_line_ids.filtered("picked"):
            raise UserError(
                self.env._(
                    "%(transfer)s: nothing was scanned yet.",
                    transfer=picking.display_name,
                )
            )
        short = self._short(picking)
        if short and backorder is None:
            return {"ask": "backorder", "short": short}
        context = {"skip_backorder": True, "skip_sms": True}
        if backorder is False:
            context["picking_ids_not_to_backorder"] = picking.ids
        self._note_reasons(picking, short, reasons or {})
        result = picking.with_context(**context).button_validate()
        if picking.state == "done":
            return {"done": True, "left": picking.backorder_ids.mapped("name")}
        return {"action": result}

    @api.model
    def _short(self, picking):
        """Moves of which less was scanned than asked for."""
        found = []
        for move in picking.move_ids:
            uom = move.product_id.uom_id
            taken = sum(
                move.move_line_ids.filtered("picked").mapped("quantity_product_uom")
            )
            if uom.compare(taken, move.product_qty) < 0:
                found.append(
                    {
                        "move_id": move.id,
                        "name": move.product_id.display_name,
                        "asked": uom.round(move.product_qty),
                        "taken": uom.round(taken),
                        "uom": uom.name,
                    }
                )
        return found

    @api.model
    def _note_reasons(self, picking, short, reasons):
        told = [
            self.env._(
                "%(product)s: %(taken)s of %(asked)s %(unit)s. %(reason)s",
                product=line["name"],
                taken=line["taken"],
                asked=line["asked"],
                unit=line["uom"],
                reason=reasons.get(str(line["move_id"])),
            )
            for line in short
            if reasons.get(str(line["move_id"]))
        ]
        if told:
            picking.message_post(body="\n".join(told))
