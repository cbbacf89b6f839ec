"""The part ``cost``: value, summary, ageing and profit of more and more products; the
part ``history``: what a longer and longer one costs who posts, restates and closes."""

#: Products, out of a database that has more or as many.
COUNTS = (100, 1_000, 10_000)
#: What is measured, and whether the host can do it as well.
WHAT = {"now": True, "then": True, "month": False, "ageing": False, "profit": False}

#: Moves of each of the hundred goods of a document; what is posted, by which method.
MOVES = (10, 100, 1_000)
POSTED = {
    "ship_average": ("out", "average"),
    "ship_fifo": ("out", "fifo"),
    "receive_average": ("in", "average"),
}
#: Moves of the one product that is computed again.
LONG = (1_000, 10_000)


def costs(sides, most, turns, say, middle, ratio):
    """:return: {"opening": …, name: {how many products: figures by kind}}"""
    say("  building the ledger")
    result = {"opening": sides["ours"].ask("cost_prepare")}
    for name, host in WHAT.items():
        for count in (count for count in COUNTS if count <= most):
            say(f"  {name}, {count} products")
            kinds = {"statement": ("ours", f"cost_{name}_statement")}
            kinds["ours"] = ("ours", f"cost_{name}")
            if host:
                kinds["host"] = ("host", f"cost_{name}")
            one = _compared(sides, name, kinds, count, turns, middle, ratio)
            result.setdefault(name, {})[count] = one
    return result


def histories(sides, most, turns, say, middle, ratio):
    """:return: {"again", "posted", "close": figures}"""
    return {
        "again": _again(sides, turns, say, middle, ratio),
        "posted": _posted(sides, most, turns, say, middle, ratio),
        "close": _closed(sides["ours"], turns, say, middle),
    }


def _compared(sides, name, kinds, count, turns, middle, ratio):
    samples = {kind: [] for kind in kinds}
    for turn in range(turns + 1):
        found = []
        for kind, (side, question) in kinds.items():
            answer = sides[side].ask(question, size=count)
            found.append(answer.pop("found"))
            samples[kind] += [(turn, answer)] * bool(turn)
        if any(one != found[0] for one in found):
            raise SystemExit(f"cost, {name}: not the same: {str(found)[:2000]}")
    one = {kind: middle(sample) for kind, sample in samples.items()}
    one["ratio"] = ratio(samples["ours"], samples["statement"])
    if "host" in samples:
        one["faster"] = ratio(samples["host"], samples["ours"])
    return one


def _closed(ours, turns, say, middle):
    say("  closing of a month")
    ours.ask("history_built")
    samples = [(turn, ours.ask("history_close")) for turn in range(turns + 1)]
    last = samples[-1][1]
    products = {"products": last["products"], "amount": last["amount"]}
    return {**middle(samples[1:]), **products}


def _posted(sides, most, turns, say, middle, ratio):
    """{what: {moves of a product: figures by side}}"""
    result = {}
    for name, (way, method) in POSTED.items():
        for moves in MOVES:
            say(f"  {name}, {moves} moves of a product")
            lines = min(most, 100)
            asked = {"moves": moves, "method": method, "products": lines}
            made = {k: s.ask("history_prepare", **asked) for k, s in sides.items()}
            samples = {side: [] for side in sides}
            for turn in range(turns + 1):
                for side, found in samples.items():
                    answer = sides[side].ask("history_move", way=way, **made[side])
                    found += [(turn, answer)] * bool(turn)
            one = {side: middle(found) for side, found in samples.items()}
            one["ratio"] = ratio(samples["ours"], samples["host"])
            result.setdefault(name, {})[moves] = one
    return result


def _again(sides, turns, say, middle, ratio):
    """{moves: figures}: the host, ours from the beginning, where nothing is another and
    where all is, ours since today."""
    result = {}
    for moves in LONG:
        say(f"  computed again, {moves} moves")
        asked = {"moves": moves, "method": "average", "products": 1}
        made = {k: s.ask("history_prepare", **asked) for k, s in sides.items()}
        kinds = {"host": {}, "ours": {}, "today": {"since": "now"}}
        kinds["dearer"] = {"dearer": True}
        samples = {name: [] for name in kinds}
        for turn in range(turns + 1):
            for name, more in kinds.items():
                side = "host" if name == "host" else "ours"
                answer = sides[side].ask("history_again", **made[side], **more)
                samples[name] += [(turn, answer)] * bool(turn)
        one = {name: middle(found) for name, found in samples.items()}
        one["faster"] = ratio(samples["host"], samples["ours"])
        for name in ("today", "dearer"):
            one[f"faster_{name}"] = ratio(samples["host"], samples[name])
        result[moves] = one
    return result
