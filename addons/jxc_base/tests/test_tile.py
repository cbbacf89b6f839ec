from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .common import JxcCase


@tagged("post_install", "-at_install")
class TestTile(JxcCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tile = cls.env["jxc.tile"].create(
            {
                "name": "Mine",
                "model": "res.partner",
                "domain": "[('user_id', '=', 'uid'), ('ref', '=', 'JXCTILE')]",
                "action_id": cls.env.ref("base.action_partner_form").id,
            }
        )
        cls.env["res.partner"].create(
            [{"name": "A", "ref": "JXCTILE", "user_id": cls.keeper.id}] * 2
        )

    def test_it_counts_for_who_looks(self):
        """K5: the first screen says what waits for whom."""
        self.assertEqual(self.tile.with_user(self.keeper).count, 2)
        self.assertEqual(self.tile.with_user(self.buyer).count, 0)
        action = self.tile.with_user(self.keeper).action_jxc_open()
        found = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(found.mapped("name"), ["A", "A"])

    def test_only_for_ones_own_role(self):
        self.tile.group_ids = self.env.ref("jxc_base.group_jxc_finance_accountant")
        tiles = self.env["jxc.tile"]
        self.assertIn(self.tile, tiles.with_user(self.accountant).search([]))
        self.assertNotIn(self.tile, tiles.with_user(self.keeper).search([]))
        with self.assertRaises(AccessError):
            self.tile.with_user(self.keeper).name = "x"

    def test_what_may_not_be_read_is_not_counted(self):
        self.tile.write({"model": "ir.cron", "domain": "[]"})
        self.assertEqual(self.tile.with_user(self.keeper).count, 0)
        self.tile.model = "no.such.model"
        self.assertEqual(self.tile.with_user(self.keeper).count, 0)

    def test_a_condition_that_cannot_be_used_is_refused(self):
        """F1: it would break everybody's first screen."""
        for domain in ("[('no_such', '=', 1)]", "[('name', '=']", "nonsense", "[(1,)]"):
            with self.subTest(domain), self.assertRaises(ValidationError):
                self.tile.domain = domain
        self.tile.domain = "[('name', 'like', 'A')]"
