from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from odoo.addons.jxc_base.tests.common import new_role_user

from .common import SalesCase


@tagged("post_install", "-at_install")
class TestAllocation(SalesCase):
    """S2: what is short is shared among the deliveries that wait 锁货."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vip = cls.env["res.partner"].create({"name": "VIP", "jxc_priority": "2"})
        cls.rice = cls._product("Rice")
        cls._stock(cls.rice, 18)

    def _short(self, *quantities, **values):
        """Deliveries, the last of the best customer, of which the first has what it
        needs, and the others nothing of the 7 that there are."""
        orders = []
        for place, quantity in enumerate(quantities or (6, 6, 6), 1):
            partner = self.vip if place == 3 else self.customer
            line = (self.rice, quantity, values)
            orders.append(self._confirmed(line, partner_id=partner.id))
        pickings = self.env["stock.picking"].concat(
            *(order.sudo().picking_ids for order in orders)
        )
        pickings[1:].do_unreserve()
        self._stock(self.rice, -11)
        for day, picking in enumerate(pickings, 1):
            picking.move_ids.date = f"2030-01-0{day}"
        return pickings

    def _wizard(self, pickings=None, user=None, **values):
        wizards = self.env["jxc.sale.allocation"].with_user(user or self.manager)
        if pickings:
            model, ids = pickings._name, pickings.ids
            wizards = wizards.with_context(active_model=model, active_ids=ids)
        wizard = wizards.create(values)
        self.env.flush_all()
        return wizard

    def _reserved(self, pickings):
        self.env.invalidate_all()
        return [sum(p.move_ids.mapped("quantity")) for p in pickings]

    def test_by_priority_then_date(self):
        """S2: shown first, then reserved; the customer's priority, then the date."""
        pickings = self._short()
        self.assertEqual(self._reserved(pickings), [6, 0, 0])
        wizard = self._wizard(pickings)
        shown = [(line.picking_id, line.has, line.gets) for line in wizard.line_ids]
        first, second, vip = pickings
        self.assertEqual(shown, [(vip, 0, 6), (first, 6, 1), (second, 0, 0)])
        self.assertEqual(self._reserved(pickings), [6, 0, 0])
        wizard.action_apply()
        self.assertEqual(self._reserved(pickings), [1, 0, 6])
        states = ["partially_available", "confirmed", "assigned"]
        self.assertEqual(pickings.move_ids.mapped("state"), states)
        self.assertEqual(vip.state, "assigned")
        quants = self.env["stock.quant"].search([("product_id", "=", self.rice.id)])
        quants = quants.filtered(lambda quant: quant.location_id.usage == "internal")
        self.assertEqual(sum(quants.mapped("reserved_quantity")), 7)

    def test_in_proportion(self):
        """S2: those of one priority share in whole units, the first ones get what is
        left over; a starred delivery goes before all."""
        self.company.jxc_allocate_proportional = True
        self.vip.jxc_priority = "0"
        pickings = self._short()
        wizard = self._wizard(pickings)
        self.assertTrue(wizard.proportional)
        wizard.action_apply()
        self.assertEqual(self._reserved(pickings), [3, 2, 2])
        pickings[1].priority = "1"
        self._wizard(pickings).action_apply()
        self.assertEqual(self._reserved(pickings), [1, 6, 0])
        form = Form(self._wizard(pickings))
        form.proportional = False
        form.save().action_apply()
        self.assertEqual(self._reserved(pickings), [1, 6, 0])

    def test_whole_boxes(self):
        """S2: what is ordered in packs of six is shared in packs of six."""
        pack = self.env.ref("uom.product_uom_pack_6")
        pickings = self._short(1, 1, 1, product_uom_id=pack.id)
        self.vip.jxc_priority = "0"
        wizard = self._wizard(pickings, proportional=True)
        self.assertEqual(wizard.line_ids.mapped("gets"), [6, 0, 0])
        self.vip.jxc_priority = "1"
        self._wizard(pickings).action_apply()
        self.assertEqual(self._reserved(pickings), [0, 0, 6])
        self.assertEqual(pickings[2].move_ids.state, "assigned")

    def test_what_is_weighed(self):
        """S2: a wish of two and a half is shared to the last place."""
        pickings = self._short(6.5, 5, 6.5)
        self._wizard(pickings).action_apply()
        self.assertEqual(self._reserved(pickings), [0.5, 0, 6.5])

    def test_what_may_not_leave(self):
        """S2: goods in a blocked bin are not shared; goods that somebody else has
        reserved stay with him."""
        pickings = self._short()
        bin_ = self.warehouse.lot_stock_id.create(
            {"name": "Bin", "location_id": self.warehouse.lot_stock_id.id}
        )
        self.env["stock.quant"]._update_available_quantity(self.rice, bin_, 5)
        bin_.jxc_blocked = True
        self.assertEqual(sum(self._wizard(pickings).line_ids.mapped("gets")), 7)
        bin_.jxc_blocked = False
        self.assertEqual(sum(self._wizard(pickings).line_ids.mapped("gets")), 12)
        wizard = self._wizard(pickings[1:])
        self.assertEqual(sum(wizard.line_ids.mapped("gets")), 6)
        wizard.action_apply()
        self.assertEqual(self._reserved(pickings), [6, 0, 6])

    def test_shown_and_applied_are_the_same(self):
        """S2: what has changed meanwhile is shown anew, not applied unseen."""
        pickings = self._short()
        wizard = self._wizard(pickings)
        self._stock(self.rice, 1)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            wizard.action_apply()
        again = self._wizard(pickings)
        self.assertEqual(sum(again.line_ids.mapped("gets")), 8)
        again.line_ids[0].gets = 5
        with self.assertRaises(UserError), self.env.cr.savepoint():
            again.action_apply()
        self.assertEqual(self._reserved(pickings), [6, 0, 0])

    def test_all_that_is_short_is_proposed(self):
        """S2: opened from the menu it knows who waits, and who has what they want;
        whatever suffices is not shown."""
        pickings = self._short()
        enough = self._confirmed((self.bottle, 1)).sudo().picking_ids
        wizard = self._wizard()
        self.assertLessEqual(pickings, wizard.picking_ids)
        self.assertNotIn(enough, wizard.picking_ids)
        self.assertFalse(self._wizard(enough).line_ids)

    def test_who_may(self):
        """F2: it takes goods from others: for managers, in their own companies."""
        pickings = self._short()
        for user in (self.salesperson, self.keeper):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                self._wizard(pickings, user)
        other = self.env["res.company"].create({"name": "Other"})
        stranger = new_role_user(
            self.env,
            "manager",
            "test_stranger",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        with self.assertRaises(AccessError):
            self._wizard(pickings, stranger).line_ids.mapped("gets")

    def test_as_many_statements_for_many(self):
        """S2: what twenty deliveries want is read at once."""
        orders = self.env["sale.order"]
        for _number in range(20):
            orders |= self._confirmed((self.bottle, 2))
        self._stock(self.bottle, -11)
        pickings = orders.sudo().picking_ids
        pickings[:5].do_unreserve()

        def statements(some):
            wizard = self._wizard(some)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertTrue(wizard._rows())
            return self.env.cr.sql_log_count - before

        statements(pickings[4:6])  # reads the record rules, too
        one = statements(pickings[4:6])
        self.assertLessEqual(statements(pickings), one)
