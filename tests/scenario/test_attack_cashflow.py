"""V1, F2: who would read the cash, or change what others foresee, without the right."""

from attack import LOGGERS, Attack, AttackCase

from odoo import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.jxc_base.tests.common import new_role_user

FORECAST, LINE = "jxc.cash.forecast", "jxc.cash.forecast.line"
FIXED = "jxc.cash.fixed.payment"


@tagged("post_install", "-at_install")
class TestAttackCashflow(AttackCase):
    TABLES = ("jxc_cash_forecast", "jxc_cash_forecast_line", "jxc_cash_fixed_payment")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        env = cls.env(user=cls.accountant)
        cls.wages = env[FIXED].create({"name": "工资", "amount": 100})
        cls.forecast = env[FORECAST].create({})
        cls.forecast.action_forecast()
        other = cls.env["res.company"].create({"name": "分公司"})
        cls.stranger = new_role_user(
            cls.env,
            "accountant",
            login="test_stranger",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        cls.count = len(cls.forecast.line_ids)
        cls.env.flush_all()

    def _harm(self):
        if self.wages.sudo().amount != 100 or not self.wages.sudo().active:
            yield "the wages were changed"
        if len(self.forecast.sudo().line_ids) != self.count:
            yield "lines of the forecast came or went"
        if self.forecast.sudo().minimum:
            yield "the forecast was changed"

    def _attacks(self):
        of_company = {"company_id": self.company.id}
        line = {"forecast_id": self.forecast.id, "amount": 1}

        def asked(call):
            made = call(FORECAST, "create", vals_list=[of_company])
            call(FORECAST, "action_forecast", made)

        def bent(call):
            made = call(FORECAST, "create", vals_list=[{}])
            call(FORECAST, "write", made, vals=of_company)
            call(FORECAST, "action_forecast", made)

        lines, key = self.forecast.line_ids.ids, self.forecast.ids
        return [
            Attack("ask for the company", asked),
            Attack("bend to the company", bent),
            self._call("read", FORECAST, "read", key, fields=["opening"]),
            self._call("read lines", LINE, "read", lines, fields=["amount"]),
            self._call("read wages", FIXED, "read", self.wages.ids, fields=["amount"]),
            self._call("forecast", FORECAST, "action_forecast", key),
            self._call("write", FORECAST, "write", key, vals={"minimum": 5}),
            self._call("raise", FIXED, "write", self.wages.ids, vals={"amount": 9}),
            self._call("drop", FIXED, "unlink", self.wages.ids),
            self._call("forge", LINE, "create", vals_list=[line]),
            self._call("private", FORECAST, "_jxc_lines", key),
        ]

    def _call(self, name, model, method, *ids, **arguments):
        return Attack(name, lambda call: call(model, method, *ids, **arguments))

    def test_other_roles(self):
        """A salesperson and a keeper are refused, whatever they try."""
        for user in (self.salesperson, self.keeper):
            refused = self._hold(user, self._attacks())
            self.assertEqual([name for name, no in refused.items() if not no], [])

    def test_an_accountant_of_another_company(self):
        """He keeps other books, and bends no forecast to these."""
        refused = self._hold(self.stranger, self._attacks())
        self.assertEqual([name for name, no in refused.items() if not no], [])

    def test_the_workbook(self):
        """The address of the workbook is no way round."""
        url = f"/jxc/cashflow/{self.forecast.id}.xlsx"
        for user in (self.salesperson, self.stranger):
            self._log_in(user)
            with mute_logger(*LOGGERS):
                self.assertGreaterEqual(self.url_open(url).status_code, 400)
        self._log_in(self.accountant)
        answer = self.url_open(url)
        self.assertEqual(answer.content[:2], b"PK")

    def test_the_accountant_may(self):
        """The same calls are his work."""
        names = ("ask for the company", "read", "read lines", "forecast", "raise")
        self._through(
            self.accountant, [one for one in self._attacks() if one.name in names]
        )
