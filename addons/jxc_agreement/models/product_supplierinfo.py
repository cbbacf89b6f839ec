from odoo import models


class ProductSupplierinfo(models.Model):
    _inherit = "product.supplierinfo"

    def _jxc_approval_on_approved(self):
        """Whoever made the agreement need not be one who writes price lists."""
        agreed = self.sudo().filtered("purchase_requisition_line_id")
        rest = self - agreed
        super(ProductSupplierinfo, agreed)._jxc_approval_on_approved()
        return super(ProductSupplierinfo, rest)._jxc_approval_on_approved()
