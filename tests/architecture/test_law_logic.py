"""Arithmetic and decisions stand in logic/, free of Odoo."""

import ast

from law import hold

#: Standard library that arithmetic has no business with.
_OUTSIDE = {"odoo", "psycopg2", "requests", "socket", "threading", "time", "os"}


def breaches_of_logic(addon):
    found = []
    for file in addon.code:
        if not file.is_logic:
            continue
        if file.path.name == "__init__.py" and file.tree.body:
            found.append((file.name, "is empty: nothing runs when one file is wanted"))
        for node in ast.walk(file.tree):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                if node.level > 1:
                    found.append((file.name, "imports from outside of logic/"))
                names = [] if node.level else [node.module]
            found += [
                (file.name, f"imports {name}")
                for name in names
                if name.split(".")[0] in _OUTSIDE or name.startswith("jxc")
            ]
    return found


def test_logic_is_pure(addon):
    hold("logic", breaches_of_logic(addon), addon.name)
