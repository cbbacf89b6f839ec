from decimal import Decimal
from random import Random

from odoo.tests import tagged

from .common import BankCase

STEPS = ("invoice", "invoice", "bill", "rows", "rows", "accept", "certain", "together")
STEPS += ("undo",)


@tagged("post_install", "-at_install")
class TestHistory(BankCase):
    """S9, P10: the bank's money is in the books once, whatever is matched."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dollar = cls._foreign()

    def test_every_cent_is_in_one_place(self):
        """Bank = rows; suspense = rows left; open = documents less matched: in yuan,
        and in dollars at two rates."""
        for seed in range(6):
            with self.subTest(seed=seed):
                money = self.dollar if seed % 3 == 2 else self.company.currency_id
                self._history(Random(seed), money)

    def _history(self, dice, money):
        # On the class, where the verbs look for it.
        self.money = money
        bank = self.bank.sudo().copy({"name": f"Bank {dice.random()}"})
        bank.currency_id = money if money != self.company.currency_id else False
        type(self).bank = bank.with_user(self.accountant)
        self.customer = self.customer.sudo().copy({"name": f"Shop {dice.random()}"})
        self.customer = self.customer.with_user(self.accountant)
        self.stranger = f"Somebody {dice.random()}"
        self.booked, self.file, self.count = [], [], 0
        for _step in range(20):
            getattr(self, f"_step_{dice.choice(STEPS)}")(dice)
            self._check()

    # --- steps ----------------------------------------------------------------------

    def _amount(self, dice):
        return dice.choice((10, 25, 25.5, dice.randint(1, 9999) / 100))

    def _step_invoice(self, dice, move_type="out_invoice", sign=1):
        amount = self._amount(dice)
        days = dice.randint(0, 60)
        whose = {"partner_id": self.customer.id, "currency_id": self.money.id}
        self._invoice(amount, days, move_type, **whose)
        self.booked.append(sign * self._exact(amount))

    def _step_bill(self, dice):
        self._step_invoice(dice, "in_invoice", -1)

    def _step_rows(self, dice):
        """A file with new rows and those of the last file once more."""
        new = []
        for _number in range(dice.randint(1, 3)):
            self.count += 1
            amount = self._amount(dice) * dice.choice((1, 1, -1))
            name = dice.choice((self.customer.name, self.customer.name, self.stranger))
            new.append(self._row(amount, 0, name, serial=str(self.count)))
        taken = self._take(*self.file, *new)
        self.assertEqual(len(taken), len(new))
        self.file = new

    def _lines(self, reconciled):
        lines = self.env["account.bank.statement.line"].search(
            [("journal_id", "=", self.bank.id)]
        )
        return lines.filtered(lambda line: line.is_reconciled == reconciled)

    def _step_accept(self, dice):
        if lines := self._lines(False):
            line = dice.choice(lines)
            line.action_jxc_propose()
            if not line.jxc_partner_id:
                line.update(line._jxc_choice(self.customer))
            line.action_jxc_accept()

    def _step_certain(self, dice):
        self.env["account.bank.statement.line"].action_jxc_accept_certain()

    def _step_together(self, dice):
        """Some of them in one go, also those that share an invoice."""
        lines = self._lines(False)
        lines._jxc_propose()
        lines.filtered("jxc_partner_id").action_jxc_accept()

    def _step_undo(self, dice):
        if lines := self._lines(True):
            dice.choice(lines).action_jxc_undo()

    # --- what must hold -------------------------------------------------------------

    @staticmethod
    def _exact(amount):
        return Decimal(f"{amount:.2f}")

    def _balance(self, *domain, field="amount_currency"):
        items = self.env["account.move.line"].search(
            [("parent_state", "=", "posted"), *domain]
        )
        return sum(map(self._exact, items.mapped(field)), Decimal(0))

    def _check(self):
        done, left = (
            sum(map(self._exact, self._lines(state).mapped("amount")), Decimal(0))
            for state in (True, False)
        )
        bank = ("account_id", "=", self.bank.default_account_id.id)
        journal = ("journal_id", "=", self.bank.id)
        suspense = ("account_id", "=", self.bank.suspense_account_id.id)
        self.assertEqual(self._balance(bank, journal), done + left)
        self.assertEqual(self._balance(suspense, journal), -left)
        theirs = (
            ("partner_id", "=", self.customer.id),
            (
                "account_id.account_type",
                "in",
                ("asset_receivable", "liability_payable"),
            ),
        )
        owed = sum(self.booked, Decimal(0)) - done
        self.assertEqual(self._balance(*theirs), owed)
        self.assertEqual(self._balance(*theirs, field="amount_residual_currency"), owed)
        # In the company's money: what is open is the ledger's balance.
        ledger = self._balance(*theirs, field="balance")
        self.assertEqual(self._balance(*theirs, field="amount_residual"), ledger)
