"""S3: a salesperson, his own client, and half the price that nobody has approved."""

from unittest.mock import patch

from attack import Attack, AttackCase, Refused

from odoo import Command
from odoo.tests import tagged

ORDER, LINE = "sale.order", "sale.order.line"
LIST_PRICE = 1000
#: The rules: more than 10 %, or 50,000 and more.
DISCOUNT, AMOUNT = 10, 50000


class SalesAttackCase(AttackCase):
    TABLES = (
        "sale_order",
        "sale_order_line",
        "stock_picking",
        "stock_move",
        "account_move",
        "jxc_approval_request",
        "jxc_approval_decision",
        "jxc_approval_rule",
    )

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.fee = cls.env["product.product"].create(
            {"name": "折让", "type": "service", "list_price": 0, "taxes_id": False}
        )
        cls.company.sale_discount_product_id = cls.fee
        cls.cheap = cls.env["product.pricelist"].create(
            {
                "name": "百件以上半价",
                "item_ids": [
                    Command.create(
                        {
                            "applied_on": "1_product",
                            "product_tmpl_id": cls.tea.product_tmpl_id.id,
                            "min_quantity": 100,
                            "compute_price": "fixed",
                            "fixed_price": 500,
                        }
                    )
                ],
            }
        )
        cls.half = cls._sold(5, 50.0)
        cls.draft = cls._sold(2)
        cls.waiting, cls.approved, cls.plain = (
            cls._sold(*line) for line in ((3, 40.0), (4, 20.0), (2, 0.0))
        )
        (cls.waiting + cls.approved + cls.plain).action_confirm()
        cls.approved.sudo().jxc_approval_request_ids.with_user(
            cls.manager
        ).action_jxc_approve()
        cls.allowed = {cls.approved.id: 20}
        cls.env.flush_all()

    @classmethod
    def _sold(cls, quantity, discount=0.0, **values):
        line = {
            "product_id": cls.tea.id,
            "product_uom_qty": quantity,
            "discount": discount,
        }
        return (
            cls.env[ORDER]
            .with_user(cls.salesperson)
            .create(
                {
                    "partner_id": cls.customer.id,
                    "order_line": [Command.create(line)],
                    **values,
                }
            )
        )

    def setUp(self):
        super().setUp()
        self.assertEqual(self.waiting.jxc_approval_state, "pending")
        self.assertEqual((self.approved.state, self.plain.state), ("sale", "sale"))

    def _harm(self):
        """Orders in effect at a discount, or a size, that was not approved."""
        harm = []
        for order in self.env[ORDER].search([]):
            if order.state != "sale" and not order.picking_ids.filtered(
                lambda p: p.state != "cancel"
            ):
                continue
            goods = order.order_line.filtered(lambda line: line.product_id == self.tea)
            worth = LIST_PRICE * sum(
                goods.filtered(lambda line: line.product_uom_qty > 0).mapped(
                    lambda line: line.product_uom_id._compute_quantity(
                        line.product_uom_qty, self.tea.uom_id
                    )
                )
            )
            paid = sum(
                line.product_uom_qty * line.price_unit * (1 - line.discount / 100)
                for line in order.order_line
            )
            if order.currency_id != self.company.currency_id:
                paid *= 0.05  # whatever it is, it is no yuan
            rate = 100 - 100 * paid / worth if worth else 0
            if rate > max(DISCOUNT, self.allowed.get(order.id, 0)) + 0.01:
                harm.append(f"{order.name} goes for {rate:.0f} % less")
        shipped = self.env["stock.picking"].search(
            [("picking_type_code", "=", "outgoing"), ("sale_id", "=", False)]
        )
        harm += [
            f"{p.name} ships without an order" for p in shipped if p.state == "done"
        ]
        return harm

    def _assert_all(self, refused):
        self.assertEqual([name for name, no in refused.items() if not no], [])


@tagged("post_install", "-at_install")
class TestAttackSales(SalesAttackCase):
    def _confirmations(self, order):
        ids = order.ids
        sale = {"state": "sale"}

        def load(call):
            rows = [[str(order.id), "sale"]]
            result = call(ORDER, "load", fields=[".id", "state"], data=rows)
            if result["messages"]:
                raise Refused("UserError", result["messages"][0]["message"])

        def sent(call):
            call(ORDER, "action_quotation_sent", ids)
            call(ORDER, "action_confirm", ids)

        def web(call):
            call(ORDER, "web_save", ids, vals=sale, specification={"state": {}})

        line = order.order_line.ids
        values = {"partner_id": self.customer.id, **sale}
        keys = ("jxc_confirming", "jxc_promised", "jxc_unchecked")
        forged = dict.fromkeys((*keys, "jxc_approval_engine"), True)
        return [
            Attack("confirm", lambda c: c(ORDER, "action_confirm", ids)),
            Attack("forged", lambda c: c(ORDER, "action_confirm", ids, context=forged)),
            Attack("batch", lambda c: c(ORDER, "action_confirm", ids + self.draft.ids)),
            Attack("sent", sent),
            Attack("write", lambda c: c(ORDER, "write", ids, vals=sale)),
            Attack(
                "forged write",
                lambda c: c(ORDER, "write", ids, vals=sale, context=forged),
            ),
            Attack("web_save", web),
            Attack("load", load),
            Attack("line", lambda c: c(LINE, "write", line, vals=sale)),
            Attack("create", lambda c: c(ORDER, "create", vals_list=[values])),
            Attack("private", lambda c: c(ORDER, "_action_confirm", ids)),
            Attack("approved", lambda c: c(ORDER, "_jxc_approval_on_approved", ids)),
            Attack("validated", lambda c: c(ORDER, "_validate_order", ids)),
        ]

    def test_confirming(self):
        """S3: neither button, batch, write, import nor creation sells at half price."""
        for order in (self.half, self.waiting):
            refused = self._hold(self.salesperson, self._confirmations(order))
            for name in ("confirm", "forged", "batch", "sent"):
                refused.pop(name)  # these ask the manager
            self._assert_all(refused)

    def test_the_same_calls_at_the_list_price(self):
        """S1: the calls are the right ones: at the list price they confirm."""
        attacks = self._confirmations(self.draft)[:4]
        self._through(self.salesperson, attacks)
        self.draft.action_confirm()
        self.assertEqual(self.draft.state, "sale")

    def test_forged_figures(self):
        """S3: what a rule looks at is computed; nobody writes it."""
        order, line = self.half, self.half.order_line

        def forge(vals, model=ORDER, ids=order.ids):
            def run(call):
                call(model, "write", ids, vals=vals)
                call(ORDER, "action_confirm", order.ids)

            return run

        yen = self.env.ref("base.JPY").id
        refused = self._hold(
            self.salesperson,
            [
                Attack("highest discount", forge({"jxc_max_discount": 0.0})),
                Attack("discount", forge({"jxc_discount": 0.0}, LINE, line.ids)),
                Attack("total", forge({"amount_total": 1.0})),
                Attack("currency", forge({"currency_id": yen})),
                Attack("rate", forge({"currency_rate": 1e6})),
                Attack("reduced", forge({"price_subtotal": 5000.0}, LINE, line.ids)),
            ],
        )
        self._assert_all(refused)

    def test_other_kinds_of_discount(self):
        """S3: half the price is half the price, however it is brought about."""
        free = {"product_id": self.tea.id, "product_uom_qty": 5}
        minus = {"product_id": self.fee.id, "product_uom_qty": 1, "price_unit": -2500.0}
        back = {
            "product_id": self.tea.id,
            "product_uom_qty": -2.5,
            "price_unit": 1000.0,
        }
        note = {"display_type": "line_note", "name": "x"}

        def sell(*lines, then=()):
            def run(call):
                values = {
                    "partner_id": self.customer.id,
                    "pricelist_id": self.cheap.id,
                    "order_line": [[0, 0, line] for line in lines],
                }
                made = call(ORDER, "create", vals_list=[values])
                made = made if isinstance(made, list) else [made]
                ids = self.env[LINE].search([("order_id", "in", made)], order="id").ids
                for vals in then:
                    call(LINE, "write", ids[:1], vals=vals)
                call(ORDER, "action_confirm", made)

            return run

        def wizard(call, kind):
            made = call(ORDER, "copy", self.draft.ids)
            made = made if isinstance(made, list) else [made]
            values = {
                "sale_order_id": made[0],
                "discount_type": kind,
                "discount_percentage": 0.5,
                "discount_amount": 1000,
            }
            ids = call("sale.order.discount", "create", vals_list=[values])
            ids = ids if isinstance(ids, list) else [ids]
            call("sale.order.discount", "action_apply_discount", ids)
            call(ORDER, "action_confirm", made)

        down = {"is_downpayment": True}
        hundred = {**free, "product_uom_qty": 100}
        self._hold(
            self.salesperson,
            [
                Attack("price", sell({**free, "price_unit": 500.0})),
                Attack("for nothing", sell(free, {**free, "price_unit": 0.0})),
                Attack("down payment", sell({**free, **down, "price_unit": 1.0})),
                Attack(
                    "later a down payment",
                    sell({**free, "price_unit": 1.0}, then=[down]),
                ),
                Attack("expense", sell({**free, "is_expense": True, "price_unit": 1})),
                Attack("negative line", sell(free, minus)),
                Attack("negative quantity", sell(free, back)),
                Attack(
                    "quantity of a hundred",
                    sell(
                        hundred,
                        then=[{"price_unit": 499.0}, {"product_uom_qty": 5}],
                    ),
                ),
                Attack(
                    "technical price",
                    sell({**free, "technical_price_unit": 1.0, "price_unit": 1.0}),
                ),
                Attack("note", sell({**free, "price_unit": 1.0}, then=[note])),
                *(
                    Attack(kind, lambda call, k=kind: wizard(call, k))
                    for kind in ("sol_discount", "so_discount", "amount")
                ),
            ],
        )

    def _changes(self, order, discount):
        """Ways to change an order that is in effect to ``discount``."""
        line, ids = order.order_line, order.ids
        less = {"discount": discount}
        price = {"price_unit": LIST_PRICE * (1 - discount / 100), "discount": 0.0}
        new = {"product_id": self.tea.id, "product_uom_qty": 1, **less}
        down = {**new, "is_downpayment": True, **price}
        minus = {
            "product_id": self.fee.id,
            "product_uom_qty": 1,
            "price_unit": -LIST_PRICE
            * sum(line.mapped("product_uom_qty"))
            * discount
            / 100,
        }

        def command(*values):
            return lambda c: c(ORDER, "write", ids, vals={"order_line": [list(values)]})

        def add(values):
            values = {**values, "order_id": order.id}
            return lambda c: c(LINE, "create", vals_list=[values])

        def moved(call):
            call(LINE, "write", self.draft.order_line.ids, vals=less)
            call(LINE, "write", self.draft.order_line.ids, vals={"order_id": order.id})

        def unlocked(call):
            call(ORDER, "action_lock", ids)
            call(ORDER, "action_unlock", ids)
            call(LINE, "write", line.ids, vals=less)

        def load(call):
            rows = [[str(line.id), str(discount)]]
            result = call(LINE, "load", fields=[".id", "discount"], data=rows)
            if result["messages"]:
                raise Refused("UserError", result["messages"][0]["message"])

        def wizard(call, kind):
            values = {
                "sale_order_id": order.id,
                "discount_type": kind,
                "discount_percentage": discount / 100,
                "discount_amount": -minus["price_unit"],
            }
            made = call("sale.order.discount", "create", vals_list=[values])
            made = made if isinstance(made, list) else [made]
            call("sale.order.discount", "action_apply_discount", made)

        return [
            Attack("line", lambda c: c(LINE, "write", line.ids, vals=less)),
            Attack("price", lambda c: c(LINE, "write", line.ids, vals=price)),
            Attack("command", command(1, line.id, less)),
            Attack("price by command", command(1, line.id, price)),
            Attack("added by command", command(0, 0, new)),
            Attack("added", add(new)),
            Attack("added as a down payment", add(down)),
            Attack("negative line", add(minus)),
            Attack("moved from another order", moved),
            Attack("unlocked", unlocked),
            Attack("load", load),
            *(
                Attack(kind, lambda call, k=kind: wizard(call, k))
                for kind in ("sol_discount", "so_discount", "amount")
            ),
        ]

    def test_changing_an_order_in_effect(self):
        """S3: an order at the list price does not become one at half price, and one
        that was approved at 20 % neither."""
        for order in (self.plain, self.approved):
            self._assert_all(self._hold(self.salesperson, self._changes(order, 50.0)))

    def test_the_same_changes_within_the_rule(self):
        """S3: the calls are the right ones: 5 % is the salesperson's own business."""
        attacks = self._changes(self.plain, 5.0)
        self._through(self.salesperson, attacks)

    def test_another_currency_or_list(self):
        """S3: the pricelist, the currency and prices by the list of an order in
        effect stay as they were approved."""
        for vals in (
            {"pricelist_id": self.cheap.id},
            {"currency_id": self.env.ref("base.JPY").id},
            {"currency_rate": 20.0},
        ):
            attack = Attack(
                str(vals), lambda c, v=vals: c(ORDER, "write", self.plain.ids, vals=v)
            )
            self._assert_all(self._hold(self.salesperson, [attack]))
        self._hold(
            self.salesperson,
            [
                Attack(
                    "update prices",
                    lambda c: c(ORDER, "action_update_prices", self.approved.ids),
                )
            ],
        )

    def test_the_customer_accepts(self):
        """S3: a customer who signs at half price asks for the approval, not more; at
        the list price he confirms."""
        reports = self.registry["ir.actions.report"]
        orders = self.half + self.draft
        orders.sudo().write({"require_signature": True, "require_payment": False})
        self.env.flush_all()
        self.authenticate(None, None)
        self._who = None
        for order in orders:
            with patch.object(
                reports, "_render_qweb_pdf", lambda *a, **k: (b"%PDF", "pdf")
            ):
                answer = self._post(
                    f"/my/orders/{order.id}/accept",
                    access_token=order.sudo()._portal_ensure_token(),
                    name="王老板",
                    signature="R0lGODlhAQABAAD/ACwAAAAAAQABAAACADs=",
                )
            self.assertTrue(answer.get("force_refresh"), answer)
        self.env.invalidate_all()
        self.assertEqual((self.half.state, self.draft.state), ("draft", "sale"))
        self.assertEqual(self.half.jxc_approval_state, "pending")
        self.assertEqual(self._harm(), [])
        with self.assertRaises(Refused):
            self._post(
                "/web/dataset/call_kw",
                model=ORDER,
                method="action_confirm",
                args=[self.half.ids],
                kwargs={},
            )

    def test_shipping_without_an_order(self):
        """S3, S6: a salesperson cannot take the goods to the customer himself."""
        kind = self.warehouse.out_type_id
        place = self.env.ref("stock.stock_location_customers")
        where = {"location_id": self.shelf.id, "location_dest_id": place.id}
        move = {"product_id": self.tea.id, "product_uom_qty": 5, **where}
        picking = self.plain.sudo().picking_ids

        def ship(call):
            values = {"picking_type_id": kind.id, **where, "move_ids": [[0, 0, move]]}
            made = call("stock.picking", "create", vals_list=[values])
            made = made if isinstance(made, list) else [made]
            call("stock.picking", "action_confirm", made)
            call("stock.picking", "action_assign", made)
            call("stock.picking", "button_validate", made)

        def validate(call):
            call("stock.picking", "button_validate", picking.ids)

        refused = self._hold(
            self.salesperson, [Attack("ship", ship), Attack("validate", validate)]
        )
        self._assert_all(refused)
        self._through(self.keeper, [Attack("validate", validate)])
