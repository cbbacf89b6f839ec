from odoo import api, models

from .. import sql_tender


class JxcPurchaseSuggestion(models.Model):
    """Ordered under the agreement whose price was chosen; covered once by a tender."""

    _inherit = "jxc.purchase.suggestion"

    @api.model
    def _requested(self, products, warehouses):
        """Of alternatives one will be bought."""
        found = super()._requested(products, warehouses)
        self.env["purchase.order"].flush_model(["purchase_group_id"])
        query = sql_tender.doubled(products.ids, warehouses.ids)
        for product, warehouse, quantity in self.env.execute_query(query):
            found[product, warehouse] -= float(quantity)
        return found

    def _agreement(self):
        self.ensure_one()
        line = self.supplierinfo_id
        # Another vendor may have been named since.
        ours = line.partner_id == self.partner_id
        return (line if ours else line.browse()).purchase_requisition_id

    def _order_key(self):
        return (*super()._order_key(), self._agreement())

    def _order_values(self):
        agreement = self[:1]._agreement()
        values = super()._order_values()
        if agreement:
            values.update(requisition_id=agreement.id, origin=agreement.name)
        return values
