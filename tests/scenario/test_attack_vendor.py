"""P3, P5, P6: prices, freights and tolerances by import; a vendor of two companies."""

from datetime import timedelta

from attack import LOGGERS, Attack, AttackCase, Refused

from odoo import Command, fields
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.jxc_base.tests.common import new_role_user


def importing(model, columns, row):
    """An attack by the import of one row; what the import refuses is refused."""

    def run(call):
        result = call(
            model,
            "load",
            fields=list(columns),
            data=[list(row)],
            context={"lang": "zh_CN"},
        )
        if not result["ids"]:
            raise Refused("UserError", str(result["messages"]))

    return run


class VendorAttackCase(AttackCase):
    TABLES = ("product_supplierinfo", "res_partner", "product_template")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.price = cls.tea.seller_ids
        cls.branch = cls.env["res.company"].create({"name": "分公司"})
        cls.theirs = cls.env["product.supplierinfo"].create(
            {
                "partner_id": cls.vendor.id,
                "product_tmpl_id": cls.tea.product_tmpl_id.id,
                "price": 500,
                "company_id": cls.branch.id,
            }
        )
        cls.env.flush_all()


@tagged("post_install", "-at_install")
class TestAttackTerms(VendorAttackCase):
    """Who says what a vendor's goods cost, and how much more of them may come."""

    def _harm(self):
        harm = []
        if (self.price.price, self.price.jxc_freight) != (600, 0):
            harm.append(f"{self.price.price:g} + {self.price.jxc_freight:g}")
        if (self.theirs.price, self.theirs.jxc_freight) != (500, 0):
            harm.append(f"the branch pays {self.theirs.price:g}")
        for one in (self.vendor, self.tea.product_tmpl_id):
            if one.jxc_over_receipt_percent or one.jxc_over_receipt_own:
                harm.append(f"{one.display_name}: {one.jxc_over_receipt_percent:g} %")
        if self.vendor.jxc_freight:
            harm.append(f"{self.vendor.jxc_freight:g} of freight")
        return harm

    def _attacks(self, price):
        vendor, goods = self.vendor.id, self.tea.product_tmpl_id.id
        terms = "product.supplierinfo"
        loads = {
            "price": (terms, {".id": price, "price": 1}),
            "freight": (
                terms,
                {".id": price, "jxc_freight": 1, "jxc_freight_by": "单价"},
            ),
            "freight of the vendor": (
                "res.partner",
                {".id": vendor, "jxc_freight_by": "order", "jxc_freight": 1},
            ),
            "tolerance of the vendor": (
                "res.partner",
                {
                    ".id": vendor,
                    "jxc_over_receipt_own": "1",
                    "jxc_over_receipt_percent": 900,
                },
            ),
            "tolerance of the product": (
                "product.template",
                {
                    ".id": goods,
                    "jxc_over_receipt_own": "1",
                    "jxc_over_receipt_percent": 900,
                },
            ),
        }
        attacks = [
            Attack(name, importing(model, row, map(str, row.values())))
            for name, (model, row) in loads.items()
        ]
        attacks += [
            Attack(
                f"write {name}",
                lambda c, m=model, r=row: c(
                    m,
                    "write",
                    [r[".id"]],
                    vals={k: v for k, v in r.items() if k != ".id"},
                ),
            )
            for name, (model, row) in loads.items()
        ]
        return attacks

    def test_all_but_the_manager(self):
        """P3, P6: only a manager changes prices, freights and tolerances: nobody else
        does, by no door."""
        for user in (
            self.buyer,
            self.keeper,
            self.salesperson,
            self.inspector,
            self.accountant,
        ):
            with self.subTest(user.login):
                self._hold(user, self._attacks(self.price.id))

    def test_the_manager_of_one_company(self):
        """P3: she sets her own company's terms, and not those of the branch; what is
        below zero is refused in her language, and the import changes nothing."""
        self._through(
            self.manager,
            [
                a
                for a in self._attacks(self.price.id)
                if a.name in ("price", "write price", "write freight of the vendor")
            ],
        )
        attacks = [
            a
            for a in self._attacks(self.theirs.id)
            if a.name in ("price", "freight", "write price")
        ]
        refused = self._hold(self.manager, attacks)
        self.assertTrue(all(refused.values()), refused)
        columns = (".id", "jxc_freight_by", "jxc_freight")
        row = (str(self.price.id), "unit", "-1")
        said = []

        def below(call):
            try:
                importing("product.supplierinfo", columns, row)(call)
            except Refused as no:
                said.append(str(no))
                raise

        self.assertTrue(self._hold(self.manager, [Attack("below", below)])["below"])
        self.assertIn("运费", said[0])


@tagged("post_install", "-at_install")
class TestVendorOfTwo(VendorAttackCase):
    """P5: he has orders from both companies, and another vendor's are not his."""

    TABLES = ("purchase_order", "purchase_order_line")

    def setUp(self):
        super().setUp()
        house = self.env["stock.warehouse"].search(
            [("company_id", "=", self.branch.id)], limit=1
        )
        self.other = self.env["res.partner"].create({"name": "别家供应商"})
        author = new_role_user(
            self.env,
            "buyer",
            login="test_branch_buyer",
            company_id=self.branch.id,
            company_ids=[Command.set(self.branch.ids)],
        )
        orders = self.env["purchase.order"].with_user(author)
        orders = orders.with_context(allowed_company_ids=self.branch.ids)
        self.mine, self.not_mine = orders.create(
            [
                {
                    "partner_id": partner.id,
                    "company_id": self.branch.id,
                    "picking_type_id": house.in_type_id.id,
                    "order_line": [
                        Command.create(
                            {
                                "product_id": self.tea.id,
                                "product_qty": 2,
                                "price_unit": 500,
                                "tax_ids": False,
                            }
                        )
                    ],
                }
                for partner in (self.vendor, self.other)
            ]
        )
        self.first = self._purchase(1)
        for order in (self.first, self.mine, self.not_mine):
            order.button_confirm()
        self.first, self.mine, self.not_mine = (
            self.env["purchase.order"].browse(order.id)
            for order in (self.first, self.mine, self.not_mine)
        )
        self.portal = new_test_user(self.env, "two", groups="base.group_portal")
        self.portal.partner_id.parent_id = self.vendor
        self.portal.company_ids += self.branch
        (self.first | self.mine).message_subscribe(self.portal.partner_id.ids)
        self.env.flush_all()

    def test_pages(self):
        """He finds and confirms both; the other vendor's order stays shut."""
        self._log_in(self.portal)
        page = self.url_open("/my/purchase").text
        for order, there in ((self.first, 1), (self.mine, 1), (self.not_mine, 0)):
            with self.subTest(order.name, company=order.company_id.name):
                self.assertEqual(f"/my/purchase/{order.id}" in page, bool(there))
                with mute_logger(*LOGGERS):
                    self.url_open(f"/my/purchase/{order.id}?acknowledge=True")
                self.env.invalidate_all()
                self.assertEqual(order.acknowledged, bool(there))
        self.assertEqual(
            self.mine.order_line.jxc_date_confirmed, self.mine.order_line.date_planned
        )

    def test_dates(self):
        """A date for the line of another's order, by his own order's page: nothing."""
        day = fields.Date.context_today(self.mine) + timedelta(days=20)
        self._log_in(self.portal)
        lines = (self.not_mine | self.mine).order_line
        before = {line: line.date_planned for line in lines}
        with mute_logger(*LOGGERS):
            for order in (self.first, self.not_mine):
                body = {str(line.id): str(day) for line in lines}
                self.url_open(
                    f"/my/purchase/{order.id}/update",
                    json={"jsonrpc": "2.0", "params": body},
                )
        self.env.invalidate_all()
        self.assertEqual({line: line.date_planned for line in lines}, before)

    def test_rpc(self):
        """He reads no price list, no freight and no tolerance, and writes nothing."""
        attacks = [
            Attack(
                f"read {model}",
                lambda c, m=model, i=ids, f=names: c(m, "read", i, fields=f),
            )
            for model, ids, names in (
                ("product.supplierinfo", self.price.ids, ["price"]),
                ("res.partner", self.vendor.ids, ["jxc_freight"]),
                ("res.partner", self.other.ids, ["name"]),
                ("purchase.order", self.not_mine.ids, ["amount_total"]),
                ("purchase.order.line", self.not_mine.order_line.ids, ["price_unit"]),
            )
        ]
        attacks += [
            Attack(
                "write",
                lambda c: c(
                    "purchase.order", "write", self.mine.ids, vals={"notes": "x"}
                ),
            ),
            Attack(
                "price",
                lambda c: c(
                    "purchase.order.line",
                    "write",
                    self.mine.order_line.ids,
                    vals={"price_unit": 9000},
                ),
            ),
            Attack("confirm", lambda c: c("purchase.order", "_jxc_confirm_dates", [1])),
        ]
        self._key = lambda user: None
        self._by_key = self._by_session
        refused = self._hold(self.portal, attacks)
        self.assertEqual([name for name, no in refused.items() if not no], [])

    def _harm(self):
        lines = self.mine.order_line
        return ["price"] if lines.price_unit != 500 else []
