from collections import defaultdict
from datetime import datetime, time, timezone
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..logic.shelf_life import (
    BOTH,
    END,
    MADE,
    contradiction,
    follow,
    remaining,
    whole_life,
)

MADE_FIELD, END_FIELD, SOURCE = (
    "jxc_production_date",
    "expiration_date",
    "jxc_dates_source",
)


class JxcLotDates(models.AbstractModel):
    """What has a product, an expiration date and a production date: lots, and the
    lines that bring them."""

    _name = "jxc.lot.dates"
    _description = "Production and expiration date"

    jxc_production_date = fields.Date(
        string="Production Date",
        help="With the shelf life of the product it gives the expiration date; an"
        " expiration date gives the production date. What you have entered yourself"
        " stays as it is.",
    )
    jxc_dates_source = fields.Selection(
        [(MADE, "Production date"), (END, "Expiration date"), (BOTH, "Both")],
        string="Date Entered",
        help="The other one was computed from the shelf life.",
    )

    # --- days and moments ---------------------------------------------------------

    @api.model
    def _jxc_zone(self, company=None):
        """The time zone in which the company's days begin and end."""
        return ZoneInfo((company or self.env.company)._jxc_zone())

    @api.model
    def _jxc_day(self, moment, company=None):
        """The company's day of a moment as the database has it."""
        if not moment:
            return None
        moment = fields.Datetime.to_datetime(moment).replace(tzinfo=timezone.utc)
        return moment.astimezone(self._jxc_zone(company)).date()

    @api.model
    def _jxc_end_of(self, day, company=None):
        """The moment at which a day of the company ends: goods are good until then."""
        local = datetime.combine(day, time(23, 59, 59), self._jxc_zone(company))
        return local.astimezone(timezone.utc).replace(tzinfo=None)

    @api.model
    def _jxc_today(self, company=None):
        return self._jxc_day(fields.Datetime.now(), company)

    # --- one follows from the other -----------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        products = self.env["product.product"]
        default = self.env.context.get("default_product_id")
        vals_list = [
            vals
            | self.browse()._jxc_follow(
                vals,
                self._jxc_dated_product(vals) or products.browse(default),
                self.env["res.company"].browse(vals.get("company_id")),
            )
            for vals in vals_list
        ]
        return super().create(vals_list)

    def write(self, vals):
        if SOURCE in vals or not {MADE_FIELD, END_FIELD} & vals.keys():
            return super().write(vals)
        alike = defaultdict(self.browse)
        for record in self:
            following = record._jxc_follow(
                vals, record.product_id, record.company_id, record[SOURCE]
            )
            alike[tuple(following.items())] |= record
        for following, records in alike.items():
            super(JxcLotDates, records).write(vals | dict(following))
        return True

    @api.model
    def _jxc_dated_product(self, vals):
        return self.env["product.product"].browse(vals.get("product_id"))

    @api.model
    def _jxc_follow(self, vals, product, company, source=None):
        """The values that have to be written with these.

        :param source: which date had been entered before
        """
        entered = {}
        if MADE_FIELD in vals:
            entered[MADE] = fields.Date.to_date(vals[MADE_FIELD]) or None
        if END_FIELD in vals:
            entered[END] = self._jxc_day(vals[END_FIELD], company)
        if not entered or SOURCE in vals or not product.use_expiration_date:
            return {}
        days, source = follow(entered, source or None, product._jxc_shelf_life())
        following = {SOURCE: source or False}
        if MADE in days:
            following[MADE_FIELD] = days[MADE]
        if END in days:
            following[END_FIELD] = self._jxc_end_of(days[END], company)
        return following

    @api.onchange("jxc_production_date")
    def _onchange_jxc_production_date(self):
        if self.jxc_dates_source == END:
            end = self._jxc_day(self.expiration_date, self.company_id)
            if end and self.product_id._jxc_shelf_life().made(end) == (
                self.jxc_production_date
            ):
                return
        self._jxc_entered(MADE_FIELD)

    @api.onchange("expiration_date")
    def _onchange_jxc_expiration_date(self):
        """What the host or we computed was not entered."""
        start = self._jxc_default_day()
        if self.jxc_dates_source == MADE:
            start = self.jxc_production_date
        elif self.jxc_dates_source:
            start = False
        end = self._jxc_day(self.expiration_date, self.company_id)
        if not start or self.product_id._jxc_shelf_life().end(start) != end:
            self._jxc_entered(END_FIELD)

    def _jxc_default_day(self):
        """From this day on the shelf life runs where nobody has entered a date."""
        return self._jxc_today(self.company_id)

    def _jxc_entered(self, name):
        following = self._jxc_follow(
            {name: self[name]}, self.product_id, self.company_id, self[SOURCE]
        )
        for key, value in following.items():
            self[key] = value

    def _jxc_life_short(self, minimum, day, company):
        """Whether less of its life is left on a day than the minimum asks for.

        :return: ``(days left, days needed)``, or None where it is enough or unknown
        """
        self.ensure_one()
        life, made = self.product_id._jxc_shelf_life(), self.jxc_production_date or None
        end = self._jxc_day(self.expiration_date, company)
        left, _share = remaining(day, made, end, life)
        needed = minimum.days(whole_life(made, end, life)) if end else None
        return (left, needed) if needed is not None and left < needed else None

    # --- contradictions -----------------------------------------------------------

    @api.constrains("jxc_production_date", "expiration_date")
    def _check_jxc_production_date(self):
        for record in self.filtered("jxc_production_date"):
            end = record._jxc_day(record.expiration_date, record.company_id)
            if contradiction(record.jxc_production_date, end):
                raise ValidationError(
                    self.env._(
                        "%(product)s %(lot)s cannot expire on %(end)s, before it was"
                        " made on %(made)s. Correct one of the two dates.",
                        product=record.product_id.display_name,
                        lot=record._jxc_lot_text(),
                        end=fields.Date.to_string(end),
                        made=fields.Date.to_string(record.jxc_production_date),
                    )
                )

    def _jxc_lot_text(self):
        return self.display_name
