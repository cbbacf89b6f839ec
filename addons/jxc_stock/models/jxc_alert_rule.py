from odoo import fields, models

LIMITS = ("below_min", "above_max")


class JxcAlertRule(models.Model):
    _inherit = "jxc.alert.rule"

    kind = fields.Selection(
        selection_add=[
            ("below_min", "Stock below minimum"),
            ("above_max", "Stock above maximum"),
        ],
        ondelete={"below_min": "cascade", "above_max": "cascade"},
    )

    def _jxc_keys(self):
        """Once in a while all limits: lots expire without a movement."""
        keys = super()._jxc_keys()
        if self.kind in LIMITS:
            points = self.env["stock.warehouse.orderpoint"].sudo()
            limited = points._read_group([], ["product_id", "warehouse_id"])
            keys |= {f"{product.id}:{house.id}" for product, house in limited}
        return keys

    def _jxc_evaluate_below_min(self, keys):
        """What can be promised is less than the minimum.

        :param keys: ``product_id:warehouse_id`` strings.
        :return: ``{key: values of the alert}`` of those in breach.
        """
        found = {}
        for key, product, warehouse, figure, limits in self._limits_of(keys):
            low, _high, point = limits
            if product.uom_id.compare(figure.atp, low) < 0:
                name = self.env._(
                    "%(product)s is below the minimum in %(warehouse)s",
                    product=product.display_name,
                    warehouse=warehouse.name,
                )
                body = self.env._(
                    "Available %(available)s, minimum %(minimum)s, incoming"
                    " %(incoming)s %(unit)s",
                    available=self._quantity_text(figure.atp),
                    minimum=self._quantity_text(low),
                    incoming=self._quantity_text(figure.incoming),
                    unit=product.uom_id.name,
                )
                found[key] = self._limit_alert(name, body, point, warehouse)
        return found

    def _jxc_evaluate_above_max(self, keys):
        """There is more than the maximum; see :meth:`_jxc_evaluate_below_min`."""
        found = {}
        for key, product, warehouse, figure, limits in self._limits_of(keys):
            _low, high, point = limits
            if high and product.uom_id.compare(figure.on_hand, high) > 0:
                name = self.env._(
                    "%(product)s is above the maximum in %(warehouse)s",
                    product=product.display_name,
                    warehouse=warehouse.name,
                )
                body = self.env._(
                    "On hand %(on_hand)s, maximum %(maximum)s %(unit)s",
                    on_hand=self._quantity_text(figure.on_hand),
                    maximum=self._quantity_text(high),
                    unit=product.uom_id.name,
                )
                found[key] = self._limit_alert(name, body, point, warehouse)
        return found

    def _quantity_text(self, quantity):
        return self.env["jxc.stock.availability"]._text(quantity)

    def _limit_alert(self, name, body, point, warehouse):
        return {
            "name": name,
            "body": body,
            "res_model": "stock.warehouse.orderpoint",
            "res_id": point,
            "company_id": warehouse.company_id.id,
        }

    def _limits_of(self, keys):
        """Key, product, warehouse, figures and (min, max, orderpoint id) of each.

        A warehouse with limits on several of its places has the sum of them.
        """
        pairs = [tuple(map(int, key.split(":"))) for key in keys]
        domain = [
            ("product_id", "in", [product for product, _house in pairs]),
            ("warehouse_id", "in", [house for _product, house in pairs]),
        ]
        if self.company_id:
            domain.append(("company_id", "in", self.company_id.ids))
        points = self.env["stock.warehouse.orderpoint"].sudo()
        grouped = points._read_group(
            domain,
            ["product_id", "warehouse_id"],
            ["product_min_qty:sum", "product_max_qty:sum", "id:min"],
        )
        limits = {
            (product.id, house.id): (product, house, values)
            for product, house, *values in grouped
            if (product.id, house.id) in pairs
        }
        figures = self.env["jxc.stock.availability"]._get(
            points.product_id.union(*(product for product, _h, _v in limits.values())),
            points.warehouse_id.union(*(house for _p, house, _v in limits.values())),
        )
        return [
            (f"{pair[0]}:{pair[1]}", product, house, figures[pair], values)
            for pair, (product, house, values) in limits.items()
        ]
