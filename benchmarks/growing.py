"""Ours against one statement, on more and more."""

from figures import middle, ratio, say

#: Lines of a quotation; open items of a customer; payments that look for theirs; items
#: of all customers.
GROWING = {
    "entry": (10, 100),
    "credit": (1_000, 10_000),
    "match": (500, 5_000),
    "ageing": (20_000, 200_000),
    "statement": (20_000, 200_000),
}
#: What is done once, beside what is compared.
AFTER = {"match": "book"}


def growing(ours, name, size, repeat, turns):
    """Ours against its one statement, on more and more; both have to find the same.

    :param size: of the database; for a trial there are fewer items as well.
    :return: {how many: figures by name}
    """
    result = {}
    tried = size == "T" and name not in ("entry", "credit")
    for size in (many // 10 if tried else many for many in GROWING[name]):
        if name == "entry" and size not in repeat:
            continue  # there are not so many products
        say(f"  {name}, {size}")
        made = ours.ask(f"{name}_prepare", size=size)
        samples = {"statement": [], "ours": []}
        for turn in range(turns + 1):
            answers = {kind: ours.ask(f"{name}_{kind}", **made) for kind in samples}
            if answers["ours"]["found"] != answers["statement"]["found"]:
                raise SystemExit(f"{name}: not what the one statement finds")
            for kind, answer in answers.items() if turn else ():
                samples[kind].append((turn, answer))
        result[size] = {kind: middle(sample) for kind, sample in samples.items()}
        result[size]["ratio"] = ratio(samples["ours"], samples["statement"])
        if name in AFTER:
            result[size]["after"] = ours.ask(f"{name}_{AFTER[name]}", **made)
    return result
