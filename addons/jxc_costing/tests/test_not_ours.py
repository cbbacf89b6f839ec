from odoo.tests import tagged

from .ledger_case import LedgerCase


@tagged("post_install", "-at_install")
class TestNotOurs(LedgerCase):
    """What is, or passes by, without being ours: 寄售 and 直运."""

    def _moved(self, source, target, quantity, day, owner=None):
        move = self.env["stock.move"].create(
            {
                "product_id": self.goods.id,
                "product_uom_qty": quantity,
                "location_id": source.id,
                "location_dest_id": target.id,
                "company_id": self.company.id,
                "restrict_partner_id": owner and owner.id,
            }
        )
        move._action_confirm()
        move.quantity = quantity
        move.move_line_ids.owner_id = owner
        move.picked = True
        move._action_done()
        return self._at(move, day)

    def test_goods_of_a_consignor(self):
        """T5, 寄售: they come, are counted, go and come back without an amount, and the
        cost of ours is what it was; what we then buy of them is worth its price."""
        consignor = self.env["res.partner"].create({"name": "Consignor"})
        self._in(10, 100, 1)
        self._moved(self.suppliers, self.stock, 6, 2, consignor)
        self.assertEqual(len(self._rows()), 1)
        self.assertEqual(self.goods.total_value, 100)
        gone = self._moved(self.stock, self.customers, 2, 3, consignor)
        self.assertEqual(gone.value, 0)
        self._moved(self.customers, self.stock, 1, 4, consignor)
        self.assertEqual(len(self._rows()), 1)
        ours = self._moved(self.stock, self.customers, 4, 5)
        self.assertEqual(ours.value, 40)
        self.assertEqual(self.goods.total_value, 60)
        # Three of the consignor's are bought: back to him, and in again as ours.
        self._moved(self.stock, self.suppliers, 3, 6, consignor)
        self._in(3, 45, 6)
        self.assertEqual(self.goods.total_value, 105)
        theirs = (
            self.env["stock.quant"]
            .search(
                [("product_id", "=", self.goods.id), ("owner_id", "=", consignor.id)]
            )
            .filtered(lambda quant: quant.location_id == self.stock)
        )
        self.assertEqual(sum(theirs.mapped("quantity")), 2)
        self.assertEqual(sum(theirs.mapped("value")), 0)

    def test_the_owner_is_typed_later(self):
        """T5, 寄售: the line of a done receipt turns out to be the consignor's, and
        with it the amount goes; and comes again when it was not."""
        consignor = self.env["res.partner"].create({"name": "Consignor"})
        self._in(10, 100, 1)
        late = self._in(10, 300, 2)
        out = self._out(5, 3)
        self.assertEqual(out.value, 100)
        late.move_line_ids.owner_id = consignor
        self.assertEqual(out.value, 50)
        self.assertEqual(self.goods.total_value, 50)
        late.move_line_ids.owner_id = False
        self.assertEqual(out.value, 100)
        self._prove()

    def test_from_the_vendor_to_the_customer(self):
        """T5, 直运: past the shelves, and past the ledger; what is there keeps its
        cost, whenever the goods that passed by were entered."""
        self._in(10, 100, 1)
        passed = self._moved(self.suppliers, self.customers, 5, 2)
        passed.value_manual = 250
        self.assertTrue(passed.is_dropship)
        self.assertEqual(len(self._rows()), 1)
        self.assertEqual(self.goods.total_value, 100)
        self.assertEqual(passed.value, 250)
        back = self._moved(self.customers, self.suppliers, 1, 3)
        back.value_manual = 50
        self.assertEqual(back.value, 50)
        self.assertEqual(len(self._rows()), 1)
        self.assertEqual(self._out(5, 4).value, 50)
        self._at(back, 1)
        self._prove()

    def test_many_that_passed_by(self):
        """T5, 直运: twelve of them, each with what came back of it, are valued by as
        many statements as two; what came back of 10 is a part of it, to the cent."""
        counts = []
        for number in (2, 2, 12):  # the first ones warm up
            passed = back = self.env["stock.move"]
            for _number in range(number):
                one = self._moved(self.suppliers, self.customers, 3, 2)
                passed += one
                back += self._moved(self.customers, self.suppliers, 1, 3)
                back[-1:].origin_returned_move_id = one
            passed.value_manual = 10
            self.env.flush_all()
            self.env.invalidate_all()
            written = self._statements("UPDATE stock_move told")
            before = self.env.cr.sql_log_count
            passed._set_value()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual(len(written), 2)
            self.assertEqual(set(back.mapped("value")), {3.33})
        self.assertEqual(counts[1], counts[2])
