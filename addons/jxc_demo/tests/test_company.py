from odoo.tests import TransactionCase, tagged

from odoo.addons.jxc_demo.hooks import load_demo
from odoo.addons.jxc_demo.loader.catalogue import load_catalogue, load_limits
from odoo.addons.jxc_demo.loader.company import is_loaded, load_company
from odoo.addons.jxc_demo.loader.demo import Demo
from odoo.addons.jxc_demo.loader.people import load_people
from odoo.addons.jxc_demo.logic.ean import ean13
from odoo.addons.jxc_demo.logic.plan import DAYS


@tagged("post_install", "-at_install")
class TestDemoCompany(TransactionCase):
    """The company as it stands before its first day of trade."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.demo = Demo(cls.env)
        for load in (load_company, load_people, load_catalogue, load_limits):
            load(cls.demo)

    def test_a_second_load_does_nothing(self):
        """Installing again, or into a company at work, changes nothing."""
        self.assertTrue(is_loaded(self.demo))
        users = self.env["res.users"].search_count([])
        load_demo(self.env)
        self.assertEqual(self.env["res.users"].search_count([]), users)

    def test_every_user_holds_one_role(self):
        """F2: six people, each with the role that the table gives them."""
        for row in self.demo.table("users"):
            user = self.demo.users[row["login"]]
            self.assertTrue(user.has_group(row["group"]))
            self.assertEqual(
                user.has_group("jxc_base.group_jxc_manager"), row["login"] == "jingli"
            )
            self.assertEqual((user.lang, user.tz), ("zh_CN", "Asia/Shanghai"))
            self.assertEqual(user.email, f"{row['login']}@example.com")

    def test_goods_can_be_scanned_by_piece_and_by_box(self):
        """S5: every piece and every box has a bar code of its own, checked."""
        products = self.env["product.product"].union(*self.demo.products.values())
        codes = products.mapped("barcode")
        codes += (
            self.env["product.uom"]
            .search([("product_id", "in", products.ids)])
            .mapped("barcode")
        )
        self.assertEqual(len(codes), len(set(codes)))
        self.assertGreater(len(codes), len(products) * 1.8)
        for code in codes:
            self.assertEqual(ean13(code[:12]), code)

    def test_a_box_is_so_many_pieces(self):
        bottle = self.demo.products["TW001"]
        box = bottle.uom_ids
        self.assertEqual(box._compute_quantity(2, bottle.uom_id), 24)
        self.assertTrue(box._has_common_reference(bottle.uom_id))
        bag = self.demo.products["TW005"]
        self.assertFalse(bag.uom_id._has_common_reference(bottle.uom_id))

    def test_the_vendor_gives_a_better_price_for_more(self):
        """P3: minimum quantity and price break."""
        product = self.demo.products["TW001"]
        vendor = self.demo.vendors["V02"]
        prices = {
            quantity: product._select_seller(partner_id=vendor, quantity=quantity).price
            for quantity in (96, 360)
        }
        self.assertGreater(prices[96], prices[360])
        self.assertFalse(product._select_seller(partner_id=vendor, quantity=95))

    def test_limits_never_order_by_themselves(self):
        """K3: minimum and maximum of some forty places, watched by JXC alone."""
        points = self.env["stock.warehouse.orderpoint"].search([])
        self.assertGreater(len(points), 40)
        self.assertEqual(set(points.mapped("trigger")), {"manual"})

    def test_goods_go_to_their_bin(self):
        """T2: putaway leads from the warehouse to a bin of the category's row."""
        for warehouse in self.demo.warehouses.values():
            place = warehouse.lot_stock_id._get_putaway_strategy(
                self.demo.products["YL001"], 24
            )
            self.assertRegex(place.name, r"^C-\d\d-\d\d$")

    def test_the_clock_is_set_back_for_this_transaction_only(self):
        """What is made in the past is created then; afterwards it is now again."""
        now = self.env.cr.now()
        with self.demo.clock(10, 9, 30):
            partner = self.env["res.partner"].create({"name": "昨日"})
        self.assertEqual(self.env.cr.now(), now)
        self.assertEqual(partner.create_date, self.demo.moment(10, 9, 30))
        self.assertEqual((self.demo.today - partner.create_date.date()).days, DAYS - 10)
