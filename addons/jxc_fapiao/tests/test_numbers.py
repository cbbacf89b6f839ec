from datetime import date, datetime

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import FapiaoCase

ONE, TWO = "26332000000012345678", "26332000000012345679"


@tagged("post_install", "-at_install")
class TestNumbers(FapiaoCase):
    def setUp(self):
        super().setUp()
        self.first = self._posted((self.sauce, 1, 10.0))
        self.second = self._posted((self.sauce, 1, 20.0))
        self.batch = self._exported(self.first | self.second)

    def _numbers(self):
        return self.batch.line_ids.mapped("number")

    def test_they_come_back_by_their_key(self):
        """S7: in any order and in parts; with the last one the batch is done."""
        self._answer(self.batch, (self.second.name, TWO, datetime(2026, 3, 2, 9, 30)))
        self.assertEqual(self.batch.state, "exported")
        self.assertEqual(self.batch.missing, 1)
        self._answer(
            self.batch,
            (self.first.name, ONE, "2026/03/01 10:00:00"),
            (self.second.name, TWO, "2026-03-02"),
        )
        self.assertEqual(self.batch.state, "done")
        self.assertEqual(self.first.jxc_fapiao_number, ONE)
        line = self.first.jxc_fapiao_line_ids
        self.assertEqual(line.issued_on, date(2026, 3, 1))
        found = self.env["account.move"].search([("jxc_fapiao_number", "=", TWO)])
        self.assertEqual(found, self.second)

    def test_all_rows_or_none(self):
        """S7: an unknown key, a key twice, another number, a number of another."""
        good = (self.first.name, ONE, "2026-03-01")
        for rows in (
            [good, ("INV/UNKNOWN", TWO, "2026-03-01")],
            [good, (self.first.name, TWO, "2026-03-01")],
            [good, (self.second.name, TWO, "soon")],
            [],
        ):
            with (
                self.subTest(rows),
                self.assertRaises(UserError),
                self.env.cr.savepoint(),
            ):
                self._answer(self.batch, *rows)
            self.assertFalse(any(self._numbers()))
        self._answer(self.batch, good)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self._answer(self.batch, (self.first.name, TWO, "2026-03-01"))

    def test_no_such_columns(self):
        """S7: another workbook is told apart."""
        with self.assertRaisesRegex(UserError, "发票流水号"):
            self._answer(self.batch, ("x", "y", "z"), heads=("a", "b", "c"))

    def test_what_is_issued_is_not_taken_out(self):
        """S7: only a credit note helps then."""
        self._answer(self.batch, (self.first.name, ONE, "2026-03-01"))
        with self.assertRaisesRegex(UserError, self.first.name):
            self._take_out(self.batch, self.first)
        self._take_out(self.batch, self.second)
        self.assertEqual(self.batch.state, "done")
