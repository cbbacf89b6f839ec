"""T1, T3: transfers and recalls say what happened to the goods; nobody writes it."""

from attack import Attack, AttackCase, Refused

from odoo import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.jxc_base.tests.common import new_role_user

RECALL, NOTE = "jxc.recall", "jxc.recall.line"
TRANSFER, LINE = "jxc.transfer", "jxc.transfer.line"
DIFFERENCE = "jxc.transfer.difference"
DAY = "2026-01-01"
NOON = "2026-01-01 12:00:00"


@tagged("post_install", "-at_install")
class TestAttackMovement(AttackCase):
    TABLES = (
        "jxc_recall",
        "jxc_recall_line",
        "jxc_recall_stock_lot_rel",
        "jxc_transfer",
        "jxc_transfer_line",
        "jxc_transfer_difference",
        "jxc_transfer_difference_line",
        "stock_lot",
        "stock_move",
        "stock_move_line",
        "stock_picking",
    )

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.jam = cls._goods("草莓酱", tracking="lot")
        cls.lots = cls.env["stock.lot"].create(
            [
                {"name": name, "product_id": cls.jam.id, "company_id": cls.company.id}
                for name in ("JAM-OPEN", "JAM-CLOSED", "JAM-DRAFT")
            ]
        )
        for lot in cls.lots:
            cls.env["stock.quant"]._update_available_quantity(
                cls.jam, cls.shelf, 10, lot_id=lot
            )
            cls._sent(lot)
        cls.running, cls.closed, cls.draft = map(cls._recall, cls.lots)
        (cls.running, cls.closed)[0].action_jxc_start()
        cls.closed.action_jxc_start()
        cls.closed.close_reason = "客户已用完"
        cls.closed.action_jxc_close()
        cls.branch = cls.env["stock.warehouse"].create({"name": "二号仓", "code": "W2"})
        cls.asked, cls.sent, cls.short = (cls._transfer(n) for n in (1, 2, 3))
        (cls.sent + cls.short).action_jxc_confirm()
        for transfer in cls.sent + cls.short:
            ship = transfer.picking_ids.filtered(lambda p: p.state == "assigned")
            ship.move_ids.picked = True
            ship.with_context(skip_backorder=True).button_validate()
        cls.short.action_jxc_difference()
        cls.lost = cls.short.difference_ids
        cls.lost.line_ids.reason = "破损"
        cls.lost.action_jxc_post()
        cls.known = cls._records()
        cls.facts = cls._facts()
        cls.env.flush_all()

    @classmethod
    def _sent(cls, lot):
        kind = cls.warehouse.out_type_id
        picking = cls.env["stock.picking"].create(
            {
                "partner_id": cls.customer.id,
                "picking_type_id": kind.id,
                "location_id": cls.shelf.id,
                "location_dest_id": cls.env.ref("stock.stock_location_customers").id,
            }
        )
        line = {"product_id": cls.jam.id, "lot_id": lot.id, "quantity": 4}
        picking.move_line_ids = [Command.create(line)]
        picking.move_ids.picked = True
        picking.with_context(skip_sms=True).button_validate()

    @classmethod
    def _recall(cls, lot):
        values = {"reason": "异物", "lot_ids": [Command.set(lot.ids)]}
        return cls.env[RECALL].with_user(cls.inspector).create(values)

    @classmethod
    def _transfer(cls, quantity):
        line = {"product_id": cls.tea.id, "quantity": quantity}
        return (
            cls.env[TRANSFER]
            .with_user(cls.keeper)
            .create(
                {
                    "warehouse_id": cls.warehouse.id,
                    "dest_warehouse_id": cls.branch.id,
                    "line_ids": [Command.create(line)],
                }
            )
        )

    @classmethod
    def _records(cls):
        return {
            name: cls.env[name].search([])
            for name in (RECALL, TRANSFER, DIFFERENCE, NOTE)
        }

    @classmethod
    def _facts(cls):
        """What the documents say, and what there is."""
        said = {
            RECALL: ("state", "reason", "close_reason", "closed_at", "unaccounted"),
            NOTE: ("shipped", "recovered", "destroyed", "note", "told_at"),
            TRANSFER: ("phase", "state", "warehouse_id", "dest_warehouse_id", "value"),
            DIFFERENCE: ("state", "value", "user_id", "date_done", "transfer_id"),
        }
        facts = {
            (name, record.id): [str(record[field]) for field in fields]
            for name, fields in said.items()
            for record in cls.known[name].exists()
        }
        for line in (cls.asked + cls.sent + cls.short).line_ids:
            facts[line._name, line.id] = [line.quantity, line.shipped, line.in_transit]
        for quant in cls.env["stock.quant"].search(
            [("product_id", "in", (cls.tea + cls.jam).ids), ("quantity", "!=", 0)]
        ):
            facts["stock", quant.location_id, quant.lot_id] = quant.quantity
        facts["blocked"] = cls.lots.filtered("jxc_blocked")
        return facts

    def _harm(self):
        """A document that says what did not happen; goods that went by themselves."""
        facts = self._facts()
        harm = [
            f"{key}: {facts.get(key)}"
            for key in facts.keys() | self.facts.keys()
            if facts.get(key) != self.facts.get(key)
        ]
        for name, known in self.known.items():
            for new in self.env[name].search([]) - known:
                state = new["phase" if name == TRANSFER else "state"]
                begun = name == RECALL and (new.started_at or new.line_ids)
                if state != "draft" or begun:
                    harm.append(f"a new {name} is {state}")
        return harm

    def _none(self, user, attacks):
        """Every one of them is refused, and does no harm."""
        refused = self._hold(user, attacks)
        self.assertEqual([name for name, no in refused.items() if not no], [])

    @staticmethod
    def _call(name, model, method, ids=None, **arguments):
        return Attack(name, lambda c: c(model, method, ids, **arguments))

    def _writes(self, record, many):
        ids, model = record.ids, record._name
        return [
            self._call(f"{record} {vals}", model, "write", ids, vals=vals)
            for vals in many
        ]

    def _import(self, model, columns, row):
        def run(call):
            result = call(model, "load", fields=columns, data=[row])
            if not result["ids"]:
                raise Refused("UserError", str(result["messages"]))

        return Attack(f"import {model} {columns}", run)

    # --- recalls ----------------------------------------------------------------

    def test_a_recall_over_is_over(self):
        """T3: not a word of a closed recall is written, nor its customers' lines."""
        words = [
            {"reason": "没事"},
            {"close_reason": "都回来了"},
            {"closed_at": NOON},
            {"started_at": NOON},
            {"user_id": self.keeper.id},
            {"instruction": "继续卖"},
            {"returns": False},
            {"vendor_lot": "X"},
            {"date_to": DAY},
            {"product_ids": [Command.clear()]},
            {"lot_ids": [Command.clear()]},
            {"state": "draft"},
            {"state": "open"},
            {"name": "ZH1"},
            {"return_ids": [Command.clear()]},
            {"line_ids": [Command.clear()]},
            {"company_id": self.company.id},
        ]
        lines = self.closed.customer_line_ids
        update = Command.update(lines[0].id, {"destroyed": 1})
        words.append({"customer_line_ids": [update]})
        buttons = ("start", "prepare_returns", "send_letters", "close", "cancel")
        self._none(
            self.inspector,
            [
                *self._writes(self.closed, words),
                *self._writes(lines, [{"destroyed": 1}, {"note": "x"}]),
                *(
                    self._call(name, RECALL, f"action_jxc_{name}", self.closed.ids)
                    for name in (*buttons, "find")
                ),
                self._call("unlink", RECALL, "unlink", self.closed.ids),
                self._import(
                    RECALL, [".id", "close_reason"], [str(self.closed.id), "齐了"]
                ),
            ],
        )

    def test_a_running_recall_keeps_its_figures(self):
        """T3: only what the customer destroyed is noted, by the inspector; nothing
        more than he has; a recalled lot stays blocked."""
        line, ids = self.running.customer_line_ids, self.running.ids
        made = {"recall_id": ids[0], "lot_id": line.lot_id.id, "side": "customer"}
        figures = ("shipped", "recovered", "received", "unaccounted")
        self._none(
            self.inspector,
            [
                *self._writes(line, [{figure: 0} for figure in figures]),
                *self._writes(line, [{"destroyed": 4.01}, {"destroyed": -1}]),
                *self._writes(line, [{"told_at": NOON}, {"recall_id": self.draft.id}]),
                *self._writes(
                    self.running,
                    [
                        {"lot_ids": [Command.clear()]},
                        {"line_ids": [Command.delete(line.id)]},
                        {"customer_line_ids": [Command.delete(line.id)]},
                        {"customer_line_ids": [Command.create({"side": "customer"})]},
                        {"vendor_line_ids": [Command.create({"side": "supplier"})]},
                        {"blocked_before_ids": [Command.set(self.lots.ids)]},
                        {"state": "closed", "close_reason": "x"},
                        {"started_at": NOON},
                        {"returns": False},
                        {"reason": " "},
                    ],
                ),
                self._call("close", RECALL, "action_jxc_close", ids),
                self._call("create", NOTE, "create", vals_list=[made]),
                self._call("unlink", NOTE, "unlink", line.ids),
                self._call("copy", NOTE, "copy", line.ids, default={"destroyed": 4}),
                self._call(
                    "unblock", "stock.lot", "action_jxc_unblock", line.lot_id.ids
                ),
                self._import(
                    NOTE,
                    ["recall_id/.id", "lot_id/.id", "side", "destroyed"],
                    [str(ids[0]), str(line.lot_id.id), "customer", "4"],
                ),
            ],
        )
        self._through(
            self.inspector, self._writes(line, [{"destroyed": 4}, {"note": "已用"}])
        )

    def test_no_recall_is_born_started(self):
        """T3: neither by creating, copying nor importing."""
        good = {"reason": "异物", "lot_ids": [Command.set(self.lots.ids)]}
        forged = [
            {"state": "open"},
            {"state": "closed", "close_reason": "x"},
            {"started_at": NOON},
            {"line_ids": [Command.create({"side": "customer"})]},
            {"return_ids": [Command.set(self.running.return_ids.ids)]},
        ]
        attacks = [
            self._call(str(vals), RECALL, "create", vals_list=[good | vals])
            for vals in forged
        ]
        attacks += [
            self._call(f"copy {vals}", RECALL, "copy", self.closed.ids, default=vals)
            for vals in forged[:3]
        ]
        columns = ["reason", "state", "started_at"]
        attacks.append(self._import(RECALL, columns, ["异物", "open", NOON]))
        self._none(self.inspector, attacks)
        context = {"default_state": "open", "default_started_at": NOON}
        hidden = self._call(
            "context", RECALL, "create", vals_list=[good], context=context
        )
        plain = self._call("plain", RECALL, "create", vals_list=[good])
        self._hold(self.inspector, [hidden, hidden])
        self._through(self.inspector, [plain])

    def test_others_look(self):
        """T3, F2: keeper, salesperson and buyer read a recall, and nothing else; a
        customer in the portal does not even see that there is one."""
        running, line = self.running, self.running.customer_line_ids
        buttons = ("start", "prepare_returns", "send_letters", "close", "cancel")
        attacks = [
            *self._writes(running, [{"reason": "x"}, {"close_reason": "x"}]),
            *self._writes(line, [{"destroyed": 1}]),
            self._call(
                "create", RECALL, "create", vals_list=[{"reason": "x", "lot_ids": []}]
            ),
            self._call("unlink", RECALL, "unlink", self.draft.ids),
            *(
                self._call(name, RECALL, f"action_jxc_{name}", running.ids)
                for name in (*buttons, "find")
            ),
        ]
        for user in (self.keeper, self.salesperson, self.buyer):
            self._none(user, attacks)
            self._through(
                user, [self._call("read", RECALL, "read", running.ids, fields=["name"])]
            )
        portal = new_test_user(self.env, "test_portal", groups="base.group_portal")
        portal.partner_id.parent_id = self.customer
        records = (running, line, self.sent, self.sent.line_ids, self.lost)
        for record in records:
            for method, arguments in (
                ("read", {"fields": ["display_name"]}),
                ("write", {"vals": {"note": "x"}}),
            ):
                with self.assertRaises(Refused):
                    self._watched(
                        self._by_session,
                        portal,
                        record._name,
                        method,
                        record.ids,
                        **arguments,
                    )

    # --- transfers --------------------------------------------------------------

    def test_a_transfer_says_what_its_goods_did(self):
        """T1: neither state, quantities, value nor pickings are written, created,
        copied or imported."""
        line = self.sent.line_ids
        figures = ("shipped", "received", "in_transit", "lost", "difference")
        ends = {
            "warehouse_id": self.warehouse.id,
            "dest_warehouse_id": self.branch.id,
        }
        forged = [
            {"state": "received"},
            {"phase": "confirmed"},
            {"value": 1},
            {"confirmed_on": NOON},
            {"picking_ids": [Command.set(self.sent.picking_ids.ids)]},
            {"difference_ids": [Command.create({"note": "x"})]},
        ]
        columns = ["warehouse_id/.id", "dest_warehouse_id/.id", "state"]
        row = [str(self.warehouse.id), str(self.branch.id), "received"]
        self._none(
            self.keeper,
            [
                *self._writes(self.sent, forged[:4] + forged[5:]),
                *self._writes(self.sent, [{"picking_ids": [Command.clear()]}]),
                *self._writes(self.sent, [{"dest_warehouse_id": self.warehouse.id}]),
                *self._writes(line, [{figure: 0} for figure in figures]),
                *self._writes(line, [{"quantity": 1}, {"company_id": False}]),
                *(
                    self._call(str(v), TRANSFER, "create", vals_list=[ends | v])
                    for v in forged
                ),
                *(
                    self._call(f"copy {v}", TRANSFER, "copy", self.sent.ids, default=v)
                    for v in forged
                ),
                self._import(TRANSFER, columns, row),
                self._import(
                    LINE, [".id", "quantity"], [str(self.sent.line_ids.id), "1"]
                ),
            ],
        )

    def test_its_pickings_are_its_own(self):
        """T1: none is cut loose from the document, and nothing else is taken out of
        transit, by a picking of one's own or by a return."""
        receipt = self.sent.picking_ids.filtered(lambda p: p.state == "assigned")
        ship = self.sent.picking_ids - receipt
        transit, target = receipt.location_id, self.branch.lot_stock_id
        other = receipt.with_user(self.keeper).create(
            {
                "picking_type_id": receipt.picking_type_id.id,
                "location_id": transit.id,
                "location_dest_id": target.id,
            }
        )
        self.env.flush_all()

        def steal(call):
            line = {
                "picking_id": other.id,
                "product_id": self.tea.id,
                "quantity": 2,
                "location_id": transit.id,
                "location_dest_id": target.id,
                "picked": True,
            }
            call("stock.picking", "do_unreserve", receipt.ids)
            call("stock.move.line", "create", vals_list=[line])
            call("stock.picking", "button_validate", other.ids)

        def give_back(call):
            made = call(
                "stock.return.picking", "create", vals_list=[{"picking_id": ship.id}]
            )
            ids = made if isinstance(made, list) else [made]
            found = call("stock.return.picking", "action_create_returns_all", ids)
            call("stock.picking", "button_validate", [found["res_id"]])

        self._none(
            self.keeper,
            [
                *self._writes(receipt, [{"jxc_transfer_id": False}]),
                *self._writes(other, [{"jxc_transfer_id": self.sent.id}]),
                *self._writes(receipt.move_ids, [{"jxc_transfer_line_id": False}]),
                *self._writes(receipt.move_ids, [{"jxc_transfer_step": "loss"}]),
                self._call("cancel", "stock.picking", "action_cancel", receipt.ids),
                self._call("unlink", "stock.picking", "unlink", receipt.ids),
                Attack("steal", steal),
                Attack("give back", give_back),
                Attack("give back again", give_back),
            ],
        )

    def test_a_difference_is_posted_by_its_button(self):
        """T1: born as a draft; what was posted stays, with its value and its lines."""
        lines = self.lost.line_ids
        good = {"transfer_id": self.sent.id}
        forged = [
            {"state": "done"},
            {"value": 1},
            {"user_id": self.manager.id},
            {"date_done": NOON},
        ]
        columns = ["transfer_id/.id", "state"]
        self._none(
            self.keeper,
            [
                *self._writes(self.lost, [*forged, {"note": "x"}, good]),
                *self._writes(lines, [{"quantity": 1}, {"bearer": "carrier"}]),
                *(
                    self._call(str(v), DIFFERENCE, "create", vals_list=[good | v])
                    for v in forged
                ),
                *(
                    self._call(
                        f"copy {v}", DIFFERENCE, "copy", self.lost.ids, default=v
                    )
                    for v in forged
                ),
                self._call("again", DIFFERENCE, "action_jxc_post", self.lost.ids),
                self._call("cancel", DIFFERENCE, "action_jxc_cancel", self.lost.ids),
                self._call("unlink", DIFFERENCE, "unlink", self.lost.ids),
                self._call("line", f"{DIFFERENCE}.line", "unlink", lines.ids),
                self._import(DIFFERENCE, columns, [str(self.sent.id), "done"]),
            ],
        )

    # --- two companies ----------------------------------------------------------

    def test_of_the_other_company(self):
        """T1, T3, F2: whoever belongs to another company neither reads nor ends these,
        and names none of their lots; also with their company in the context."""
        other = self.env["res.company"].create({"name": "分公司"})
        records = (self.running, self.running.line_ids, self.sent, self.lost)
        buttons = {
            RECALL: ("action_jxc_close", "action_jxc_cancel"),
            TRANSFER: ("action_jxc_cancel", "action_jxc_difference"),
            DIFFERENCE: ("action_jxc_cancel",),
        }
        attacks = []
        for record in records:
            name, ids = record._name, record.ids
            reading = {"fields": ["display_name"]}
            calls = [("read", reading), ("write", {"vals": {"note": "x"}})]
            calls += [(button, {}) for button in buttons.get(name, ())]
            for context in ({}, {"allowed_company_ids": self.company.ids}):
                attacks += [
                    self._call(
                        f"{name} {method} {context}",
                        name,
                        method,
                        ids,
                        context=context,
                        **arguments,
                    )
                    for method, arguments in calls
                ]
        mine = {"reason": "x", "lot_ids": [Command.set(self.lots.ids)]}
        theirs = {"transfer_id": self.sent.id}
        for role in ("inspector", "keeper"):
            stranger = new_role_user(
                self.env,
                role,
                login=f"other_{role}",
                company_id=other.id,
                company_ids=[Command.set(other.ids)],
            )
            self._none(
                stranger,
                [
                    *attacks,
                    self._call("lots", RECALL, "create", vals_list=[mine]),
                    self._call("theirs", DIFFERENCE, "create", vals_list=[theirs]),
                ],
            )
