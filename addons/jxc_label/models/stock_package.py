from odoo import models


class StockPackage(models.Model):
    _name = "stock.package"
    _inherit = ["stock.package", "jxc.label.source"]

    def _jxc_label_sources(self):
        return [
            {"package_id": package.id, "quantity": 1, "units": 1, "packs": 1}
            for package in self
        ]
