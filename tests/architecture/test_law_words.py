"""Words that stand for habits which cost us later."""

import re
import subprocess

from codebase import ROOT, addons
from law import hold

IN_CODE = {
    r"\bcr\.commit\(": "a commit of one's own: use ir.cron._commit_progress",
    r"\bcr\.rollback\(": "a rollback of one's own",
    r"\b(TODO|FIXME|XXX)\b": "do it, or open an issue",
    r"hasattr\(\s*self\.env\b": "probing for another module: write glue",
    r"""in self\.env\.registry\b""": "probing for another module: write glue",
    r"""["'][\w.]+["'] (not )?in self\.env\b""": "probing for a module: write glue",
    r"test_enable|\btest_mode\b": "asks whether it is under test",
    r"(?<![.\w])_\(\s*[fF]?[\"'][^\n]*[\"']\s*\)\s*%": "use _('… %(x)s', x=…)",
    r"\bprint\(": "use the logger",
    r"\bgroups_id\b|\bproduct_uom_category|\b_sql_constraints\b": "Odoo 16–18",
    r"\bself\._(cr|uid|context)\b": "use self.env",
}
IN_TESTS = {
    r"\btime\.sleep\(|\basyncio\.sleep\(": "a sleep",
    r"skipTest|mark\.skip|mark\.xfail|pytest\.skip|unittest\.skip|importorskip|@skip": (
        "a skipped test"
    ),
    r"""ref\(["'](base|product|stock|sale|purchase)\.[\w.]*demo""": "demo data",
}
#: In whatever is committed: the machine of whoever wrote it.
ANYWHERE = {
    r"/(root|work|home/[a-z]\w*)/": "a path of somebody's machine",
    r"\.library\b|\bissues show\b": "a tool of somebody's machine",
    r"https?://[\w.@:-]*(nexus|artifactory|verdaccio|devpi|goproxy)": "a registry host",
    r"https?://\d+\.\d+\.\d+\.\d+(?<!127\.0\.0\.1)(?<!0\.0\.0\.0)[:/]": "an address",
}


def find(path, text, patterns):
    for number, line in enumerate(text.splitlines(), 1):
        for pattern, why in patterns.items():
            if re.search(pattern, line):
                yield f"{path}:{number}", f"{line.strip()[:80]} ({why})"


def breaches_of_words(addon):
    found = []
    for file in addon.python:
        found += find(file.name, file.text, IN_TESTS if file.is_test else IN_CODE)
    return found


def _committed():
    names = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True
    ).stdout.split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def test_words(addon):
    hold("words", breaches_of_words(addon), addon.name)


def test_words_in_tests():
    found = []
    for path in sorted((ROOT / "tests").rglob("*.py")):
        if path.parent.name != "architecture":
            found += find(path.relative_to(ROOT), path.read_text("utf-8"), IN_TESTS)
    hold("words", found)


def test_files_are_utf8_and_name_no_machine():
    binary = {".png", ".jpg", ".ico", ".gif", ".xlsx", ".pdf", ".woff2", ".ttf", ".zip"}
    found = []
    for path in _committed():
        name = path.relative_to(ROOT)
        if path.suffix in binary:
            continue
        try:
            text = path.read_bytes().decode("utf-8")
        except UnicodeDecodeError as error:
            found.append((str(name), f"not utf-8: {error}"))
            continue
        if name.name != "test_law_words.py":
            found += find(name, text, ANYWHERE)
        if "\r\n" in text:
            found.append((str(name), "line ends of Windows"))
    hold("machine", found)


def test_there_are_addons():
    """A wrong path would make every law hold."""
    assert {addon.name for addon in addons()} >= {"jxc_base"}
