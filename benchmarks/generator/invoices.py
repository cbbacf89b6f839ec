"""The posted invoice of every shipment, and the posted bill of every receipt."""

from .bulk import link, reserve, stamp
from .documents import BUY

#: The width of the number in an invoice's name.
WIDTH = {"bought": 4, "sold": 5}


def make(documents):
    """:param documents: the ``Documents`` of a side, whose rows are there."""
    Invoices(documents).make()


class Invoices:
    def __init__(self, documents):
        self.documents, self.side, self.cr = documents, documents.side, documents.cr
        self.size, self.buying = documents.size, documents.side is BUY
        self.invoice = documents.proto["done"].invoice_ids
        count = self.size.orders
        self.move = f"{reserve(self.cr, 'account_move', count) + 1} + o.o"
        self.per_line = 1 + len(self._lines("cogs"))
        each = self.per_line * self.size.lines
        first = reserve(self.cr, "account_move_line", each + 2 * count) + 1
        self.of_line = f"{first} + l.n * {self.per_line}"
        self.of_order = f"{first + each} + o.o * 2"
        self.day = f"{self.side.due}::date"
        self.prefix = self._prefix()
        self.count = f"o.{self.side.kind}_number"
        self.number = (
            f"({self.prefix} || lpad({self.count}::text, {self._width()}, '0'))"
        )

    def _width(self):
        # lpad would cut off longer numbers
        return f"GREATEST({WIDTH[self.side.kind]}, length({self.count}::text))"

    def _prefix(self):
        prefix = self.invoice.sequence_prefix
        parts = prefix.rstrip("/").split("/")
        format_ = "YYYY/MM/" if parts[-2:-1] and parts[-2].isdigit() else "YYYY/"
        head = prefix[: -len(format_) - (format_.count("Y") - 4)]
        return f"('{head}' || to_char({self.day}, '{format_}'))"

    def _lines(self, kind):
        lines = self.invoice.line_ids.filtered(lambda line: line.display_type == kind)
        return lines.sorted("id")

    def make(self):
        self._moves()
        self._goods()
        for line in self._lines("cogs"):
            self._cost(line)
        self._totals()
        self._relations()

    def _orders(self):
        return self.documents.per_order("done")

    def _common(self):
        """What every line of an invoice repeats."""
        values = {
            "move_id": self.move,
            "move_name": self.number,
            "partner_id": self.side.partner,
            "create_date": self.side.due,
            "write_date": self.side.due,
            **dict.fromkeys(("date", "invoice_date"), self.day),
        }
        return values if self.buying else {**values, "ref": "o.sold_name"}

    def _balance(self, amount, positive):
        """A line's money, debit where ``positive``."""
        signed = amount if positive else f"-({amount})"
        zero = "0"
        return {
            "debit": amount if positive else zero,
            "credit": zero if positive else amount,
            "balance": signed,
            "amount_currency": signed,
        }

    def _moves(self):
        kind, sign = self.side.kind, "-" if self.buying else ""
        untaxed, tax = f"o.{kind}", f"o.{kind}_tax"
        total = f"({untaxed} + {tax})"
        values = {
            "id": self.move,
            "name": self.number,
            "sequence_number": self.count,
            "sequence_prefix": self.prefix,
            "partner_id": self.side.partner,
            "commercial_partner_id": self.side.partner,
            "invoice_partner_display_name": "c.name",
            "invoice_origin": self.documents.name,
            "create_date": self.side.due,
            "write_date": self.side.due,
            "amount_untaxed": untaxed,
            "amount_tax": tax,
            "amount_total": total,
            "amount_residual": total,
            "amount_untaxed_signed": sign + untaxed,
            "amount_untaxed_in_currency_signed": sign + untaxed,
            "amount_tax_signed": sign + tax,
            "amount_total_signed": sign + total,
            "amount_total_in_currency_signed": sign + total,
            "amount_residual_signed": sign + total,
            **dict.fromkeys(("date", "invoice_date", "invoice_date_due"), self.day),
        }
        if not self.buying:
            values |= {
                "partner_shipping_id": self.side.partner,
                "ref": "o.sold_name",
                "payment_reference": self.number,
                "delivery_date": self.day,
            }
        source = f"{self._orders()} JOIN res_partner c ON c.id = {self.side.partner}"
        stamp(self.cr, "account_move", self.invoice.id, source, **values)

    def _goods(self):
        kind = self.side.kind
        untaxed, tax = f"l.{kind}", f"l.{kind}_tax"
        values = {
            **self._common(),
            **self._balance(untaxed, self.buying),
            "id": self.of_line,
            "product_id": "l.product",
            "name": "'[' || l.code || '] ' || l.product_name",
            "quantity": self.side.quantity,
            "price_unit": "l.cost" if self.buying else "l.price",
            "price_subtotal": untaxed,
            "price_total": f"{untaxed} + {tax}",
        }
        if self.buying:
            values["purchase_line_id"] = self.documents.id(self.side.line, "l.n")
        source = self.documents.per_line("done")
        line = self._lines("product").id
        stamp(self.cr, "account_move_line", line, source, **values)

    def _cost(self, line):
        """Cost of sales, which a perpetual valuation books with the invoice."""
        number = self._lines("cogs").ids.index(line.id)
        debit = line.balance > 0
        sign = "-" if debit else ""
        values = {
            **self._common(),
            **self._balance("l.worth", debit),
            "id": f"{self.of_line} + {1 + number}",
            "cogs_origin_id": self.of_line,
            "product_id": "l.product",
            "name": "'[' || l.code || '] ' || l.product_name",
            "quantity": self.side.quantity,
            "price_unit": f"{sign}l.cost",
            "price_subtotal": f"{sign}l.worth",
            "price_total": f"{sign}l.worth",
        }
        source = self.documents.per_line("done")
        stamp(self.cr, "account_move_line", line.id, source, **values)

    def _totals(self):
        untaxed, tax = f"o.{self.side.kind}", f"o.{self.side.kind}_tax"
        sign = "" if self.buying else "-"
        values = {
            **self._common(),
            **self._balance(tax, self.buying),
            "id": self.of_order,
            "tax_base_amount": sign + untaxed,
        }
        line = self._lines("tax").id
        stamp(self.cr, "account_move_line", line, self._orders(), **values)
        total = f"({untaxed} + {tax})"
        residual = f"-{total}" if self.buying else total
        values = {
            **self._common(),
            **self._balance(total, not self.buying),
            "id": f"{self.of_order} + 1",
            "amount_residual": residual,
            "amount_residual_currency": residual,
            "date_maturity": self.day,
        }
        if not self.buying:
            values["name"] = f"o.sold_name || ' - ' || {self.number}"
        line = self._lines("payment_term").id
        stamp(self.cr, "account_move_line", line, self._orders(), **values)

    def _relations(self):
        lines = self.documents.per_line("done")
        taxes = self._lines("product").tax_ids
        link(
            self.cr,
            "account_move_line_account_tax_rel",
            f"{lines} CROSS JOIN unnest(ARRAY{taxes.ids}::int[]) t",
            account_move_line_id=self.of_line,
            account_tax_id="t",
        )
        if self.buying:
            order = self.documents.id(self.side.order, "o.o")
            pair = {"purchase_order_id": order, "account_move_id": self.move}
            link(self.cr, "account_move_purchase_order_rel", self._orders(), **pair)
        else:
            own = self.documents.id(self.side.line, "l.n")
            pair = {"order_line_id": own, "invoice_line_id": self.of_line}
            link(self.cr, "sale_order_line_invoice_rel", lines, **pair)
