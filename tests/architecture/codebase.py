"""What the laws look at: the add-ons as files and syntax trees, never executed."""

import ast
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.machinery import PathFinder
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ADDONS = ROOT / "addons"
_BASES = ("Model", "TransientModel", "AbstractModel")
_NO_CODE = {"tests", "static", "__pycache__", "i18n"}


@dataclass(frozen=True)
class PythonFile:
    path: Path
    addon: Path

    @property
    def name(self) -> str:
        return f"{self.addon.name}/{self.path.relative_to(self.addon)}"

    @property
    def parts(self) -> tuple[str, ...]:
        return self.path.relative_to(self.addon).parts

    @property
    def is_test(self) -> bool:
        return self.parts[0] == "tests"

    @property
    def is_logic(self) -> bool:
        return self.parts[0] == "logic"

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, str(self.path))

    @cached_property
    def models(self) -> list["ModelClass"]:
        return [
            ModelClass(self, node)
            for node in ast.walk(self.tree)
            if isinstance(node, ast.ClassDef) and _is_model(node)
        ]


@dataclass(frozen=True)
class ModelClass:
    file: PythonFile
    node: ast.ClassDef

    @property
    def where(self) -> str:
        return f"{self.file.name}:{self.node.lineno} {self.node.name}"

    @property
    def kind(self) -> str:
        """Model, TransientModel or AbstractModel, as written."""
        bases = [ast.unparse(base).split(".")[-1] for base in self.node.bases]
        return next(base for base in bases if base in _BASES)

    def _literal(self, attribute):
        for statement in self.node.body:
            if isinstance(statement, ast.Assign) and any(
                isinstance(target, ast.Name) and target.id == attribute
                for target in statement.targets
            ):
                try:
                    return ast.literal_eval(statement.value)
                except ValueError:
                    return None
        return None

    @property
    def inherited(self) -> list[str]:
        value = self._literal("_inherit") or []
        return [value] if isinstance(value, str) else list(value)

    @property
    def model(self) -> str | None:
        """The model that this class defines or extends."""
        return self._literal("_name") or next(iter(self.inherited), None)

    @property
    def defines(self) -> str | None:
        """The name of the new model, None where an existing one is extended."""
        name = self._literal("_name")
        return name if name and name not in self.inherited else None

    @property
    def fields(self) -> dict[str, ast.Call]:
        return {
            target.id: statement.value
            for statement in self.node.body
            if isinstance(statement, ast.Assign) and _is_field(statement.value)
            for target in statement.targets
            if isinstance(target, ast.Name)
        }

    @property
    def methods(self) -> dict[str, ast.FunctionDef]:
        return {
            statement.name: statement
            for statement in self.node.body
            if isinstance(statement, ast.FunctionDef)
        }


def _is_model(node: ast.ClassDef) -> bool:
    return any(ast.unparse(base).split(".")[-1] in _BASES for base in node.bases)


def _is_field(value) -> bool:
    return (
        isinstance(value, ast.Call)
        and isinstance(value.func, ast.Attribute)
        and isinstance(value.func.value, ast.Name)
        and value.func.value.id == "fields"
    )


@dataclass(frozen=True)
class Addon:
    path: Path

    def __str__(self):
        return self.path.name

    @property
    def name(self) -> str:
        return self.path.name

    @cached_property
    def manifest(self) -> dict:
        return ast.literal_eval((self.path / "__manifest__.py").read_text("utf-8"))

    @property
    def depends(self) -> list[str]:
        return self.manifest.get("depends", [])

    @property
    def ours(self) -> set[str]:
        return {name for name in self.depends if name.startswith("jxc")}

    @cached_property
    def python(self) -> list[PythonFile]:
        return [
            PythonFile(path, self.path)
            for path in sorted(self.path.rglob("*.py"))
            if "__pycache__" not in path.parts
        ]

    @property
    def code(self) -> list[PythonFile]:
        """Python that runs at the customer's: no tests."""
        return [file for file in self.python if not file.is_test]

    @property
    def models(self) -> list[ModelClass]:
        return [model for file in self.code for model in file.models]

    def files(self, *suffixes: str) -> list[Path]:
        return [
            path
            for path in sorted(self.path.rglob("*"))
            if path.suffix in suffixes and "__pycache__" not in path.parts
        ]


@cache
def addons(folder: Path = ADDONS) -> tuple[Addon, ...]:
    found = sorted(folder.glob("*/__manifest__.py"))
    return tuple(Addon(manifest.parent) for manifest in found)


@cache
def _host() -> Path:
    # tests/logic refuses odoo to whoever asks the ordinary way
    spec = PathFinder.find_spec("odoo")
    assert spec, "the host is not installed: bin/setup"
    return Path(next(iter(spec.submodule_search_locations)))


@cache
def depends_of(module: str, folder: Path = ADDONS) -> tuple[str, ...]:
    for home in (folder, ADDONS, _host() / "addons"):
        manifest = home / module / "__manifest__.py"
        if manifest.exists():
            data = ast.literal_eval(manifest.read_text("utf-8"))
            return tuple(data.get("depends", ["base"] * (module != "base")))
    raise AssertionError(f"there is no module {module}")


def closure(module: str, folder: Path = ADDONS) -> set[str]:
    """A module, and whatever its manifest asks for, directly or not."""
    todo, seen = [module], {"base"}
    while todo:
        name = todo.pop()
        if name not in seen:
            seen.add(name)
            todo += depends_of(name, folder)
    return seen


@cache
def host_names(module: str) -> tuple[dict[str, frozenset], frozenset]:
    """Per model the fields, and over all models the methods, of one host module."""
    fields, methods = {}, set()
    home = _host() / "addons" / module
    for path in home.rglob("*.py"):
        if _NO_CODE & set(path.relative_to(home).parts):
            continue
        file = PythonFile(path, home)
        if "models." not in file.text:
            continue
        for model in file.models:
            fields.setdefault(model.model, set()).update(model.fields)
            methods.update(model.methods)
    return {k: frozenset(v) for k, v in fields.items()}, frozenset(methods)


@cache
def orm_methods() -> frozenset:
    """What every model has from the ORM."""
    tree = ast.parse((_host() / "orm" / "models.py").read_text("utf-8"))
    return frozenset(
        node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)
    )


def records(path, model):
    """The records of a model in a data file.

    :rtype: iterator of lxml elements
    """
    from lxml import etree

    tree = etree.parse(str(path))
    return tree.iterfind(f".//record[@model='{model}']")
