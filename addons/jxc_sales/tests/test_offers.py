from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import SalesCase


@tagged("post_install", "-at_install")
class TestOffers(SalesCase):
    """S2: what a line is short of is offered at the line; 50 bottles are there."""

    def _offers(self, line):
        """The dialog of a line, as the salesperson gets it."""
        action = line.action_jxc_offers()
        return line.env["jxc.sale.offer"].browse(action["res_id"])

    def _take(self, line, kind="later"):
        options = self._offers(line).option_ids
        return options.filtered(lambda o: o.kind == kind).action_take()["params"]

    def test_part_now_and_the_rest_later(self):
        """S2: the part can be confirmed at once; the rest keeps its price and waits in
        a quotation of its own."""
        order = self._order(
            (self.bottle, 80, {"price_unit": 9.5, "discount": 2}),
            client_order_ref="PO-7",
        )
        line = order.order_line
        wizard = self._offers(line)
        self.assertEqual((wizard.quantity, wizard.available), (80, 50))
        self.assertEqual(
            wizard.option_ids[0].text,
            "50 Units now, 30 Units later in a quotation of its own",
        )
        notice = self._take(line)
        rest = self.env["sale.order"].search([("jxc_rest_of_id", "=", order.id)])
        self.assertIn(rest.name, notice["message"])
        self.assertEqual((line.product_uom_qty, line.price_unit), (50, 9.5))
        late = rest.order_line
        self.assertEqual((late.product_uom_qty, late.price_unit), (30, 9.5))
        self.assertEqual((line.discount, late.discount), (2, 2))
        self.assertEqual((rest.state, rest.client_order_ref), ("draft", "PO-7"))
        self.assertEqual(rest.user_id, order.user_id)
        order.action_confirm()
        self.assertEqual(order.state, "sale")
        with self.assertRaisesRegex(UserError, "not enough stock"):
            rest.action_confirm()

    def test_all_later_and_one_quotation_for_all_of_it(self):
        """S2: where nothing is there the line goes; with the others that wait."""
        tea, salt = self._product("Tea"), self._product("Salt")
        order = self._order((self.bottle, 5), (tea, 3), (salt, 2))
        gone = order.order_line[1:]
        for line in gone:
            self._take(line)
        self.assertEqual(order.order_line.product_id, self.bottle)
        rest = self.env["sale.order"].search([("jxc_rest_of_id", "=", order.id)])
        self.assertEqual(len(rest), 1)
        self.assertEqual(rest.order_line.product_id, tea | salt)

    def test_nothing_to_offer(self):
        """S2: not for what is there, and no empty order is left behind."""
        for quantity in (1, 50):
            with self.assertRaisesRegex(UserError, "nothing has to be done"):
                self._order((self.bottle, quantity)).order_line.action_jxc_offers()
        tea = self._product("Tea")
        kinds = [o.kind for o in self._order((tea, 3)).order_line._jxc_offers()]
        self.assertNotIn("later", kinds)

    def test_in_the_unit_of_the_line(self):
        """S2: of 5 dozen 4 are there, and two bottles that make no dozen."""
        dozen = self.env.ref("uom.product_uom_dozen")
        order = self._order((self.bottle, 5, {"product_uom_id": dozen.id}))
        self._take(order.order_line)
        rest = self.env["sale.order"].search([("jxc_rest_of_id", "=", order.id)])
        self.assertEqual(order.order_line.product_uom_qty, 4)
        self.assertEqual(rest.order_line.product_uom_qty, 1)
        self.assertEqual(rest.order_line.product_uom_id, dozen)
        order.action_confirm()

    def test_the_rest_is_wanted_when_goods_come(self):
        """S2: not before the next arrival; a later wish of the customer stays."""
        self._coming(100, "2030-05-06 04:00:00")
        order = self._order((self.bottle, 80))
        self._take(order.order_line)
        rest = self.env["sale.order"].search([("jxc_rest_of_id", "=", order.id)])
        self.assertEqual(str(rest.commitment_date), "2030-05-06 00:00:00")
        order = self._order((self.bottle, 80), commitment_date="2031-01-01 00:00:00")
        self._take(order.order_line)
        rest = self.env["sale.order"].search([("jxc_rest_of_id", "=", order.id)])
        self.assertEqual(str(rest.commitment_date), "2031-01-01 00:00:00")

    def test_what_has_changed_is_not_offered_any_more(self):
        """S2: goods that came, or went, since the dialog was opened."""
        line = self._order((self.bottle, 80)).order_line
        option = self._offers(line).option_ids.filtered(lambda o: o.kind == "later")
        self._stock(self.bottle, 40)
        with self.assertRaisesRegex(UserError, "not offered any more"):
            option.action_take()
        self.assertEqual(line.product_uom_qty, 80)

    def test_only_for_an_open_order_of_ones_own(self):
        """S2, S3: nothing that a client writes is done; a confirmed order stays."""
        line = self._order((self.bottle, 80)).order_line
        option = self._offers(line).option_ids[:1]
        with self.assertRaises(AccessError):
            line.with_user(self.colleague).action_jxc_offers()
        with self.assertRaises(AccessError):
            option.with_user(self.colleague).action_take()
        option.kind = "gift"
        with self.assertRaisesRegex(UserError, "not offered any more"):
            option.action_take()
        confirmed = self._confirmed((self.bottle, 50)).order_line
        with self.assertRaisesRegex(UserError, "nothing has to be done"):
            confirmed.action_jxc_offers()
