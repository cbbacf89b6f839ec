from odoo import api, fields, models
from odoo.fields import Command

from odoo.addons.jxc_sales.models.sale_order_line_offer import Offer


class SaleOrderLine(models.Model):
    """What is missing may lie in another warehouse (S2)."""

    _inherit = "sale.order.line"

    jxc_transfer_line_ids = fields.One2many(
        "jxc.transfer.line", "jxc_sale_line_id", readonly=True, copy=False
    )
    jxc_transfer_status = fields.Char(
        "Transfer",
        compute="_compute_jxc_transfer_status",
        compute_sudo=True,
        help="What another warehouse was asked for, and how far that is.",
    )

    @api.depends("jxc_transfer_line_ids.transfer_id.state")
    def _compute_jxc_transfer_status(self):
        states = self.env["jxc.transfer"]._fields["state"]
        names = dict(states._description_selection(self.env))
        for line in self:
            line.jxc_transfer_status = ", ".join(
                f"{transfer.name} {names[transfer.state]}"
                for transfer in line.jxc_transfer_line_ids.transfer_id
                if transfer.state != "cancel"
            )

    def _jxc_offers_for(self, lacks):
        """The warehouse that has most comes first."""
        offers, unit = super()._jxc_offers_for(lacks), self.product_id.uom_id
        more = lacks - self.sudo().jxc_transfer_line_ids._jxc_coming()
        houses = self.env["stock.warehouse"].sudo()
        houses = houses.search([("company_id", "=", self.company_id.id)])
        houses -= self.warehouse_id.sudo()
        figures = self.env["jxc.stock.availability"]._get(self.product_id, houses)
        spare = {house: figures[self.product_id.id, house.id].atp for house in houses}
        for house in sorted(spare, key=lambda house: (-spare[house], house.id)):
            quantity = unit.round(min(spare[house], more))
            if unit.compare(quantity, 0.0) > 0:
                text = self.env._(
                    "Ask %(warehouse)s for %(quantity)s",
                    warehouse=house.name,
                    quantity=self._jxc_with_unit(quantity, unit),
                )
                offers.append(Offer("transfer", quantity, text, house.id))
        return offers

    def _jxc_take_offer(self, offer):
        if offer.kind != "transfer":
            return super()._jxc_take_offer(offer)
        # The salesperson may write the order and asks; the keepers decide.
        house = self.env["stock.warehouse"].sudo().browse(offer.warehouse_id)
        transfer = self._jxc_request(house, offer.quantity)
        transfer._tell(house, "ship")
        text = self.env._(
            "%(warehouse)s is asked for %(quantity)s of %(product)s: %(transfer)s.",
            warehouse=house.name,
            quantity=self._jxc_with_unit(offer.quantity, self.product_id.uom_id),
            product=self.product_id.display_name,
            transfer=transfer.name,
        )
        self.order_id.message_post(body=text)
        return text

    def _jxc_request(self, house, quantity):
        """One draft for all that an order asks a warehouse for."""
        order = self.order_id
        goods = {
            "product_id": self.product_id.id,
            "uom_id": self.product_id.uom_id.id,
            "quantity": quantity,
            "jxc_sale_line_id": self.id,
        }
        transfers = self.env["jxc.transfer"].sudo()
        same = order.sudo().order_line.jxc_transfer_line_ids.transfer_id.filtered(
            lambda transfer: transfer.phase == "draft"
            and transfer.warehouse_id == house
            and transfer.dest_warehouse_id == self.warehouse_id.sudo()
        )[:1]
        if same:
            same.line_ids = [Command.create(goods)]
            return same
        today = fields.Date.context_today(self)
        wanted = order.commitment_date and fields.Date.context_today(
            self, order.commitment_date
        )
        return transfers.create(
            {
                "company_id": order.company_id.id,
                "warehouse_id": house.id,
                "dest_warehouse_id": self.warehouse_id.id,
                "date_planned": max(wanted or today, today),
                "reason": self.env._("For %s", order.name),
                "line_ids": [Command.create(goods)],
            }
        )
