from odoo.tests import tagged

from odoo.addons.jxc_transfer.tests.common import TransferCase


@tagged("post_install", "-at_install")
class TestMovingBeforeBuying(TransferCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["jxc.transfer.route"].create(
            {
                "warehouse_id": cls.warehouse.id,
                "dest_warehouse_id": cls.branch.id,
                "days": 1,
            }
        )

    def _short(self, low, high):
        """The branch has a minimum from now on."""
        self.env["stock.warehouse.orderpoint"].create(
            {
                "product_id": self.product.id,
                "warehouse_id": self.branch.id,
                "location_id": self.branch.lot_stock_id.id,
                "product_min_qty": low,
                "product_max_qty": high,
            }
        )
        self._watch()

    def _watch(self):
        self.env.flush_all()
        self.env.cr.precommit.run()
        self.env["jxc.alert.mark"]._process()

    def _found(self, model):
        return self.env[model].search([("product_id", "=", self.product.id)])

    def test_what_can_be_moved_is_not_bought(self):
        """T1, P1: 80 are missing and 100 are elsewhere: nothing is bought."""
        self._short(50, 80)
        moving = self._found("jxc.transfer.suggestion")
        self.assertEqual(moving.quantity, 80)
        self.assertFalse(self._found("jxc.purchase.suggestion"))
        alert = self.env["jxc.alert"].search(
            [("key", "=", f"{self.product.id}:{self.branch.id}")]
        )
        below = alert.filtered(lambda a: a.rule_id.kind == "below_min")
        action = below.with_user(self.manager).action_jxc_next()
        self.assertEqual(action["res_model"], "jxc.transfer.suggestion")
        moving.with_user(self.keeper).action_jxc_transfer()
        pair = (self.product.id, self.branch.id)
        buying = self.env["jxc.purchase.suggestion"]
        self.assertFalse(buying._suggest([pair]))
        moving.transfer_id.with_user(self.keeper).action_jxc_confirm()
        self.assertFalse(buying._suggest([pair]))

    def test_only_the_rest_is_bought(self):
        """T1, P1: 150 are missing and 100 are elsewhere: 50 are bought."""
        self._short(120, 150)
        self.assertEqual(self._found("jxc.transfer.suggestion").quantity, 100)
        self.assertEqual(self._found("jxc.purchase.suggestion").quantity, 50)

    def test_refused_transfers_are_bought(self):
        """T1, P1: what is not to be moved is bought."""
        self._short(50, 80)
        moving = self._found("jxc.transfer.suggestion")
        moving.with_user(self.keeper).action_jxc_refuse()
        self.assertEqual(self._found("jxc.purchase.suggestion").quantity, 80)
