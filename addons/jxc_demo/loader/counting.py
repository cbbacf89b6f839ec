"""Stock-takes: one posted, one half counted, and a cycle count that runs."""

from odoo import Command

from ..logic.plan import DAYS
from .approvals import approve_as_manager


def load_counting(demo):
    demo.env["jxc.stock.abc"].sudo()._refresh(demo.company)
    _posted(demo)
    _running(demo)
    _cycles(demo)


def _plan(demo, moment, values):
    with demo.clock(*moment):
        plan = demo.model("jingli", "jxc.stocktake").create(
            {"date": demo.date(moment[0]), **values}
        )
        plan.action_start()
    return plan


def _row(demo, warehouse, row):
    return demo.env["stock.location"].search(
        [
            ("name", "=", row),
            ("location_id", "=", demo.warehouses[warehouse].lot_stock_id.id),
        ]
    )


def _count(demo, lines, wrong):
    """Enter what is there; ``wrong``: every how many lines it is not what should be."""
    for number, line in enumerate(demo.as_user("cangku", lines)):
        book = (
            line.env["stock.quant"]
            .sudo()
            ._gather(line.product_id, line.location_id, line.lot_id, strict=True)
        )
        there = sum(book.mapped("quantity"))
        off = 0
        if wrong and number % wrong == 1:
            off = -2 if number % (2 * wrong) == 1 else 1
        line.count_input = max(there + off, 0)


def _post(demo, plan, moment):
    """Review and post, as whoever may; the reasons are the keeper's."""
    with demo.clock(*moment):
        demo.as_user("jingli", plan).action_review()
        reasons = demo.env["stock.scrap.reason.tag"].search([], limit=1)
        wrong = demo.as_user("cangku", plan).line_ids.filtered("difference")
        wrong.write({"reason_id": reasons.id, "note": "破损或错发"})
        asks = plan.sudo().jxc_approval_state != "none"
        demo.as_user("cangku" if asks else "jingli", plan).action_post()
        approve_as_manager(demo, plan)
        plan.sudo().write({"started_at": demo.moment(moment[0], 8)})
        plan.sudo().posted_at = demo.moment(*moment)
        plan.sudo().adjustment_ids.write({"date": demo.moment(*moment)})


def _posted(demo):
    moment = (DAYS - 3, 8, 0)
    plan = _plan(
        demo,
        moment,
        {
            "warehouse_id": demo.warehouses["ZC"].id,
            "scope": "locations",
            "location_ids": [Command.set(_row(demo, "ZC", "E").ids)],
            "tolerance_percent": 0,
        },
    )
    with demo.clock(DAYS - 3, 10):
        _count(demo, plan.line_ids, 4)
    _post(demo, plan, (DAYS - 3, 17, 30))


def _running(demo):
    plan = _plan(
        demo,
        (DAYS, 8, 0),
        {
            "warehouse_id": demo.warehouses["NC"].id,
            "scope": "warehouse",
            "blind": True,
            "counter_ids": [Command.create({"user_id": demo.users["cangku"].id})],
        },
    )
    with demo.clock(DAYS, 9):
        _count(demo, plan.line_ids[: len(plan.line_ids) // 2], 9)


def _cycles(demo):
    model = demo.model("jingli", "jxc.stocktake.cycle")
    house = demo.warehouses["ZC"].id
    cycles = model.create(
        [
            {
                "name": name,
                "warehouse_id": house,
                "abc_class": letter,
                "every_days": days,
                "max_lines": lines,
                "interval": interval,
                "blind": False,
                "tolerance_percent": 0,
            }
            for name, letter, days, lines, interval in (
                ("A 类每月一遍", "a", 30, 12, 1),
                ("B 类每季一遍", "b", 90, 15, 7),
                ("C 类半年一遍", "c", 180, 20, 14),
            )
        ]
    )
    moment = (DAYS - 1, 8, 0)
    with demo.clock(*moment):
        plan = cycles[0]._make()
    if plan:
        plan.sudo().date = demo.date(DAYS - 1)
        _count(demo, plan.line_ids, 6)
        _post(demo, plan, (DAYS - 1, 16, 0))
