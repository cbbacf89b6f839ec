import base64
import binascii
import math

from odoo import Command, api, models
from odoo.exceptions import UserError
from odoo.tools.mimetypes import guess_mimetype

#: What the page makes of a camera's picture has a tenth of this.
MOST_BYTES = 5 * 1024 * 1024
MOST_PHOTOS = 5
PICTURES = ("image/jpeg", "image/png", "image/webp")


class JxcPda(models.AbstractModel):
    """Goods that are broken, as who holds them in his hands reports them (K7)."""

    _inherit = "jxc.pda"

    @api.model
    def damage(self, picking_id, move_id, report):
        """Keep what is broken, with pictures, for who decides what becomes of it.

        :param report: ``client_id`` (of the device: one that is sent again makes no
            second document), ``quantity`` in the product's unit, ``reason``,
            ``lot_name``, ``location_id`` (where it lies) and ``photos`` (base64).
        :return: the name of the document.
        """
        picking = self._picking(picking_id)
        self.env["jxc.lock"].acquire([f"pda.damage:{picking.id}"])
        client_id = str(report["client_id"])[:64]
        found = self._damage_known(picking, client_id)
        if not found:
            move = picking.move_ids.filtered(lambda one: one.id == move_id)
            self._check_damage(picking, move, report)
            found = self._damage_document(move, client_id, report)
            self._keep_photos(found, report.get("photos") or [])
        return found.display_name

    @api.model
    def _check_damage(self, picking, move, report):
        uom = move.product_id.uom_id
        quantity = self._damage_quantity(report)
        if not move or uom.compare(quantity, 0) <= 0:
            raise UserError(
                self.env._(
                    "Say how many of which goods of %(transfer)s are damaged.",
                    transfer=picking.name,
                )
            )
        if uom.compare(quantity, move.product_qty) > 0:
            raise UserError(
                self.env._(
                    "%(transfer)s has %(quantity)g %(uom)s of %(product)s only.",
                    transfer=picking.name,
                    quantity=move.product_qty,
                    uom=uom.name,
                    product=move.product_id.display_name,
                )
            )
        if not str(report.get("reason") or "").strip():
            raise UserError(self.env._("Say what is wrong with the goods."))
        for photo in (report.get("photos") or [])[:MOST_PHOTOS]:
            self._check_photo(photo)

    @api.model
    def _damage_quantity(self, report):
        """How many: nought for what is no number."""
        try:
            quantity = float(report.get("quantity") or 0)
        except (TypeError, ValueError):
            return 0.0
        return quantity if math.isfinite(quantity) else 0.0

    @api.model
    def _check_photo(self, photo):
        try:
            content = base64.b64decode(photo, validate=True)
        except (TypeError, ValueError, binascii.Error):
            content = b""
        if len(content) > MOST_BYTES or guess_mimetype(content) not in PICTURES:
            raise UserError(
                self.env._(
                    "One of the pictures is no JPEG, PNG or WebP, or has more than"
                    " %(most)s MB. Leave it out, or take it again.",
                    most=MOST_BYTES // 1024**2,
                )
            )

    @api.model
    def _damage_known(self, picking, client_id):
        """The document of an earlier sending of the same report."""
        domain = [("jxc_client_id", "=", client_id), ("picking_id", "=", picking.id)]
        return self.env["stock.scrap"].search(domain, limit=1)

    @api.model
    def _damage_document(self, move, client_id, report):
        """A draft of a scrap, and a to-do for who may validate it."""
        scrap = self.env["stock.scrap"].create(
            {
                "product_id": move.product_id.id,
                "product_uom_id": move.product_id.uom_id.id,
                "scrap_qty": self._damage_quantity(report),
                "lot_id": self._damage_lot(move, report).id,
                "location_id": self._damage_place(move, report).id,
                "picking_id": move.picking_id.id,
                "origin": move.picking_id.name,
                "company_id": move.company_id.id,
                "jxc_client_id": client_id,
                "scrap_reason_tag_ids": [
                    Command.link(self._damage_reason(report["reason"]).id)
                ],
            }
        )
        self._ask_about_damage(move.picking_id, scrap)
        return scrap

    @api.model
    def _damage_lot(self, move, report):
        domain = [
            ("product_id", "=", move.product_id.id),
            ("name", "=", report.get("lot_name") or ""),
            ("company_id", "in", (False, move.company_id.id)),
        ]
        return self.env["stock.lot"].search(domain, limit=1)

    @api.model
    def _damage_place(self, move, report):
        """Where it lies: what comes in lies where it is put, all else where it was."""
        incoming = move.picking_id.picking_type_code == "incoming"
        within = move.location_dest_id if incoming else move.location_id
        place = self.env["stock.location"].browse(report.get("location_id") or [])
        if place and place._child_of(within):
            return place
        side = "location_dest_id" if incoming else "location_id"
        return move.move_line_ids[:1][side] or within

    @api.model
    def _damage_reason(self, reason):
        tags = self.env["stock.scrap.reason.tag"]
        name = str(reason).strip()[:100]
        return tags.search([("name", "=", name)], limit=1) or tags.create(
            {"name": name}
        )

    @api.model
    def _keep_photos(self, document, photos):
        """Pictures go to the document; those of a scrap are its photos."""
        made = self.env["ir.attachment"].create(
            [
                {
                    "name": self.env._("Damage %s", number),
                    "datas": photo,
                    "res_model": document._name,
                    "res_id": document.id,
                }
                for number, photo in enumerate(photos[:MOST_PHOTOS], 1)
            ]
        )
        if made and document._name == "stock.scrap":
            document.jxc_photo_ids = [Command.set(made.ids)]

    @api.model
    def _ask_about_damage(self, picking, document):
        managers = self.env.ref("stock.group_stock_manager").sudo().all_user_ids
        managers = managers.filtered(
            lambda user: user.active
            and not user.share
            and picking.company_id in user.company_ids
        )
        if managers:
            picking.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=self.env._("Damaged: %(goods)s", goods=document.display_name),
                user_id=min(managers, key=lambda user: user == self.env.user).id,
            )
