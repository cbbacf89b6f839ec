"""Every add-on is complete: words, tests, translations, rights."""

import csv
import re

from codebase import ROOT
from law import hold

_REGULAR = ("Model", "TransientModel")


def breaches_of_completeness(addon):
    found = []

    def expect(there, what):
        if not there:
            found.append((addon.name, what))

    readme = addon.path / "README.rst"
    lines = len(readme.read_text("utf-8").splitlines()) if readme.exists() else 0
    expect(0 < lines <= 40, f"README.rst of 1 to 40 lines, has {lines}")
    tests = [f for f in addon.python if f.is_test and f.path.name.startswith("test_")]
    outside = list((ROOT / "tests" / "logic").glob(f"test_{addon.name}_*.py"))
    code = [f for f in addon.code if f.path.name[:2] != "__"]
    expect(tests or outside or not code, "has no tests")
    loaded = [f for f in addon.python if f.parts == ("tests", "__init__.py")]
    for test in tests:
        name = test.path.stem
        expect(
            loaded and re.search(rf"\b{name}\b", loaded[0].text),
            f"tests/__init__.py does not import {name}: Odoo would not run it",
        )
    manifest = addon.manifest
    expect(manifest.get("license") == "LGPL-3", "license is LGPL-3")
    expect(manifest.get("author") == "JXC", 'author is "JXC"')
    expect(manifest.get("summary"), "the manifest has a summary")
    version = manifest.get("version", "")
    expect(re.fullmatch(r"19\.0\.\d+\.\d+\.\d+", version), f"version {version!r}")
    for key in ("maintainers", "development_status"):
        expect(key not in manifest, f"Odoo's manifest linter refuses the key {key}")
    for key in ("data", "demo"):
        for name in manifest.get(key, []):
            expect((addon.path / name).exists(), f"{key} names {name}, not there")
    listed = set(manifest.get("data", [])) | set(manifest.get("demo", []))
    for path in addon.files(".xml", ".csv"):
        name = str(path.relative_to(addon.path))
        if name.split("/")[0] not in ("static", "tests", "i18n", "tables"):
            expect(name in listed, f"{name} is in no list of the manifest")
    return found


def _access(addon):
    path = addon.path / "security" / "ir.model.access.csv"
    if not path.exists():
        return []
    return list(csv.DictReader(path.read_text("utf-8").splitlines()))


def breaches_of_security(addon):
    """Every model of ours says who may do what; companies do not see each other."""
    lines = _access(addon)
    named = {line["model_id:id"].split(".")[-1] for line in lines}
    rules = "\n".join(path.read_text("utf-8") for path in addon.files(".xml"))
    found = [
        (f"{addon.name}/{line['id']}", "gives rights to everybody: name a group")
        for line in lines
        if not line["group_id:id"]
    ]
    for model in addon.models:
        name = model.defines
        if not name or model.kind not in _REGULAR:
            continue
        slug = name.replace(".", "_")
        if f"model_{slug}" not in named:
            found.append((model.where, f"{name} is not in ir.model.access.csv"))
        if "company_id" in model.fields and model.kind == "Model":
            if f'id="{slug}_rule_company"' not in rules:
                found.append((model.where, f"no ir.rule {slug}_rule_company"))
    return found


def test_complete(addon):
    hold("complete", breaches_of_completeness(addon), addon.name)


def test_security(addon):
    hold("security", breaches_of_security(addon), addon.name)
