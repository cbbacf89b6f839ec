"""Both sides in turn: ``measure.py SIZE HOST OURS [TURNS]``; bin/bench calls it."""

import sys
from statistics import median

import report
from costing import costs, histories
from figures import middle, ratio, say
from generator.size import SIZES
from growing import GROWING, growing
from posts import rates
from server import Server
from storming import storm

#: How often, by the number of lines. One turn more at the very beginning does not
#: count: it fills the caches of both processes.
REPEAT = {1: 7, 10: 5, 100: 3}
#: Products × warehouses that a rule looks at.
PAIRS = (1_000, 10_000, 100_000)
#: Lots that one delivery takes, out of 20,000.
PICKS = (1, 100, 1_000)
#: Lines of the order that is received, inspected and billed.
LONG = 200
#: Attempts of so many sessions, half of them in each of two processes of a side.
STORM = {"T": 200, "S": 2_000, "M": 2_000}
SESSIONS, SCARCE = 40, 30
SELLER, KEEPER = "bench_seller", "bench_keeper"
SALE = ["enter_sale", "confirm_sale"]
PURCHASE = ["enter_purchase", "confirm_purchase"]
FLOWS = [
    ("host", [*SALE, "ship"]),
    ("ours", [*SALE, "ship_ours"]),
    ("host", [*SALE, "ship_and_invoice"]),
    ("host", [*PURCHASE, "receive"]),
    ("ours", [*PURCHASE, "receive_ours"]),
    ("host", [*PURCHASE, "receive_and_bill"]),
]
#: A step of ours, the host's, and the host's with the invoice of its own making.
ROWS = {
    "enter_sale": ("enter_sale", None),
    "confirm_sale": ("confirm_sale", None),
    "ship_ours": ("ship", "ship_and_invoice"),
    "enter_purchase": ("enter_purchase", None),
    "confirm_purchase": ("confirm_purchase", None),
    "receive_ours": ("receive", "receive_and_bill"),
}


def flows(sides, repeat):
    """:return: {lines: {side's step: [figures of every repetition]}}"""
    found = {}
    for lines, times in repeat.items():
        samples = found.setdefault(lines, {})
        for turn in range(1 if len(found) > 1 else 0, times + 1):
            say(f"  {lines} lines, turn {turn} of {times}")
            # Whoever comes first finds the caches colder: take turns in that too.
            order = FLOWS if turn % 2 else FLOWS[::-1]
            for side, names in order:
                answer = sides[side].ask(
                    "flow", names=names, lines=lines, seed=lines * 1000 + turn
                )
                for name, figures in answer.items() if turn else ():
                    samples.setdefault(f"{side} {name}", []).append((turn, figures))
    return found


def rows(found):
    """The table: what each step of ours costs against the host."""
    table = []
    for ours, (host, full) in ROWS.items():
        for lines, samples in found.items():
            row = {"step": ours.removesuffix("_ours"), "lines": lines}
            own = samples[f"ours {ours}"]
            row["ours"] = middle(own)
            for name, step in (("host", host), ("host_full", full)):
                if step:
                    theirs = samples[f"host {step}"]
                    row[name] = middle(theirs)
                    row[f"ratio_{name}"] = ratio(own, theirs)
                    row[f"wall_ratio_{name}"] = ratio(own, theirs, "wall")
            table.append(row)
    return table


def stock(sides, turns=3):
    """Availability and alerts; each median with what it is compared to, in turn."""
    kinds = [
        ("host", "on_hand_host"),
        ("ours", "on_hand_limit"),
        ("ours", "availability"),
        ("ours", "overview"),
        ("ours", "overview_below"),
    ]
    samples = {name: [] for _side, name in kinds}
    for turn in range(turns + 1):
        say(f"  availability, turn {turn} of {turns}")
        for side, name in kinds:
            answer = sides[side].ask(name)
            if answer.get("equal") is False:
                raise SystemExit(f"{name}: not the figures of the one statement")
            if turn:
                samples[name].append((turn, answer))
    result = {name: middle(found) for name, found in samples.items()}
    for name in result:
        result[name]["ratio"] = ratio(samples[name], samples["on_hand_limit"])
    return result


def alerts(sides, lines, turns=3):
    samples, shipped = {}, []
    for turn in range(turns + 1):
        say(f"  alerts, turn {turn} of {turns}")
        names, request = [*SALE, "ship"], {"lines": lines, "seed": turn}
        answer = sides["host"].ask("flow", names=names, **request)
        shipped += [(turn, answer["ship"])] * bool(turn)
        for name, figures in sides["ours"].ask("alerts", **request).items():
            if turn:
                samples.setdefault(name, []).append((turn, figures))
    result = {"host_ship": middle(shipped)}
    for name, found in samples.items():
        last = {key: found[-1][1][key] for key in ("marks", "alerts")}
        times = ratio(found, shipped)
        result[name] = {**middle(found), "ratio": times, **last}
    return result


def pairs(ours, turns=3):
    """A whole look of one rule at very many pairs, against one statement.

    :return: {number of pairs: figures by name, with ratios to the statement}
    """
    result = {}
    for count in PAIRS:
        say(f"  alerts of {count} pairs")
        made = ours.ask("pairs_prepare", count=count)
        request = {key: made.pop(key) for key in ("rule", "category")}
        samples = {"statement": [], "evaluation": [], "marked": []}
        for turn in range(turns + 1):
            for name, found in samples.items():
                answer = ours.ask(f"pairs_{name}", **request)
                found += [(turn, answer)] * bool(turn)
        if len({found[0][1]["found"] for found in samples.values()}) > 1:
            raise SystemExit(f"{count} pairs: not what the one statement finds")
        result[count] = {
            name: {**middle(found), "ratio": ratio(found, samples["statement"])}
            for name, found in samples.items()
        }
        result[count]["opening"] = made
    return result


def ledger(ours, turns=3):
    """Ledger, summary and overview; each with the ratio to its one statement."""
    result = {}
    for name in ("ledger_year", "ledger_month", "ledger_overview"):
        say(f"  {name}")
        samples = {f"{name}_statement": [], name: []}
        for turn in range(turns + 1):
            for kind, found in samples.items():
                answer = ours.ask(kind)
                found += [(turn, answer)] * bool(turn)
        own, limit = samples[name], samples[f"{name}_statement"]
        if own[0][1]["found"] != limit[0][1]["found"]:
            raise SystemExit(f"{name}: not what the one statement finds")
        rows = own[0][1]["found"]
        result[name] = {**middle(own), "ratio": ratio(own, limit), "rows": rows}
        result[f"{name}_statement"] = middle(limit)
    return result


def fefo(sides, turns=3):
    """First expired first out of very many lots; all three have to pick the same.

    :return: {lots taken: figures by name}; the host's ratio is against ours
    """
    result = {}
    for side in sides.values():
        side.ask("fefo_prepare")
    kinds = {
        "host": ("host", "fefo_reserve"),
        "ours": ("ours", "fefo_reserve"),
        "statement": ("ours", "fefo_statement"),
    }
    for picks in PICKS:
        say(f"  reservation of {picks} lots")
        samples = {name: [] for name in kinds}
        for turn in range(turns + 1):
            picked = []
            for name, (side, kind) in kinds.items():
                answer = sides[side].ask(kind, picks=picks)
                picked.append(answer.pop("found"))
                samples[name] += [(turn, answer)] * bool(turn)
            if len(picked[0]) != picks or any(p != picked[0] for p in picked):
                raise SystemExit(f"{picks} lots: not the same picks")
        result[picks] = {name: middle(found) for name, found in samples.items()}
        result[picks]["faster"] = ratio(samples["host"], samples["ours"])
        result[picks]["ratio"] = ratio(samples["ours"], samples["statement"])
    return result


def recall(ours, turns=3):
    """What a recall finds, with the ratio to its one statement."""
    say("  recall")
    ours.ask("recall_prepare")
    samples = {"statement": [], "trace": []}
    for turn in range(turns + 1):
        answers = {name: ours.ask(f"recall_{name}") for name in samples}
        if answers["trace"]["found"] != answers["statement"]["found"]:
            raise SystemExit("recall: not what the one statement finds")
        for name, answer in answers.items():
            samples[name] += [(turn, answer)] * bool(turn)
    result = {name: middle(found) for name, found in samples.items()}
    result["rows"] = answers["trace"]["found"][0]
    result["ratio"] = ratio(samples["trace"], samples["statement"])
    return result


def faster(sides, name, kinds, turns):
    """What the host does and ours does on the same data, with the same result.

    :param kinds: the request of each, by "host", "ours" and perhaps "statement"
    :return: figures by kind; ``faster`` is how many times the host's time ours is in
    """
    say(f"  {name}")
    places = {"host": "host", "ours": "ours", "statement": "ours"}
    made = [sides[side].ask(f"{name}_prepare") for side in ("host", "ours")]
    samples = {kind: [] for kind in kinds}
    for turn in range(turns + 1):
        found = []
        for kind in kinds:
            answer = sides[places[kind]].ask(f"{name}_{kind}")
            found.append(answer.pop("found"))
            samples[kind] += [(turn, answer)] * bool(turn)
        if any(one != found[0] for one in found):
            raise SystemExit(f"{name}: not the same result")
    result = {kind: middle(sample) for kind, sample in samples.items()}
    result["faster"] = ratio(samples["host"], samples["ours"])
    if "statement" in kinds:
        result["ratio"] = ratio(samples["ours"], samples["statement"])
        result["found"] = len(found[0])
    return {**made[-1], **result}


def order(sides, turns):
    """One long order from the gate to the bill, against the host, which has no
    inspection and makes the bill in the same transaction."""
    sides["ours"].ask("order_prepare")
    chains = {
        "host": [*PURCHASE, "receive_and_bill"],
        "ours": [*PURCHASE, "receive", "inspect"],
    }
    samples = {name: [] for name in ("host", "receive", "inspect", "ours")}
    for turn in range(turns + 1):
        say(f"  order of {LONG} lines, turn {turn} of {turns}")
        made = {
            side: sides[side].ask("flow", names=names, lines=LONG, seed=turn)
            for side, names in chains.items()
        }
        found = {name: made["ours"][name] for name in ("receive", "inspect")}
        found["host"] = made["host"]["receive_and_bill"]
        found["ours"] = {
            key: found["receive"][key] + found["inspect"][key]
            for key in ("seconds", "queries", "wall")
        }
        for name, figures in found.items() if turn else ():
            samples[name].append((turn, figures))
    result = {name: middle(sample) for name, sample in samples.items()}
    return {**result, "ratio": ratio(samples["ours"], samples["host"])}


def storms(sides, attempts, turns):
    """The same attempts on both sides in turn; ours has to keep its word."""
    request = {"sessions": SESSIONS, "products": SCARCE, "stock": attempts // 25}
    request |= {"seller": SELLER, "keeper": KEEPER}
    pairs = {name: [one, Server(one.database)] for name, one in sides.items()}
    found = {name: [] for name in sides}
    try:
        for turn in range(turns + 1):
            say(f"  storm, turn {turn} of {turns}")
            # The first turn only fills the caches.
            request["attempts"] = attempts if turn else SESSIONS * 2
            for name, servers in pairs.items():
                one = storm(servers, turn, bill=name == "host", **request)
                found[name] += [(turn, one)] * bool(turn)
                if name == "ours":
                    _keeps_its_word(one)
    finally:
        for _first, second in pairs.values():
            second.close()
    result = {name: _came_to(storms_) for name, storms_ in found.items()}
    if not result["host"]["oversold"]:
        raise SystemExit("storm: the host did not oversell, so this shows nothing")
    times = ratio(found["ours"], found["host"])
    return {**result, "attempts": attempts, "ratio": times}


def outbox(ours, turns):
    """Messages a second, each against a bare loop of the same calls in its turn."""
    found, posting = rates(ours, turns=turns)
    result = {}
    for name, speeds in found.items():
        ratios = [a / b for a, b in zip(speeds, found["bare"], strict=True)]
        result[name] = {"speed": median(speeds), "ratio": median(ratios)}
    both = [posting[say] for say in (True, False)]
    return {**result, "posting": {**middle(both[0]), "ratio": ratio(*both)}}


def _keeps_its_word(one):
    wrong = [*one["faults"], *one["lost"]]
    if one["oversold"]:
        wrong.append(f"{one['oversold']:g} promised beyond what there is")
    if wrong:
        raise SystemExit("storm: " + "\n".join(wrong[:20]))


def _came_to(turns):
    """Of one turn, what was done, refused and failed; the worst of all turns."""
    outcomes = turns[-1][1]["outcomes"]
    return {
        "seconds": median(one["seconds"] for _turn, one in turns),
        "oversold": max(one["oversold"] for _turn, one in turns),
        "lost": max(len(one["lost"]) for _turn, one in turns),
        **{
            end: sum(n for name, n in outcomes.items() if name.endswith(end))
            for end in ("done", "refused", "failed")
        },
    }


def main(size, host, ours, repeat, parts=(), attempts=None):
    repeat = {n: times for n, times in repeat.items() if n <= SIZES[size].products}
    turns = min(3, max(repeat.values()))
    sides = {"host": Server(host), "ours": Server(ours)}
    measurements = {
        "rows": lambda: rows(flows(sides, repeat)),
        "stock": lambda: stock(sides),
        "alerts": lambda: alerts(sides, max(repeat)),
        "ledger": lambda: ledger(sides["ours"], turns),
        "fefo": lambda: fefo(sides, turns),
        "recall": lambda: recall(sides["ours"], turns),
        "needs": lambda: faster(sides, "needs", ("host", "ours", "statement"), 1),
        "stocktake": lambda: faster(sides, "stocktake", ("host", "ours"), 1),
        "pairs": lambda: pairs(sides["ours"], turns),
        **{
            name: lambda name=name: growing(sides["ours"], name, size, repeat, turns)
            for name in GROWING
        },
        "cost": lambda: costs(sides, SIZES[size].products, turns, say, middle, ratio),
        "outbox": lambda: outbox(sides["ours"], turns),
        "history": lambda: histories(
            sides, SIZES[size].products, turns, say, middle, ratio
        ),
        "storm": lambda: storms(sides, attempts or STORM[size], 1),
        # The last: from then on goods are inspected.
        "order": lambda: order(sides, turns),
    }
    try:
        versions = sides["host"].ask("versions")
        result = {name: measurements[name]() for name in parts or measurements}
    finally:
        for server in sides.values():
            server.close()
    report.save(SIZES[size], result, versions)


if __name__ == "__main__":
    given = sys.argv[4:]
    most = int(given.pop(0)) if given and given[0].isdigit() else max(REPEAT.values())
    told = [name for name in given if name.startswith("attempts=")]
    parts = [name for name in given if name not in told]
    attempts = int(told[0].partition("=")[2]) if told else None
    limited = {lines: min(times, most) for lines, times in REPEAT.items()}
    main(*sys.argv[1:4], limited, parts, attempts)
