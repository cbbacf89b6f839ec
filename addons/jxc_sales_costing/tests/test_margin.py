from odoo.tests import tagged

from .common import ProfitCase


@tagged("post_install", "-at_install")
class TestMargin(ProfitCase):
    """T5, host 21: what an order earns, with the ledger's costs and without what came
    back, on the order's own page."""

    def _seen(self, order):
        self.env.flush_all()
        seen = order.with_user(self.accountant)
        seen.invalidate_recordset()
        line = seen.order_line
        line.invalidate_recordset()
        return (
            round(line.purchase_price, 4),
            round(line.margin, 2),
            round(seen.margin, 2),
            round(seen.jxc_gross_profit, 2),
        )

    def test_all_of_it_came_back(self):
        """T5, host 21: 10 sold at 10 that cost 2; nobody keeps any: 0, not 80."""
        self._bought(10, 20, "2026-05-03 04:00:00")
        order = self._sold(10, 10, "2026-05-20 04:00:00")
        self.assertEqual(self._seen(order), (2, 80, 80, 80))
        self._came_back(order, 10, "2026-06-02 04:00:00")
        self.assertEqual(self._seen(order), (2, 0, 0, 0))

    def test_deliveries_in_parts_and_returns(self):
        """T5, host 21: 4 go at 5, 6 at 10, and 5 of these come back: the five that
        the customer has cost 30 and earn 20."""
        self._bought(4, 20, "2026-05-03 04:00:00")
        self._bought(6, 60, "2026-05-05 04:00:00")
        order = self._confirmed((self.vinegar, 10, {"price_unit": 10}))
        self._dated(self._ship(order, 4), "2026-05-04 04:00:00")
        # Four are gone, six are to go at the cost of today.
        self.assertEqual(self._seen(order), (8, 20, 20, 20))
        second = self._ship(order)
        self._dated(second, "2026-05-20 04:00:00")
        self.assertEqual(self._seen(order), (8, 20, 20, 20))
        self._dated(self._return(second, 5), "2026-06-02 04:00:00")
        self.assertEqual(self._seen(order), (6, 20, 20, 20))

    def test_parts_of_a_kit(self):
        """T5, 套件: a kit is a cup at 5 and two boxes at 2, sold at 30: 3 cost 27; one
        comes back; the cups turn out to cost 10, and what is left earns 2 times 16."""
        kit = self._product("Kit", is_storable=False)
        cup, box = self._costed("Cup"), self._costed("Box")
        self._bought(10, 50, "2026-05-03 04:00:00", cup)
        self._bought(20, 40, "2026-05-03 04:00:00", box)
        order = self._confirmed((kit, 3, {"price_unit": 30}))
        line = order.sudo().order_line
        # As the host's manufacturing does it: parts in the name of the kit's line.
        line.move_ids._action_cancel()
        line.move_ids.unlink()
        gone = self._parts(line, {cup: 3, box: 6}, "2026-05-20 04:00:00")
        line.qty_delivered = 3
        self.assertEqual(self._seen(order), (9, 63, 63, 63))
        self._parts(line, {cup: 1, box: 2}, "2026-06-02 04:00:00", gone)
        line.qty_delivered = 2
        self.assertEqual(self._seen(order), (9, 42, 42, 42))
        self._bought(10, 150, "2026-05-04 04:00:00", cup)
        self.assertEqual(self._seen(order), (14, 32, 32, 32))
        self._parts(line, {cup: 2, box: 4}, "2026-06-03 04:00:00", gone)
        line.qty_delivered = 0
        self.assertEqual(self._seen(order), (14, 0, 0, 0))

    def _parts(self, line, parts, moment, of=None):
        """Parts go to the customer, or come back of those that went."""
        places = (
            self.warehouse.lot_stock_id,
            self.env.ref("stock.stock_location_customers"),
        )
        source, target = places[::-1] if of else places
        moves = self.env["stock.move"].create(
            [
                {
                    "product_id": product.id,
                    "product_uom_qty": quantity,
                    "location_id": source.id,
                    "location_dest_id": target.id,
                    "sale_line_id": line.id,
                    "origin_returned_move_id": of
                    and of.filtered(lambda move, p=product: move.product_id == p).id,
                }
                for product, quantity in parts.items()
            ]
        )
        moves._action_confirm(merge=False)
        for move in moves:
            move.quantity = move.product_uom_qty
        moves.picked = True
        moves._action_done()
        moves.date = moment
        return moves

    def test_what_is_known_later(self):
        """T5, host 21, 2: goods that turn out dearer earn less, on the order too."""
        receipt = self._bought(10, 60, "2026-05-03 04:00:00")
        order = self._sold(4, 10, "2026-05-20 04:00:00")
        self.assertEqual(self._seen(order), (6, 16, 16, 16))
        receipt.value_manual = 80
        self.assertEqual(self._seen(order), (8, 8, 8, 8))

    def test_exchanged(self):
        """T5, host 21: what comes back and is not refunded is still sold."""
        self._bought(10, 60, "2026-05-03 04:00:00")
        order = self._sold(4, 10, "2026-05-20 04:00:00")
        picking = self._came_back(order, 1, "2026-06-02 04:00:00")
        picking.sudo().move_ids.to_refund = False
        self.assertEqual(self._seen(order)[:3], (6, 16, 16))

    def test_dozens_and_dollars(self):
        """T5, host 21: by the dozen, in another currency."""
        dollar = self.env.ref("base.USD")
        dollar.active = True
        self.env["res.currency.rate"].create(
            {
                "name": "2020-01-01",
                "currency_id": dollar.id,
                "company_id": self.company.id,
                "rate": 0.125,
            }
        )
        pricelist = self.env["product.pricelist"].create(
            {"name": "USD", "currency_id": dollar.id}
        )
        self._bought(24, 144, "2026-05-03 04:00:00")
        dozen = {"product_uom_id": self.env.ref("uom.product_uom_dozen").id}
        line = (self.vinegar, 2, {**dozen, "price_unit": 15})
        order = self._confirmed(line, pricelist_id=pricelist.id)
        self._dated(self._ship(order, 24), "2026-05-20 04:00:00")
        self.assertEqual(self._seen(order)[:3], (9, 12, 12))

    def test_one_statement_for_all(self):
        """T5: forty lines are restated with as many queries as one."""
        self._bought(1000, 6000, "2026-05-03 04:00:00")
        counts = []
        for number in (1, 1, 40):  # the first one warms up
            lines = [(self.vinegar, 2, {"price_unit": 10})] * number
            order = self._confirmed(*lines)
            self._ship(order)
            lines = order.sudo().order_line
            self.env.flush_all()
            self.env.invalidate_all()
            lines.mapped("move_ids.value")
            self.env.add_to_compute(lines._fields["purchase_price"], lines)
            before = self.env.cr.sql_log_count
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual(set(lines.mapped("purchase_price")), {6})
        self.assertLessEqual(counts[2], counts[1] + 2)
