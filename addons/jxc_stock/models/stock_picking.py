from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError

from ..defaults import without_defaults

KEEPER = "jxc_base.group_jxc_stock_keeper"
RELEASED = {
    "jxc_released_lot_ids",
    "jxc_released_location_ids",
    "jxc_released_life",
}
SHORT = "mail.mail_activity_data_warning"


class StockPicking(models.Model):
    _inherit = "stock.picking"

    jxc_released_lot_ids = fields.Many2many(
        "stock.lot",
        "jxc_picking_released_lot_rel",
        string="Released Lots",
        readonly=True,
        copy=False,
        help="Expired or blocked lots that may leave with this transfer.",
    )
    jxc_released_location_ids = fields.Many2many(
        "stock.location",
        "jxc_picking_released_location_rel",
        string="Released Locations",
        readonly=True,
        copy=False,
        help="Blocked locations from which this transfer may take.",
    )
    # What a receipt may bring though little of its life is left: see _jxc_life_key.
    jxc_released_life = fields.Json(readonly=True, copy=False)
    jxc_has_short_life = fields.Boolean(compute="_compute_jxc_has_short_life")

    @api.depends("move_line_ids.jxc_life_warning")
    def _compute_jxc_has_short_life(self):
        for picking in self:
            warnings = picking.move_line_ids.mapped("jxc_life_warning")
            picking.jxc_has_short_life = any(warnings)

    @api.model_create_multi
    def create(self, vals_list):
        self = without_defaults(self, {"state", "is_locked"} | RELEASED)
        for vals in vals_list:
            self.browse()._jxc_refuse_vals(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._jxc_refuse_vals(vals)
        return super().write(vals)

    def _jxc_refuse_vals(self, vals):
        """The state follows the moves; unlocking is for managers, as in the screen."""
        if self.env.su:
            return
        if "state" in vals and (
            self.move_ids or vals["state"] not in ("draft", "cancel")
        ):
            raise UserError(
                self.env._(
                    "The state of %(transfer)s cannot be written. Validate or cancel"
                    " the transfer.",
                    transfer=", ".join(self.mapped("name")) or self.env._("a transfer"),
                )
            )
        if RELEASED & vals.keys():
            raise AccessError(
                self.env._(
                    "Stopped goods are released by the button of the transfer, with a"
                    " reason."
                )
            )
        if (
            "is_locked" in vals
            and not vals["is_locked"]
            and not self.env.user.has_group("stock.group_stock_manager")
        ):
            raise UserError(
                self.env._(
                    "Only a stock manager can unlock %(transfer)s.",
                    transfer=", ".join(self.mapped("name")) or self.env._("a transfer"),
                )
            )

    def button_validate(self):
        """Goods are moved by the people of the warehouse (F2): the host lets buyers
        and salespeople write transfers, and so receive and ship what they ordered.

        They queue for the goods first: what many ship at once is shipped in turn.
        """
        if not self.env.su and not self.env.user.has_group("stock.group_stock_user"):
            raise AccessError(
                self.env._(
                    "%(names)s: goods are received and shipped by the warehouse. Ask"
                    " a keeper to validate it.",
                    names=", ".join(self.mapped("name")),
                )
            )
        self._jxc_wait_turn(posting=True)
        return super().button_validate()

    def action_confirm(self):
        self._jxc_wait_turn()
        return super().action_confirm()

    def action_assign(self):
        self._jxc_wait_turn()
        return super().action_assign()

    def action_cancel(self):
        # Who gives goods back changes the quants of those who take them.
        self._jxc_wait_turn()
        return super().action_cancel()

    def _jxc_wait_turn(self, posting=False):
        """Queue for the goods, first thing in a request, instead of starting over."""
        self.env["jxc.lock"].wait_turn(self.move_ids._jxc_lock_keys(posting))

    def action_jxc_release(self):
        """Ask which stopped goods may come or leave all the same, and why."""
        self.ensure_one()
        self._jxc_refuse_releaser()
        lines = self.sudo().move_line_ids
        stopped = lines.filtered(lambda line: line._jxc_stop_reason())
        short = lines.filtered(lambda x: x._jxc_arrives() and x.jxc_life_warning)
        places = stopped.location_id.filtered("jxc_is_blocked")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Release Stopped Goods"),
            "res_model": "jxc.stock.release",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_picking_id": self.id,
                "default_lot_ids": stopped.lot_id.ids,
                "default_location_ids": places.ids,
                "default_line_ids": short.ids,
            },
        }

    def _jxc_refuse_releaser(self):
        if not self.env.user.has_group("jxc_stock.group_jxc_stock_release"):
            raise AccessError(
                self.env._(
                    "Stopped goods are released by those who have the right to. Ask a"
                    " manager."
                )
            )

    def _jxc_release(self, lots, places, reason, lines=None):
        """These goods may come or leave with this transfer, and only with this one."""
        self.ensure_one()
        lines = lines or self.move_line_ids.browse()
        short = {
            f"{line.product_id.display_name} {line._jxc_lot_text()}"
            f" ({line.jxc_life_warning})": line._jxc_life_key()
            for line in lines
        }
        self.sudo().write(
            {
                "jxc_released_lot_ids": [Command.link(lot.id) for lot in lots],
                "jxc_released_location_ids": [Command.link(p.id) for p in places],
                "jxc_released_life": (self.sudo().jxc_released_life or [])
                + list(short.values()),
            }
        )
        names = [*lots.mapped("display_name"), *places.mapped("display_name"), *short]
        self.message_post(
            body=self.env._(
                "Released for this transfer: %(goods)s. Reason: %(reason)s",
                goods=", ".join(names),
                reason=reason,
            )
        )

    def _jxc_tell_short(self, line):
        """Have those who were to ship what a count or scrap took find other goods."""
        for picking in self.sudo().with_context(mail_activity_quick_update=True):
            for user in picking._jxc_keepers():
                picking.activity_schedule(
                    SHORT,
                    date_deadline=fields.Date.context_today(self),
                    user_id=user.id,
                    **picking.with_context(lang=user.lang)._jxc_short_texts(line),
                )

    def _jxc_short_texts(self, line):
        text = self.env["jxc.stock.availability"]._text
        return {
            "summary": self.env._("Reserve again: goods are missing"),
            "note": self.env._(
                "%(document)s took %(quantity)s %(unit)s of %(product)s from"
                " %(location)s, some of which was reserved here. Find other goods, or"
                " tell the customer.",
                document=line.move_id.reference,
                quantity=text(line.quantity_product_uom),
                unit=line.product_id.uom_id.with_env(self.env).name,
                product=line.product_id.with_env(self.env).display_name,
                location=line.location_id.with_env(self.env).display_name,
            ),
        }

    def _jxc_keepers(self):
        """Those of the warehouse; else whoever is a keeper in the company."""
        self.ensure_one()
        company = self.company_id
        keepers = self.picking_type_id.warehouse_id.jxc_keeper_ids
        keepers = keepers.filtered(lambda u: u.active and company in u.company_ids)
        return keepers or self.env.ref(KEEPER)._jxc_people(company)
