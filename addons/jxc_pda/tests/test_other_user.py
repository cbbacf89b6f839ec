from odoo.tests import tagged

from odoo.addons.jxc_stock.tests.common import StockCase

from ..exceptions import OtherUser


@tagged("post_install", "-at_install")
class TestOtherUser(StockCase):
    """K6, F2: what one user scanned is never booked as another's."""

    def test_nothing_is_taken(self):
        """Calls of a page that belongs to who was signed in before are refused."""
        self._put(20)
        picking = self._ship(5)
        other = self.keeper.copy({"login": "other_keeper"})
        mine = self.env(user=self.keeper, context={"uid": self.keeper.id})
        theirs = self.env(user=other, context={"uid": self.keeper.id})
        parts = {str(picking.move_ids.id): []}
        calls = (
            lambda env: env["jxc.pda"].transfers(),
            lambda env: env["jxc.pda"].transfer(picking.id),
            lambda env: env["jxc.pda"].put(picking.id, parts),
            lambda env: env["jxc.stocktake"].jxc_push([], {}),
            lambda env: env["jxc.stocktake"].jxc_sheet(),
            lambda env: env["jxc.pda.unknown"].jxc_keep([]),
        )
        for call in calls:
            call(mine)
            with self.assertRaises(OtherUser) as caught:
                call(theirs)
            self.assertIn(other.name, str(caught.exception))
