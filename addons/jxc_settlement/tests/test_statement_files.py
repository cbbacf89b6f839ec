from datetime import datetime
from io import BytesIO

from openpyxl import load_workbook

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import SettlementCase


@tagged("post_install", "-at_install")
class TestStatementFiles(SettlementCase, HttpCase):
    def _book(self, statements):
        name, content = statements._jxc_workbook()
        self.assertNotIn("/", name)
        return load_workbook(BytesIO(content))

    def test_workbook_holds_what_the_paper_holds(self):
        """S9: opening, documents, their goods and closing; amounts as numbers."""
        self._invoice(100.05, days_ago=40)
        invoice = self._invoice(50, days_ago=20)
        self._pay(150.05, days_ago=5)
        statement = self._statement()
        rows = [list(row) for row in self._book(statement).active.values]
        first = next(n for n, row in enumerate(rows) if row[-1] == 100.05)
        opening, document, goods, payment, closing = rows[first : first + 5]
        self.assertIsInstance(opening[0], datetime)
        self.assertEqual(document[1], invoice.name)
        self.assertEqual(document[-3:], [50, None, 150.05])
        self.assertEqual((goods[4], goods[5], goods[8]), ("Goods", 1, 50))
        self.assertEqual(payment[-3:], [None, 150.05, 0])
        self.assertEqual(closing[-3:], [50, 150.05, 0])
        self.assertEqual(len(rows), first + 5)

    def test_one_workbook_with_a_sheet_each(self):
        """S9: a month's statements in one file; odd and equal names do no harm."""
        name = "Corner/Shop: " + "very " * 9 + "long"
        for partner in (self.customer, self.customer.sudo().copy()):
            partner.sudo().name = name
            self._invoice(10, days_ago=9, partner_id=partner.id)
        partners = self.env["res.partner"].search([("name", "=", name)])
        statements = self.env["jxc.statement"].make(
            self.company, "receivable", self.today.replace(day=1), self.today, partners
        )
        statements |= self._statement()
        book = self._book(statements)
        self.assertEqual(len(book.sheetnames), len(statements))

    def test_in_the_readers_language(self):
        """F3: a Chinese customer reads Chinese heads."""
        self.env["res.lang"].sudo()._activate_lang("zh_CN")
        self.customer.sudo().lang = "zh_CN"
        self._invoice(10, days_ago=9)
        rows = list(self._book(self._statement()).active.values)
        cells = {cell for row in rows for cell in row}
        self.assertLessEqual(
            {"日期", "本期增加", "本期减少", "余额", "期初余额"}, cells
        )

    def test_download_is_for_who_may_read(self):
        """F2: the address of the workbook is no way round the rights."""
        self._invoice(10, days_ago=9)
        url = self._statement().action_xlsx()["url"]
        self.authenticate(self.accountant.login, self.accountant.login)
        answer = self.url_open(url)
        self.assertEqual(answer.status_code, 200)
        self.assertTrue(answer.content.startswith(b"PK"))
        for user in (self.salesperson, self.keeper):
            self.authenticate(user.login, user.login)
            with mute_logger("odoo.http"):
                self.assertEqual(self.url_open(url).status_code, 403)
