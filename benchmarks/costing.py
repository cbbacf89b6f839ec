"""The part ``cost``: value, summary, ageing and profit of more and more products."""

#: Products, out of a database that has more or as many.
COUNTS = (100, 1_000, 10_000)
#: What is measured, and whether the host can do it as well.
WHAT = {"now": True, "then": True, "month": False, "ageing": False, "profit": False}


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
