from collections import defaultdict
from datetime import timedelta
from decimal import Decimal
from random import Random

from odoo.tests import tagged

from .common import SettlementCase

STEPS = (
    *("invoice", "invoice", "refund", "pay", "pay", "bill", "setoff"),
    *("oldest", "part", "unmatch", "unmatch"),
)
TYPES = ("asset_receivable", "liability_payable")


@tagged("post_install", "-at_install")
class TestHistory(SettlementCase):
    """S9, P10: whatever happens, nothing is made and nothing is lost."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dollar = cls._foreign()

    def test_open_is_invoices_less_payments_less_differences(self):
        """To the cent, per currency, now and on a past day, and as the ledger."""
        for seed in range(5):
            with self.subTest(seed=seed):
                self._history(Random(seed))

    def _history(self, dice):
        self.customer = self.customer.sudo().copy({"name": "Shop of a History"})
        self.customer = self.customer.with_user(self.accountant)
        booked, self.known = [], self.env["account.move"]
        for _step in range(26):
            getattr(self, f"_step_{dice.choice(STEPS)}")(dice, booked)
            self._book_entries(booked)
        for days in (0, dice.randint(1, 80)):
            for kind in TYPES:
                of_kind = [entry[1:] for entry in booked if entry[0] == kind]
                self._check(of_kind, days, kind)

    # --- steps ----------------------------------------------------------------------

    def _money(self, dice):
        return dice.choice((self.company.currency_id, self.dollar))

    def _book(self, dice, booked, sign, document, money, amount, days):
        item = self._item(document).ensure_one()
        self.assertEqual(item.currency_id, money)
        kind = item.account_id.account_type
        booked.append((kind, days, money, sign * amount, item.balance))

    def _settlement_entries(self):
        """Differences, set-offs and what undid them, which the tests did not post."""
        return self.env["account.move"].search(
            [
                ("line_ids.partner_id", "=", self.customer.id),
                ("jxc_settlement_kind", "!=", False),
                ("state", "=", "posted"),
            ]
        )

    def _book_entries(self, booked):
        """As they were when they were posted; nothing may change them later."""
        new = self._settlement_entries() - self.known
        self.known |= new
        for item in new.line_ids.filtered("partner_id"):
            kind, money = item.account_id.account_type, item.currency_id
            amount = self._exact(item.amount_currency)
            booked.append((kind, 0, money, amount, item.balance))

    def _step_invoice(self, dice, booked, sign=1, move_type="out_invoice"):
        money, days = self._money(dice), dice.randint(0, 90)
        amount = Decimal(dice.randint(1, 99999)) / 100
        move = self._invoice(
            float(amount),
            days_ago=days,
            move_type=move_type,
            currency_id=money.id,
            partner_id=self.customer.id,
        )
        self._book(dice, booked, sign, move, money, amount, days)

    def _step_refund(self, dice, booked):
        self._step_invoice(dice, booked, -1, "out_refund")

    def _step_bill(self, dice, booked):
        self._step_invoice(dice, booked, -1, "in_invoice")

    def _step_pay(self, dice, booked):
        money, days = self._money(dice), dice.randint(0, 90)
        amount = Decimal(dice.randint(1, 99999)) / 100
        payment = self._pay(
            float(amount),
            days_ago=days,
            currency_id=money.id,
            partner_id=self.customer.id,
        )
        self._book(dice, booked, -1, payment.move_id, money, amount, days)

    def _bench(self, dice, side="receivable"):
        return self._workbench(
            partner_id=self.customer.id, currency_id=self._money(dice).id, side=side
        )

    def _step_setoff(self, dice, booked):
        workbench = self._bench(dice, "setoff")
        if workbench.debit_line_ids and workbench.credit_line_ids:
            workbench.action_oldest_first()
            owed = sum(workbench.pair_ids.mapped("amount"))
            workbench.action_match()
            new = self._settlement_entries() - self.known
            for item in new.line_ids:
                self.assertEqual(
                    self._exact(abs(item.amount_currency)), self._exact(owed)
                )

    def _step_oldest(self, dice, booked):
        workbench = self._bench(dice)
        if workbench.debit_line_ids and workbench.credit_line_ids:
            workbench.action_oldest_first()
            workbench.action_match()

    def _step_part(self, dice, booked):
        workbench = self._bench(dice)
        for lines in (workbench.debit_line_ids, workbench.credit_line_ids):
            if not lines:
                return
        for lines in (workbench.debit_line_ids, workbench.credit_line_ids):
            line = dice.choice(lines)
            line.selected = True
            cents = max(int(line.residual_seen * 100), 1)
            line.amount = min(dice.randint(1, cents) / 100, line.residual_seen)
        short = int(abs(workbench.difference) * 100)
        names = dice.sample(("discount_amount", "small_amount", "fee_amount"), 2)
        given = 0
        for name in names:
            part = min(dice.randint(0, 50), short)
            workbench[name] = part / 100
            short -= part
            given += part
        sign = -1 if workbench.difference > 0 else 1
        workbench.action_match()
        new = self._settlement_entries() - self.known
        item = new.line_ids.filtered("partner_id")
        self.assertEqual(
            self._exact(sum(item.mapped("amount_currency"))),
            Decimal(sign * given) / 100,
        )

    def _step_unmatch(self, dice, booked):
        exchange = self.company.currency_exchange_journal_id.id
        domain = [("debit_move_id.partner_id", "=", self.customer.id)]
        for item in ("debit_move_id", "credit_move_id"):
            domain += [
                (f"{item}.journal_id", "!=", exchange),
                (f"{item}.move_id.jxc_settlement_kind", "!=", "undone"),
            ]
        partials = self.env["account.partial.reconcile"].search(domain)
        if partials:
            dice.choice(partials).action_jxc_unmatch()

    # --- what must hold -------------------------------------------------------------

    def _check(self, booked, days, kind):
        day = self.today - timedelta(days=days)
        self.env.flush_all()
        ageing = self.env["jxc.settlement.ageing"]
        ageing.invalidate_model()
        rows = ageing.with_context(jxc_ageing_at=str(day)).search(
            [("partner_id", "=", self.customer.id), ("side", "=", kind.split("_")[1])]
        )
        open_money, open_own = defaultdict(Decimal), Decimal(0)
        sign = 1 if kind == "asset_receivable" else -1  # what is owed is positive
        for row in rows:
            open_money[row.currency_id] += sign * self._exact(row.residual_currency)
            open_own += sign * self._exact(row.residual)
        money, own = defaultdict(Decimal), self._differences(day, kind)
        for ago, currency, amount, balance in booked:
            if ago >= days:
                money[currency] += amount
                own += self._exact(balance)
        for currency in money.keys() | open_money.keys():
            self.assertEqual(open_money[currency], money[currency], currency.name)
        self.assertEqual(open_own, own)
        self.assertEqual(open_own, self._ledger(day, kind))

    @staticmethod
    def _exact(amount):
        return Decimal(f"{amount:.2f}")

    def _items(self, day, kind):
        return self.env["account.move.line"].search(
            [
                ("partner_id", "=", self.customer.id),
                ("account_id.account_type", "=", kind),
                ("parent_state", "=", "posted"),
                ("date", "<=", day),
            ]
        )

    def _ledger(self, day, kind):
        items = self._items(day, kind)
        return sum(map(self._exact, items.mapped("balance")), Decimal(0))

    def _differences(self, day, kind):
        """What exchange difference entries put on the account."""
        entries = self._items(day, kind).filtered(
            lambda i: i.move_id.move_type == "entry"
            and not i.move_id.origin_payment_id
            and not i.move_id.jxc_settlement_kind
        )
        self.assertFalse(sum(map(self._exact, entries.mapped("amount_currency"))))
        return sum(map(self._exact, entries.mapped("balance")), Decimal(0))
