from collections import defaultdict
from decimal import Decimal

from odoo import models
from odoo.tools import format_date, format_list, formatLang

from .. import cash_sql
from ..logic import flows

#: Of fewer payments nothing is concluded.
FEWEST = 3
CUSTOMER_KINDS = {"receivable", "invoice", "sale", "quotation"}


class JxcCashForecast(models.TransientModel):
    """Where the money of a forecast comes from."""

    _inherit = "jxc.cash.forecast"

    def _jxc_flows(self, today):
        """:return: opening balance, values of lines, advances that nothing is owed for

        Amounts are Decimals in the company's currency, money that comes is positive.
        """
        self.ensure_one()
        rates = _Rates(self, today)
        query = self.env.execute_query
        opening = sum(
            (
                rates.exact(currency, amount)
                for currency, amount in query(cash_sql.opening(self.company_id, today))
            ),
            Decimal(0),
        )
        items = [*self._jxc_open_items(rates), *self._jxc_orders(rates, today)]
        items += self._jxc_unmatched(rates, today)
        if self.unconfirmed:
            items += self._jxc_suggestions(rates)
        lines, left_over = self._jxc_net(items)
        self._jxc_expect(lines, today)
        lines += [*self._jxc_booked(rates, today), *self._jxc_fixed(today)]
        return opening, lines, left_over

    def _jxc_exact(self, amount):
        places = self.currency_id.decimal_places
        return Decimal(f"{self.currency_id.round(amount or 0.0):.{places}f}")

    # --- sources --------------------------------------------------------------------

    def _jxc_open_items(self, rates):
        kinds = {
            (True, False): "receivable",
            (False, False): "payable",
            (True, True): "invoice",
            (False, True): "bill",
        }
        rows = self.env.execute_query(cash_sql.open_items(self.company_id))
        for _item, move, name, partner, receivable, draft, due, currency, money in rows:
            yield {
                "kind": kinds[receivable, draft],
                "res_model": "account.move",
                "res_id": move,
                "document": name or self.env._("Draft"),
                "partner_id": partner,
                "date_due": due,
                "amount": rates.exact(currency, money),
            }

    def _jxc_orders(self, rates, today):
        """Orders that are not invoiced, by the term from the expected day on."""
        sale_states, buy_states = ("sale",), ("purchase", "to approve")
        if self.unconfirmed:
            sale_states += ("draft", "sent")
            buy_states += ("draft", "sent")
        tz = self.env.user.tz or "UTC"
        sides = (
            (cash_sql.sales, sale_states, "sale.order", ("sale", "quotation"), 1),
            (
                cash_sql.purchases,
                buy_states,
                "purchase.order",
                ("purchase", "request"),
                -1,
            ),
        )
        terms = self.env["account.payment.term"]
        for source, states, model, kinds, sign in sides:
            rows = self.env.execute_query(source(self.company_id, states, tz))
            known = terms.browse({row[4] for row in rows if row[4]})
            by_key = {term.id: term for term in known}
            for key, name, partner, unsure, term, currency, day, rest in rows:
                amount = rates.exact(currency, rest)
                if amount <= 0:
                    continue
                own = by_key.get(term, terms)
                for due, part in self._jxc_by_term(own, day, amount, today):
                    yield {
                        "kind": kinds[unsure],
                        "res_model": model,
                        "res_id": key,
                        "document": name,
                        "partner_id": partner,
                        "date_due": due,
                        "amount": sign * part,
                    }

    def _jxc_by_term(self, term, day, amount, today):
        """When an invoice of that day would fall due, in which parts."""
        day = max(day or today, today)
        if not term:
            return [(day, amount)]
        own, total = self.currency_id, float(amount)
        plan = term._compute_terms(day, own, self.company_id, 0, 0, 1, total, total)
        return [
            (part["date"], self._jxc_exact(part["company_amount"]))
            for part in plan["line_ids"]
        ]

    def _jxc_booked(self, rates, today):
        rows = self.env.execute_query(cash_sql.booked_ahead(self.company_id, today))
        for move, name, partner, day, currency, money in rows:
            amount = rates.exact(currency, money)
            if amount:
                yield {
                    "kind": "booked",
                    "res_model": "account.move",
                    "res_id": move,
                    "document": name,
                    "partner_id": partner,
                    "date": day,
                    "date_due": day,
                    "amount": amount,
                    "reason": self.env._("Posted with this date"),
                }

    def _jxc_fixed(self, today):
        payments = self.env["jxc.cash.fixed.payment"].search(
            [("company_id", "=", self.company_id.id)]
        )
        rhythms = dict(payments._fields["rhythm"]._description_selection(self.env))
        for payment in payments:
            for day in payment._jxc_days(today, self.date_to):
                yield {
                    "kind": "fixed",
                    "res_model": payment._name,
                    "res_id": payment.id,
                    "document": payment.name,
                    "partner_id": False,
                    "date": day,
                    "date_due": day,
                    "amount": -self._jxc_exact(payment.amount),
                    "reason": rhythms[payment.rhythm],
                }

    # --- what becomes of them -------------------------------------------------------

    def _jxc_net(self, items):
        """Advances and credit notes pay what their partner owes or ordered, first."""
        sides = defaultdict(list)
        for item in items:
            sides[item["partner_id"], item["kind"] in CUSTOMER_KINDS].append(item)
        lines, left_over = [], Decimal(0)
        for (_partner, customer), owed in sides.items():
            sign = 1 if customer else -1
            rows = [(n, i["date_due"], sign * i["amount"]) for n, i in enumerate(owed)]
            left, advance = flows.net(rows)
            left_over -= sign * advance
            lines += [
                {**owed[number], "amount": sign * amount}
                for number, amount in sorted(left.items())
                if amount
            ]
        return lines, left_over

    def _jxc_expect(self, lines, today):
        """The day of each by the partner's habit and the scenario, with the reason."""
        rows = self.env.execute_query(cash_sql.habits(self.company_id, today))
        habits = {
            (partner, receivable): flows.Habit(days, payments)
            for partner, receivable, days, payments in rows
            if payments >= FEWEST
        }
        part = 1 - Decimal(str(self.unpaid)) / 100
        for line in lines:
            customer = line["kind"] in CUSTOMER_KINDS
            habit = habits.get((line["partner_id"], customer))
            late = habit.days if habit else 0
            delay = self.delay if customer else 0
            line["date"] = flows.expected(line["date_due"], today, late, delay)
            line["reason"] = self._jxc_reason(line["date_due"], habit, today, delay)
            if customer:
                line["amount"] = self._jxc_exact(float(line["amount"] * part))

    def _jxc_reason(self, due, habit, today, delay):
        if not habit:
            text = self.env._("By due date")
        elif not habit.days:
            text = self.env._(
                "Pays when due (median of %(count)s payments)", count=habit.payments
            )
        elif habit.days > 0:
            text = self.env._(
                "Usually %(days)s days late (median of %(count)s payments)",
                days=habit.days,
                count=habit.payments,
            )
        else:
            text = self.env._(
                "Usually %(days)s days early (median of %(count)s payments)",
                days=-habit.days,
                count=habit.payments,
            )
        if flows.expected(due, due, habit.days if habit else 0) < today:
            text = self.env._("%(reason)s; overdue, expected today", reason=text)
        if delay:
            text = self.env._(
                "%(reason)s; %(days)s days later assumed", reason=text, days=delay
            )
        return text

    def _jxc_shortage(self, day, by_day, lines, floor):
        """In words: when, how much is missing, and the largest payments of the day."""
        rows = [(n, line["date"], line["amount"]) for n, line in enumerate(lines)]
        partners = self.env["res.partner"]
        chosen = [lines[number] for number in flows.causes(rows, day)]
        names = []
        for line in chosen:
            partner = partners.browse(line.get("partner_id") or ()).display_name
            label = " ".join(filter(None, (partner, line["document"])))
            names.append(f"{label} {self._jxc_money(-line['amount'])}")
        facts = {
            "day": format_date(self.env, day),
            "balance": self._jxc_money(by_day[day]),
            "missing": self._jxc_money(floor - by_day[day]),
            "causes": format_list(self.env, names) or self.env._("the opening balance"),
        }
        if floor:
            return self.env._(
                "On %(day)s the balance is %(balance)s, %(missing)s below the minimum. "
                "Caused by: %(causes)s.",
                **facts,
            )
        return self.env._(
            "On %(day)s the balance is %(balance)s, below zero. Caused by: %(causes)s.",
            **facts,
        )

    def _jxc_money(self, amount):
        return formatLang(self.env, float(amount), currency_obj=self.currency_id)


class _Rates:
    """Amounts of any currency in the company's, at the rate of the day."""

    def __init__(self, forecast, today):
        self.forecast, self.today, self.known = forecast, today, {}

    def exact(self, currency_id, amount):
        """The amount as a Decimal of the company's currency."""
        amount = float(amount or 0.0)
        if currency_id not in self.known:
            own = self.forecast.currency_id
            currency = own.browse(currency_id or own.id)
            self.known[currency_id] = currency._get_conversion_rate(
                currency, own, self.forecast.company_id, self.today
            )
        return self.forecast._jxc_exact(amount * self.known[currency_id])
