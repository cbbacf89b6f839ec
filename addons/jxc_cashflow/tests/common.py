from datetime import timedelta

from odoo import Command

from odoo.addons.jxc_settlement.tests.common import SettlementCase


class CashflowCase(SettlementCase):
    """An accountant who asks what money will be there; the books begin empty."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        company = cls.env["res.company"].sudo().search([("id", "=", cls.company.id)])
        cls.product = (
            cls.env["product.product"]
            .sudo()
            .create(
                {
                    "name": "Noodles",
                    "type": "service",
                    "taxes_id": False,
                    "supplier_taxes_id": False,
                }
            )
        )
        cls.company = company.sudo(False)
        cls.before = cls._forecast()

    @classmethod
    def _forecast(cls, **values):
        forecast = cls.env["jxc.cash.forecast"].create(
            {"date_to": cls.today + timedelta(100), **values}
        )
        forecast.action_forecast()
        return forecast

    @classmethod
    def _lines(cls, forecast, *documents):
        """Lines of these documents alone: the database may hold others."""
        keys = {(document._name, document.id) for document in documents}
        return forecast.line_ids.filtered(lambda li: (li.res_model, li.res_id) in keys)

    @classmethod
    def _sale(cls, price, quantity=1, **values):
        line = {"product_id": cls.product.id, "price_unit": price}
        line["product_uom_qty"] = quantity
        order = (
            cls.env["sale.order"]
            .sudo()
            .create(
                {
                    "partner_id": cls.customer.id,
                    "commitment_date": cls.today + timedelta(10),
                    "payment_term_id": cls.env.ref(
                        "account.account_payment_term_30days"
                    ).id,
                    "order_line": [Command.create(line)],
                    **values,
                }
            )
        )
        return order

    @classmethod
    def _purchase(cls, price, quantity=1, **values):
        line = {
            "product_id": cls.product.id,
            "price_unit": price,
            "product_qty": quantity,
            "date_planned": cls.today + timedelta(5),
        }
        return (
            cls.env["purchase.order"]
            .sudo()
            .create(
                {
                    "partner_id": cls.vendor.id,
                    "payment_term_id": False,
                    "order_line": [Command.create(line)],
                    **values,
                }
            )
        )
