from odoo import fields, models

from .sale_order import COLLECTING


def _product(values):
    return values.get("display_type", "product") == "product"


def _is_goods(values):
    return _product(values) and not values.get("is_downpayment")


class SaleOrder(models.Model):
    """Invoices collected by customer and month (S7)."""

    _inherit = "sale.order"

    def _jxc_collects(self):
        """Whether this order's customer is invoiced once a month."""
        return self.partner_invoice_id._jxc_invoiced_monthly(self.company_id)

    def _jxc_invoice_keys(self):
        """Who adds to the customer's draft of the month is alone with it."""
        keys = super()._jxc_invoice_keys()
        for order in self.sudo().filtered(lambda order: order._jxc_collects()):
            customer = order.partner_invoice_id.commercial_partner_id
            keys.append(f"receivable:{order.company_id.id}:{customer.id}")
        return keys

    def _create_account_invoices(self, invoice_vals_list, final):
        if self.env.context.get("jxc_collecting") is not COLLECTING:
            return super()._create_account_invoices(invoice_vals_list, final)
        moves = self.env["account.move"]
        for values in invoice_vals_list:
            commands = values["invoice_line_ids"]
            # Lowered below nothing by goods that came back.
            back = [
                command
                for command in commands
                if _is_goods(command[2]) and command[2]["quantity"] < 0
            ]
            others = [command for command in commands if command not in back]
            back = [command for command in back if self._jxc_is_left(command[2])]
            if any(_is_goods(command[2]) for command in others):
                moves |= self._jxc_collect(values | {"invoice_line_ids": others})
                others = []
            if any(_product(command[2]) for command in others + back):
                rest = values | {"invoice_line_ids": others + back}
                moves |= super()._create_account_invoices([rest], final)
        return moves

    def _jxc_is_left(self, values):
        """Take it off the drafts; whether a credit note is needed for more."""
        unit = self.env["uom.uom"].browse(values["product_uom_id"])
        lines = self.env["account.move.line"].search(
            [
                ("sale_line_ids", "in", [link[1] for link in values["sale_line_ids"]]),
                ("display_type", "=", "product"),
                ("move_id.move_type", "=", "out_invoice"),
                ("move_id.state", "=", "draft"),
                ("move_id.posted_before", "=", False),
                ("move_id.jxc_sales_month", "!=", False),
            ],
            order="id desc",
        )
        drafts = lines.move_id
        values["quantity"] = -lines._jxc_take_off(-values["quantity"], unit)
        for draft in drafts:
            if not draft.invoice_line_ids.filtered(
                lambda line: line.display_type == "product"
            ):
                draft.unlink()
        return not unit.is_zero(values["quantity"])

    def _jxc_collect(self, values):
        """The customer's draft of this month, with this in it."""
        today = self.company_id._jxc_today()
        month = fields.Date.start_of(today, "month")
        draft = self._jxc_open_draft(values, month)
        if draft:
            draft._jxc_add_lines(values["invoice_line_ids"])
        else:
            draft = draft.create(
                {
                    **values,
                    # The first order's would stand for all of them.
                    "ref": False,
                    "payment_reference": False,
                    "jxc_sales_month": month,
                    "invoice_date": fields.Date.end_of(today, "month"),
                    # The host's job posts it when its day has come.
                    "auto_post": (
                        "at_date" if self.company_id.jxc_invoice_auto_post else "no"
                    ),
                }
            )
        draft._jxc_add_origin(self)
        return draft

    def _jxc_open_draft(self, values, month):
        domain = [
            ("move_type", "=", "out_invoice"),
            ("state", "=", "draft"),
            ("posted_before", "=", False),
            ("jxc_sales_month", "=", month),
            ("company_id", "=", self.company_id.id),
        ]
        for name in (
            "partner_id",
            "currency_id",
            "fiscal_position_id",
            "invoice_payment_term_id",
        ):
            domain.append((name, "=", values[name]))
        if values.get("journal_id"):
            domain.append(("journal_id", "=", values["journal_id"]))
        return self.env["account.move"].search(domain, order="id desc", limit=1)

    def _jxc_cancel_drafts(self, drafts):
        """What a draft holds of other orders stays in it."""
        shared = drafts.filtered(lambda d: d.line_ids.sale_line_ids.order_id - self)
        shared.invoice_line_ids.filtered(
            lambda line: line.sale_line_ids and line.sale_line_ids <= self.order_line
        ).unlink()
        return super()._jxc_cancel_drafts(drafts - shared)
