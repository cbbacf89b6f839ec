from uuid import uuid4

from odoo import fields

from odoo.addons.jxc_base.tests.common import new_role_user
from odoo.addons.jxc_stock.tests.common import StockCase


class StocktakeCase(StockCase):
    """A warehouse with two bins, and two keepers who count it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.jxc_stocktake_keeper_posts = True
        cls.other = new_role_user(cls.env, "keeper", "test_keeper_2")
        cls.product.standard_price = 10.0
        cls.bin = cls.env["stock.location"].create(
            {"name": "A-01", "location_id": cls.shelf.id, "barcode": "BIN-A-01"}
        )
        cls.rice = cls._product("Rice 5 kg", barcode="6901234567892")
        cls.rice.standard_price = 30.0
        cls._put(100, cls.bin)
        cls._put(40, cls.bin, cls.rice)

    def _plan(self, user=None, start=True, **values):
        values = {
            "warehouse_id": self.warehouse.id,
            "scope": "locations",
            "location_ids": [(6, 0, self.bin.ids)],
            **values,
        }
        plan = self.env["jxc.stocktake"].with_user(user or self.keeper).create(values)
        if start:
            plan.action_start()
        return plan

    def _count_values(self, plan, quantity, product=None, **values):
        return {
            "client_id": str(uuid4()),
            "stocktake_id": plan.id,
            "product_id": (product or self.product).id,
            "location_id": self.bin.id,
            "quantity": quantity,
            "kind": "add",
            "device_time": fields.Datetime.to_string(fields.Datetime.now()),
            **values,
        }

    def _push(self, *counts, user=None, since=None):
        plans = self.env["jxc.stocktake"].with_user(user or self.keeper)
        return plans.jxc_push(list(counts), since)

    def _count(self, plan, quantity, product=None, user=None, **values):
        """One count that is taken; its line."""
        count = self._count_values(plan, quantity, product, **values)
        result = self._push(count, user=user)["results"][0]
        self.assertEqual(result["status"], "accepted", result["message"])
        return plan.line_ids.browse(result["line_id"])

    def _line(self, plan, product=None):
        product = product or self.product
        return plan.line_ids.filtered(lambda line: line.product_id == product)
