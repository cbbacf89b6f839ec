"""Chinese first (F3): complete, true to the source, in the trade's words."""

import re

import polib
from codebase import records
from law import hold

_PLACEHOLDER = re.compile(
    r"%\(\w+\)[-#0 +]*\d*(?:\.\d+)?[a-zA-Z]|%(?:\d+\$)?[-#0 +]*\d*(?:\.\d+)?[sdfrx%]"
    r"|\{[\w.!:]*\}|\$\{[^}]*\}"
)
_TAG = re.compile(r"</?[a-zA-Z][\w-]*")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
#: A Western sign where a Chinese one belongs: beside a Chinese character.
_WESTERN_SIGN = re.compile(r"[\u4e00-\u9fff”》）][,;:?!(]|[,;:?!)][\u4e00-\u9fff“《（]")
#: Attributes of a view that people read.
_SHOWN = ("string", "help", "placeholder", "confirm")
#: Terms that a Chinese user reads as they are.
AS_IS = {
    "JXC", "ATP", "ID", "PDF", "SMS", "OK", "API", "URL", "FIFO", "FEFO", "SKU",
}  # fmt: skip


def _entries(path):
    return {
        (entry.msgctxt, entry.msgid): entry
        for entry in polib.pofile(str(path), encoding="utf-8")
        if not entry.obsolete
    }


def needs_words(text):
    """Whether there is anything to translate: letters outside of placeholders."""
    return bool(re.search(r"[A-Za-z]{2,}", _PLACEHOLDER.sub("", text)))


def breaches_of_entry(entry):
    source, target = entry.msgid, entry.msgstr
    if not target:
        yield "is not translated"
        return
    if entry.fuzzy:
        yield "is fuzzy"
    if sorted(_PLACEHOLDER.findall(source)) != sorted(_PLACEHOLDER.findall(target)):
        yield f"other placeholders in {target!r}"
    if sorted(_TAG.findall(source)) != sorted(_TAG.findall(target)):
        yield f"other tags in {target!r}"
    if needs_words(source) and source not in AS_IS:
        if not _CHINESE.search(target):
            yield f"{target!r} is not Chinese"
    if sign := _WESTERN_SIGN.search(_PLACEHOLDER.sub("", target)):
        yield f"a Western sign in {sign[0]!r}: write ，；：？！（）"


def breaches_of_translation(addon):
    folder = addon.path / "i18n"
    pot, po = folder / f"{addon.name}.pot", folder / "zh_CN.po"
    missing = [
        (f"{addon.name}/i18n/{f.name}", "is missing")
        for f in (pot, po)
        if not f.exists()
    ]
    if missing:
        return missing
    wanted, there = _entries(pot), _entries(po)
    where = f"{addon.name}/i18n/zh_CN.po"
    found = [(where, f"lacks {key[1]!r}") for key in wanted if key not in there]
    found += [(where, f"{k[1]!r} is not in the pot") for k in there if k not in wanted]
    for (_context, msgid), entry in there.items():
        found += [(where, f"{msgid!r} {what}") for what in breaches_of_entry(entry)]
    return found


def breaches_of_views(addon):
    """A term is translated in the views that the file names, and in no others."""
    pot = addon.path / "i18n" / f"{addon.name}.pot"
    if not pot.exists():
        return []
    known = {
        (place.rpartition(".")[2], entry.msgid)
        for entry in _entries(pot).values()
        for place, _line in entry.occurrences
        if place.startswith("model_terms:ir.ui.view,arch_db:")
    }
    found = []
    for path in addon.files(".xml"):
        if path.relative_to(addon.path).parts[0] in ("static", "i18n"):
            continue
        for record in records(path, "ir.ui.view"):
            arch = record.find("field[@name='arch']")
            for node in () if arch is None else arch.iter():
                for name in _SHOWN:
                    text = (node.get(name) or "").strip()
                    if needs_words(text) and (record.get("id"), text) not in known:
                        where = f"{addon.name}/i18n/{pot.name}"
                        found.append((where, f"{record.get('id')} lacks {text!r}"))
    return found


def breaches_of_sources(addon):
    """English is the source language: what translates is not Chinese already."""
    pot = addon.path / "i18n" / f"{addon.name}.pot"
    if not pot.exists() or addon.name == "jxc_demo":
        return []
    return [
        (f"{addon.name}/i18n/{pot.name}", f"the source {msgid!r} is Chinese")
        for _context, msgid in _entries(pot)
        if _CHINESE.search(msgid)
    ]


def test_translated(addon):
    hold("translated", breaches_of_translation(addon), addon.name)


def test_sources_are_english(addon):
    hold("source language", breaches_of_sources(addon), addon.name)


def test_views_are_translated(addon):
    hold("translated views", breaches_of_views(addon), addon.name)
