from odoo.tests import tagged

from .common import PayableCase


@tagged("post_install", "-at_install")
class TestConcession(PayableCase):
    """P7, P9: what was accepted by concession and went back is not owed again when
    more of the line is accepted."""

    def setUp(self):
        super().setUp()
        product = self._product("罐头", jxc_inspect=True)
        self.order = self._order(qty=20, product=product)

    def _arrive(self, pieces, accepted=None, conceded=0, price=7.33):
        """Received, inspected, and, for a concession, approved."""
        receipt = self.order.sudo().picking_ids.filtered(
            lambda p: p.state == "assigned" and p.picking_type_id.code == "incoming"
        )
        receipt = receipt.with_user(self.keeper)
        receipt.move_ids.write({"quantity": pieces, "picked": True})
        receipt.with_context(skip_backorder=True).button_validate()
        self._judge(receipt.sudo().jxc_inspection_ids, accepted, conceded, price)
        return receipt

    def _judge(self, inspection, accepted=None, conceded=0, price=7.33):
        inspection = inspection.with_user(self.inspector)
        line = inspection.line_ids
        accepted = line.received if accepted is None else accepted
        values = {"accepted": accepted, "conceded": conceded}
        if accepted < line.received:
            values["reason"] = "漏罐"
        if conceded:
            values |= {"reduction_kind": "price", "reduction_price": price}
        line.write(values)
        inspection.action_jxc_done()
        if conceded:
            request = inspection.sudo().jxc_approval_request_ids
            request.with_user(self.manager).action_jxc_approve()
        self.assertEqual(inspection.state, "done")

    def _owed(self, *shares):
        """Accepted, drafted, accrued: each of ``(quantity, price)``, to the cent."""
        self.env.flush_all()
        line = self.order.sudo().order_line
        self.assertEqual(line.jxc_qty_accepted, sum(share[0] for share in shares))
        total = self.order.currency_id.round(sum(n * price for n, price in shares))
        drafted = sum(self._bills(self.order).mapped("amount_untaxed_signed"))
        self.assertAlmostEqual(-drafted, total, 2, "in drafts")
        unbilled = self._unbilled(self.order)
        self.assertAlmostEqual(sum(row[2] for row in unbilled), total, 2, "accrued")
        kept = [row[:2] for row in unbilled]
        self.assertEqual(sorted(kept), sorted(shares))

    def _post_all(self):
        for bill in self._bills(self.order).filtered(lambda b: b.state == "draft"):
            self._billed(bill, self._last_day())

    def test_more_is_accepted_after_a_return(self):
        """4 by concession, 3 of them back, then 6 good ones: one is left at 7.33."""
        first = self._arrive(4, conceded=4)
        self._return(first, 3)
        self._owed((1, 7.33))
        self._arrive(6)
        self._owed((1, 7.33), (6, 10))

    def test_what_goes_back_is_of_its_receipt(self):
        """The price of what goes back is that of the receipt that it came with."""
        first = self._arrive(4, conceded=4)
        second = self._arrive(6)
        self._return(first, 3)
        self._owed((1, 7.33), (6, 10))
        self._return(second, 2)
        self._owed((1, 7.33), (4, 10))

    def test_two_concessions(self):
        first = self._arrive(5, accepted=4, conceded=2, price=9.99)
        second = self._arrive(5, conceded=3, price=3.01)
        self._return(first, 3)
        self._return(second, 4)
        self._owed((1, 9.99), (1, 3.01))
        self._arrive(5, accepted=1)
        self._owed((1, 9.99), (1, 3.01), (1, 10))

    def test_billed_before_the_return(self):
        """Posted bills, the refund of what goes back, and the bill of what came."""
        first = self._arrive(4, conceded=4)
        self._post_all()
        self._return(first, 3)
        [refund] = self._bills(self.order).filtered(lambda b: b.state == "draft")
        self.assertEqual(refund.move_type, "in_refund")
        self.assertAlmostEqual(refund.amount_untaxed, 21.99, 2)
        self._post_all()
        self._arrive(6)
        [bill] = self._bills(self.order).filtered(lambda b: b.state == "draft")
        self.assertEqual(self._lines(bill), [(self.order.order_line.product_id, 6, 60)])
        self._post_all()
        self.assertEqual(self._unbilled(self.order), [])

    def test_reworked_after_the_return(self):
        """3 of the 4 conceded go back; then the 6 rejected are good after rework."""
        first = self._arrive(10, accepted=4, conceded=4)
        self._return(first, 3)
        inspection = first.sudo().jxc_inspection_ids
        # The return was yesterday.
        day = self._last_day()
        self._happened(self.order, day)
        inspection.with_user(self.keeper).action_jxc_rework()
        self._judge(inspection.rework_ids)
        self._owed((1, 7.33), (6, 10))

    def test_replaced_by_the_vendor(self):
        """3 conceded ones are replaced by good ones, once these are accepted."""
        first = self._arrive(4, conceded=4)
        gone = self._return(first, 3, to_refund=False)
        again = self._return(gone, 3, to_refund=False)
        self._owed((4, 7.33))
        self._judge(again.sudo().jxc_inspection_ids)
        self._owed((1, 7.33), (3, 10))
        self._return(again, 2)
        self._owed((1, 7.33), (1, 10))
