"""What a list offers without a selection is on the cards of a phone, too."""

from collections import defaultdict

from codebase import records
from law import hold


def breaches_of_cards(addon):
    """The buttons of a list's head that are always there, and those of its cards."""
    lists, cards = defaultdict(dict), defaultdict(set)
    for path in addon.files(".xml"):
        if path.relative_to(addon.path).parts[0] in ("static", "i18n"):
            continue
        for record in records(path, "ir.ui.view"):
            model = record.findtext("field[@name='model']")
            arch = record.find("field[@name='arch']")
            for top in () if arch is None else arch.findall("list"):
                where = f"{addon.name}/{path.relative_to(addon.path)}"
                lists[model].update(dict.fromkeys(_always(top), where))
            for top in () if arch is None else arch.findall("kanban"):
                cards[model] |= {None, *_always(top)}
    return [
        (where, f"the cards of {model} lack {button}")
        for model, buttons in lists.items()
        for button, where in buttons.items()
        if cards[model] and button not in cards[model]
    ]


def _always(top):
    buttons = top.findall("header/button[@display='always']")
    return {button.get("name") for button in buttons}


def test_cards(addon):
    hold("cards", breaches_of_cards(addon), addon.name)
