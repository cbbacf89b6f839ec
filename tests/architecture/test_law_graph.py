"""The graph of add-ons: levels, who may know whom, what may be imported."""

import ast
import re

import pytest
from codebase import ADDONS, Addon, addons, closure
from law import hold

#: An add-on depends on lower levels only; within level 2 on jxc_stock only.
LEVELS = {
    "jxc_base": 0,
    "jxc_approval": 1,
    "jxc_alert": 1,
    "jxc_dingtalk": 1,
    "jxc_dingtalk_template": 2,
    "jxc_sms_cn": 2,
    "jxc_stock": 2,
    "jxc_purchase": 2,
    "jxc_sales": 2,
    "jxc_transfer": 2,
    "jxc_quality": 3,
    "jxc_stocktake": 2,
    "jxc_recall": 2,
    "jxc_costing": 2,
    "jxc_settlement": 2,
    "jxc_closing": 3,
    "jxc_label": 3,
    "jxc_pda": 3,
    "jxc_report": 3,
    "jxc_import": 3,
    "jxc_forecast": 3,
    "jxc_iot": 3,
    "jxc_payable": 4,
    "jxc_payment": 3,
    "jxc_bank": 3,
    "jxc_cashflow": 3,
    "jxc_daily_report": 4,
    "jxc_agreement": 3,
    "jxc_certificate": 3,
    "jxc_proof": 3,
    "jxc_wave": 3,
    "jxc_dunning": 3,
    "jxc_landed_cost": 3,
    "jxc_fapiao": 3,
    "jxc_closing_payable": 5,
    "jxc_cost_report": 3,
    "jxc_vendor": 4,
    "jxc": 9,
    "jxc_demo": 10,
}
GLUE = 5
_XMLID = re.compile(
    r"""(?:\b(?:ref|parent|action|inherit_id)=["']|\bref\(["']|%\()"""
    r"""([a-z0-9_]+)\.[\w.-]+"""
)
_GROUPS = re.compile(r"""\bgroups=["']([^"']+)["']""")


def is_glue(addon: Addon) -> bool:
    return addon.name not in LEVELS


def level(name: str) -> int:
    return LEVELS.get(name, GLUE)


def breaches_of_levels(addon: Addon) -> list[tuple[str, str]]:
    found = []
    for other in sorted(addon.ours):
        sideways = level(addon.name) == level(other) == 2 and other == "jxc_stock"
        if level(other) >= level(addon.name) and not sideways:
            found.append((addon.name, f"may not depend on {other}: not below it"))
        # What is named after it is the channel itself, in parts that can be left out.
        part = is_glue(addon) or addon.name.startswith("jxc_dingtalk_")
        if other == "jxc_dingtalk" and not (part or addon.name == "jxc"):
            found.append((addon.name, "only glue depends on jxc_dingtalk"))
    return found


def breaches_of_glue(addon: Addon) -> list[tuple[str, str]]:
    """An add-on that is in no level is glue between exactly two of ours."""
    found = []
    if len(addon.ours) != 2:
        found.append((addon.name, f"glue has two sides, not {sorted(addon.ours)}"))
    if not addon.manifest.get("auto_install"):
        found.append((addon.name, "glue is auto_install (or give it a level)"))
    lines = sum(len(file.text.splitlines()) for file in addon.code)
    if lines > 400:
        found.append((addon.name, f"glue of {lines} lines: extend hooks instead"))
    return found


def breaches_of_imports(addon: Addon) -> list[tuple[str, str]]:
    known = closure(addon.name, addon.path.parent)
    found = []
    for file in addon.python:
        for node in ast.walk(file.tree):
            for name in _imported(node):
                module = re.match(r"odoo\.addons\.(\w+)", name)
                if module and module[1] not in known:
                    found.append((file.name, f"imports {name}, no dependency"))
                    continue
                if module and re.match(r"odoo\.addons\.\w+\.tests\b", name):
                    if not file.is_test:
                        found.append((file.name, f"imports {name} outside of tests"))
    return found


def _imported(node) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and not node.level and node.module:
        return [f"{node.module}.{alias.name}" for alias in node.names]
    return []


def breaches_of_references(addon: Addon) -> list[tuple[str, str]]:
    """XML ids of other modules come from the declared dependencies."""
    known = closure(addon.name, addon.path.parent)
    found = []
    for path in addon.files(".xml"):
        text = path.read_text("utf-8")
        names = set(_XMLID.findall(text))
        for groups in _GROUPS.findall(text):
            group_ids = [group.strip(" !") for group in groups.split(",")]
            names |= {name.split(".")[0] for name in group_ids if "." in name}
        where = f"{addon.name}/{path.relative_to(addon.path)}"
        found += [
            (where, f"refers to {name}, no dependency")
            for name in sorted(names - known)
        ]
    return found


def test_levels(addon):
    hold("levels", breaches_of_levels(addon), addon.name)


def test_glue(addon):
    if is_glue(addon):
        hold("glue", breaches_of_glue(addon), addon.name)


def test_imports(addon):
    hold("imports", breaches_of_imports(addon), addon.name)


def test_references(addon):
    hold("references", breaches_of_references(addon), addon.name)


def test_no_cycle():
    """The levels exclude most cycles; this one is for glue."""
    graph = {addon.name: set(addon.ours) for addon in addons()}
    while graph:
        leaves = [name for name, needs in graph.items() if not needs & set(graph)]
        assert leaves, f"a cycle among {sorted(graph)}"
        for name in leaves:
            del graph[name]


@pytest.mark.parametrize(
    "one,other", [("jxc_sales", "jxc_purchase"), ("jxc_purchase", "jxc_sales")]
)
def test_sales_and_purchase_do_not_know_each_other(one, other):
    by_name = {addon.name: addon for addon in addons()}
    if one in by_name:
        assert other not in closure(one)
        naming = [file.name for file in by_name[one].python if f"{other}." in file.text]
        assert not naming, f"{other} is named in {naming}"


def test_meta_installs_everything():
    """A customer installs `jxc` and has it all; only the demo stays apart.

    Glue is named as well: in a database that has both of its sides already it comes by
    an update of `jxc` only.
    """
    by_name = {addon.name: addon for addon in addons()}
    if "jxc" in by_name:
        missing = set(by_name) - closure("jxc", ADDONS) - {"jxc", "jxc_demo"}
        assert not missing, f"jxc does not install {sorted(missing)}"
