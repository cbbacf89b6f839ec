"""The text behind the glyphs of a PDF that Chromium made.

A CJK font draws 页 and the radical ⻚ with the same glyph, and Chromium notes the
radical: who copies or searches such a text gets a character that nobody typed.
"""

import re
import unicodedata

#: Those that Unicode itself does not declare to be the same.
_RADICALS = dict(
    zip(
        "⺒⺓⺠⻁⻅⻆⻉⻋⻑⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻱⼾㬵",
        "巳幺民虎见角贝车長长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龜户胶",
        strict=True,
    )
)
_BLOCK = re.compile(r"\d+\s+beginbf(char|range)(.*?)endbf\1", re.S)
_CODE = r"<([0-9A-Fa-f]+)>\s*"
#: A block takes at most so many entries.
_ROOM = 100


def plain(text: str) -> str:
    """``text`` with characters in the place of radicals."""
    return "".join(
        _RADICALS.get(char)
        or (unicodedata.normalize("NFKC", char) if "⺀" <= char <= "⿕" else char)
        for char in text
    )


def _entries(kind: str, body: str):
    """(code, its text) of one block, ranges taken apart."""
    if kind == "char":
        for code, text in re.findall(_CODE * 2, body):
            yield code, bytes.fromhex(text).decode("utf-16-be")
        return
    for first, last, text in re.findall(_CODE * 3, body):
        start = bytes.fromhex(text).decode("utf-16-be")
        for step in range(int(last, 16) - int(first, 16) + 1):
            code = f"{int(first, 16) + step:0{len(first)}X}"
            yield code, start[:-1] + chr(ord(start[-1]) + step)


def mend_map(cmap: str) -> str:
    """A ToUnicode map (code → text) without radicals."""
    entries = [
        f"<{code}> <{plain(text).encode('utf-16-be').hex().upper()}>"
        for kind, body in _BLOCK.findall(cmap)
        for code, text in _entries(kind, body)
    ]
    blocks = [entries[at : at + _ROOM] for at in range(0, len(entries), _ROOM)]
    lines = [
        line
        for block in blocks
        for line in (f"{len(block)} beginbfchar", *block, "endbfchar")
    ]
    head, *_, tail = _BLOCK.split(cmap)
    return head + "\n".join(lines) + tail


def mend(writer) -> None:
    """All fonts of a PDF that is about to be written."""
    from pypdf.generic import DictionaryObject, NameObject, StreamObject

    for font in list(writer._objects):
        if not isinstance(font, DictionaryObject) or "/ToUnicode" not in font:
            continue
        cmap = font["/ToUnicode"].get_data().decode("latin-1")
        if _BLOCK.search(cmap):
            stream = StreamObject()
            stream.set_data(mend_map(cmap).encode("latin-1"))
            font[NameObject("/ToUnicode")] = writer._add_object(stream.flate_encode())
