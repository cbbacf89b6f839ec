from collections import defaultdict
from datetime import timedelta
from decimal import Decimal
from random import Random

from odoo.tests import tagged

from .common import SettlementCase

STEPS = ("invoice", "invoice", "refund", "pay", "pay", "oldest", "part", "unmatch")


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
        booked = []
        for _step in range(22):
            getattr(self, f"_step_{dice.choice(STEPS)}")(dice, booked)
        for days in (0, dice.randint(1, 80)):
            self._check(booked, days)

    # --- steps ----------------------------------------------------------------------

    def _money(self, dice):
        return dice.choice((self.company.currency_id, self.dollar))

    def _book(self, dice, booked, sign, document, money, amount, days):
        item = self._item(document).ensure_one()
        self.assertEqual(item.currency_id, money)
        booked.append((days, money, sign * amount, item.balance))

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

    def _bench(self, dice):
        return self._workbench(
            partner_id=self.customer.id, currency_id=self._money(dice).id
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
        workbench.action_match()

    def _step_unmatch(self, dice, booked):
        partials = self.env["account.partial.reconcile"].search(
            [("debit_move_id.partner_id", "=", self.customer.id),
             ("debit_move_id.move_id.origin_payment_id", "=", False),
             ("debit_move_id.move_id.move_type", "!=", "entry"),
             ("credit_move_id.move_id.journal_id.type", "!=", "general")]
        )  # fmt: skip
        if partials:
            dice.choice(partials).action_jxc_unmatch()

    # --- what must hold -------------------------------------------------------------

    def _check(self, booked, days):
        day = self.today - timedelta(days=days)
        self.env.flush_all()
        ageing = self.env["jxc.settlement.ageing"]
        ageing.invalidate_model()
        rows = ageing.with_context(jxc_ageing_at=str(day)).search(
            [("partner_id", "=", self.customer.id)]
        )
        open_money, open_own = defaultdict(Decimal), Decimal(0)
        for row in rows:
            open_money[row.currency_id] += self._exact(row.residual_currency)
            open_own += self._exact(row.residual)
        money, own = defaultdict(Decimal), self._differences(day)
        for ago, currency, amount, balance in booked:
            if ago >= days:
                money[currency] += amount
                own += self._exact(balance)
        for currency in money.keys() | open_money.keys():
            self.assertEqual(open_money[currency], money[currency], currency.name)
        self.assertEqual(open_own, own)
        self.assertEqual(open_own, self._ledger(day))

    @staticmethod
    def _exact(amount):
        return Decimal(f"{amount:.2f}")

    def _items(self, day):
        return self.env["account.move.line"].search(
            [
                ("partner_id", "=", self.customer.id),
                ("account_id.account_type", "=", "asset_receivable"),
                ("parent_state", "=", "posted"),
                ("date", "<=", day),
            ]
        )

    def _ledger(self, day):
        return sum(map(self._exact, self._items(day).mapped("balance")), Decimal(0))

    def _differences(self, day):
        """What exchange difference entries put on the account."""
        entries = self._items(day).filtered(
            lambda i: i.move_id.move_type == "entry" and not i.move_id.origin_payment_id
        )
        self.assertFalse(sum(map(self._exact, entries.mapped("amount_currency"))))
        return sum(map(self._exact, entries.mapped("balance")), Decimal(0))
