from decimal import ROUND_HALF_UP, Decimal

from odoo import Command, api, models

from ..logic.statement import changes, running, split
from ..statement_sql import movements

REFUNDS, INVOICES = ("out_refund", "in_refund"), ("out_invoice", "in_invoice")
RECEIPTS = ("out_receipt", "in_receipt")


class JxcStatementFigures(models.Model):
    """The figures of statements: read from the books, and compared with them."""

    _inherit = "jxc.statement"

    @api.model
    def _jxc_read(self, company, side, first, last, partners=None, currency=None):
        """``{(partner id, currency id): (opening, [rows])}`` from posted items."""
        for name in ("account.move.line", "account.account", "res.partner"):
            self.env[name].flush_model()
        found, steps = {}, {}
        query = movements(company, side, first, last, partners, currency)
        for partner, money, document, day, due, text in self.env.execute_query(query):
            if money not in steps:
                places = self.env["res.currency"].browse(money).decimal_places
                steps[money] = Decimal(1).scaleb(-places)
            amount = Decimal(text).quantize(steps[money], ROUND_HALF_UP)
            account = found.setdefault((partner, money), [Decimal(0), []])
            if document is None:
                account[0] = amount
            elif amount:
                account[1].append((document, day, due, amount))
        return {key: account for key, account in found.items() if any(account)}

    @api.model
    def _jxc_decimal(self, currency_id, amount):
        currency = self.env["res.currency"].browse(currency_id)
        return Decimal(f"{currency.round(amount):.{currency.decimal_places}f}")

    def _jxc_refresh(self):
        """Read the books again into statements of the same company, side and period."""
        self.line_ids.unlink()
        for statements in self._jxc_by_period():
            one = statements[0]
            found = one._jxc_read(
                one.company_id,
                one.side,
                one.date_from,
                one.date_to,
                statements.partner_id,
            )
            ids = {row[0] for _opening, rows in found.values() for row in rows}
            documents = self.env["account.move"].sudo().browse(sorted(ids))
            goods = self._jxc_goods(documents)
            lines = []
            for statement in statements:
                key = (statement.partner_id.id, statement.currency_id.id)
                opening, rows = found.get(key, (Decimal(0), []))
                statement.write(statement._jxc_sums(opening, rows))
                lines += statement._jxc_line_rows(opening, rows, goods)
            self.env["jxc.statement.line"].create(lines)

    def _jxc_by_period(self):
        """Statements that one query answers."""
        groups = self.grouped(
            lambda s: (s.company_id.id, s.side, s.date_from, s.date_to)
        )
        return groups.values()

    def _jxc_sums(self, opening, rows):
        sums = [split(row[3]) for row in rows]
        return {
            "opening": float(opening),
            "increase": float(sum(plus for plus, _minus in sums)),
            "decrease": float(sum(minus for _plus, minus in sums)),
            "closing": float(opening + sum(row[3] for row in rows)),
        }

    def _jxc_line_rows(self, opening, rows, goods):
        """Values of the lines; their documents are read for all statements at once."""
        balances = running(opening, [row[3] for row in rows])
        return [
            {
                "statement_id": self.id,
                **self._jxc_line_values(number, row, balance, goods),
            }
            for number, (row, balance) in enumerate(zip(rows, balances, strict=True), 1)
        ]

    def _jxc_line_values(self, number, row, balance, goods):
        key, day, due, amount = row
        move = self.env["account.move"].sudo().browse(key)
        increase, decrease = split(amount)
        return {
            "sequence": number,
            "move_id": key,
            "move_key": key,
            "name": move.name,
            "ref": move.ref or move.payment_reference,
            "kind": self._jxc_kind(move),
            "date": day,
            "date_due": due,
            "increase": float(increase),
            "decrease": float(decrease),
            "balance": float(balance),
            "goods_ids": [Command.create(vals) for vals in goods.get(key, [])],
        }

    @api.model
    def _jxc_kind(self, move):
        if move.move_type in REFUNDS:
            return "refund"
        if move.move_type in INVOICES + RECEIPTS:
            return "invoice"
        return (
            "payment" if move.origin_payment_id or move.statement_line_id else "other"
        )

    @api.model
    def _jxc_goods(self, documents):
        """``{document id: [values of its lines of goods]}``; refunds count negative."""
        found = {}
        invoices = documents.filtered(lambda move: move.is_invoice(True))
        lines = invoices.invoice_line_ids.filtered(
            lambda line: line.display_type == "product"
        )
        for number, line in enumerate(lines, 1):
            sign = -1 if line.move_id.move_type in REFUNDS else 1
            found.setdefault(line.move_id.id, []).append(
                {
                    "sequence": number,
                    "product_id": line.product_id.id,
                    "name": line.name or line.product_id.display_name,
                    "quantity": sign * line.quantity,
                    "uom_id": line.product_uom_id.id,
                    "price_unit": line.price_unit,
                    "amount": sign * line.price_total,
                }
            )
        return found

    def _jxc_changes(self):
        """``{id: (difference, text)}`` where the books are not what was sent."""
        result = {}
        for statements in self._jxc_by_period():
            one = statements[0]
            found = one._jxc_read(
                one.company_id,
                one.side,
                one.date_from,
                one.date_to,
                statements.partner_id,
            )
            for statement in statements:
                key = (statement.partner_id.id, statement.currency_id.id)
                change = statement._jxc_change(*found.get(key, (Decimal(0), [])))
                if change:
                    result[statement.id] = change
        return result

    def _jxc_change(self, opening, rows):
        money = self.currency_id
        before = {
            line.move_key: self._jxc_decimal(money.id, line.increase - line.decrease)
            for line in self.line_ids
        }
        now = {row[0]: row[3] for row in rows}
        before[0], now[0] = self._jxc_decimal(money.id, self.opening), opening
        changed = changes(before, now)
        if not changed:
            return None
        closing = sum(now.values())
        difference = closing - self._jxc_decimal(money.id, self.closing)
        names = {line.move_key: line.name for line in self.line_ids}
        text = "\n".join(self._jxc_change_text(change, names) for change in changed)
        return float(difference), text

    def _jxc_change_text(self, change, names):
        name = self.env._("Opening Balance")
        if change.key:
            move = self.env["account.move"].sudo().browse(change.key)
            name = names.get(change.key) or move.name
        show = {
            key: self.env._("none") if value is None else self._jxc_format(value)
            for key, value in (("before", change.before), ("now", change.now))
        }
        return self.env._("%(document)s: %(before)s → %(now)s", document=name, **show)

    def _jxc_format(self, amount):
        return self.currency_id.format(float(amount))
