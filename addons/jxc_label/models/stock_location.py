from odoo import models
from odoo.exceptions import UserError


class StockLocation(models.Model):
    _name = "stock.location"
    _inherit = ["stock.location", "jxc.label.source"]

    def _jxc_label_sources(self):
        return [
            {"location_id": place.id, "quantity": 1, "units": 1, "packs": 1}
            for place in self
        ]

    def _jxc_give_barcodes(self):
        """A barcode for each place that has none: warehouse and name."""
        self.check_access("write")
        for place in self.filtered(lambda p: not p.barcode):
            place.barcode = place._jxc_new_barcode()

    def _jxc_new_barcode(self):
        base = "-".join(filter(None, (self.warehouse_id.code, self.name)))
        if not base.isascii():
            base = f"{self.warehouse_id.code or 'LOC'}-{self.id}"
        base = "".join(base.split())
        domain = [("barcode", "=like", f"{base}%")]
        domain += [("company_id", "=", self.company_id.id)]
        places = self.sudo().with_context(active_test=False)
        used = set(places.search(domain).mapped("barcode"))
        code, number = base, 1
        while code in used:
            number += 1
            code = f"{base}-{number}"
        return code

    def _jxc_refuse_no_barcode(self):
        bare = self.filtered(lambda place: not place.barcode)
        if bare:
            raise UserError(
                self.env._(
                    "%(places)s: no barcode yet, so nothing could be scanned. Tick"
                    " “Give Barcodes” or ask a stock manager to.",
                    places=", ".join(bare[:5].mapped("display_name")),
                )
            )
