"""Nothing grows until nobody reads it."""

import ast

from law import hold

FILE, METHOD, CLASS = 400, 40, 25


def breaches_of_size(addon):
    found = []
    for file in addon.code:
        lines = len(file.text.splitlines())
        if lines > FILE:
            found.append((file.name, f"{lines} lines, at most {FILE}"))
        for node in ast.walk(file.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = node.end_lineno - node.lineno + 1
                if lines > METHOD:
                    where = f"{file.name}::{node.name}"
                    found.append((where, f"{lines} lines, at most {METHOD}"))
            if isinstance(node, ast.ClassDef):
                methods = sum(isinstance(item, ast.FunctionDef) for item in node.body)
                if methods > CLASS:
                    where = f"{file.name}::{node.name}"
                    found.append((where, f"{methods} methods, at most {CLASS}"))
    for path in addon.files(".js", ".xml", ".scss"):
        if path.parent.name == "i18n" or "data" in path.relative_to(addon.path).parts:
            continue
        lines = len(path.read_text("utf-8").splitlines())
        if lines > FILE:
            where = f"{addon.name}/{path.relative_to(addon.path)}"
            found.append((where, f"{lines} lines, at most {FILE}"))
    return found


def breaches_of_one_model_per_file(addon):
    """One model per file, named after it."""
    found = []
    for file in addon.code:
        if file.parts[0] != "models" or len(file.models) < 2:
            continue
        names = [model.model or model.node.name for model in file.models]
        found.append((file.name, f"holds {', '.join(names)}: one model per file"))
    return found


def test_size(addon):
    hold("size", breaches_of_size(addon), addon.name)


def test_one_model_per_file(addon):
    hold("one model per file", breaches_of_one_model_per_file(addon), addon.name)
