from datetime import timedelta

from odoo import Command

from odoo.addons.jxc_settlement.tests.common import SettlementCase


class PaymentCase(SettlementCase):
    """An accountant who owes two vendors."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env["res.partner"].sudo().create({"name": "Tea Garden"})
        cls.env.flush_all()

    @classmethod
    def _bill(cls, amount, days_ago=0, vendor=None, **values):
        vendor = vendor or cls.vendor
        return cls._invoice(
            amount, days_ago, "in_invoice", partner_id=vendor.id, **values
        )

    @classmethod
    def _proposal(cls, **values):
        proposal = cls.env["jxc.payment.proposal"].create(
            {"journal_id": cls.bank.id, **values}
        )
        proposal.action_read()
        return proposal

    @classmethod
    def _day(cls, days):
        return cls.today + timedelta(days=days)

    def _shown(self, proposal):
        return [
            (line.partner_id.name, line.kind, line.signed)
            for line in proposal.line_ids.sorted(lambda li: (li.kind, li.id))
        ]

    def _purchase(self, price=1000.0, confirm=True, **values):
        order = (
            self.env["purchase.order"]
            .with_user(self.buyer)
            .create(
                {
                    "partner_id": self.vendor.id,
                    "order_line": [
                        Command.create(
                            {
                                "product_id": self.service.id,
                                "product_qty": 10,
                                "price_unit": price / 10,
                                "tax_ids": [Command.clear()],
                            }
                        )
                    ],
                    **values,
                }
            )
        )
        if confirm:
            order.button_confirm()
        return order.with_user(self.accountant)

    @property
    def service(self):
        return (
            self.env["product.product"]
            .sudo()
            .create({"name": "Goods", "type": "consu", "purchase_method": "purchase"})
        )

    def _bill_of(self, *orders):
        """The posted bill of all that the orders have to bill."""
        orders = orders[0].union(*orders)
        orders.action_create_invoice()
        bill = orders.sudo().invoice_ids.filtered(lambda m: m.state == "draft")
        bill = bill.with_user(self.accountant)
        bill.invoice_date = self.today
        bill.action_post()
        return bill
