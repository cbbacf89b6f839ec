from contextlib import contextmanager
from datetime import datetime, timedelta

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .closing_case import ClosingCase


@tagged("post_install", "-at_install")
class TestClosedMonth(ClosingCase):
    """Nothing that moves the value of stock gets into a closed month, whoever tries
    (T5, host 24): not even the superuser in whose name most of this is tried."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        case = cls("test_movements")
        cls.receipt = case._in(10, 100, 3)
        cls.issue = case._out(4, 10)
        cls.invoice = case._bill("out_invoice", 4, 25, case._day(12))
        cls.entry = case._entry(0.5, case._day(15))
        cls.price = cls.env["product.value"].create(
            {
                "product_id": cls.goods.id,
                "value": 10,
                "date": case._noon(2),
                "company_id": cls.company.id,
            }
        )
        cls.closing = case._close()
        # A movement of the open month, to be dated back.
        cls.new = case._receive(cls.goods, 5)

    def _noon(self, number, months=0):
        day = self._day(number, months)
        return datetime.combine(day, datetime.min.time()) + timedelta(hours=4)

    @contextmanager
    def _refused(self, what):
        """It is refused, and the closed month is as it was."""
        before = self._state()
        with self.subTest(what):
            with self.assertRaises(UserError):
                yield
                self.env.flush_all()
            self.env.invalidate_all()
            self.assertEqual(self._state(), before)

    def _state(self):
        self.env.invalidate_all()
        end = self.closing.date_to
        return (
            self._figures(),
            self._balance(self.stock_account, end),
            self._balance(self.expense_account, end),
            (self.receipt | self.issue).mapped("value"),
        )

    def test_movements(self):
        """T5: nothing is dated into it, out of it, or changed in it."""
        old = self._noon(20)
        with self._refused("a receipt dated back"):
            self.new.date = old
        with self._refused("a transfer dated back"):
            self.new.picking_id.date_done = old
        with self._refused("a detail dated back"):
            self.new.move_line_ids.date = old
        with self._refused("out of the month"):
            self.issue.date = self._noon(3, 1)
        with self._refused("the transfer out of the month"):
            self.issue.picking_id.date_done = self._noon(3, 1)
        for name, value in (
            ("quantity", 9),
            ("value", 1),
            ("is_in", False),
            ("state", "cancel"),
            ("location_id", self.stock.id),
            ("product_id", self.product.id),
            ("picked", False),
        ):
            with self._refused(f"{name} of the receipt"):
                self.receipt.write({name: value})
        for name, value in (("quantity", 9), ("location_dest_id", self.suppliers.id)):
            with self._refused(f"{name} of its detail"):
                self.receipt.move_line_ids.write({name: value})
        with self._refused("one more detail"):
            self.receipt.move_line_ids.copy({"quantity": 1})
        with self._refused("one detail less"):
            self.receipt.move_line_ids.unlink()
        with self._refused("the movement deleted"):
            self.receipt.unlink()
        with self._refused("the movement cancelled"):
            self.receipt._action_cancel()
        with self._refused("a movement that was made done"):
            self.env["stock.move"].create(
                {
                    "product_id": self.goods.id,
                    "product_uom_qty": 1,
                    "location_id": self.suppliers.id,
                    "location_dest_id": self.stock.id,
                    "company_id": self.company.id,
                    "state": "done",
                    "date": old,
                }
            )
        with self._refused("scrap dated back"):
            scrap = self.env["stock.scrap"].create(
                {"product_id": self.goods.id, "scrap_qty": 1}
            )
            scrap.do_scrap()
            scrap.move_ids.date = old

    def test_stock_takes(self):
        """T5: a count is not applied at a date of a closed month."""
        quant = self.env["stock.quant"].search(
            [("product_id", "=", self.goods.id), ("location_id", "=", self.stock.id)]
        )
        with self._refused("a count of that day"):
            quant.inventory_quantity = 3
            quant._apply_inventory(self._noon(20))
        self.company.account_stock_journal_id.flush_recordset()
        place = self.goods.property_stock_inventory
        place.valuation_account_id = self.expense_account
        with self._refused("its entry on that day"):
            quant.inventory_quantity = 3
            quant.accounting_date = self._day(20)
            quant._apply_inventory()

    def test_many_movements(self):
        """T5: twelve movements are looked at by as many queries as two, and what they
        are is asked of those only that are of a closed month."""
        counts, asked = [], []
        moves = type(self.env["stock.move"])
        ask = moves._jxc_that_are_guarded

        def note(some):
            asked.extend(some.ids)
            return ask(some)

        self.patch(moves, "_jxc_that_are_guarded", note)
        for number in (2, 12):
            some = self.env["stock.move"].union(
                *(self._out(0.01, self._day(3, 1)) for _number in range(number))
            )
            self.env.flush_all()
            self.env.invalidate_all()
            asked.clear()
            before = self.env.cr.sql_log_count
            some._jxc_check_open()
            counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual(asked, [])
            with self.assertRaisesRegex(UserError, self.issue.reference):
                (some + self.issue)._jxc_check_open()
            self.assertEqual(asked, self.issue.ids)
        self.assertEqual(counts[0], counts[1])

    def test_values(self):
        """T5: no price, no manual value of that time comes, changes or goes."""
        values = self.env["product.value"]
        base = {"company_id": self.company.id, "value": 20}
        with self._refused("a price of that time"):
            values.create({**base, "product_id": self.goods.id, "date": self._noon(20)})
        with self._refused("a value of the receipt, of that time"):
            values.create({**base, "move_id": self.receipt.id, "date": self._noon(20)})
        with self._refused("the price changed"):
            self.price.value = 11
        with self._refused("the price dated out of it"):
            self.price.date = self._noon(2, 1)
        with self._refused("the price deleted"):
            self.price.unlink()
        new = values.create({**base, "product_id": self.goods.id})
        with self._refused("a new price dated back"):
            new.date = self._noon(20)

    def test_what_comes_late_is_a_difference(self):
        """T5: what may come, comes into the open month."""
        before = self._state()
        self.env["product.value"].create({"move_id": self.receipt.id, "value": 130})
        self.goods.standard_price = 17
        self.assertEqual(self._state(), before)
        kinds = self._rows().mapped("kind")
        self.assertIn("difference", kinds)
        self.assertIn("reprice", kinds)

    def test_entries(self):
        """T5: what is booked on the stock of that month stays, and nothing is added."""
        with self._refused("a bill"):
            self._bill("in_receipt", 1, 10, self._day(20))
        with self._refused("an invoice, with its cost of sales"):
            self._bill("out_invoice", 1, 10, self._day(20))
        with self._refused("an entry"):
            self._entry(5, self._day(20))
        voucher = self.closing.voucher_ids.move_id[0]
        for name, entry in (
            ("invoice", self.invoice),
            ("entry", self.entry),
            ("voucher", voucher),
        ):
            with self._refused(f"{name} to draft"):
                entry.button_draft()
            with self._refused(f"{name} cancelled"):
                entry.button_cancel()
            with self._refused(f"state of the {name}"):
                entry.write({"state": "draft"})
            with self._refused(f"{name} dated out of it"):
                entry.write({"date": self._day(2, 1)})
            with self._refused(f"{name} deleted"):
                entry.with_context(force_delete=True).unlink()
            line = entry.line_ids.filtered(
                lambda line: line.account_id == self.stock_account
            )[:1]
            with self._refused(f"account of the {name}"):
                line.account_id = self.expense_account
            with self._refused(f"lines of the {name}"):
                line.with_context(dynamic_unlink=True).unlink()
        late = self._bill("out_invoice", 1, 10, self._day(3, 1))
        with self._refused("an invoice dated back"):
            late.write({"invoice_date": self._day(20), "date": self._day(20)})
        entry = self._entry(5, self._day(3, 1))
        with self._refused("an entry dated back"):
            entry.date = self._day(20)
        plain = self._entry(5, self._day(20), self.expense_account)
        with self._refused("an entry that turns to the stock account"):
            plain.line_ids.filtered(
                lambda line: line.account_id == self.expense_account
            ).account_id = self.stock_account

    def test_entries_without_stock_are_free(self):
        """T5: the stock is closed, not the books."""
        entry = self._entry(5, self._day(20), self.expense_account)
        self.assertEqual(entry.state, "posted")

    def test_ways_out_of_the_ledger(self):
        """T5: goods of a closed month stay valued, by the same method."""
        with self._refused("not stored any more"):
            self.goods.is_storable = False
        with self._refused("each lot by itself"):
            self.goods.write({"tracking": "lot", "lot_valuated": True})
        with self._refused("by warehouse"):
            self.company.jxc_cost_scope = "warehouse"

    def test_another_method(self):
        """T5: another method is one of the open month; the closed one keeps its own."""
        before = self._state()
        self.goods.categ_id.property_cost_method = "fifo"
        self.assertEqual(self._state(), before)
        # Beside the receipt of setUp, perhaps in the same second.
        floor = self.company.sudo().jxc_closed_moment
        late = self._rows().filtered(lambda row: row.at >= floor)
        self.assertEqual(sorted(late.mapped("kind")), ["in", "method"])
        with self._refused("a change of that time"):
            self.env["jxc.cost.change"].sudo().create(
                {
                    "company_id": self.company.id,
                    "product_id": self.goods.id,
                    "before": "average",
                    "method": "fifo",
                    "at": self._noon(20),
                }
            )

    def test_adjustments(self):
        """T5: no adjustment of cost is posted into it, or cancelled in it."""
        adjustment = self.env["jxc.cost.adjustment"].create(
            {
                "date": self._day(20),
                "reason": "late",
                "line_ids": [
                    Command.create({"product_id": self.goods.id, "amount": 5})
                ],
            }
        )
        with self._refused("an adjustment"):
            adjustment.action_post()

    def test_another_time_zone(self):
        """T5: the month ends where it ended when it was closed."""
        self.company.partner_id.tz = "America/Los_Angeles"
        end = datetime.combine(self._day(1, 1), datetime.min.time())
        with self._refused("an hour before the end, in Beijing"):
            self.new.date = end - timedelta(hours=9)

    def test_first_moment_of_the_open_month(self):
        """T5: midnight in Beijing is open, a second before is not."""
        midnight = datetime.combine(self._day(1, 1), datetime.min.time())
        midnight -= timedelta(hours=8)
        with self._refused("a second before"):
            self.new.date = midnight - timedelta(seconds=1)
        self.new.date = midnight
        self.assertEqual(self._rows()[-1].date, self._day(1, 1))

    def test_the_ledger_is_asked_to_restate_all(self):
        """T5: recomputing from the beginning leaves the closed month alone."""
        before = self._figures()
        ids = self._rows().ids[:2]
        self.env["jxc.cost.ledger"].restate(
            self.company, {self.goods: datetime(1, 1, 1)}
        )
        self.assertEqual(self._figures(), before)
        self.assertEqual(self._rows().ids[:2], ids)
        self._prove()

    def test_command(self):
        """T5: lines that come by way of their entry are lines as well."""
        with self._refused("a line of the entry"):
            self.entry.write(
                {
                    "line_ids": [
                        Command.create(
                            {"account_id": self.stock_account.id, "balance": 3}
                        ),
                        Command.create(
                            {"account_id": self.expense_account.id, "balance": -3}
                        ),
                    ]
                }
            )
