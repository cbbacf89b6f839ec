"""T5: who would get something into a closed month, or open it, whoever he is."""

from attack import Attack, AttackCase

from odoo import Command, fields
from odoo.tests import tagged

from odoo.addons.jxc_base.tests.common import new_role_user

BOSS = (
    "base.group_system",
    "stock.group_stock_manager",
    "account.group_account_manager",
    "purchase.group_purchase_manager",
)


@tagged("post_install", "-at_install")
class TestAttackClosing(AttackCase):
    TABLES = (
        "jxc_closing",
        "jxc_closing_stock",
        "jxc_closing_voucher",
        "jxc_cost_row",
        "jxc_cost_difference",
    )

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.boss = new_role_user(cls.env, "manager", "test_boss")
        for group in BOSS:
            cls.boss.group_ids += cls.env.ref(group)
        today = cls.company._jxc_today()
        cls.month = fields.Date.subtract(today.replace(day=1), months=1)
        cls.old = fields.Date.to_string(fields.Date.add(cls.month, days=14))
        cls.rice = cls._goods("大米", standard_price=0)
        cls.receipt = cls._moved(5)
        cls.receipt.date = f"{cls.old} 04:00:00"
        cls.receipt.value_manual = 50
        # What was counted before there was a ledger of its own, has its price.
        closing = cls.env["jxc.closing"].with_user(cls.accountant)
        cls.closing = closing.create({"month": cls.month})
        cls.closing.action_close()
        cls.new = cls._moved(3)
        cls.bill = cls.env["account.move"].create(
            {
                "move_type": "entry",
                "date": cls.old,
                "line_ids": [
                    Command.create({"account_id": account, "balance": balance})
                    for account, balance in (
                        (cls.company.account_stock_valuation_id.id, 7),
                        (cls.company.expense_account_id.id, -7),
                    )
                ],
            }
        )
        cls.voucher = cls.closing.voucher_ids.move_id[:1]
        cls.env.flush_all()
        cls.before = cls._state()

    @classmethod
    def _moved(cls, quantity):
        move = cls.env["stock.move"].create(
            {
                "product_id": cls.rice.id,
                "product_uom_qty": quantity,
                "location_id": cls.env.ref("stock.stock_location_suppliers").id,
                "location_dest_id": cls.shelf.id,
            }
        )
        move._action_confirm()
        move.quantity = quantity
        move.picked = True
        move._action_done()
        return move

    @classmethod
    def _state(cls):
        """What a closed month must stay."""
        end = cls.closing.date_to
        rows = cls.env["jxc.cost.row"].search(
            [("date", "<=", end), ("company_id", "=", cls.company.id)]
        )
        items = cls.env["account.move.line"].search(
            [
                ("account_id", "in", cls.company._jxc_stock_accounts().ids),
                ("company_id", "=", cls.company.id),
                ("parent_state", "=", "posted"),
                ("date", "<=", end),
            ]
        )
        closing = cls.closing.sudo()
        return {
            "rows": rows.sorted("id").mapped(lambda r: (r.key, r.amount, r.quantity)),
            "books": items.sorted("id").mapped(lambda i: (i.id, i.balance)),
            "state": (closing.state, closing.amount, len(closing.stock_ids)),
            "until": cls.company.sudo().jxc_closed_until,
            "value": cls.receipt.value,
        }

    def _harm(self):
        now = self._state()
        return [what for what, is_now in now.items() if is_now != self.before[what]]

    def _calls(self):
        """(name, model, method, ids, arguments) of every attempt."""
        old, product = f"{self.old} 05:00:00", self.rice.id
        line = self.receipt.move_line_ids.ids
        price = {"product_id": product, "value": 9, "company_id": self.company.id}
        moved = {
            "product_id": product,
            "product_uom_qty": 1,
            "location_id": self.receipt.location_id.id,
            "location_dest_id": self.shelf.id,
            "state": "done",
            "date": old,
        }
        stock = "jxc.closing.stock"

        def write(model, ids, **vals):
            return model, "write", ids, {"vals": vals}

        def create(model, **vals):
            return model, "create", None, {"vals_list": [vals]}

        receipt, new = self.receipt.ids, self.new.ids
        company, closing = self.company.ids, self.closing.ids
        item = self.voucher.line_ids.ids[:1]
        return [
            write("stock.move", new, date=old),
            write("stock.move", receipt, date=f"{self.closing.date_to} 23:59:59"),
            write("stock.move", receipt, quantity=9),
            write("stock.move", receipt, value=1),
            write("stock.move", receipt, is_in=False),
            write("stock.move", receipt, state="draft"),
            write("stock.move", receipt, jxc_cost=1),
            write("stock.move.line", line, quantity=9),
            write("stock.move.line", line, date=old),
            ("stock.move.line", "unlink", line, {}),
            ("stock.move", "unlink", receipt, {}),
            create("stock.move", **moved),
            create("product.value", **price, date=old),
            create("product.value", move_id=receipt[0], value=1, date=old),
            ("account.move", "action_post", self.bill.ids, {}),
            ("account.move", "button_draft", self.voucher.ids, {}),
            ("account.move", "button_cancel", self.voucher.ids, {}),
            write("account.move", self.voucher.ids, state="draft"),
            write("account.move.line", item, balance=1),
            write(
                "account.move.line",
                item,
                account_id=self.bill.line_ids[1:].account_id.id,
            ),
            write("res.company", company, jxc_closed_until=False),
            write("res.company", company, jxc_closed_moment=False),
            write("res.company", company, jxc_closed_zone="America/New_York"),
            ("res.company", "action_close_stock_valuation", company, {}),
            write("jxc.closing", closing, state="open"),
            write("jxc.closing", closing, amount=1),
            write("jxc.closing", closing, month="2001-01-01"),
            ("jxc.closing", "unlink", closing, {}),
            write(stock, self.closing.stock_ids.ids[:1], amount=1),
            ("jxc.closing.voucher", "unlink", self.closing.voucher_ids.ids, {}),
            write("jxc.cost.row", self._old_rows()[:1], amount=1),
            ("jxc.cost.row", "unlink", self._old_rows(), {}),
            create(
                "jxc.cost.difference",
                product_id=product,
                company_id=company[0],
                move_id=receipt[0],
                origin=f"move:{receipt[0]}",
                scope="all",
                at=old,
                amount=5,
            ),
            ("jxc.cost.ledger", "restate", [], {"company": 1, "moments": {}}),
            ("jxc.closing", "blocking_checks", closing, {}),
        ]

    def _old_rows(self):
        rows = self.env["jxc.cost.row"].search([("product_id", "=", self.rice.id)])
        return rows.filtered(lambda row: row.move_id == self.receipt).ids

    def _attacks(self):
        def attack(model, method, ids, arguments):
            def run(call):
                call(model, method, ids, **arguments)

            return Attack(f"{model}.{method} {ids} {arguments}", run)

        return [attack(*one) for one in self._calls()]

    def test_nobody_gets_in(self):
        """T5: an accountant, a manager, and the administrator who is all of them."""
        for user in (self.accountant, self.manager, self.boss):
            with self.subTest(user.login):
                refused = self._hold(user, self._attacks())
                self.assertEqual([name for name, no in refused.items() if not no], [])

    def test_who_reopens(self):
        """T5: not an accountant, not a keeper; a manager does, and it is seen."""

        def reopen(call):
            call("jxc.closing", "action_reopen", self.closing.ids, reason="why not")

        def by_dialog(call):
            values = {"closing_id": self.closing.id, "reason": "why not"}
            made = call("jxc.closing.reopen", "create", vals_list=[values])
            call("jxc.closing.reopen", "action_reopen", made)

        attacks = [Attack("reopen", reopen), Attack("dialog", by_dialog)]
        for user in (self.accountant, self.keeper, self.salesperson):
            refused = self._hold(user, attacks)
            self.assertEqual(set(refused.values()), {True})
        refused, harm = self._try(self.manager, attacks[:1])
        self.assertEqual(refused, {"reopen": False})
        self.assertTrue(harm, "the eye sees what a manager does")

    def test_who_sees(self):
        """F2, T5: a keeper and a salesperson learn nothing of it."""

        def look(model, field):
            def run(call):
                call(model, "search_read", domain=[], fields=[field])

            return Attack(model, run)

        def checkup(call):
            call("jxc.closing.checkup", "action_start")

        attacks = [
            look("jxc.closing", "amount"),
            look("jxc.closing.stock", "amount"),
            look("jxc.closing.voucher", "amount"),
            look("jxc.cost.difference", "amount"),
            Attack("checkup", checkup),
        ]
        for user in (self.keeper, self.salesperson, self.buyer):
            refused = self._hold(user, attacks)
            self.assertEqual(set(refused.values()), {True}, user.login)
