"""What we add to the host carries our name, so that no other add-on meets it."""

from functools import cache

from codebase import addons, closure, host_names, orm_methods, records
from law import hold


def breaches_of_names(addon):
    found = []
    host = [m for m in closure(addon.name, addon.path.parent) if m[:3] != "jxc"]
    known = [host_names(module) for module in sorted(host)]
    methods = orm_methods().union(*(names for _fields, names in known))
    for model in addon.models:
        if model.defines:
            if not model.defines.startswith("jxc.") and model.kind == "Model":
                found.append((model.where, f"{model.defines} is not jxc.…"))
            continue
        if not model.model or model.model.startswith("jxc."):
            continue
        bases = {model.model, *model.inherited}
        fields = set().union(*(f.get(base, ()) for f, _m in known for base in bases))
        for name in sorted(set(model.fields) - fields):
            if not name.startswith(("jxc_", "x_jxc_")):
                found.append((model.where, f"the field {model.model}.{name}: jxc_…"))
        for name in sorted(set(model.methods) - methods):
            if "jxc" not in name:
                found.append((model.where, f"the method {name}: jxc in its name"))
    return found


@cache
def _said_by(addon):
    """{(model, name)} of its own fields and methods."""
    return {
        (model.model, name)
        for model in addon.models
        for name in (*model.fields, *model.methods)
        if "jxc" in name
    }


def breaches_of_meetings(addon, others=None):
    """Two add-ons that know nothing of each other must not mean two things by one name
    on one model: whichever is loaded last wins, and the other's feature is silently
    gone. What a common dependency has named is a hook, and for everybody."""
    found, folder = [], addon.path.parent
    known, said = closure(addon.name, folder), _said_by(addon)
    for other in addons() if others is None else others:
        theirs = closure(other.name, other.path.parent)
        if other.name in known or addon.name in theirs:
            continue
        for model, name in sorted(said & _said_by(other)):
            common = [one for one in addons() if one.name in known & theirs]
            if not any(name == hook for one in common for _m, hook in _said_by(one)):
                found.append((addon.name, f"{model}.{name} is {other.name}'s as well"))
    return found


def breaches_of_view_names(addon):
    """An inherited view keeps its parent's id, and its name ends in .inherit.<us>."""
    found = []
    for path in addon.files(".xml"):
        if path.relative_to(addon.path).parts[0] in ("static", "i18n"):
            continue
        for record in records(path, "ir.ui.view"):
            fields = {field.get("name"): field for field in record.findall("field")}
            parent = fields.get("inherit_id")
            if parent is None or fields.get("mode") is not None:
                continue
            name = fields["name"].text or ""
            where = f"{addon.name}/{path.relative_to(addon.path)}#{record.get('id')}"
            if not name.endswith(f".inherit.{addon.name}"):
                found.append((where, f"its name ends in .inherit.{addon.name}"))
            wanted = (parent.get("ref") or "").split(".")[-1]
            if wanted and record.get("id") != wanted:
                found.append((where, f"keeps its parent's id {wanted}"))
    return found


def test_names(addon):
    hold("names", breaches_of_names(addon), addon.name)


def test_meetings(addon):
    hold("meetings", breaches_of_meetings(addon), addon.name)


def test_view_names(addon):
    hold("view names", breaches_of_view_names(addon), addon.name)
