from odoo import models
from odoo.fields import Domain

from .stock_move_return import LotsOf


class StockQuant(models.Model):
    _inherit = "stock.quant"

    def _get_gather_domain(
        self,
        product_id,
        location_id,
        lot_id=None,
        package_id=None,
        owner_id=None,
        strict=False,
    ):
        domain = super()._get_gather_domain(
            product_id, location_id, lot_id, package_id, owner_id, strict
        )
        lots = LotsOf.sought(self.env)
        if lots is None:
            return domain
        return Domain(domain) & Domain("lot_id", "in", lots)
