"""Two recalls: one that is over, one that runs."""

from ..logic.plan import DAYS
from .buying import validate


def load_recalls(demo):
    lots = _shipped_lots(demo)
    if lots:
        _closed(demo, lots[0])
    if len(lots) > 1:
        _running(demo, lots[-1])


def _shipped_lots(demo):
    """Lots that customers have, those of the fewest customers first; none of them is
    about to leave."""
    lines = demo.env["stock.move.line"].search(
        [
            ("state", "=", "done"),
            ("lot_id", "!=", False),
            ("location_dest_id.usage", "=", "customer"),
            ("company_id", "=", demo.company.id),
        ]
    )
    open_lots = (
        demo.env["stock.move.line"]
        .search([("state", "not in", ("done", "cancel")), ("lot_id", "!=", False)])
        .lot_id
    )
    customers = {
        lot: len(some.picking_id.partner_id)
        for lot, some in lines.grouped("lot_id").items()
        if lot not in open_lots and not lot.jxc_blocked
    }
    return sorted(customers, key=lambda lot: (customers[lot], lot.id))


def _start(demo, lot, reason, moment):
    with demo.clock(*moment):
        recall = demo.model("jingli", "jxc.recall").create(
            {"reason": reason, "lot_ids": lot.ids}
        )
        recall.action_jxc_start()
    recall.sudo().started_at = demo.moment(*moment)
    return recall


def _closed(demo, lot):
    recall = _start(demo, lot, "供应商通知:封口不严,有漏气。", (DAYS - 20, 9, 0))
    moment = (DAYS - 12, 15, 0)
    with demo.clock(*moment):
        for picking in demo.as_user("cangku", recall.sudo().return_ids):
            picking.move_ids.picked = True
            validate(demo, picking, moment)
        recall.invalidate_recordset()
        if recall.customer_line_ids.filtered("unaccounted"):
            recall.close_reason = "客户已售出,已公告。"
        recall.action_jxc_close()
    recall.sudo().closed_at = demo.moment(*moment)


def _running(demo, lot):
    recall = _start(demo, lot, "抽检菌落总数超标,请立即下架。", (DAYS - 1, 9, 0))
    with demo.clock(DAYS, 8):
        line = recall.customer_line_ids.filtered("unaccounted")[:1]
        line.write({"destroyed": 1, "note": "客户电话告知:自行销毁 1 件"})
