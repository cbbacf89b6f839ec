"""K7: damage is reported by who works in that warehouse, and whole or not at all."""

import base64

from attack import Attack, AttackCase

from odoo import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.jxc_base.tests.common import new_role_user

PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9"
    "awAAAABJRU5ErkJggg=="
)
PAGE = base64.b64encode(b"<html><script>alert(1)</script></html>").decode()
HUGE = base64.b64encode(base64.b64decode(PIXEL) + b"\0" * (5 * 1024 * 1024)).decode()


@tagged("post_install", "-at_install")
class TestAttackDamage(AttackCase):
    TABLES = (
        "ir_attachment",
        "mail_activity",
        "stock_move",
        "stock_move_line",
        "stock_picking",
        "stock_scrap",
        "stock_scrap_reason_tag",
    )

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.jam = cls._goods("草莓酱")
        cls.env["stock.quant"]._update_available_quantity(cls.jam, cls.shelf, 10)
        kind = cls.warehouse.out_type_id
        cls.picking = cls.env["stock.picking"].create(
            {
                "picking_type_id": kind.id,
                "location_id": cls.shelf.id,
                "location_dest_id": kind.default_location_dest_id.id,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": cls.jam.id,
                            "product_uom_qty": 6,
                            "location_id": cls.shelf.id,
                            "location_dest_id": kind.default_location_dest_id.id,
                        }
                    )
                ],
            }
        )
        cls.picking.action_confirm()
        cls.env.flush_all()

    def _harm(self):
        scraps = self.env["stock.scrap"].search([("picking_id", "=", self.picking.id)])
        if scraps:
            yield f"reported: {scraps.mapped('scrap_qty')} {scraps.mapped('state')}"
        if self.jam.qty_available != 10:
            yield f"{self.jam.qty_available} are left"

    def _report(self, name, **values):
        report = {
            "client_id": "attack",
            "quantity": 2,
            "reason": "Broken",
            "lot_name": "",
            "location_id": self.shelf.id,
            "photos": [PIXEL],
            **values,
        }
        arguments = {
            "picking_id": self.picking.id,
            "move_id": self.picking.move_ids.id,
            "report": report,
        }
        return Attack(name, lambda call: call("jxc.pda", "damage", **arguments))

    def _refused(self, user, attacks):
        refused = self._hold(user, attacks)
        self.assertEqual([name for name, no in refused.items() if not no], [])

    def test_who_does_not_work_there(self):
        """F2: sellers, buyers, accountants, customers, and keepers of others."""
        elsewhere = self.env["res.company"].create({"name": "分公司"})
        stranger = new_role_user(
            self.env,
            "keeper",
            login="damage_elsewhere",
            company_id=elsewhere.id,
            company_ids=[Command.set(elsewhere.ids)],
        )
        portal = new_test_user(self.env, "damage_portal", groups="base.group_portal")
        for user in (
            self.salesperson,
            self.buyer,
            self.accountant,
            stranger,
            portal,
        ):
            attacks = [self._report("plain")]
            if user != portal:
                # A customer has no key; both doors lead to the same place.
                attacks.append(self._report("again"))
            self._refused(user, attacks)

    def test_bad_reports(self):
        """K7: no number, no reason, no picture, too much: nothing is kept."""
        self._refused(
            self.keeper,
            [
                self._report("text", quantity="two"),
                self._report("list", quantity=[2]),
                self._report("nan", quantity="nan"),
                self._report("endless", quantity="inf"),
                self._report("too many", quantity=7),
                self._report("none", quantity=0),
                self._report("no reason", reason=" "),
                self._report("a page as picture", photos=[PAGE]),
                self._report("a huge picture", photos=[PIXEL, HUGE]),
                self._report("no base64", photos=["%%%"]),
                self._report("a number as picture", photos=[7]),
            ],
        )

    def test_a_keeper_reports_and_does_not_decide(self):
        """K7: the report is taken; his own word does not write the goods off."""
        report = self._report("report", quantity="2")
        refused, harm = self._try(self.keeper, [report])
        self.assertEqual((refused, len(harm)), ({"report": False}, 1))
        self.env["jxc.pda"].with_user(self.keeper).damage(
            self.picking.id,
            self.picking.move_ids.id,
            {"client_id": "mine", "quantity": 2, "reason": "Broken"},
        )
        scrap = self.env["stock.scrap"].search([("picking_id", "=", self.picking.id)])
        written = {"state": "done"}
        self._try(
            self.keeper,
            [
                Attack(
                    "write",
                    lambda call: call("stock.scrap", "write", scrap.ids, vals=written),
                )
            ],
        )
        self.env.invalidate_all()
        self.assertEqual((scrap.state, self.jam.qty_available), ("draft", 10))
