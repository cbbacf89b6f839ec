from odoo.fields import Command
from odoo.tests import tagged

from .threads import DONE, REFUSED, ThreadsCase


@tagged("post_install", "-at_install")
class TestTransferThreads(ThreadsCase):
    """T1, S6: what several sessions ask of one transfer, or of the same goods."""

    def _drafts(self, count, quantity):
        with self.registry.cursor() as cr:
            line = {"product_id": self.product_id, "quantity": quantity}
            values = {
                "warehouse_id": self.house_id,
                "dest_warehouse_id": self.branch_id,
                "line_ids": [Command.create(line)],
            }
            transfers = self._env(cr, self.user_id)["jxc.transfer"]
            return transfers.create([values] * count).ids

    def _confirm(self, ids):
        return self._together("jxc.transfer", "action_jxc_confirm", ids)

    def _reserved(self, cr):
        moves = self._env(cr)["stock.move"].search(
            [("product_id", "=", self.product_id), ("jxc_transfer_step", "=", "ship")]
        )
        return len(moves), sum(moves.mapped("quantity"))

    def test_confirmed_twice_at_once(self):
        """T1: a double click makes the pickings once."""
        (transfer_id,) = self._drafts(1, 3)
        outcomes = self._confirm([transfer_id] * 3)
        self.assertEqual(outcomes, {DONE: 1, REFUSED: 2})
        with self.registry.cursor() as cr:
            self.assertEqual(self._reserved(cr), (1, 3))

    def test_several_want_the_same_goods(self):
        """T1, S6: of four transfers of 3 out of 10, three get theirs."""
        outcomes = self._confirm(self._drafts(4, 3))
        self.assertEqual(outcomes, {DONE: 3, REFUSED: 1})
        with self.registry.cursor() as cr:
            self.assertEqual(self._reserved(cr), (3, 9))
