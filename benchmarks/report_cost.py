"""The tables of the part ``cost``."""

from tables import seconds, slope, table

#: What the cost ledger says, at most how many times what one statement takes.
COST = {
    "now": "value of all products now",
    "then": "value of all products half a year ago",
    "month": "收发存 of a month, as the list reads it",
    "ageing": "库龄 of a day, by product and age",
    "profit": "毛利 of a month, by product",
}
COST_LIMIT, COST_FASTER = 3, 100
#: A document over goods with a history: at most so many times the host's time; faster
#: where the history is long. One product again: at least so many times as fast.
POSTED = {
    "ship_average": "ship, moving average",
    "ship_fifo": "ship, first in first out",
    "receive_average": "receive, moving average",
}
POSTED_GOAL, POSTED_LONG, AGAIN = 1.1, 1_000, 20


def cost(found):
    opening = found["opening"]
    title = f"cost ledger, {opening['rows']:,} rows, built in {seconds(opening)}"
    head = [title, "products", "host", "one statement", "ours", "queries"]
    head += ["host / ours", "goal", "ours / statement", "goal", "growth"]
    lines = []
    for name, text in COST.items():
        points = []
        for count, one in found.get(name, {}).items():
            points.append((int(count), one["ours"]["seconds"]))
            cells = [text, f"{int(count):,}", seconds(one.get("host"))]
            cells += [seconds(one["statement"]), seconds(one["ours"])]
            cells.append(f"{one['ours']['queries']:.0f}")
            faster = one.get("faster")
            bad = " ✗" if faster and faster < COST_FASTER else ""
            cells += [f"{faster:.0f}{bad}", str(COST_FASTER)] if faster else ["", ""]
            bad = " ✗" if one["ratio"] > COST_LIMIT else ""
            cells += [f"{one['ratio']:.1f}{bad}", str(COST_LIMIT), slope(points[-2:])]
            lines.append(cells)
    return table(head, lines)


def history(found):
    """Posting over a longer and longer history, one product again, a month closed."""
    parts = {"posted": _posted, "again": _again, "close": _closed}
    return "\n\n".join(shown(found[name]) for name, shown in parts.items())


def _posted(found):
    head = ["one document of 100 lines", "moves of a product", "host", "ours"]
    head += ["queries host", "ours", "ours / host", "goal", "growth host", "ours"]
    lines = []
    for name, sizes in found.items():
        points = {"host": [], "ours": []}
        for moves, one in sizes.items():
            # From a thousand moves on we are to be faster.
            goal = POSTED_GOAL if int(moves) < POSTED_LONG else 1
            bad = " ✗" if one["ratio"] > goal else ""
            for side, known in points.items():
                known.append((int(moves), one[side]["seconds"]))
            cells = [POSTED[name], f"{int(moves):,}"]
            cells += [seconds(one[side]) for side in points]
            cells += [f"{one[side]['queries']:.0f}" for side in points]
            cells += [f"{one['ratio']:.2f}{bad}", f"{goal:g}"]
            lines.append([*cells, *(slope(known) for known in points.values())])
    return table(head, lines)


def _again(found):
    head = ["one product computed again", "host", "ours, all of it"]
    head += ["ours, since today", "ours, all is another", "host / ours"]
    head += ["host / since today", "host / all is another", "goal"]
    lines = []
    for moves, one in found.items():
        cells = [f"{int(moves):,} moves"]
        names = ("host", "ours", "today", "dearer")
        cells += [seconds(one.get(name)) for name in names]
        for name in ("faster", "faster_today", "faster_dearer"):
            times = one.get(name)
            bad = " ✗" if times and times < AGAIN else ""
            cells.append(f"{times:.1f}{bad}" if times else "")
        lines.append([*cells, str(AGAIN)])
    return table(head, lines)


def _closed(found):
    head = ["month-end closing", "products in stock", "ours", "queries"]
    cells = ["checks, vouchers, copy", f"{found['products']:,}", seconds(found)]
    return table(head, [[*cells, f"{found['queries']:.0f}"]])
