from datetime import timedelta
from io import BytesIO

from openpyxl import load_workbook

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..models.res_partner import ACCOUNT_TYPES
from .common import SettlementCase

REPORT = "jxc_settlement.jxc_settlement_ageing_print"


@tagged("post_install", "-at_install")
class TestAgeingDay(SettlementCase, HttpCase):
    """S9, P10: the ageing of any day is what the ledger says of that day."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dollar = cls._foreign()

    def _ask(self, days_ago=0, **values):
        ask = self.env["jxc.settlement.ageing.ask"].create(
            {"date": self.today - timedelta(days=days_ago), **values}
        )
        self.env.flush_all()
        self.env["jxc.settlement.ageing"].invalidate_model()
        return ask

    def _rows(self, days_ago=0, **values):
        ask = self._ask(days_ago, **values)
        partners = ("partner_id", "in", (self.customer + self.vendor).ids)
        return ask._items().search([*ask._domain(), partners])

    def _match_all(self, side="receivable", currency=None):
        partner = self.customer if side == "receivable" else self.vendor
        values = {"currency_id": currency.id} if currency else {}
        workbench = self._workbench(partner_id=partner.id, side=side, **values)
        workbench.action_oldest_first()
        workbench.action_match()

    def test_a_later_match_does_not_change_the_past(self):
        """S9: paid in part yesterday, and open in full the day before."""
        invoice = self._invoice(100, days_ago=40)
        self._pay(30, days_ago=1)
        self._match_all()
        past, now = self._rows(2).residual, self._rows().residual
        self.assertEqual((past, now), (100, 70))
        self._pay(70)
        self._match_all()
        self.assertFalse(self._rows())
        self.assertEqual(self._rows(1).residual, 70)
        row = self._rows(2)
        self.assertEqual((row.move_id, row.days, row.residual), (invoice, 38, 100))
        self.assertFalse(self._rows(41))

    def test_a_payment_of_before_counts_from_the_invoice_on(self):
        """S9: an advance stands as such until there is something to match it with."""
        payment = self._pay(50, days_ago=30)
        self._invoice(80, days_ago=10)
        self._match_all()
        row = self._rows(20)
        self.assertEqual((row.move_id, row.residual), (payment.move_id, -50))
        self.assertEqual(self._rows(5).residual, 30)

    def test_by_due_date_and_by_document_date(self):
        """S9: an invoice of 50 days that has been due for 20."""
        due = self.today - timedelta(days=20)
        self._invoice(100, days_ago=50, invoice_date_due=due)
        by_due, by_document = (self._rows(basis=b) for b in ("due", "document"))
        self.assertEqual((by_due.days, by_due.bucket_id.display_name),
                         (20, "1-30 Days"))  # fmt: skip
        by_document.invalidate_recordset()
        self.assertEqual((by_document.days, by_document.bucket_id.display_name),
                         (50, "31-60 Days"))  # fmt: skip

    def test_equal_to_the_ledger_on_every_day(self):
        """S9, P10: part payments, dollars at two rates, refunds, back-dated and not."""
        for amount, days in ((100.10, 60), (0.07, 45), (999.99, 20)):
            self._invoice(amount, days_ago=days)
            self._invoice(amount * 2, days_ago=days, move_type="in_invoice")
            self._invoice(amount, days_ago=days, currency_id=self.dollar.id)
        self._invoice(20.02, days_ago=15, move_type="out_refund")
        self._pay(333.33, days_ago=30)
        self._pay(77.77, days_ago=10, payment_type="outbound")
        self._pay(55.55, days_ago=5, currency_id=self.dollar.id)
        self._match_all()
        self._match_all("payable")
        self._match_all(currency=self.dollar)
        self._invoice(12.34, days_ago=33)
        partials = self.env["account.partial.reconcile"].search(
            [("debit_move_id.partner_id", "=", self.customer.id)]
        )
        self.assertTrue(partials.exchange_move_id)
        partials[0].action_jxc_unmatch()
        for days in (0, 1, 5, 6, 10, 15, 20, 29, 30, 31, 44, 60, 61):
            for side, sign in (("receivable", 1), ("payable", -1)):
                with self.subTest(days=days, side=side):
                    self._same_as_ledger(days, side, sign)

    def _same_as_ledger(self, days, side, sign):
        rows = self._rows(days, side=side)
        items = self.env["account.move.line"].search(
            [
                ("partner_id", "in", (self.customer + self.vendor).ids),
                ("account_id.account_type", "=", ACCOUNT_TYPES[side]),
                ("parent_state", "=", "posted"),
                ("date", "<=", self.today - timedelta(days=days)),
            ]
        )
        self.assertAlmostEqual(
            sum(rows.mapped("residual")), sign * sum(items.mapped("balance")), 2
        )
        for money in items.currency_id:
            of_rows = rows.filtered(lambda r, m=money: r.currency_id == m)
            of_items = items.filtered(lambda i, m=money: i.currency_id == m)
            self.assertAlmostEqual(
                sum(of_rows.mapped("residual_currency")),
                sign * sum(of_items.mapped("amount_currency")),
                2,
            )

    def test_buckets_of_ones_own(self):
        """S9, F1: a manager's steps take effect at once, another company's do not."""
        bucket = self.env["jxc.ageing.bucket"].with_user(self.manager)
        self._invoice(100, days_ago=40)
        own = bucket.create(
            [
                {"days_from": days, "rate": rate, "company_id": self.company.id}
                for days, rate in ((0, 0), (8, 2.5), (36, 50))
            ]
        )
        row = self._rows()
        self.assertEqual(row.bucket_id, own[2])
        self.assertEqual((row.provision, row.bucket_id.display_name),
                         (50, "Over 35 Days"))  # fmt: skip
        self.assertEqual(own[1].display_name, "8-35 Days")
        self.assertEqual(own[0].display_name, "0-7 Days")
        other = self.env["res.company"].sudo().create({"name": "Elsewhere"})
        own[2].sudo().company_id = other
        self.assertEqual(self._rows().bucket_id, own[1])
        with self.assertRaises(ValidationError):
            own[1].days_from = -1

    def test_provision_of_receivables_only(self):
        """S9: the bucket's rate, to the cent; nothing of advances and of payables."""
        over = self._rows_bucket(91)
        over.sudo().rate = 12.5
        self._invoice(100.10, days_ago=100)
        self._invoice(50, days_ago=100, move_type="out_refund")
        self._invoice(70, days_ago=100, move_type="in_invoice")
        rows = self._rows()
        self.assertEqual(sum(rows.mapped("provision")), 12.51)
        self.assertFalse(sum(self._rows(side="payable").mapped("provision")))

    def _rows_bucket(self, days):
        return self.env["jxc.ageing.bucket"].search(
            [("days_from", "=", days), ("basis", "=", "due")]
        )

    def test_table_per_partner_and_currency(self):
        """S9: what stands on the paper; one query for all partners and buckets."""
        self._rows_bucket(31).sudo().rate = 10
        self._invoice(100, days_ago=40)
        self._invoice(10, days_ago=5)
        self._invoice(70, days_ago=5, currency_id=self.dollar.id)
        ask = self._ask(partner_ids=[Command.set(self.customer.ids)])
        table = ask._by_partner()
        rows = {row["currency"]: row for row in table.rows}
        yuan, dollar = rows[self.company.currency_id], rows[self.dollar]
        self.assertEqual((yuan["sum"], yuan["provision"], dollar["money"]),
                         (110, 10, 70))  # fmt: skip
        self.assertEqual(sorted(yuan["parts"].values()), [10, 100])
        both = yuan["sum"] + dollar["sum"]
        self.assertAlmostEqual(table.total["sum"], both, 2)
        self.env.invalidate_all()
        ask.mapped("date")  # read before it counts
        with self.assertQueryCount(10):
            ask._by_partner()
        html = self.env["ir.actions.report"]._render_qweb_html(REPORT, ask.ids)[0]
        for text in (self.customer.name, "31-60 Days", "110.00", "70.00", "Total"):
            self.assertIn(text, html.decode())

    def test_workbook(self):
        """S9: by partner, and the items behind it; amounts as numbers."""
        invoice = self._invoice(100.05, days_ago=40)
        ask = self._ask(partner_ids=[Command.set(self.customer.ids)])
        book = load_workbook(BytesIO(ask._workbook()[1]))
        partners, items = (list(sheet.values) for sheet in book.worksheets)
        self.assertIn(100.05, partners[-1])
        self.assertEqual(items[-1][1], invoice.name)
        self.assertEqual(items[-1][-2:], (100.05, 0))

    def test_workbook_is_for_who_asked(self):
        """F2: neither another's dialog nor more than one's own customers."""
        self.customer.sudo().user_id = self.salesperson
        self._invoice(10.01)
        other = self.customer.sudo().copy({"name": "Other Shop", "user_id": False})
        self._invoice(99.07, partner_id=other.id)
        asks = self.env["jxc.settlement.ageing.ask"].with_user(self.salesperson)
        ask = asks.create({"side": "receivable"})
        self.env.flush_all()
        url = ask.action_xlsx()["url"]
        self.authenticate(self.salesperson.login, self.salesperson.login)
        answer = self.url_open(url)
        cells = {
            cell
            for sheet in load_workbook(BytesIO(answer.content)).worksheets
            for row in sheet.values
            for cell in row
        }
        self.assertIn(10.01, cells)
        self.assertNotIn(99.07, cells)
        self.assertNotIn("Provision", cells)
        for user in (self.accountant, self.keeper):
            self.authenticate(user.login, user.login)
            with mute_logger("odoo.http", "odoo.addons.base.models.ir_rule"):
                self.assertEqual(self.url_open(url).status_code, 403)
        with self.assertRaises(AccessError):
            asks.with_user(self.keeper).create({})

    def test_over_json_rpc(self):
        """F2: no day, basis, grouping or domain shows more than one's own."""
        self.customer.sudo().user_id = self.salesperson
        self._invoice(10, days_ago=9)
        other = self.customer.sudo().copy({"name": "Other Shop", "user_id": False})
        self._invoice(99, days_ago=9, partner_id=other.id)
        self.env.flush_all()
        self.authenticate(self.salesperson.login, self.salesperson.login)
        model, every = "jxc.settlement.ageing", [("id", "!=", 0)]
        for context in (
            {},
            {"jxc_ageing_at": str(self.today), "jxc_ageing_basis": "document"},
            {"jxc_ageing_basis": "x' OR 1=1 --"},
        ):
            rows = self._call(model, "search_read", every, ["residual"], **context)
            self.assertEqual([row["residual"] for row in rows], [10])
            sums = self._call(
                model, "formatted_read_group", every, [], ["residual:sum"], **context
            )
            self.assertEqual(sums[0]["residual:sum"], 10)
        with mute_logger("odoo.http", "odoo.addons.base.models.ir_rule"):
            bad = {"jxc_ageing_at": "2026-01-01' OR 1=1 --"}
            self.assertFalse(self._call(model, "search_read", every, **bad))
            bucket = self._rows_bucket(91).ids
            for user in (self.salesperson, self.accountant, self.keeper):
                self.authenticate(user.login, user.login)
                for args in (
                    ("jxc.ageing.bucket", "write", bucket, {"rate": 1}),
                    ("jxc.ageing.bucket", "unlink", bucket),
                    (model, "write", [1], {"residual": 0}),
                ):
                    self.assertFalse(self._call(*args), args)
        self.assertFalse(self._rows_bucket(91).rate)

    def _call(self, model, method, *args, **context):
        """The result of a JSON-RPC in the session that is open; None: refused."""
        body = {"model": model, "method": method, "args": args}
        body["kwargs"] = {"context": context}
        answer = self.url_open(
            f"/web/dataset/call_kw/{model}/{method}",
            json={"jsonrpc": "2.0", "params": body},
        )
        return answer.json().get("result")
