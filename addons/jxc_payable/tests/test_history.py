from decimal import Decimal
from random import Random

from odoo import Command, fields
from odoo.tests import tagged

from .common import PayableCase

STEPS = (
    "receive",
    "receive",
    "inspect",
    "inspect",
    "give_back",
    "exchange",
    "hand_over",
    "bill",
    "bill",
    "undo",
    "close",
)


class Receipt:
    """What came at once: pieces that are accepted, and at which price."""

    def __init__(self, picking, good=0):
        self.picking = picking
        #: Accepted at the order's price, and by concession as [pieces, price].
        self.good, self.conceded = good, []
        #: What can be given back from the shelf.
        self.shelf = good
        #: The receipt whose goods it replaces, until an inspector has accepted it.
        self.replaces = None

    def owed(self, price):
        return self.good * price + sum(n * each for n, each in self.conceded)

    def give_back(self, pieces):
        """Of a receipt goes back what was good first, then the last conceded."""
        taken = min(pieces, self.good)
        self.good -= taken
        pieces -= taken
        for share in reversed(self.conceded):
            taken = min(pieces, share[0])
            share[0] -= taken
            pieces -= taken


class Bought:
    """What one order owes, counted apart from the system: pieces and their prices."""

    def __init__(self, order, price, inspected):
        self.order, self.price, self.inspected = order, price, inspected
        self.left = int(order.order_line.product_qty)
        self.receipts = []
        #: What happened to it, for who reads of a failure.
        self.told = []

    def owed(self):
        return sum((one.owed(self.price) for one in self.receipts), Decimal(0))


@tagged("post_install", "-at_install")
class TestHistory(PayableCase):
    """P9: on any day, what is billed and what is accrued is what was accepted, at its
    price, to the cent."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dollar = cls.env["res.currency"].create(
            {
                "name": "XHU",
                "symbol": "U",
                "rate_ids": [
                    Command.create({"name": "2000-01-01", "company_rate": 1 / 7})
                ],
            }
        )
        cls.today = fields.Date.context_today(cls.env.user)

    def test_billed_and_accrued_is_accepted(self):
        """P7, P9: orders, receipts, verdicts, returns, bills, short closes."""
        for seed in range(6):
            with self.subTest(seed=seed):
                self._history(Random(seed))

    def _history(self, dice):
        bought = [self._bought(dice, n) for n in range(3)]
        for _number in range(24):
            one = dice.choice(bought)
            step = dice.choice(STEPS)
            said = getattr(self, f"_step_{step}")(dice, one)
            one.told.append(f"{step} {said or ''}")
            for each in bought:
                self._check(each)

    def _bought(self, dice, number):
        # Cents that a quarter and a half divide, so that no amount is rounded.
        price = Decimal(dice.randint(10, 90)) * 4 / 100 * 5
        inspected = number > 0
        goods = self._product(f"罐头 {number}", jxc_inspect=inspected)
        order = self._order(
            qty=dice.randint(8, 30), price=float(price), product=goods, confirm=False
        )
        if dice.random() < 0.5:
            order.sudo().currency_id = self.dollar
            order.order_line.price_unit = float(price)
        if dice.random() < 0.3:
            order.order_line.write({"price_unit": float(price * 2), "discount": 50})
        order.button_confirm()
        self.assertEqual(order.state, "purchase")
        return Bought(order, price, inspected)

    # --- steps ----------------------------------------------------------------------

    def _step_receive(self, dice, one):
        if not one.left:
            return
        pieces = dice.randint(1, one.left)
        receipt = one.order.sudo().picking_ids.filtered(
            lambda p: p.state == "assigned" and p.picking_type_id.code == "incoming"
        )[:1]
        receipt = receipt.with_user(self.keeper)
        receipt.move_ids.write({"quantity": pieces, "picked": True})
        receipt.with_context(cancel_backorder=False).button_validate()
        if receipt.state != "done":
            action = receipt.button_validate()
            wizard = self.env[action["res_model"]].with_user(self.keeper)
            wizard.with_context(**action["context"]).create({}).process()
        self.assertEqual(receipt.state, "done")
        one.left -= pieces
        one.receipts.append(Receipt(receipt, 0 if one.inspected else pieces))
        return pieces

    def _inspections(self, one, state):
        inspections = self.env["jxc.inspection"].with_user(self.inspector)
        return inspections.search(
            [
                ("picking_id", "in", [receipt.picking.id for receipt in one.receipts]),
                ("state", "=", state),
            ],
            order="id",
        )

    def _step_inspect(self, dice, one):
        inspection = self._inspections(one, "draft")[:1]
        if not inspection:
            return
        line = inspection.line_ids
        pieces = int(line.received)
        accepted = dice.randint(0, pieces)
        conceded = dice.randint(0, accepted) if dice.random() < 0.5 else 0
        values = {"accepted": accepted, "conceded": conceded}
        if accepted < pieces:
            values["reason"] = "漏罐"
        price = one.price
        if conceded:
            percent = dice.choice((25, 50))
            if dice.random() < 0.5:
                price = one.price * (100 - percent) / 100
                kind = {"reduction_kind": "percent", "reduction_percent": percent}
            else:
                price = (one.price / 2).quantize(Decimal("0.01"))
                kind = {"reduction_kind": "price", "reduction_price": float(price)}
            values |= kind
        line.sudo().write(values)
        inspection.action_jxc_done()
        if inspection.state != "done":
            request = inspection.sudo().jxc_approval_request_ids
            request.filtered(lambda r: r.state == "pending").with_user(
                self.manager
            ).action_jxc_approve()
        self.assertEqual(inspection.state, "done")
        [receipt] = (
            r for r in one.receipts if r.picking == inspection.sudo().picking_id
        )
        receipt.good, receipt.shelf = accepted - conceded, accepted
        if conceded:
            receipt.conceded.append([conceded, price])
        if receipt.replaces:
            receipt.replaces.give_back(pieces)
        return f"{accepted} of {pieces}, {conceded} conceded at {price}"

    def _step_give_back(self, dice, one):
        """What lies on the shelf goes back, inspected or not."""
        back = [receipt for receipt in one.receipts if receipt.shelf]
        if not back:
            return
        receipt = dice.choice(back)
        pieces = dice.randint(1, receipt.shelf)
        self._return(receipt.picking, pieces)
        receipt.shelf -= pieces
        receipt.give_back(pieces)
        return f"{pieces} of number {one.receipts.index(receipt)}"

    def _step_exchange(self, dice, one):
        """The vendor replaces goods: nothing changes, until an inspector says so."""
        back = [receipt for receipt in one.receipts if receipt.shelf]
        if not back:
            return
        receipt = dice.choice(back)
        pieces = dice.randint(1, receipt.shelf)
        gone = self._return(receipt.picking, pieces, to_refund=False)
        self._check(one)
        again = self._return(gone, pieces, to_refund=False)
        if one.inspected:
            receipt.shelf -= pieces
            new = Receipt(again)
            new.replaces = receipt
            one.receipts.append(new)
        return f"{pieces} of number {one.receipts.index(receipt)}"

    def _step_hand_over(self, dice, one):
        """What was rejected goes back to the vendor: nobody has owed it."""
        found = self._inspections(one, "done").filtered("quarantined")[:1]
        if not found:
            return
        found.with_user(self.keeper).action_jxc_return_to_vendor()
        back = found.sudo().return_ids.filtered(lambda p: p.state != "done")
        back = back.with_user(self.keeper)
        back.move_ids.picked = True
        back.with_context(skip_backorder=True).button_validate()
        self.assertEqual(back.state, "done")

    def _step_bill(self, dice, one):
        drafts = self._bills(one.order).filtered(lambda b: b.state == "draft")
        # The match holds a bill until the refund of what went back is posted.
        draft = drafts.sorted(lambda b: b.move_type != "in_refund")[:1]
        if not draft:
            return
        line = draft.invoice_line_ids[:1]
        if len(draft.invoice_line_ids) == 1 and dice.random() < 0.4:
            line.quantity = dice.randint(1, max(int(line.quantity), 1))
        self._billed(draft, self.today)
        one.order.sudo()._jxc_bill_accepted()
        return f"{draft.move_type} {draft.amount_untaxed}"

    def _step_undo(self, dice, one):
        """A refund that was a mistake: what it gave is owed back by the vendor."""
        refund = self._bills(one.order).filtered(
            lambda b: b.move_type == "in_refund"
            and b.state == "posted"
            and not b.reversal_move_ids
        )[:1]
        if not refund:
            return
        if dice.random() < 0.5:
            refund.button_draft()
            refund.button_cancel()
        else:
            reversal = refund._reverse_moves(
                [{"journal_id": refund.journal_id.id, "ref": refund.name}]
            )
            self._billed(reversal, self.today)
        self._check(one)
        one.order.sudo()._jxc_bill_accepted()
        return f"{refund.state} {refund.amount_untaxed}"

    def _step_close(self, dice, one):
        if one.left and dice.random() < 0.3:
            one.order.order_line.action_jxc_close("停产")
            one.left = 0

    # --- what must hold -------------------------------------------------------------

    def _check(self, one):
        self.env.flush_all()
        posted = self._bills(one.order).filtered(lambda b: b.state == "posted")
        billed = sum(
            (
                self._exact(bill.amount_untaxed)
                * (-1 if bill.move_type == "in_refund" else 1)
                for bill in posted
            ),
            Decimal(0),
        )
        accrued = sum(
            (self._exact(row[2]) for row in self._unbilled(one.order)), Decimal(0)
        )
        self.assertEqual(
            billed + accrued,
            one.owed(),
            f"{billed} billed, {accrued} accrued, at {one.price}: {one.told}",
        )

    @staticmethod
    def _exact(amount):
        return Decimal(f"{amount:.2f}")
