"""Three months of trade, played day by day through the host's own documents."""

from collections import defaultdict
from dataclasses import dataclass

from ..logic import plan
from .buying import order_goods, receive_goods
from .money import pay_in_capital, post_bills, settle
from .selling import sell, send_back, ship


@dataclass
class _Step:
    day: int
    hour: int
    act: object
    event: object


def load_history(demo):
    pay_in_capital(demo)
    done = {}
    for step in _timeline(_events(demo)):
        minute = demo.random.randrange(60)
        with demo.clock(step.day, step.hour, minute):
            step.act(demo, step.event, done, (step.day, step.hour, minute))
    post_bills(demo)
    settle(demo)
    date_chatter(demo)


def items_of(demo):
    return [
        plan.Item(
            row["code"],
            row["vendor"],
            int(row["box"]),
            {
                code: (int(row[f"min_{code.lower()}"]), int(row[f"max_{code.lower()}"]))
                for code in demo.warehouses
                if int(row[f"max_{code.lower()}"])
            },
        )
        for row in demo.rows["products"]
    ]


def _events(demo):
    customers = [
        plan.Customer(row["code"], row["warehouse"], int(row["weight"]))
        for row in demo.rows["customers"]
    ]
    leads = {row["code"]: int(row["lead"]) for row in demo.rows["vendors"]}
    weekday = demo.opening.weekday()
    return plan.Planner(items_of(demo), customers, leads, weekday).run()


def _timeline(events):
    """Goods arrive in the morning, orders come at noon, trucks leave at four."""
    days = defaultdict(list)
    for event in events:
        if isinstance(event, plan.Purchase):
            steps = [
                _Step(event.day, 9, order_goods, event),
                _Step(event.received, 10, receive_goods, event),
            ]
        else:
            steps = [
                _Step(event.day, 11, sell, event),
                _Step(event.shipped, 16, ship, event),
            ]
            if event.returned:
                back = min(event.shipped + 3, plan.DAYS - 1)
                steps.append(_Step(back, 17, send_back, event))
        for step in steps:
            days[step.day, step.hour].append(step)
    for _moment, steps in sorted(days.items()):
        yield from steps


def date_chatter(demo):
    """Messages carry the wall clock: give them the date of what they speak of."""
    demo.env.flush_all()
    demo.env.cr.execute(
        "UPDATE mail_message SET date = create_date WHERE create_date < date"
    )
    demo.env.invalidate_all()
