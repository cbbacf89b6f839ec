from odoo import models
from odoo.tools import html2plaintext

from .sale_order_figures import SELLERS


class SaleOrder(models.Model):
    """The delivery note 送货单 of an order (S1, S4)."""

    _inherit = "sale.order"

    def _jxc_notes(self):
        """What is printed of each order: goods, prices and debts where both the
        reader and the customer's setting want them."""
        self.check_access("read")
        orders = self.sudo()
        balances = orders._jxc_balances()
        return [
            {
                **order._jxc_note(order._jxc_note_rows(), balances[order], order.note),
                "document": order,
                "date": order.date_order,
            }
            for order in orders
        ]

    def _jxc_note(self, rows, balance, remark):
        """:return: dict for the template ``jxc_sales.delivery_note``"""
        self.ensure_one()
        content = self._jxc_note_content()
        receiver = self.partner_shipping_id or self.partner_id
        total = self.currency_id.round(sum(row["amount"] for row in rows))
        return {
            "order": self,
            "company": self.company_id,
            "customer": self.partner_id.commercial_partner_id.name,
            "receiver": receiver.name,
            "phone": receiver.phone or self.partner_id.phone or "",
            "address": " ".join(
                receiver._display_address(without_company=True).split()
            ),
            "rows": rows,
            "with_prices": content in ("full", "prices"),
            "with_debts": content == "full",
            "total": total,
            "words": self.currency_id._jxc_in_words(total),
            "balance": balance,
            "remark": html2plaintext(remark or "").strip(),
        }

    def _jxc_note_content(self):
        """What the note tells: nobody prints prices who may not read them."""
        user = self.env.user
        if not any(user.has_group(group) for group in SELLERS.split(",")):
            return "goods"
        customer = self.partner_id.commercial_partner_id
        return customer.jxc_note_content or self.company_id.jxc_note_content

    def _jxc_note_rows(self):
        lines = self.order_line.filtered(
            lambda line: not line.display_type and line.product_uom_qty
        )
        rows = []
        for line in lines:
            goods = line.product_uom_qty, line.product_uom_id
            row = line.product_id._jxc_note_goods(*goods)
            rows.append({**row, **line._jxc_note_money(*goods)})
        return rows
