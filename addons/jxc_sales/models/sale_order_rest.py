from odoo import fields, models


class SaleOrder(models.Model):
    """The rest of an order, for which goods are still to come (S2)."""

    _inherit = "sale.order"

    jxc_rest_of_id = fields.Many2one(
        "sale.order",
        "Rest Of",
        readonly=True,
        copy=False,
        index="btree_not_null",
        check_company=True,
        help="The order whose goods were not all there.",
    )

    def _jxc_open_rest(self):
        """The quotation that takes what this order leaves for later; one of them."""
        self.ensure_one()
        rest = self.search(
            [("jxc_rest_of_id", "=", self.id), ("state", "in", ("draft", "sent"))],
            limit=1,
        )
        return rest or self.copy(
            {
                "jxc_rest_of_id": self.id,
                "origin": self.name,
                "client_order_ref": self.client_order_ref,
                "commitment_date": self.commitment_date,
                "order_line": [],
            }
        )

    def _jxc_expect(self, product, warehouse):
        """Deliver not before the goods come, as far as anybody knows."""
        house = warehouse.sudo()
        figures = self.env["jxc.stock.availability"]._get(product, house)
        arrival = figures[product.id, house.id].next_arrival
        day = arrival and fields.Datetime.to_datetime(arrival)
        if day and day > max(fields.Datetime.now(), self.commitment_date or day.min):
            self.commitment_date = day
