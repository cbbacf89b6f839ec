from odoo import models
from odoo.tools import format_datetime


class JxcStockAlertText(models.AbstractModel):
    """The words of alerts about goods, from the rows of ``sql_alert``."""

    _name = "jxc.stock.alert.text"
    _description = "Words of Stock Alerts"

    def _payloads(self, kind, rows):
        """:param rows: {key: row}, of which the first ids say what it is about.
        :return: {key: values of the alert}
        """
        model, say = {
            "expiring": ("stock.lot", self._say_expiring),
            "expired": ("stock.lot", self._say_expired),
            "receipt_late": ("stock.picking", self._say_receipt_late),
            "delivery_late": ("stock.picking", self._say_delivery_late),
            "below_min": ("product.product", self._say_below_min),
            "above_max": ("product.product", self._say_above_max),
            "out_of_stock": ("product.product", self._say_out_of_stock),
            "negative": ("product.product", self._say_negative),
            "no_movement": ("product.product", self._say_no_movement),
        }[kind]
        records = self.env[model].sudo().browse({row[0] for row in rows.values()})
        houses = self.env["stock.warehouse"].sudo()
        houses = houses.browse({row[1] for row in rows.values()})
        record_of = {record.id: record for record in records}
        house_of = {house.id: house for house in houses}
        found = {}
        for key, row in rows.items():
            record, house = record_of[row[0]], house_of[row[1]]
            name, body = say(record, house, *row[2:])
            found[key] = {
                "name": name,
                "body": body,
                "res_model": model,
                "res_id": record.id,
                "company_id": house.company_id.id,
                "scope": house.name,
            }
            if kind in ("below_min", "above_max"):
                found[key].update(
                    res_model="stock.warehouse.orderpoint", res_id=row[-1]
                )
        return found

    def _text(self, quantity):
        return self.env["jxc.stock.availability"]._text(quantity)

    def _day(self, moment):
        return format_datetime(self.env, moment, dt_format="yyyy-MM-dd")

    def _say_below_min(self, product, house, _on_hand, atp, incoming, low, *_rest):
        return self.env._(
            "%(product)s is below the minimum in %(warehouse)s",
            product=product.display_name,
            warehouse=house.name,
        ), self.env._(
            "Available %(available)s, minimum %(minimum)s, incoming %(incoming)s"
            " %(unit)s",
            available=self._text(atp or 0),
            minimum=self._text(low),
            incoming=self._text(incoming or 0),
            unit=product.uom_id.name,
        )

    def _say_above_max(self, product, house, on_hand, _atp, _in, _low, high, _point):
        return self.env._(
            "%(product)s is above the maximum in %(warehouse)s",
            product=product.display_name,
            warehouse=house.name,
        ), self.env._(
            "On hand %(on_hand)s, maximum %(maximum)s %(unit)s",
            on_hand=self._text(on_hand),
            maximum=self._text(high),
            unit=product.uom_id.name,
        )

    def _say_out_of_stock(self, product, house, on_hand, atp, incoming):
        return self.env._(
            "%(product)s is out of stock in %(warehouse)s",
            product=product.display_name,
            warehouse=house.name,
        ), self.env._(
            "Available %(available)s, on hand %(on_hand)s, incoming %(incoming)s"
            " %(unit)s",
            available=self._text(atp or 0),
            on_hand=self._text(on_hand or 0),
            incoming=self._text(incoming or 0),
            unit=product.uom_id.name,
        )

    def _say_negative(self, product, house, quantity, places):
        return self.env._(
            "%(product)s is negative in %(warehouse)s",
            product=product.display_name,
            warehouse=house.name,
        ), self.env._(
            "%(quantity)s %(unit)s in %(places)s",
            quantity=self._text(quantity),
            unit=product.uom_id.name,
            places=places,
        )

    def _say_no_movement(self, product, house, quantity):
        return self.env._(
            "%(product)s does not move in %(warehouse)s",
            product=product.display_name,
            warehouse=house.name,
        ), self.env._(
            "On hand %(on_hand)s %(unit)s",
            on_hand=self._text(quantity),
            unit=product.uom_id.name,
        )

    def _say_expiring(self, lot, house, quantity, expiry):
        return self.env._(
            "%(product)s, lot %(lot)s in %(warehouse)s expires on %(day)s",
            **self._lot_words(lot, house, expiry),
        ), self._lot_body(lot, quantity)

    def _say_expired(self, lot, house, quantity, expiry):
        return self.env._(
            "%(product)s, lot %(lot)s in %(warehouse)s expired on %(day)s",
            **self._lot_words(lot, house, expiry),
        ), self._lot_body(lot, quantity)

    def _lot_words(self, lot, house, expiry):
        return {
            "product": lot.product_id.display_name,
            "lot": lot.name,
            "warehouse": house.name,
            "day": self._day(expiry),
        }

    def _lot_body(self, lot, quantity):
        return self.env._(
            "On hand %(on_hand)s %(unit)s",
            on_hand=self._text(quantity),
            unit=lot.product_id.uom_id.name,
        )

    def _say_receipt_late(self, picking, _house, planned):
        return self.env._(
            "Receipt %(receipt)s was expected on %(day)s",
            receipt=picking.name,
            day=self._day(planned),
        ), self._picking_body(picking)

    def _say_delivery_late(self, picking, _house, planned):
        return self.env._(
            "Delivery %(delivery)s was promised for %(day)s",
            delivery=picking.name,
            day=self._day(planned),
        ), self._picking_body(picking)

    def _picking_body(self, picking):
        return " · ".join(filter(None, [picking.partner_id.name, picking.origin]))
