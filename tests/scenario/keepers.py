"""What a keeper does in a day, call by call, each in a transaction of its own."""

import random
from contextlib import contextmanager
from functools import partial
from uuid import uuid4

from odoo import SUPERUSER_ID, Command, api
from odoo.service.model import call_kw, retrying

SKIP = {"skip_backorder": True, "skip_sms": True}


class Keeper:
    """A user in a session of his own, who knows what the screens told him.

    :param day: what all share: the ids of houses, places, goods, and open plans.
    """

    def __init__(self, registry, uid, seed, day):
        self.registry, self.uid, self.day = registry, uid, day
        self.random = random.Random(seed)
        #: {client id: count} of those that were said to be taken
        self.accepted = {}

    @contextmanager
    def env(self, uid=SUPERUSER_ID):
        with self.registry.cursor() as cr:
            yield api.Environment(cr, uid, {"tracking_disable": True})

    def call(self, model, method, *args, **context):
        """As the server does it: the RPC layer, its retries, and a commit."""
        with self.registry.cursor() as cr:
            context = {"tracking_disable": True, **context}
            env = api.Environment(cr, self.uid, context)
            call = partial(call_kw, env[model], method, args, {"context": context})
            return retrying(call, env)

    # --- errands ------------------------------------------------------------------

    def ship(self):
        """Pick for a customer and validate: what cannot be had stays for later."""
        picking_id = self._picking("out_type_id", *self.day.way_out)
        self.call("stock.picking", "button_validate", [picking_id], **SKIP)

    def ship_by_scan(self):
        """The same on the scan page, which takes what the plan says, and no less."""
        picking_id = self._picking("out_type_id", *self.day.way_out)
        sheet = self.call("jxc.pda", "transfer", picking_id)
        scanned = {}
        for line in sheet["lines"]:
            names = ("location_id", "lot_id", "quantity")
            part = {name: line[name] for name in names}
            scanned.setdefault(line["move_id"], []).append(part)
        self.call("jxc.pda", "put", picking_id, scanned)
        self.call("jxc.pda", "finish", picking_id, False)

    def receive(self):
        picking_id = self._picking("in_type_id", *self.day.way_in)
        sheet = self.call("jxc.pda", "transfer", picking_id)
        scanned = {}
        for move in sheet["moves"].values():
            part = {"quantity": move["demand"]}
            part["location_dest_id"] = self.random.choice(self.day.bins)
            if sheet["products"][move["product_id"]]["tracking"] == "lot":
                part["lot_name"] = self.random.choice(self.day.lot_names)
            scanned[move["id"]] = [part]
        self.call("jxc.pda", "put", picking_id, scanned)
        self.call("jxc.pda", "finish", picking_id, False)

    def transfer(self):
        """From the one warehouse to the other, all the way."""
        lines = [
            Command.create({"product_id": product, "quantity": quantity})
            for product, quantity in self._goods()
        ]
        house, other = self.day.houses
        values = {"warehouse_id": house, "dest_warehouse_id": other}
        (transfer_id,) = self.call(
            "jxc.transfer", "create", [values | {"line_ids": lines}]
        )
        self.call("jxc.transfer", "action_jxc_confirm", [transfer_id])
        for step in ("ship", "receive"):
            with self.env() as env:
                domain = [("jxc_transfer_line_id.transfer_id", "=", transfer_id)]
                domain += [("jxc_transfer_step", "=", step)]
                picking = env["stock.move"].search(domain).picking_id
            self.call("stock.picking", "button_validate", picking.ids, **SKIP)

    def count(self):
        """What lies in some places, more or less; delivered twice where the answer
        got lost on the way."""
        keys = ("product_id", "location_id", "lot_id")
        counts = []
        for plan_id, *names in (self.day.to_count.pop() for _number in range(6)):
            count = dict(zip(keys, names, strict=True))
            with self.env() as env:
                domain = [(name, "=", value) for name, value in count.items()]
                there = sum(env["stock.quant"].search(domain).mapped("quantity"))
            count |= {"client_id": str(uuid4()), "stocktake_id": plan_id, "kind": "add"}
            count["quantity"] = max(there + self.random.choice((-1, 0, 0, 1)), 1)
            counts.append(count)
        for _time in range(self.random.choice((1, 1, 2))):
            answer = self.call("jxc.stocktake", "jxc_push", counts)
            for count, result in zip(counts, answer["results"], strict=True):
                if result["status"] in ("accepted", "duplicate"):
                    self.accepted[count["client_id"]] = count

    def post(self):
        """Review a plan; a foreman posts what was found."""
        plan_id = self.day.to_post.pop()
        self.call("jxc.stocktake", "action_review", [plan_id])
        foreman = Keeper(self.registry, self.day.foreman_id, 0, self.day)
        foreman.call("jxc.stocktake", "action_post", [plan_id])

    # --- what they are made of ------------------------------------------------------

    def _goods(self):
        """Two products, in any order, and how many of each."""
        products = self.random.sample(self.day.products, 2)
        return [(product, self.random.randint(1, 6)) for product in products]

    def _picking(self, kind, source, target):
        places = {"location_id": source, "location_dest_id": target}
        moves = [
            Command.create(
                {"product_id": product, "product_uom_qty": quantity, **places}
            )
            for product, quantity in self._goods()
        ]
        values = {"picking_type_id": self.day.kinds[kind], "move_ids": moves, **places}
        (picking_id,) = self.call("stock.picking", "create", [values])
        self.call("stock.picking", "action_confirm", [picking_id])
        return picking_id
