import base64
from datetime import timedelta
from io import BytesIO

from openpyxl import Workbook

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import BUYER, CODE, FapiaoCase


@tagged("post_install", "-at_install")
class TestBatch(FapiaoCase):
    def test_the_workbook(self):
        """S7: one row per invoice, one per line; codes as texts; the total fits."""
        self.customer.sudo().jxc_fapiao_kind = "special"
        self.customer.sudo().bank_ids = [
            Command.create(
                {
                    "acc_number": "0200001009000123456",
                    "bank_id": self.env["res.bank"].sudo().create({"name": "ICBC"}).id,
                }
            )
        ]
        move = self._posted((self.sauce, 3, 10.0), (self.sauce, 2, 5.0))
        batch = self._exported(move)
        basic, detail = self._read(batch)
        self.assertEqual(len(basic), 1)
        row = basic[0]
        self.assertEqual(row["发票流水号"], move.name)
        self.assertEqual(row["发票类型"], "增值税专用发票")
        self.assertEqual(row["是否含税"], "是")
        self.assertEqual(row["受票方自然人标识"], "否")
        self.assertEqual(row["购买方纳税人识别号"], BUYER)
        self.assertEqual(row["购买方地址"], "88 Nanjing Road")
        self.assertEqual(row["购买方开户银行"], "ICBC")
        self.assertEqual(row["购买方银行账号"], "0200001009000123456")
        self.assertEqual([r["金额"] for r in detail], [33.9, 11.3])
        self.assertEqual([r["数量"] for r in detail], [3, 2])
        self.assertEqual([r["税率"] for r in detail], [0.13, 0.13])
        self.assertEqual({r["商品和服务税收编码"] for r in detail}, {CODE})
        self.assertEqual(batch.exported_by_id, self.accountant)
        self.assertEqual(batch.file_name, f"{batch.name}.xlsx")

    def test_lines_add_up_to_the_cent(self):
        """S7: also where the tax is rounded over the whole invoice."""
        self.company.tax_calculation_rounding_method = "round_globally"
        move = self._posted(*[(self.sauce, 1, 0.33)] * 7)
        _basic, detail = self._read(self._exported(move))
        total = sum(round(row["金额"] * 100) for row in detail)
        self.assertEqual(total, round(move.amount_total * 100))

    def test_the_bureaus_own_template(self):
        """S7: it is filled by its heads, in its order; what it lacks is left out."""
        book = Workbook()
        book.remove(book.active)
        heads = ["*发票流水号", "*发票类型", "新栏目", "*是否含税", "*购买方名称"]
        for name, names in (
            ("1-发票基本信息", [*heads, "购买方纳税人识别号"]),
            (
                "2-发票明细信息",
                ["发票流水号", "金额", "税率", "项目名称", "商品和服务税收编码"],
            ),
        ):
            page = book.create_sheet(name)
            for column, head in enumerate(names, 1):
                page.cell(3, column, head)
        stream = BytesIO()
        book.save(stream)
        self.company.jxc_fapiao_template = base64.b64encode(stream.getvalue())
        move = self._posted((self.sauce, 3, 10.0))
        basic, detail = self._read(self._exported(move))
        self.assertEqual(basic[0]["*发票流水号"], move.name)
        self.assertIsNone(basic[0]["新栏目"])
        self.assertEqual(detail[0]["金额"], 33.9)
        self.assertNotIn("数量", detail[0])

    def test_another_workbook_is_no_template(self):
        """S7: it is refused in the settings, with what it lacks."""
        stream = BytesIO()
        Workbook().save(stream)
        for content in (stream.getvalue(), b"no workbook"):
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                self.company.jxc_fapiao_template = base64.b64encode(content)

    def test_what_lacks_is_shown_and_nothing_is_exported(self):
        """S7: per invoice; the others may go without it."""
        bare = self._goods("No Code")
        free = {"tax_ids": False}
        good = self._posted((self.sauce, 1, 10.0))
        bad = self._posted((bare, 1, 10.0, free), (self.sauce, -1, 2.0))
        batch = self._batch(good | bad)
        line = batch.line_ids.filtered(lambda line: line.move_id == bad)
        for text in ("No Code: no tax classification", "No Code: not exactly one tax"):
            self.assertIn(text, line.faults)
        self.assertIn("Soy Sauce: not above zero", line.faults)
        self.assertEqual((batch.count, batch.lacking), (2, 1))
        with self.assertRaisesRegex(UserError, bad.name):
            batch.action_export()
        self.assertEqual(batch.state, "draft")
        self.assertFalse(batch.file)
        batch.action_remove_lacking()
        self.assertEqual(batch.line_ids.move_id, good)
        batch.action_export()

    def test_who_lacks_a_tax_number(self):
        """S7: a company does, a private person need not have one."""
        self.customer.sudo().vat = False
        move = self._posted((self.sauce, 1, 10.0))
        batch = self._batch(move)
        self.assertIn("no tax number", batch.line_ids.faults)
        self.customer.sudo().is_company = False
        batch.invalidate_recordset()
        batch.line_ids.invalidate_recordset()
        batch.action_export()
        basic, _detail = self._read(batch)
        self.assertEqual(basic[0]["受票方自然人标识"], "是")

    def test_foreign_currency_and_credited_invoices_stay_here(self):
        """S7: CNY only, and no invoice that has a credit note."""
        foreign = self._foreign()
        move = self._posted((self.sauce, 1, 10.0), currency_id=foreign.id)
        self.assertIn("currency", self._batch(move).line_ids.faults)
        credited = self._posted((self.sauce, 1, 10.0))
        batch = self._batch(credited)
        self.assertFalse(batch.line_ids.faults)
        credited._reverse_moves([{"invoice_date": self.today}], cancel=True)
        batch.line_ids.invalidate_recordset()
        self.assertIn("credit note", batch.line_ids.faults)

    def test_each_invoice_goes_out_once(self):
        """S7: neither in two batches, nor twice from one."""
        move = self._posted((self.sauce, 1, 10.0))
        batch = self._exported(move)
        with self.assertRaises(UserError):
            self._batch(move)
        with self.assertRaises(UserError):
            batch.action_export()
        with self.assertRaises(UserError):
            batch.unlink()
        with self.assertRaises(UserError):
            batch.line_ids.unlink()

    def test_collecting_takes_what_is_in_no_batch(self):
        """S7: posted invoices of this company; no drafts, refunds and bills."""
        first = self._posted((self.sauce, 1, 10.0))
        self._exported(first)
        second = self._posted((self.sauce, 1, 20.0))
        draft = self._posted((self.sauce, 1, 30.0))
        draft.button_draft()
        refund = self._invoice(5, move_type="out_refund")
        batch = self.env["jxc.fapiao.batch"].create({})
        batch.action_collect()
        moves = batch.line_ids.move_id
        self.assertIn(second, moves)
        self.assertFalse(moves & (first | draft | refund))

    def test_what_went_out_is_not_changed(self):
        """S7: an exported invoice does not go back to draft, before it is taken out."""
        move = self._posted((self.sauce, 1, 10.0))
        batch = self._exported(move)
        with self.assertRaisesRegex(UserError, batch.name):
            move.button_draft()
        self._take_out(batch, move)
        move.button_draft()
        self.assertEqual(move.state, "draft")

    def test_taken_out_it_may_go_again(self):
        """S7: with a reason, that stays; in another batch."""
        move = self._posted((self.sauce, 1, 10.0))
        other = self._posted((self.sauce, 1, 20.0))
        batch = self._exported(move | other)
        with self.assertRaises(UserError):
            self._take_out(batch, move, reason=" ")
        self._take_out(batch, move)
        line = batch.line_ids.filtered("undone")
        self.assertEqual((line.move_id, line.reason), (move, "Rejected by the bureau"))
        self.assertIn("Rejected", batch.message_ids[0].body)
        self.assertEqual(batch.state, "exported")
        self.assertEqual(self._exported(move).line_ids.move_id, move)

    def test_other_companies(self):
        """F2: an accountant of another company sees none of it."""
        other = self.env["res.company"].sudo().create({"name": "Other"})
        batch = self._batch(self._posted((self.sauce, 1, 10.0)))
        self.accountant.sudo().write(
            {"company_ids": [Command.set(other.ids)], "company_id": other.id}
        )
        mine = batch.with_user(self.accountant)
        self.assertFalse(mine.search([("id", "=", batch.id)]))
        with self.assertRaises(AccessError):
            mine.action_export()

    def test_queries_do_not_grow_with_the_invoices(self):
        """What lacks is computed for the batch, not per invoice."""

        def queries(count):
            moves = self.env["account.move"].union(
                *[self._posted((self.sauce, 1, 10.0)) for _n in range(count)]
            )
            batch = self._batch(moves)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertFalse(any(batch.line_ids.mapped("faults")))
            return self.env.cr.sql_log_count - before

        queries(1)  # which fills the caches of access rights
        few = queries(2)
        self.assertLessEqual(queries(12), few)

    def test_dates_of_long_ago_are_no_matter(self):
        """S7: an invoice of last year is collected as well."""
        day = self.today - timedelta(days=300)
        move = self._posted((self.sauce, 1, 10.0), invoice_date=day)
        batch = self.env["jxc.fapiao.batch"].create({})
        batch.action_collect()
        self.assertIn(move, batch.line_ids.move_id)
