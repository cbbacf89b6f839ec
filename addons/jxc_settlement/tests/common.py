from datetime import timedelta

from odoo import Command, fields

from odoo.addons.jxc_base.tests.common import JxcCase


class SettlementCase(JxcCase):
    """An accountant at work with one customer and one vendor."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer, cls.vendor = cls.env["res.partner"].create(
            [{"name": "Corner Shop"}, {"name": "Noodle Works"}]
        )
        cls.today = fields.Date.context_today(cls.env["res.partner"])
        cls.bank = cls.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", cls.company.id)], limit=1
        )
        cls.env = cls.env(user=cls.accountant)

    @classmethod
    def _foreign(cls):
        """Another currency, whose rate changed two weeks ago."""
        own = cls.company.currency_id
        euro, dollar = cls.env.ref("base.EUR"), cls.env.ref("base.USD")
        foreign = (euro if own == dollar else dollar).sudo()
        foreign.active = True
        foreign.rate_ids.unlink()
        for days, rate in ((400, 0.14), (14, 0.15)):
            cls.env["res.currency.rate"].sudo().create(
                {
                    "currency_id": foreign.id,
                    "company_id": cls.company.id,
                    "name": cls.today - timedelta(days=days),
                    "rate": rate,
                }
            )
        return foreign.sudo(False)

    @classmethod
    def _invoice(cls, amount, days_ago=0, move_type="out_invoice", **values):
        """A posted invoice or bill, due on its date."""
        day = cls.today - timedelta(days=days_ago)
        partner = cls.customer if move_type.startswith("out") else cls.vendor
        move = cls.env["account.move"].create(
            {
                "move_type": move_type,
                "partner_id": partner.id,
                "invoice_date": day,
                "date": day,
                "invoice_date_due": day,
                "invoice_payment_term_id": False,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": "Goods",
                            "quantity": 1,
                            "price_unit": amount,
                            "tax_ids": [Command.clear()],
                        }
                    )
                ],
                **values,
            }
        )
        move.action_post()
        return move

    @classmethod
    def _pay(cls, amount, days_ago=0, payment_type="inbound", **values):
        """An advance: a payment that belongs to no invoice yet."""
        inbound = payment_type == "inbound"
        payment = cls.env["account.payment"].create(
            {
                "payment_type": payment_type,
                "partner_type": "customer" if inbound else "supplier",
                "partner_id": (cls.customer if inbound else cls.vendor).id,
                "amount": amount,
                "date": cls.today - timedelta(days=days_ago),
                "journal_id": cls.bank.id,
                **values,
            }
        )
        payment.action_post()
        return payment

    @classmethod
    def _item(cls, move):
        """The receivable or payable item of a document."""
        types = ("asset_receivable", "liability_payable")
        return move.line_ids.filtered(lambda i: i.account_id.account_type in types)

    @classmethod
    def _workbench(cls, **values):
        return cls.env["jxc.settlement.match"].create(
            {"partner_id": cls.customer.id, "side": "receivable", **values}
        )

    @classmethod
    def _tick(cls, workbench, move, amount=None):
        lines = workbench.debit_line_ids + workbench.credit_line_ids
        line = lines.filtered(lambda li: li.move_id == move)
        line.ensure_one().selected = True
        if amount is not None:
            line.amount = amount
        return line

    @classmethod
    def _statement(cls, side="receivable", first=30, last=0, **values):
        """The statement of the customer (or vendor), from and to days ago."""
        partner = cls.customer if side == "receivable" else cls.vendor
        return cls.env["jxc.statement"].make(
            cls.company,
            side,
            cls.today - timedelta(days=first),
            cls.today - timedelta(days=last),
            partner,
            **values,
        )
