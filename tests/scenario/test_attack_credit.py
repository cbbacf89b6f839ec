"""S2, S3: a delivery whose customer owes too much, goods held for a quotation, and
people with clients of their own who want them."""

from attack import Attack, AttackCase

from odoo import Command
from odoo.tests import tagged

from odoo.addons.jxc_base.tests.common import new_role_user

ORDER, LINE, PICKING = "sale.order", "sale.order.line", "stock.picking"
HOLD, RELEASE = "jxc.stock.hold", "jxc.credit.release"
#: The price of a box is 1000: none leaves, but for the one that is released.
CREDIT, RELEASED, HELD = 500, 1, 20
QUIET = {"skip_sms": True, "skip_backorder": True}


@tagged("post_install", "-at_install")
class TestAttackCredit(AttackCase):
    REFUSALS = (*AttackCase.REFUSALS, "CreditExceeded", "NotEnoughStock")
    TABLES = (
        "sale_order",
        "sale_order_line",
        "stock_picking",
        "stock_move",
        "stock_quant",
        "res_partner",
        "res_company",
        "jxc_stock_hold",
        "jxc_credit_release",
    )

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.account_use_credit_limit = True
        cls.company.jxc_credit_block = "shipment"
        cls.customer.credit_limit = CREDIT
        cls.rich = cls.env["res.partner"].create(
            {"name": "有钱公司", "is_company": True, "credit_limit": 10**9}
        )
        cls.stopped = cls._sold(4)
        cls.stopped.action_confirm()
        cls.picking = cls.stopped.sudo().picking_ids
        cls.small = cls._sold(RELEASED)
        cls.small.action_confirm()
        cls.env[RELEASE].with_user(cls.manager).create(
            {"picking_id": cls.small.sudo().picking_ids.id, "reason": "小单"}
        )
        cls.held = cls._sold(HELD)
        wizards = cls.env["jxc.sale.hold"].with_user(cls.salesperson)
        wizards.create({"order_id": cls.held.id}).action_hold()
        cls.wanted = cls._sold(HELD)
        cls.env.flush_all()

    @classmethod
    def _sold(cls, quantity):
        line = {"product_id": cls.tea.id, "product_uom_qty": quantity}
        orders = cls.env[ORDER].with_user(cls.salesperson)
        return orders.create(
            {"partner_id": cls.customer.id, "order_line": [Command.create(line)]}
        )

    def _harm(self):
        """Goods that left over the limit, and goods promised twice."""
        harm = []
        owed = sum((self.stopped | self.small).order_line.mapped("qty_delivered"))
        if owed > RELEASED:
            harm.append(f"{owed} boxes left, {RELEASED} was released")
        if self.wanted.state == "sale" and self.held.sudo().jxc_hold_ids:
            harm.append("what is held was promised to somebody else")
        if not self.held.sudo().jxc_hold_ids:
            harm.append("what was held is held no more")
        live = self.env[HOLD].search([("until", ">", "2100-01-01")])
        harm += [f"{hold.quantity} held for ever" for hold in live]
        figures = self.env["jxc.stock.availability"]
        figure = figures._get(self.tea, self.warehouse)[self.tea.id, self.warehouse.id]
        if self.tea.uom_id.compare(figure.atp, 0.0) < 0:
            harm.append(f"{figure.atp} can be promised")
        return harm

    def _ships(self, ids, **context):
        return lambda call: call(
            PICKING, "button_validate", ids, context={**QUIET, **context}
        )

    def _more(self, call):
        """Put the goods of the stopped delivery into the released one."""
        released = self.small.sudo().picking_ids
        for model, ids, vals in (
            ("stock.move", released.move_ids.ids, {"product_uom_qty": 4}),
            ("stock.move", released.move_ids.ids, {"quantity": 4, "picked": True}),
        ):
            call(model, "write", ids, vals=vals)
        self._ships(released.ids)(call)

    def _allocates(self, call):
        """Take the goods from others; it is for managers."""
        rivals = [Command.set((self.picking | self.small.sudo().picking_ids).ids)]
        call("jxc.sale.allocation", "create", vals_list=[{"picking_ids": rivals}])

    def _scanned(self, call):
        """As the scan page does it."""
        lines = self.picking.move_line_ids.ids
        call("stock.move.line", "write", lines, vals={"picked": True})
        call("jxc.pda", "finish", picking_id=self.picking.id, backorder=False)

    def _release(self, call, **values):
        values = {"picking_id": self.picking.id, "reason": "我说行", **values}
        call(RELEASE, "create", vals_list=[values])
        self._ships(self.picking.ids)(call)

    def _written(self, model, ids, vals):
        def run(call):
            call(model, "write", ids, vals=vals)
            self._ships(self.picking.ids)(call)

        return run

    @staticmethod
    def _asks(call, **vals):
        """As the dialog does it."""
        ids = call("jxc.sale.hold", "create", vals_list=[vals])
        ids = ids if isinstance(ids, list) else [ids]
        call("jxc.sale.hold", "action_hold", ids)

    def test_a_keeper_ships_what_is_stopped(self):
        """S3: by the button, without quantities, in a company of his own choice, and
        by releases, limits and companies that are not his to write."""
        move, done = self.picking.move_ids, {"state": "done"}
        release = {"jxc_credit_release_ids": [Command.create({"reason": "行"})]}
        limits = {"credit_limit": 10**9, "jxc_credit_group_id": self.rich.id}
        refused, harm = self._try(
            self.keeper,
            [
                Attack("button", self._ships(self.picking.ids)),
                Attack("button in su", self._ships(self.picking.ids, su=True)),
                Attack(
                    "flag",
                    self._ships(self.picking.ids, jxc_credit=False, cancel_backorder=1),
                ),
                Attack(
                    "both", self._ships(self.picking.ids + self.small.picking_ids.ids)
                ),
                Attack("more", self._more),
                Attack("allocate", self._allocates),
                Attack("scan page", self._scanned),
                Attack("release", self._release),
                Attack("amount", lambda c: self._release(c, amount=10**9)),
                Attack("list", self._written(PICKING, self.picking.ids, release)),
                Attack("state", self._written(PICKING, self.picking.ids, done)),
                Attack("move", self._written("stock.move", move.ids, done)),
                Attack(
                    "limit", self._written("res.partner", self.customer.ids, limits)
                ),
                Attack(
                    "setting",
                    self._written(
                        "res.company", self.company.ids, {"jxc_credit_block": "order"}
                    ),
                ),
            ],
        )
        self.assertEqual(harm, [])
        self.assertEqual([name for name, no in refused.items() if not no], [])

    def test_a_salesperson_takes_what_is_held(self):
        """S2: holds of one's own making, for longer, of more than there is."""
        values = {
            "order_id": self.wanted.id,
            "product_id": self.tea.id,
            "warehouse_id": self.warehouse.id,
            "quantity": HELD,
            "until": "2999-01-01 00:00:00",
        }
        [hold] = self.held.sudo().jxc_hold_ids
        mine = {"jxc_hold_ids": [Command.create(values)]}
        taken = {"jxc_hold_ids": [Command.link(hold.id)]}
        asks = self._asks
        refused, harm = self._try(
            self.salesperson,
            [
                Attack(
                    "confirm", lambda c: c(ORDER, "action_confirm", self.wanted.ids)
                ),
                Attack("row", lambda c: c(HOLD, "create", vals_list=[values])),
                Attack("rows", lambda c: c(ORDER, "write", self.wanted.ids, vals=mine)),
                Attack(
                    "link", lambda c: c(ORDER, "write", self.wanted.ids, vals=taken)
                ),
                Attack(
                    "order",
                    lambda c: c(HOLD, "write", hold.ids, vals={"until": "2999-01-01"}),
                ),
                Attack("private", lambda c: c(ORDER, "_jxc_hold", self.held.ids)),
                Attack("wanted", lambda c: asks(c, order_id=self.wanted.id)),
                Attack(
                    "long",
                    lambda c: asks(c, order_id=self.held.id, until="2999-01-01"),
                ),
                Attack(
                    "latest",
                    lambda c: asks(
                        c,
                        order_id=self.held.id,
                        until="2999-01-01",
                        latest="2999-01-01",
                    ),
                ),
            ],
        )
        self.assertEqual(harm, [])
        self.assertEqual([name for name, no in refused.items() if not no], [])

    def test_whose_hold_it_is_not(self):
        """S2, F2: neither a keeper nor the manager of another company holds for it,
        gives its goods back or lets the clock run out."""
        other = self.env["res.company"].create({"name": "Other"})
        stranger = new_role_user(
            self.env,
            "manager",
            login="test_stranger",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        [hold] = self.held.sudo().jxc_hold_ids
        past = {"until": "2020-01-01 00:00:00"}
        for user in (self.keeper, stranger):
            refused, harm = self._try(
                user,
                [
                    Attack("dialog", lambda c: self._asks(c, order_id=self.held.id)),
                    Attack("button", lambda c: c(HOLD, "action_give_back", hold.ids)),
                    Attack(
                        "order",
                        lambda c: c(ORDER, "action_jxc_give_back", self.held.ids),
                    ),
                    Attack("past", lambda c: c(HOLD, "write", hold.ids, vals=past)),
                    Attack("delete", lambda c: c(HOLD, "unlink", hold.ids)),
                ],
            )
            self.assertEqual(harm, [])
            self.assertEqual([name for name, no in refused.items() if not no], [])
