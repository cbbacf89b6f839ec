from io import BytesIO

from openpyxl import load_workbook

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.jxc_base.tests.common import new_role_user

from .common import FapiaoCase

BLUE, RED, OTHER = (f"2633200000001234567{n}" for n in (1, 2, 3))


@tagged("post_install", "-at_install")
class TestRed(FapiaoCase):
    """S7: the red tax invoice of a credit note, from asking to its number."""

    def setUp(self):
        super().setUp()
        self.invoice = self._posted((self.sauce, 10, 10.0))
        batch = self._exported(self.invoice)
        self._answer(batch, (self.invoice.name, BLUE, "2026-03-01"))
        self.reds = self.env["jxc.fapiao.red"]

    def _credit(self, quantity=10, invoice=None):
        invoice = invoice or self.invoice
        credit = invoice._reverse_moves([{"invoice_date": self.today}])
        credit.invoice_line_ids.quantity = quantity
        credit.action_post()
        return credit

    def _red(self, credit=None, user=None):
        credit = (credit or self._credit()).with_user(user or self.accountant)
        return self.reds.browse(credit.action_jxc_fapiao_red()["res_id"])

    def _until(self, state, red):
        steps = (
            ("asked", "action_ask", {}),
            ("confirmed", "action_confirm", {"confirmation": "QR 0001"}),
            ("done", "action_issue", {"number": RED, "issued_on": self.today}),
        )
        for reached, button, values in steps:
            if values:
                red.write(values)
            getattr(red, button)()
            self.assertEqual(red.state, reached)
            if reached == state:
                return red
        return red

    def test_from_the_credit_note_to_the_number(self):
        """S7: blue number and date come by themselves; each step wants its number."""
        red = self._red()
        self.assertEqual(red.origin_number, BLUE)
        self.assertEqual(str(red.origin_issued_on), "2026-03-01")
        self.assertFalse(red.faults)
        self._until("asked", red)
        with self.assertRaisesRegex(UserError, "confirmation number"):
            red.action_confirm()
        red.confirmation = " QR 0001 "
        red.action_confirm()
        self.assertEqual(red.confirmation, "QR0001")
        for number in (False, "123", BLUE):
            red.write({"number": number, "issued_on": self.today})
            with self.assertRaises(UserError):
                red.action_issue()
        red.number = RED
        red.action_issue()
        credit = red.move_id
        self.assertEqual(credit.jxc_fapiao_number, RED)
        found = self.env["account.move"].search([("jxc_fapiao_number", "=", RED)])
        self.assertEqual(found, credit)

    def test_what_lacks_is_said_and_refused(self):
        """S7: number and date of the blue one, tax classification, reason."""
        invoice = self._posted((self._goods("Mystery"), 1, 5.0))
        red = self._red(self._credit(1, invoice))
        self.assertFalse(red.origin_number)
        for text in ("20 digits", "date of the blue", "Mystery: no tax"):
            self.assertIn(text, red.faults)
        with self.assertRaisesRegex(UserError, "20 digits"):
            red.action_ask()

    def test_no_more_than_the_blue_invoice(self):
        """S7: several credit notes together; one that was cancelled is free again."""
        first = self._until("asked", self._red(self._credit(6)))
        second = self._red(self._credit(5))
        self.assertIn("taken back", second.faults)
        with self.assertRaises(UserError):
            second.action_ask()
        first.action_cancel()
        second.invalidate_recordset()
        self.assertFalse(second.faults)
        second.action_ask()

    def test_somebody_else_s_blue_invoice(self):
        """S7: a number that was mistyped."""
        other = self.customer.sudo().copy({"name": "Other Shop"})
        invoice = self._posted((self.sauce, 10, 10.0), partner_id=other.id)
        red = self._red(self._credit(1, invoice))
        red.write({"origin_number": BLUE, "origin_issued_on": self.today})
        self.assertIn("another customer", red.faults)

    def test_each_once(self):
        """S7: pressed twice it is one; cancelled, there may be another."""
        credit = self._credit()
        red = self._red(credit)
        self.assertEqual(self._red(credit), red)
        red.action_cancel()
        self.assertNotEqual(self._red(credit), red)
        with self.assertRaisesRegex(UserError, "posted credit notes"):
            self.invoice.action_jxc_fapiao_red()

    def test_the_credit_note_stays_as_it_was_asked_for(self):
        """S7: it does not return to draft behind the bureau's back."""
        red = self._until("asked", self._red())
        with self.assertRaisesRegex(UserError, "red invoice"):
            red.move_id.button_draft()
        red.action_cancel()
        red.move_id.button_draft()

    def test_nothing_is_written_by_hand(self):
        """F2: neither state nor amounts, nor numbers before their time."""
        red = self._red()
        for values in (
            {"state": "done"},
            {"number": RED},
            {"confirmation": "1"},
            {"move_id": self.invoice.id},
        ):
            with self.assertRaises(UserError):
                red.write(values)
        self._until("done", red)
        for values in ({"number": OTHER}, {"origin_number": OTHER}):
            with self.assertRaises(UserError):
                red.write(values)
        for call in (red.unlink, red.action_cancel):
            with self.assertRaises(UserError):
                call()

    def test_others_have_none(self):
        """F2: other roles and an accountant of another company."""
        red = self._red()
        other = self.env["res.company"].sudo().create({"name": "Other"})
        stranger = new_role_user(
            self.env(su=True),
            "accountant",
            "test_stranger",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        for user in (self.salesperson, self.keeper, self.buyer, stranger):
            theirs = red.with_user(user)
            for call in (
                theirs.action_ask,
                theirs.action_xlsx,
                lambda theirs=theirs: theirs.read(["number"]),
                red.move_id.with_user(user).action_jxc_fapiao_red,
            ):
                with self.assertRaises(AccessError):
                    call()

    def test_the_workbook(self):
        """S7: what the bureau wants to know; amounts below zero that add up."""
        red = self._red(self._credit(3))
        self.assertIn("ids=", red.action_xlsx()["url"])
        _name, content = red._jxc_workbook()
        book = load_workbook(BytesIO(content))
        heads, row = list(book.worksheets[0].values)[2:4]
        facts = dict(zip(heads, row, strict=True))
        self.assertEqual(facts["蓝字发票号码"], BLUE)
        amounts = [facts[name] for name in ("金额", "税额", "价税合计")]
        self.assertEqual(amounts, [-30, -3.9, -33.9])
        heads, row = list(book.worksheets[1].values)[2:4]
        facts = dict(zip(heads, row, strict=True))
        self.assertEqual((facts["数量"], facts["金额"], facts["税额"]), (-3, -30, -3.9))
