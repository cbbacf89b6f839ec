"""P9: who would put accruals into the books, twice, or for another company."""

from attack import Attack, AttackCase

from odoo import Command, fields
from odoo.tests import tagged


@tagged("post_install", "-at_install")
class TestAttackAccrual(AttackCase):
    TABLES = ("account_move", "jxc_payable_accrual", "jxc_payable_accrual_line")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        day = fields.Date.subtract(fields.Date.today().replace(day=1), days=1)
        rice = cls._goods("大米", purchase_method="receive")
        line = {"product_id": rice.id, "product_qty": 2, "price_unit": 600.0}
        cls.order = cls.env["purchase.order"].create(
            {"partner_id": cls.vendor.id, "order_line": [Command.create(line)]}
        )
        cls.order.button_confirm()
        receipt = cls.order.picking_ids
        receipt.move_ids.picked = True
        receipt.with_context(skip_backorder=True).button_validate()
        receipt.move_ids.date = fields.Datetime.to_datetime(day)
        cls.month = fields.Date.to_string(day)
        accruals = cls.env["jxc.payable.accrual"]
        cls.draft = accruals.create({"month": cls.month})
        cls.other = cls.env["res.company"].create({"name": "暂估二公司"})
        cls.foreign = accruals.create({"month": cls.month, "company_id": cls.other.id})
        cls.env.flush_all()

    def _harm(self):
        entries = self.env["account.move"].search(
            [("jxc_accrual_id", "!=", False), ("state", "!=", "cancel")]
        )
        accruals = self.draft | self.foreign
        return [
            *(f"entry of {one.ref}" for one in entries),
            *(f"{one.id} is {one.state}" for one in accruals if one.state != "draft"),
        ]

    def _attacks(self):
        model, draft, foreign = "jxc.payable.accrual", self.draft.ids, self.foreign.ids

        def state(call):
            call(model, "write", draft, vals={"state": "posted"})

        def lines(call):
            values = {"line_ids": [[0, 0, {"amount": 1}]]}
            call(model, "write", draft, vals=values)

        def born_posted(call):
            values = {"month": "2001-01-01", "state": "posted"}
            call(model, "create", vals_list=[values])

        def default(call):
            values = {"month": "2001-01-01"}
            call(
                model,
                "create",
                vals_list=[values],
                context={"default_state": "posted"},
            )

        def elsewhere(call):
            call(model, "action_post", foreign)

        def taken(call):
            call(model, "write", draft, vals={"company_id": self.other.id})

        return [
            Attack("state", state),
            Attack("lines", lines),
            Attack("born posted", born_posted),
            Attack("default", default),
            Attack("another company's", elsewhere),
            Attack("into another company", taken),
        ]

    def test_round_the_buttons(self):
        """P9: an accountant, by writing, creating and for another company."""
        refused = self._hold(self.accountant, self._attacks())
        self.assertEqual([name for name, no in refused.items() if not no], [])

    def test_by_others(self):
        """P9: a keeper, a buyer and an inspector do not accrue at all."""

        def post(call):
            call("jxc.payable.accrual", "action_post", self.draft.ids)

        def make(call):
            values = {"month": "2001-02-01"}
            call("jxc.payable.accrual", "create", vals_list=[values])

        def look(call):
            call("jxc.payable.unbilled", "search_read", domain=[], fields=["amount"])

        for user in (self.keeper, self.buyer, self.inspector):
            attacks = [
                Attack("post", post),
                Attack("make", make),
                Attack("look", look),
            ]
            refused = self._hold(user, attacks)
            self.assertEqual([name for name, no in refused.items() if not no], [])

    def test_the_attacks_are_real(self):
        """P9: the accountant posts his own company's, and what he posts is seen."""

        def post(call):
            call("jxc.payable.accrual", "action_post", self.draft.ids)

        refused, harm = self._try(self.accountant, [Attack("post", post)])
        self.assertEqual((refused, len(harm)), ({"post": False}, 3))
