from odoo import models


class PurchaseRequisitionLine(models.Model):
    _inherit = "purchase.requisition.line"

    def _create_supplier_info(self):
        """The host's price has no end, a lead time of one day, and may be for another
        company."""
        self.ensure_one()
        days = self._jxc_lead_time()
        result = super()._create_supplier_info()
        agreement = self.requisition_id
        self.supplier_info_ids.sudo().write(
            {
                "date_start": agreement.date_start,
                "date_end": agreement.date_end,
                "company_id": agreement.company_id.id,
                "delay": days,
            }
        )
        return result

    def _jxc_lead_time(self):
        """That of the vendor's other prices of the product."""
        vendor = self.requisition_id.vendor_id.commercial_partner_id
        known = self.product_id.seller_ids.filtered(
            lambda price: price.jxc_in_force
            and price.partner_id.commercial_partner_id == vendor
            and price.company_id.id in (False, self.company_id.id)
        )
        return max(known.mapped("delay"), default=1)
