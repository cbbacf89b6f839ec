"""What lies on the desks this morning: orders on their way, and what is short."""

from ..logic.plan import DAYS, limits_of
from .approvals import approve_as_manager
from .buying import arrive, draft_order, mark_mailed
from .history import date_chatter, items_of
from .inspecting import load_plan
from .selling import confirm, draft_sale


def load_today(demo):
    load_plan(demo)
    for row in demo.table("today"):
        _purchase(demo, row)
    for row in demo.table("desk"):
        _sale(demo, row)
    _sell_below_the_minimum(demo)
    _watch(demo)
    date_chatter(demo)
    keep_mail(demo)


def _boxes(demo, text):
    """``TW001:20`` is twenty boxes of TW001."""
    for part in text.split():
        code, boxes = part.split(":")
        row = next(row for row in demo.rows["products"] if row["code"] == code)
        yield code, int(boxes) * (int(row["box"]) or 1)


def _purchase(demo, row):
    day = DAYS - int(row["ago"])
    moment = (day, 9, demo.random.randrange(20))
    with demo.clock(*moment):
        lines = list(_boxes(demo, row["lines"]))
        order = draft_order(demo, row["partner"], row["warehouse"], lines, moment)
        order.order_line.date_planned = demo.plan(DAYS + int(row["ahead"]), 17)
        if row["kind"] == "rfq":
            return
        order.button_confirm()
        if row["kind"] == "approval":
            return
        approve_as_manager(demo, order)
        mark_mailed(demo, order)
        date = demo.moment(*moment)
        order.sudo().write({"date_order": date, "date_approve": date})
    if row["kind"] == "inspection":
        moment = (DAYS, 8, 10)
        with demo.clock(*moment):
            arrive(demo, demo.as_user("cangku", order.sudo().picking_ids), moment)


def _sale(demo, row):
    day = DAYS - int(row["ago"])
    moment = (day, 10, demo.random.randrange(30))
    lines = _what_is_there(demo, row["customer"], int(row["lines"]))
    with demo.clock(*moment):
        order = draft_sale(
            demo,
            row["customer"],
            lines,
            moment,
            DAYS + int(row["ahead"]),
            float(row["discount"]),
        )
        if row["kind"] == "open":
            confirm(demo, order, moment)
        elif row["kind"] == "approval":
            order.action_confirm()


def available(demo, warehouse):
    """Product code → quantity available to promise in that warehouse."""
    products = demo.env["product.product"].union(*demo.products.values())
    house = demo.warehouses[warehouse]
    found = demo.env["jxc.stock.availability"]._get(products, house)
    return {
        code: found[product.id, house.id].atp for code, product in demo.products.items()
    }


def _what_is_there(demo, customer, count):
    """A few boxes of what is far above its minimum."""
    row = next(row for row in demo.rows["customers"] if row["code"] == customer)
    house = row["warehouse"]
    stock = available(demo, house)
    plenty = [
        item
        for item in items_of(demo)
        if house in item.limits and stock[item.code] > 2 * limits_of(item, house)[0]
    ]
    chosen = demo.random.sample(plenty, min(count, len(plenty)))
    return [(item.code, demo.random.randint(2, 5)) for item in chosen]


def _sell_below_the_minimum(demo):
    """One order this morning takes a product below its minimum."""
    stock = available(demo, "ZC")
    items = sorted(items_of(demo), key=lambda item: item.vendor != "V02")
    for item in items:
        low, _high = item.limits.get("ZC", (0, 0))
        boxes = int((stock[item.code] - low * 0.5) // (item.box or 1))
        if low and stock[item.code] > low and boxes > 0:
            break
    moment = (DAYS, 8, 40)
    with demo.clock(*moment):
        lines = [(item.code, boxes)]
        order = draft_sale(demo, "C01", lines, moment, DAYS + 1)
        confirm(demo, order, moment)


def _watch(demo):
    """Look at every limit once, as the watch does after each movement."""
    demo.env.flush_all()
    keys = [
        f"{point.product_id.id}:{point.warehouse_id.id}"
        for point in demo.env["stock.warehouse.orderpoint"].search(
            [("company_id", "=", demo.company.id)]
        )
    ]
    mark = demo.env["jxc.alert.mark"].sudo()
    mark._mark("below_min", keys)
    mark._process()


def keep_mail(demo):
    """The addresses are invented: nothing that the load wrote leaves the house."""
    mails = demo.env["mail.mail"].sudo().search([("state", "=", "outgoing")])
    mails.write({"state": "cancel"})
