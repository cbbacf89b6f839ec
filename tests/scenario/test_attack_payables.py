"""P9: an accountant, his own client, and a bill that does not agree with its order."""

from attack import Attack, AttackCase

from odoo import Command
from odoo.tests import tagged


@tagged("post_install", "-at_install")
class TestAttackPayables(AttackCase):
    TABLES = ("account_move", "account_move_line")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write({"jxc_match": True, "jxc_billing": "receipt"})
        rice = cls._goods("大米", purchase_method="receive")
        line = {"product_id": rice.id, "product_qty": 2, "price_unit": 600.0}
        cls.order = cls.env["purchase.order"].create(
            {"partner_id": cls.vendor.id, "order_line": [Command.create(line)]}
        )
        cls.order.button_confirm()
        cls.order.picking_ids.move_ids.picked = True
        cls.order.picking_ids.with_context(skip_backorder=True).button_validate()
        cls.bill = cls.order.invoice_ids
        cls.env.flush_all()

    def _harm(self):
        """What was posted of these goods for more, or less, than was accepted."""
        posted = self.order.order_line.invoice_lines | self.bill.invoice_line_ids
        posted = posted.filtered(
            lambda line: line.parent_state == "posted"
            and line.display_type == "product"
        )
        total = sum(
            -line.price_subtotal
            if line.move_type == "in_refund"
            else line.price_subtotal
            for line in posted
        )
        done = self.bill.state == "posted"
        return [f"posted for {total:g}"] if done and total != 1200 else []

    def _attacks(self):
        bill, line = self.bill.ids, self.bill.invoice_line_ids.id

        def changed(**values):
            def run(call):
                commands = [[1, line, values]]
                call("account.move", "write", bill, vals={"invoice_line_ids": commands})
                call("account.move", "action_post", bill)

            return run

        def by_state(call):
            call(
                "account.move",
                "write",
                bill,
                vals={"invoice_line_ids": [[1, line, {"price_unit": 700.0}]]},
            )
            call("account.move", "write", bill, vals={"state": "posted"})

        def sealed(call):
            call("account.move.line", "write", [line], vals={"jxc_match_seal": "x"})

        def with_draft(call):
            call("account.move", "write", bill, vals=dearer)
            call("account.move", "action_jxc_credit", bill)
            call("account.move", "action_post", bill)

        def raised(call):
            call("account.move", "write", bill, vals=dearer)
            refund = call("account.move", "action_jxc_credit", bill)["res_id"]
            call("account.move", "action_post", [refund])
            call("account.move.line", "write", [line], vals={"price_unit": 800.0})
            call("account.move", "action_post", bill)

        def credited(call):
            values = {"price_unit": 700.0, "jxc_credit_line_ids": [[4, line, 0]]}
            call("account.move.line", "write", [line], vals=values)

        def tolerated(call):
            own = {"jxc_match_own": True, "jxc_match_percent": 100.0}
            call("res.partner", "write", self.vendor.ids, vals=own)

        dearer = {"invoice_line_ids": [[1, line, {"price_unit": 700.0}]]}
        return [
            Attack("draft of a credit note", with_draft),
            Attack("raised after the credit note", raised),
            Attack("a credit note of one's own", credited),
            Attack("tolerance of the vendor", tolerated),
            Attack("price 0", changed(price_unit=0.0)),
            Attack("dearer", changed(price_unit=601.0)),
            Attack("more than accepted", changed(quantity=3)),
            Attack("no order", changed(purchase_line_id=False, price_unit=700.0)),
            Attack("state", by_state),
            Attack("seal", sealed),
        ]

    def test_posting_round_the_match(self):
        """P9: by button, by write, by cutting the link to the order."""
        refused = self._hold(self.accountant, self._attacks())
        self.assertEqual([name for name, no in refused.items() if not no], [])

    def test_the_credit_note_is_open_to_an_accountant(self):
        """P9: by the same calls: drafted, posted, then the bill."""

        def in_order(call):
            bill, line = self.bill.ids, self.bill.invoice_line_ids.id
            values = {"price_unit": 700.0, "quantity": 3}
            call("account.move.line", "write", [line], vals=values)
            refund = call("account.move", "action_jxc_credit", bill)["res_id"]
            call("account.move", "action_post", [refund])
            call("account.move", "action_post", bill)
            self.env.invalidate_all()
            self.assertEqual((self.bill.state, self._harm()), ("posted", []))

        self._through(self.accountant, [Attack("in order", in_order)])

    def test_the_attacks_are_real(self):
        """P9: without the match the same calls do their harm."""
        self.company.jxc_match = False
        self.env.flush_all()
        _refused, harm = self._try(self.accountant, self._attacks())
        self.assertGreaterEqual(len(harm), 4, harm)
