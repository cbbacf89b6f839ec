from dataclasses import dataclass

from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..logic import promise


@dataclass(frozen=True, slots=True)
class Offer:
    """A way to supply what a line is short of; ``quantity`` in the product's unit."""

    kind: str
    quantity: float
    text: str
    warehouse_id: int = False

    @property
    def key(self):
        return self.kind, self.warehouse_id


class SaleOrderLine(models.Model):
    """供货方案: what can be offered where there is too little (S2)."""

    _inherit = "sale.order.line"

    def action_jxc_offers(self):
        """Show the ways to supply what this line is short of."""
        self.ensure_one().check_access("write")
        offers = self._jxc_offers()
        if not offers:
            raise UserError(
                self.env._(
                    "%(product)s: nothing has to be done for this line, or nothing can"
                    " be: what is missing has been asked for, and there is nothing to"
                    " ship meanwhile.",
                    product=self.product_id.display_name,
                )
            )
        wizard = self.env["jxc.sale.offer"].create(
            {
                "line_id": self.id,
                "option_ids": [
                    Command.create(
                        {
                            "kind": offer.kind,
                            "warehouse_id": offer.warehouse_id,
                            "text": offer.text,
                        }
                    )
                    for offer in offers
                ],
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Ways to Supply"),
            "res_model": wizard._name,
            "res_id": wizard.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def _jxc_lacks(self):
        """What cannot be promised to this line, in the product's unit."""
        self.ensure_one()
        return self.order_id.order_line._jxc_missing().get(self, 0.0)

    def _jxc_offers(self):
        """The ways to supply what the line lacks."""
        lacks = self._jxc_lacks()
        return self._jxc_offers_for(lacks) if lacks else []

    def _jxc_offers_for(self, lacks):
        now, later = self._jxc_now_and_later(lacks)
        goods = self.order_id.order_line.filtered("product_uom_qty")
        if not self.product_uom_id.is_zero(now):
            text = self.env._(
                "%(now)s now, %(later)s later in a quotation of its own",
                now=self._jxc_with_unit(now),
                later=self._jxc_with_unit(later),
            )
        elif goods - self:
            text = self.env._(
                "All %(later)s later, in a quotation of its own",
                later=self._jxc_with_unit(later),
            )
        else:
            return []
        return [Offer("later", lacks, text)]

    def _jxc_now_and_later(self, lacks):
        """The quantity of the line that is there, and the rest of it."""
        wanted = self._jxc_in_product_uom(self.product_uom_qty)
        there = self._jxc_in_line_uom(self.product_id.uom_id.round(wanted - lacks))
        return promise.now_and_later(self.product_uom_qty, there)

    def _jxc_with_unit(self, quantity, uom=None):
        return f"{quantity:.10g} {(uom or self.product_uom_id).name}"

    def _jxc_take_offer(self, offer):
        """Do what is offered; nothing is promised by it.

        :return: what people are told.
        """
        if offer.kind == "later":
            return self._jxc_leave_for_later(offer.quantity)
        return self.env._(
            "%(product)s: %(offer)s",
            product=self.product_id.display_name,
            offer=offer.text,
        )

    def _jxc_leave_for_later(self, lacks):
        """At the price agreed on, whatever the price list asks for less."""
        order, product = self.order_id, self.product_id
        now, later = self._jxc_now_and_later(lacks)
        rest = order._jxc_open_rest()
        rest._jxc_expect(product, self.warehouse_id)
        agreed = {"price_unit": self.price_unit, "discount": self.discount}
        self.copy({"order_id": rest.id, "product_uom_qty": later, **agreed})
        text = self.env._(
            "%(quantity)s of %(product)s go to %(rest)s.",
            quantity=self._jxc_with_unit(later),
            product=product.display_name,
            rest=rest.name,
        )
        if self.product_uom_id.is_zero(now):
            self.unlink()
        else:
            self.write({"product_uom_qty": now, **agreed})
        order.message_post(body=text)
        return text
