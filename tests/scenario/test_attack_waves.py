"""S4, F2: batches and waves by people who do not pick, or pick elsewhere."""

from attack import Attack, AttackCase

from odoo import Command
from odoo.tests import tagged

from odoo.addons.jxc_base.tests.common import new_role_user

BATCH, PICKING, LINE = "stock.picking.batch", "stock.picking", "stock.move.line"
INTO_BATCH, INTO_WAVE = "stock.picking.to.batch", "stock.add.to.wave"


@tagged("post_install", "-at_install")
class TestAttackWaves(AttackCase):
    """Three deliveries of tea: two are in a batch, one stands alone; and one more, with
    a batch of its own, in another company."""

    TABLES = (
        "stock_picking_batch",
        "stock_picking",
        "stock_move",
        "stock_move_line",
        "stock_quant",
        "account_move",
    )

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.orders = cls.env["sale.order"]
        for quantity in (3, 4, 5):
            cls.orders |= cls._sold(quantity)
        cls.pickings = cls.orders.sudo().picking_ids.sorted("id")
        cls.inside, cls.outside = cls.pickings[:2], cls.pickings[2:]
        batches = cls.env[BATCH].with_user(cls.keeper)
        cls.batch = batches.create(
            {
                "picking_type_id": cls.warehouse.out_type_id.id,
                "picking_ids": [Command.set(cls.inside.ids)],
            }
        )
        cls.batch.action_confirm()
        cls._elsewhere()
        cls.env.flush_all()

    @classmethod
    def _sold(cls, quantity):
        line = {"product_id": cls.tea.id, "product_uom_qty": quantity}
        order = (
            cls.env["sale.order"]
            .with_user(cls.salesperson)
            .create(
                {"partner_id": cls.customer.id, "order_line": [Command.create(line)]}
            )
        )
        order.action_confirm()
        return order

    @classmethod
    def _elsewhere(cls):
        other = cls.env["res.company"].create({"name": "分公司"})
        env = cls.env(context={"allowed_company_ids": other.ids})
        house = env["stock.warehouse"].search([("company_id", "=", other.id)], limit=1)
        house = house or house.create(
            {"name": "分仓", "code": "FC", "company_id": other.id}
        )
        env["stock.quant"]._update_available_quantity(cls.tea, house.lot_stock_id, 9)
        places = {
            "location_id": house.lot_stock_id.id,
            "location_dest_id": env.ref("stock.stock_location_customers").id,
        }
        move = {"product_id": cls.tea.id, "product_uom_qty": 2, **places}
        cls.theirs = env[PICKING].create(
            {
                "picking_type_id": house.out_type_id.id,
                "move_ids": [Command.create(move)],
                **places,
            }
        )
        cls.theirs.action_confirm()
        cls.their_batch = env[BATCH].create(
            {"picking_type_id": house.out_type_id.id, "company_id": other.id}
        )
        cls.stranger = new_role_user(
            cls.env,
            "keeper",
            login="test_stranger",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )

    def _harm(self):
        """Batches that are not what the keeper made, and goods that left."""
        harm = []
        if self.batch.picking_ids != self.inside or self.batch.state != "in_progress":
            harm.append("the batch has changed")
        if self.env[BATCH].search_count([]) != self.batches:
            harm.append("there is another batch, or one fewer")
        if self.outside.batch_id or self.theirs.batch_id:
            harm.append("a delivery is in a batch")
        pickings = self.pickings | self.theirs
        if set(pickings.mapped("state")) != {"assigned"}:
            harm.append("goods have left, or go no more")
        if self.orders.invoice_ids:
            harm.append("somebody is asked for money")
        return harm

    def setUp(self):
        super().setUp()
        self.batches = self.env[BATCH].search_count([])

    def _written(self, model, ids, values):
        return lambda call: call(model, "write", ids, vals=values)

    def _created(self, model, values):
        return lambda call: call(model, "create", vals_list=[values])

    def _attached(self, model, ids, active_model=PICKING, **values):
        """Through a dialog of his own."""

        def run(call):
            context = {"active_model": active_model, "active_ids": ids}
            made = call(model, "create", vals_list=[values], context=context)
            made = made if isinstance(made, list) else [made]
            call(model, "attach_pickings", made, context=context)

        return run

    def _attacks(self):
        batch, outside, lines = self.batch, self.outside, self.outside.move_line_ids
        add = {"picking_ids": [Command.link(outside.id)]}
        new = {
            "picking_type_id": self.warehouse.out_type_id.id,
            "picking_ids": [Command.link(outside.id)],
        }
        merge = batch.ids + self.their_batch.ids
        wave, put = {"active_wave_id": batch.id}, {"batch_id": batch.id}
        attacks = [
            Attack(name, lambda call, name=name: call(BATCH, name, batch.ids))
            for name in ("action_done", "action_cancel", "action_confirm", "unlink")
        ]
        return attacks + [
            Attack("state", self._written(BATCH, batch.ids, {"state": "done"})),
            Attack("adds", self._written(BATCH, batch.ids, add)),
            Attack("empties", self._written(BATCH, batch.ids, {"picking_ids": []})),
            Attack("makes", self._created(BATCH, new)),
            Attack("merges", lambda call: call(BATCH, "action_merge", merge)),
            Attack("puts in", self._written(PICKING, outside.ids, put)),
            Attack(
                "takes out",
                self._written(PICKING, self.inside[:1].ids, {"batch_id": False}),
            ),
            Attack(
                "takes all out",
                self._written(PICKING, self.inside.ids, {"batch_id": False}),
            ),
            Attack(
                "moves",
                self._written(
                    PICKING, self.inside.ids, {"batch_id": self.their_batch.id}
                ),
            ),
            Attack("new batch", self._attached(INTO_BATCH, outside.ids, mode="new")),
            Attack(
                "this batch",
                self._attached(
                    INTO_BATCH, outside.ids, mode="existing", batch_id=batch.id
                ),
            ),
            Attack(
                "new wave",
                self._attached(
                    INTO_WAVE, lines.ids, LINE, mode="new", line_ids=lines.ids
                ),
            ),
            Attack(
                "wave by its line",
                lambda call: call(
                    LINE, "action_open_add_to_wave", lines.ids, context=wave
                ),
            ),
            Attack(
                "private",
                lambda call: call(LINE, "_add_to_wave", lines.ids, wave=batch.id),
            ),
        ]

    def test_who_does_not_pick(self):
        """S4: a salesperson, a buyer, an accountant."""
        for user in (self.salesperson, self.buyer, self.accountant):
            refused, harm = self._try(user, self._attacks())
            self.assertEqual(harm, [], user.login)
            open_to = [name for name, no in refused.items() if not no]
            self.assertEqual(open_to, [], user.login)

    def test_who_picks_elsewhere(self):
        """F2: a keeper of the other company."""
        refused, harm = self._try(self.stranger, self._attacks())
        self.assertEqual(harm, [])
        self.assertEqual([name for name, no in refused.items() if not no], [])

    def test_deliveries_of_the_other_company(self):
        """F2: our keeper neither adds them nor their batch to his own."""
        theirs, batch = self.theirs, self.batch
        add = {"picking_ids": [Command.link(theirs.id)]}
        put = {"batch_id": batch.id}
        ours = {"batch_id": self.their_batch.id}
        both = self.outside.ids + theirs.ids
        attacks = [
            Attack("adds", self._written(BATCH, batch.ids, add)),
            Attack("puts in", self._written(PICKING, theirs.ids, put)),
            Attack("gives away", self._written(PICKING, self.outside.ids, ours)),
            Attack("new batch", self._attached(INTO_BATCH, theirs.ids, mode="new")),
            Attack("both", self._attached(INTO_BATCH, both, mode="new")),
            Attack(
                "company",
                self._written(BATCH, batch.ids, {"company_id": theirs.company_id.id}),
            ),
            Attack(
                "their batch",
                lambda call: call(BATCH, "action_done", self.their_batch.ids),
            ),
        ]
        refused, harm = self._try(self.keeper, attacks)
        self.assertEqual(harm, [])
        self.assertEqual([name for name, no in refused.items() if not no], [])

    def test_the_same_calls_of_who_may(self):
        """S4: our keeper, in his own company."""
        batch, outside = self.batch, self.outside
        self._through(
            self.keeper,
            [
                Attack(
                    "adds",
                    self._written(
                        BATCH, batch.ids, {"picking_ids": [Command.link(outside.id)]}
                    ),
                ),
                Attack(
                    "puts in",
                    self._written(PICKING, outside.ids, {"batch_id": batch.id}),
                ),
                Attack("new", self._attached(INTO_BATCH, outside.ids, mode="new")),
                Attack("ships", lambda call: call(BATCH, "action_done", batch.ids)),
            ],
        )
