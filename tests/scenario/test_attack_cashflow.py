"""V1, F2: who would read the cash, or change what others foresee, without the right."""

from base64 import b64encode
from functools import partial

from attack import LOGGERS, Attack, AttackCase, Refused

from odoo import Command
from odoo.tests import new_test_user, tagged
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
        cls.outsider = new_test_user(
            cls.env, "test_outsider", groups="base.group_portal"
        )
        cls.wages_count = cls.env[FIXED].search_count([])
        cls.env.flush_all()

    def _harm(self):
        if self.wages.sudo().amount != 100 or not self.wages.sudo().active:
            yield "the wages were changed"
        if len(self.forecast.sudo().line_ids) != self.count:
            yield "lines of the forecast came or went"
        if self.env[FIXED].search_count([]) != self.wages_count:
            yield "a payment was imported"
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

    def _imports(self):
        """Fixed payments from a file, as the import screen does it, and bare."""
        heads = ["name", "amount", "company_id/.id"]
        rows = [["Rent", "5", str(self.company.id)]]
        changed = [["name", ".id", "amount"], [["Rent", str(self.wages.id), "9"]]]
        text = f"name,amount,company_id/.id\nRent,5,{self.company.id}\n"
        file = {
            "res_model": FIXED,
            "file": b64encode(text.encode()).decode(),
            "file_name": "rent.csv",
            "file_type": "text/csv",
        }
        options = {"quoting": '"', "separator": ",", "has_headers": True}

        def screen(call):
            made = call("base_import.import", "create", vals_list=[file])
            made = made if isinstance(made, list) else [made]
            call(
                "base_import.import",
                "execute_import",
                made,
                fields=heads,
                columns=heads,
                options=options,
            )

        return [
            self._call("load", FIXED, "load", fields=heads, data=rows),
            self._call("change", FIXED, "load", fields=changed[0], data=changed[1]),
            Attack("screen", screen),
        ]

    def test_nobody_else_imports_payments(self):
        """F2: neither as a file on the screen nor bare; other roles, other company."""
        for user in (self.salesperson, self.keeper, self.stranger):
            self._hold(user, self._imports())

    def test_the_portal_imports_none(self):
        """F2: a customer at the portal, through his session."""
        for attack in [*self._imports(), *self._attacks()]:
            try:
                attack.run(partial(self._by_session, self.outsider))
            except Refused:
                continue
            self.env.invalidate_all()
            self.assertEqual(list(self._harm()), [], attack.name)

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
