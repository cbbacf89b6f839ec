"""Templates are made from a copy of the add-ons: an edit meanwhile does no harm."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "bin" / "lib"))

from jxcdev import addons, paths, site  # noqa: E402


def test_an_edit_does_not_reach_the_copy(tmp_path, monkeypatch):
    live = tmp_path / "addons"
    model = live / "jxc_x" / "models" / "x.py"
    model.parent.mkdir(parents=True)
    (live / "jxc_x" / "__manifest__.py").write_text("{'name': 'X'}")
    model.write_text("a = 1\n")
    monkeypatch.setattr(paths, "ADDONS", live)
    monkeypatch.setattr(paths, "RUN", tmp_path)
    before = addons.digests(["jxc_x"], live)
    with addons.snapshot() as copy:
        model.write_text("half an ed")
        assert addons.digests(["jxc_x"], copy) == before
        assert addons.digests(["jxc_x"], live) != before
        (option,) = site.fast().addons_from(copy)
    assert not copy.exists()
    first, *others = option.removeprefix("--addons-path=").split(",")
    assert first == str(copy)
    assert str(live) not in others, "Odoo would take what is being edited"


def test_without_a_copy_the_configuration_stands():
    assert site.fast().addons_from(paths.ADDONS) == []
