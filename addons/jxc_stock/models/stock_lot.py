from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..logic.shelf_life import contradiction, remaining

DATES = {"expiration_date", "jxc_production_date"}
#: The dates that lie a number of days before the expiration date.
BEFORE = {
    "use_date": "use_time",
    "removal_date": "removal_time",
    "alert_date": "alert_time",
}


class StockLot(models.Model):
    _name = "stock.lot"
    _inherit = ["stock.lot", "jxc.lot.dates", "jxc.blockable"]

    _jxc_blocked_index = models.Index("(product_id) WHERE jxc_blocked")

    jxc_remaining_days = fields.Integer(
        string="Days Left", compute="_compute_jxc_remaining"
    )
    jxc_remaining_share = fields.Float(
        string="Life Left",
        compute="_compute_jxc_remaining",
        help="The days left as a share of the whole shelf life.",
    )
    jxc_expiry_state = fields.Selection(
        [("good", "Good"), ("near", "Expiring"), ("expired", "Expired")],
        string="Expiry",
        compute="_compute_jxc_remaining",
    )

    @api.depends("expiration_date", "alert_date", "jxc_production_date", "product_id")
    def _compute_jxc_remaining(self):
        now = fields.Datetime.now()
        for lot in self:
            end = lot.expiration_date
            days, share = remaining(
                lot._jxc_today(lot.company_id),
                lot.jxc_production_date or None,
                lot._jxc_day(end, lot.company_id),
                lot.product_id._jxc_shelf_life(),
            )
            lot.jxc_remaining_days, lot.jxc_remaining_share = days or 0, share or 0.0
            near = lot.alert_date and lot.alert_date <= now
            lot.jxc_expiry_state = end and (
                "expired" if end <= now else "near" if near else "good"
            )

    @api.depends("product_id")
    def _compute_expiration_date(self):
        """The host counts days; without any date we count the months."""
        result = super()._compute_expiration_date()
        for lot in self:
            product = lot.product_id
            if product.use_expiration_date and product.jxc_shelf_unit == "month":
                day = product._jxc_shelf_life().end(lot._jxc_today(lot.company_id))
                lot.expiration_date = lot._jxc_end_of(day, lot.company_id)
        return result

    @api.model
    def _jxc_follow(self, vals, product, company, source=None):
        following = super()._jxc_follow(vals, product, company, source)
        end = following.get("expiration_date", vals.get("expiration_date"))
        if "expiration_date" in vals and not end and self:
            # The host keeps them, and leaves the lot out by its removal date.
            following |= {name: False for name in BEFORE if name not in vals}
        if end and product.use_expiration_date:
            # In a lot that exists these dates keep their distance, as in the form.
            end, was = fields.Datetime.to_datetime(end), self.expiration_date
            for name, time in BEFORE.items():
                if name in vals:
                    continue
                if was and self[name]:
                    following[name] = self[name] + (end - was)
                else:
                    following[name] = end - timedelta(days=product[time])
        return following

    def write(self, vals):
        if DATES & vals.keys():
            expired = self.filtered(lambda lot: lot.jxc_expiry_state == "expired")
        result = super().write(vals)
        if DATES & vals.keys():
            expired._jxc_refuse_revival()
            keys = {
                f"{quant.lot_id.id}:{quant.warehouse_id.id}"
                for quant in self.sudo().quant_ids
                # What customers have lies in no warehouse.
                if quant.warehouse_id
            }
            kinds = dict.fromkeys(("expiring", "expired"), keys)
            self.env["jxc.alert.mark"]._mark_watched(kinds)
        return result

    def _jxc_refuse_revival(self):
        """What has expired does not come back to life by a new date, unless those who
        may block it say so."""
        revived = self.filtered(lambda lot: lot.jxc_expiry_state != "expired")
        if revived and not revived._jxc_may_block():
            raise UserError(
                self.env._(
                    "%(lots)s has expired. Only a stock manager or an inspector can"
                    " correct its dates.",
                    lots=", ".join(revived.mapped("display_name")),
                )
            )

    @api.constrains("use_date", "expiration_date")
    def _check_jxc_best_before(self):
        for lot in self:
            best = lot._jxc_day(lot.use_date, lot.company_id)
            end = lot._jxc_day(lot.expiration_date, lot.company_id)
            if contradiction(None, end, best):
                raise ValidationError(
                    self.env._(
                        "%(product)s %(lot)s is at its best until %(best)s, but"
                        " expires on %(end)s. Correct one of the two dates.",
                        product=lot.product_id.display_name,
                        lot=lot.name,
                        best=fields.Date.to_string(best),
                        end=fields.Date.to_string(end),
                    )
                )

    @api.constrains("name", "product_id", "company_id")
    def _check_jxc_one_product(self):
        """One number stands for one product, where the company wants it so."""
        for lot in self.sudo():
            company = lot.company_id or self.env.company
            if not company.jxc_lot_one_product:
                continue
            other = self.sudo().search(
                [
                    ("name", "=", lot.name),
                    ("product_id", "!=", lot.product_id.id),
                    ("company_id", "in", [company.id, False]),
                ],
                limit=1,
            )
            if other:
                raise ValidationError(
                    self.env._(
                        "The lot number %(lot)s is already that of %(other)s. Give the"
                        " lot of %(product)s another number.",
                        lot=lot.name,
                        other=other.product_id.display_name,
                        product=lot.product_id.display_name,
                    )
                )

    def _jxc_lot_text(self):
        return self.name or ""

    # --- blocking -----------------------------------------------------------------

    def _jxc_block_changed(self, text):
        result = super()._jxc_block_changed(text)
        for lot in self:
            lot.message_post(body=text)
        return result

    def _jxc_quant_domain(self):
        return [("lot_id", "in", self.ids)]

    def _jxc_held_domain(self):
        return [("lot_id", "in", self.ids), ("state", "not in", ("done", "cancel"))]
