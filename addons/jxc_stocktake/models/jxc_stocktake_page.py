from odoo import api, fields, models

from ..pushing import Push


class JxcStocktake(models.Model):
    """What a page for counters asks: everything by RPC, with the rights of its user."""

    _inherit = "jxc.stocktake"

    @api.model
    def jxc_open(self):
        """The plans that the user may count now.

        :return: list of ``{id, name, warehouse, date, state, blind, lines, counted,
            to_recount, progress}``; in review ``lines`` and ``counted`` are of what
            is counted once more
        """
        plans = self.search([("state", "in", ("counting", "review"))])._may_count()
        again = dict(
            self.env["jxc.stocktake.line"]._read_group(
                [
                    ("stocktake_id", "in", plans.ids),
                    ("stocktake_id.state", "=", "review"),
                    ("round", ">", 0),
                ],
                ["stocktake_id"],
                ["__count"],
            )
        )
        return [
            {
                "id": plan.id,
                "name": plan.name,
                "warehouse": plan.warehouse_id.display_name,
                "date": fields.Date.to_string(plan.date),
                "state": plan.state,
                "blind": plan.blind,
                "lines": again.get(plan, plan.line_count),
                "counted": again.get(plan, plan.counted_count) - plan.recount_count,
                "to_recount": plan.recount_count,
                "progress": plan.progress,
            }
            for plan in plans
            if plan.state == "counting" or plan.recount_count
        ]

    def jxc_sheet(self):
        """All that a device needs to count these plans without a network.

        :return: ``{plans, bins, lines, products, lots, since}``; bins stand in the
            order of walking, ``since`` goes into the next :meth:`jxc_push`. A line of a
            blind plan has no ``expected``. Of a plan in review there are only the lines
            to be counted once more, and their bins.
        """
        plans = self._may_count()
        plans.check_access("write")
        places = {plan: plan._places(self.env.user) for plan in plans}
        lines = plans.line_ids.filtered(
            lambda line: (
                line.location_id in places[line.stocktake_id]
                and (line.round or line.stocktake_id.state != "review")
            )
        )
        counting = self.filtered(lambda plan: plan.state != "review")
        bins = lines.location_id.union(*(places[plan] for plan in counting & plans))
        lots = lines.lot_id
        return {
            "plans": [{"id": p.id, "name": p.name, "blind": p.blind} for p in plans],
            "bins": [
                {"id": b.id, "name": b.display_name, "barcode": b.barcode or ""}
                for b in bins.sorted("complete_name")
            ],
            "lines": [line._page_values() for line in lines],
            "products": lines.product_id._jxc_page_values(),
            "lots": [
                {"id": lot.id, "name": lot.name, "product_id": lot.product_id.id}
                for lot in lots
            ],
            "since": {str(plan.id): plan._last_count() for plan in plans},
        }

    @api.model
    def jxc_push(self, counts, since=None):
        """Take counts from a device; the same one sent again counts once.

        :param counts: list of ``{client_id, stocktake_id, product_id, location_id,
            lot_id or lot_name, package_id, owner_id, quantity, uom_id, kind: add | set
            | undo, undo_of, device_time}``; an undo needs only ``client_id``,
            ``stocktake_id``, ``kind``, ``undo_of`` and ``device_time`` (UTC).
        :param since: ``{stocktake id: number}`` as the sheet or the last push gave it
        :return: ``{results: [{client_id, status: accepted | duplicate | refused,
            message, line_id}], lines: [what was counted since, by anybody], since}``;
            one that is refused keeps none of the others back.
        """
        push = Push(self.env, counts, since or {})
        push.take()
        return push.answer()

    def _last_count(self):
        self.ensure_one()
        newest = (
            self.env["jxc.stocktake.count"]
            .sudo()
            .search([("stocktake_id", "=", self.id)], order="id desc", limit=1)
        )
        return newest.id or 0
