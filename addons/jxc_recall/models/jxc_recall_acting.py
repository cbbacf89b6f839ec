from markupsafe import Markup

from odoo import Command, fields, models
from odoo.exceptions import UserError

from ..sql import affected

OPEN = ("assigned", "partially_available", "confirmed", "waiting")


class JxcRecall(models.Model):
    """What a recall does, in one step: block, stop, list, get back, tell."""

    _inherit = "jxc.recall"

    def _begin(self, *states):
        """What follows is done for people of the warehouse too: whoever asks must be
        allowed to change the recall."""
        self.ensure_one()
        self.check_access("write")
        self._refuse_unless(*states)

    def action_jxc_start(self):
        """Block the lots, stop what is about to leave, find who has them, and prepare
        their return: all of it, or nothing."""
        self._begin("draft")
        if not self.lot_ids:
            raise UserError(
                self.env._("%(recall)s names no lot yet.", recall=self.name)
            )
        self.env["jxc.lock"].acquire(f"recall:{lot}" for lot in self.lot_ids.ids)
        self._add_made_of_them()
        before = self.lot_ids.filtered("jxc_blocked")
        before -= before._jxc_running().lot_ids
        moves = self._stop_shipments()
        reason = self.reason.strip()
        self.lot_ids._jxc_block(
            self.env._("Recall %(recall)s: %(reason)s", recall=self.name, reason=reason)
        )
        moves._action_assign()
        self.sudo().write(
            {
                "state": "open",
                "started_at": fields.Datetime.now(),
                "blocked_before_ids": [Command.set(before.ids)],
            }
        )
        self._list_partners()
        if self.returns:
            self._prepare_returns()
        self._tell_colleagues(moves.picking_id)

    def _add_made_of_them(self):
        self.env["stock.move.line"].flush_model()
        rows = self.env.execute_query(affected(self.lot_ids.ids))
        made = self.lot_ids.sudo().browse(row[0] for row in rows) - self.lot_ids
        # What another company made of a lot of both is for that company to recall.
        companies = self.company_id, self.company_id.browse()
        made = made.filtered(lambda lot: lot.company_id in companies).sudo(False)
        if made:
            self.lot_ids |= made
            self.message_post(
                body=self.env._(
                    "Made or packed from the lots, and recalled with them: %(lots)s",
                    lots=", ".join(made.mapped("display_name")),
                )
            )

    def _stop_shipments(self):
        """Take the lots out of all open transfers.

        :return: the moves that had reserved them.
        """
        lines = (
            self.env["stock.move.line"]
            .sudo()
            .search(
                [
                    ("lot_id", "in", self.lot_ids.ids),
                    ("state", "in", OPEN),
                    ("location_id.usage", "in", ("internal", "transit")),
                ]
            )
        )
        moves = lines.move_id
        lines.unlink()
        for picking in moves.picking_id:
            picking.message_post(
                body=self.env._(
                    "Goods of recalled lots were taken out: %(recall)s. Put them back"
                    " if they are picked already.",
                    recall=self.name,
                )
            )
        return moves.exists()

    def _list_partners(self):
        sides = ("supplier", "customer")
        known = {
            (line.lot_id.id, line.side, line.partner_id.id or None)
            for line in self.line_ids
        }
        keys = [
            key for key in self._crossings() if key[1] in sides and key not in known
        ]
        self.env["jxc.recall.line"].sudo().create(
            [
                {
                    "recall_id": self.id,
                    "lot_id": lot,
                    "side": side,
                    "partner_id": partner,
                }
                for lot, side, partner in keys
            ]
        )
        self.invalidate_recordset()

    # --- getting it back --------------------------------------------------------

    def action_jxc_prepare_returns(self):
        """A return for each delivery whose goods are still out; pressed again, only
        for those that have none."""
        self._begin("open")
        self._list_partners()
        self._prepare_returns()

    def _prepare_returns(self):
        out = self._shipped_lines()
        groups = out.grouped(lambda line: line.move_id.picking_id)
        for picking, lines in groups.items():
            back = self._return_of(picking, lines)
            if back:
                self.sudo().return_ids = [Command.link(back.id)]

    def _shipped_lines(self):
        """Lines of deliveries that have no return by this recall."""
        lines = self.env["stock.move.line"].search(
            [
                ("lot_id", "in", self.lot_ids.ids),
                ("state", "=", "done"),
                ("move_id.picking_id", "!=", False),
                ("company_id", "=", self.company_id.id),
                ("location_dest_id.usage", "=", "customer"),
            ]
        )
        done = self.return_ids.filtered(lambda p: p.state != "cancel").return_id
        return lines.filtered(lambda line: line.move_id.picking_id not in done)

    def _return_of(self, picking, lines):
        wanted = self._still_out(lines)
        if not wanted:
            return None
        wizard = self.env["stock.return.picking"].create({"picking_id": picking.id})
        for one in wizard.product_return_moves:
            one.quantity = sum(
                one.move_id.product_id.uom_id._compute_quantity(
                    quantity, one.uom_id, rounding_method="HALF-UP"
                )
                for (move, _lot), quantity in wanted.items()
                if move == one.move_id
            )
        back = picking.browse(wizard.action_create_returns()["res_id"])
        place = back.picking_type_id.warehouse_id.jxc_quarantine_location_id
        back.location_dest_id = place or back.location_dest_id
        back.origin = f"{self.name} ({picking.name})"
        self._fill_lots(back, wanted)
        return back

    def _still_out(self, lines):
        """:return: ``{(move, lot): quantity in the product's unit}`` not returned"""
        wanted = {}
        for line in lines:
            key = line.move_id, line.lot_id
            wanted[key] = wanted.get(key, 0.0) + line.quantity_product_uom
        for line in lines.move_id.returned_move_ids.move_line_ids:
            key = line.move_id.origin_returned_move_id, line.lot_id
            if line.state == "done" and key in wanted:
                wanted[key] -= line.quantity_product_uom
        return {
            key: quantity
            for key, quantity in wanted.items()
            if key[0].product_id.uom_id.compare(quantity, 0.0) > 0
        }

    def _fill_lots(self, back, wanted):
        back.move_ids.move_line_ids.unlink()
        self.env["stock.move.line"].create(
            [
                {
                    "move_id": move.id,
                    "picking_id": back.id,
                    "product_id": move.product_id.id,
                    "lot_id": lot.id,
                    "quantity": quantity,
                    "product_uom_id": move.product_id.uom_id.id,
                    "location_id": move.location_id.id,
                    "location_dest_id": back.location_dest_id.id,
                }
                for move in back.move_ids
                for (origin, lot), quantity in wanted.items()
                if origin == move.origin_returned_move_id
            ]
        )

    # --- telling ----------------------------------------------------------------

    def _tell_colleagues(self, stopped):
        """Keepers put the goods aside, salespeople call their customers."""
        keepers = self.quant_ids.sudo().warehouse_id.jxc_keeper_ids
        note = self.env._(
            "Put the recalled lots aside: %(places)s.",
            places=", ".join(
                sorted(
                    {
                        f"{q.lot_id.name} – {q.location_id.display_name}"
                        for q in self.quant_ids
                    }
                )
            ),
        )
        self._todo(keepers, self.env._("Put recalled goods aside"), note)
        customers = self.customer_line_ids.partner_id
        for user, partners in customers.grouped("user_id").items():
            names = ", ".join(partners.mapped("display_name"))
            self._todo(user, self.env._("Call customers about a recall"), names)
        if stopped:
            links = Markup(", ").join(p._get_html_link() for p in stopped)
            text = self.env._("Reservations stopped:")
            self.message_post(body=Markup("%s %s") % (text, links))

    def _todo(self, users, summary, note):
        company = self.company_id
        for user in users.filtered(lambda u: u.active and company in u.company_ids):
            self.sudo().activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=user.id,
                summary=summary,
                note=note,
            )

    def action_jxc_send_letters(self):
        """Queue a letter with its PDF to each customer who has an address."""
        self._begin("open")
        lines = self.customer_line_ids.filtered("unaccounted")
        self._send_letters(lines, "jxc_recall.mail_template_letter")

    def action_jxc_send_vendor_letters(self):
        """Queue a notice with its PDF to each vendor who has an address."""
        self._begin("open")
        lines = self.vendor_line_ids
        self._send_letters(lines, "jxc_recall.mail_template_vendor_letter")

    def _send_letters(self, lines, template):
        reach = lines.filtered(lambda line: line.email and not line.told_at)
        if not reach:
            raise UserError(
                self.env._(
                    "Nobody with an e-mail address is left to write to. Print the"
                    " letters for the others."
                )
            )
        template = self.env.ref(template)
        first = [group[:1] for group in reach.grouped("partner_id").values()]
        template.sudo().send_mail_batch([line.id for line in first])
        reach.sudo().told_at = fields.Datetime.now()

    def action_jxc_print_letters(self):
        """The letters to all customers, one after the other."""
        self.ensure_one()
        return self._print_letters(self.customer_line_ids)

    def action_jxc_print_vendor_letters(self):
        """The notices to all vendors, one after the other."""
        self.ensure_one()
        return self._print_letters(self.vendor_line_ids)

    def _print_letters(self, lines):
        first = [group[0].id for group in lines.grouped("partner_id").values()]
        if not first:
            raise UserError(
                self.env._(
                    "%(recall)s has nobody to write to: no transfer of its lots.",
                    recall=self.name,
                )
            )
        report = self.env.ref("jxc_recall.jxc_recall_line_report_letter")
        return report.report_action(first)

    # --- the end ----------------------------------------------------------------

    def action_jxc_close(self):
        """Nothing is unaccounted for, or the reason is written down."""
        self._hold()
        self._begin("open")
        self._list_partners()
        missing = self.customer_line_ids.filtered("unaccounted")
        if missing and not (self.close_reason or "").strip():
            raise UserError(
                self.env._(
                    "%(partners)s still have goods of this recall. Receive or note what"
                    " became of them, or write down why the recall is closed without"
                    " them.",
                    partners=", ".join(missing.partner_id.mapped("display_name")),
                )
            )
        self.sudo().write({"state": "closed", "closed_at": fields.Datetime.now()})
        self.activity_feedback(["mail.mail_activity_data_todo"])

    def action_jxc_cancel(self):
        """It was a mistake: the lots are free again, the prepared returns are not."""
        self._hold()
        self._begin("draft", "open")
        was_open = self.state == "open"
        self.return_ids.filtered(lambda p: p.state != "done").action_cancel()
        self.sudo().write({"state": "cancelled", "closed_at": fields.Datetime.now()})
        if was_open:
            others = self.lot_ids._jxc_running().lot_ids
            (self.lot_ids - others - self.blocked_before_ids)._jxc_unblock()
        self.activity_unlink(["mail.mail_activity_data_todo"])

    def action_jxc_returns(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "stock.action_picking_tree_all"
        )
        return {**action, "domain": [("id", "in", self.return_ids.ids)], "context": {}}
