"""Databases made in seconds: clones of templates that are made once.

base  host modules with the Chinese chart of accounts    made from nothing
jxc   base and all our add-ons                           a clone of base
demo  jxc and its demo data                              a clone of jxc

A template carries, as the comment of its database, what it was made of.
"""

import hashlib
import json
import os
import shutil
import subprocess
from pathlib import Path

from . import addons, host, odoo, paths, progress, venv
from .lock import lock
from .site import Site

HOST_MODULES = [
    "account",
    "l10n_cn",
    "stock",
    "stock_account",
    "stock_landed_costs",
    "stock_picking_batch",
    "purchase",
    "purchase_stock",
    "purchase_requisition_stock",
    "base_automation",
    "sale_management",
    "sale_stock",
    "sale_margin",
    "sale_purchase_stock",
    "product_expiry",
]
#: Raise it when the way in which templates are made changes.
RECIPE = "1"


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:12]


def base_digest() -> str:
    needs = venv.requirements(venv.HOST_REQUIREMENTS)
    return _hash(RECIPE, str(host.locate()), *needs, *HOST_MODULES)


def exists(site: Site, name: str) -> bool:
    return name in site.databases()


def drop(site: Site, name: str) -> None:
    try:
        site.sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    except RuntimeError:
        # FORCE may not end an autovacuum; without it, DROP itself does, if all
        # others are gone.
        site.sql(f'DROP DATABASE IF EXISTS "{name}"')
    shutil.rmtree(site.filestore(name), ignore_errors=True)


def clone(site: Site, source: str, target: str) -> None:
    # WAL_LOG (PostgreSQL's default) avoids two checkpoints, but is slower here
    site.sql(f'CREATE DATABASE "{target}" TEMPLATE "{source}" STRATEGY FILE_COPY')
    files = site.filestore(source)
    shutil.rmtree(site.filestore(target), ignore_errors=True)
    if files.is_dir():
        # files of a filestore are named by content and never changed: share them
        shutil.copytree(files, site.filestore(target), copy_function=os.link)


def rename(site: Site, old: str, new: str) -> None:
    site.sql(f'ALTER DATABASE "{old}" RENAME TO "{new}"')
    if site.filestore(old).is_dir():
        shutil.rmtree(site.filestore(new), ignore_errors=True)
        site.filestore(old).rename(site.filestore(new))


def note(site: Site, name: str) -> dict:
    """What a database was made of: {"addons": {name: digest}, …}."""
    rows = site.sql(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database"
        f" WHERE datname = '{name}'"
    )
    try:
        return json.loads("\n".join(rows)) or {}
    except ValueError:
        return {}


def write_note(site: Site, name: str, content: dict) -> None:
    text = json.dumps(content).replace("'", "''")
    site.sql(f"COMMENT ON DATABASE \"{name}\" IS '{text}'")


def templates(site: Site, kind: str) -> list[str]:
    """Finished templates of a kind, the newest last."""
    return site.sql(
        f"SELECT datname FROM pg_database WHERE datname LIKE 'tpl\\_{kind}\\_%'"
        " AND shobj_description(oid, 'pg_database') IS NOT NULL ORDER BY oid"
    )


def install(
    site: Site,
    name: str,
    new: list[str],
    changed: list[str],
    folder: Path = paths.ADDONS,
) -> None:
    """Install and update add-ons of ours; a warning in the log is a failure."""
    options = [
        f
        for flag, names in (("-i", new), ("-u", changed))
        if names
        for f in (flag, ",".join(names))
    ]
    if changed:
        # The host keeps translations as they are; ours of yesterday are no treasure.
        options.append("--i18n-overwrite")
    what = " ".join(
        ["install " + " ".join(new)] * bool(new)
        + ["update " + " ".join(changed)] * bool(changed)
    )
    odoo.run(
        site,
        "server",
        "-d",
        name,
        *options,
        *site.addons_from(folder),
        "--stop-after-init",
        "--no-http",
        log=f"install-{name}.log",
        title=f"{name}: {what}",
        strict=True,
    )


def template(site: Site, kind: str) -> str:
    """The name of an up-to-date template; made now where there is none."""
    with lock(paths.RUN / f"templates-{site.name}.lock", "it makes a template"):
        name = _name(addons.digests(_members(kind)), kind)
        if name in templates(site, kind):
            return name
        with addons.snapshot() as folder:
            return _template(site, kind, folder)


def _name(sources: dict[str, str], kind: str) -> str:
    return f"tpl_{kind}_{_hash(base_digest(), json.dumps(sources))}"


def _template(site: Site, kind: str, folder: Path) -> str:
    sources = addons.digests(_members(kind), folder)
    name = _name(sources, kind)
    if name in templates(site, kind):
        return name
    drop(site, name)
    if kind == "base":
        _make_base(site, name)
    else:
        below = _template(site, "base" if kind == "jxc" else "jxc", folder)
        new = sorted(set(sources) - set(note(site, below)["addons"]))
        clone(site, below, name)
        if new:
            install(site, name, new, [], folder)
        if kind == "jxc":
            _make_assets(site, name)
    for old in templates(site, kind):
        if old != name:
            drop(site, old)
    write_note(site, name, {"base": base_digest(), "addons": sources})
    return name


def _make_assets(site: Site, name: str) -> None:
    with (paths.LIB / "make_assets.py").open() as script:
        progress.run(
            odoo.argv(site, "shell", "-d", name, "--no-http", "--log-level=warn"),
            log="template-assets.log",
            title="template: the web client's bundles",
            env=odoo.environment(),
            stdin=script,
        )


def _members(kind: str) -> list[str]:
    if kind == "base":
        return []
    return [
        name for name in addons.installable() if kind == "demo" or name != addons.DEMO
    ]


def _make_base(site: Site, name: str) -> None:
    odoo.run(
        site,
        *("db", "init", name, "--force", "--country", "CN", "--language", "zh_CN"),
        log="template-init.log",
        title="template: new database (zh_CN)",
    )
    odoo.run(
        site,
        *("module", "install", "-d", name, *HOST_MODULES),
        log="template-host.log",
        title="template: Odoo's own modules",
    )


def transfer(source: Site, name: str, target: Site, new: str) -> None:
    """Copy a database from one server to another, files included."""
    if source is target or source.external:
        clone(source, name, new)
        return
    target.sql(f'CREATE DATABASE "{new}" TEMPLATE template0')
    with subprocess.Popen(
        ["pg_dump", "--no-owner", "-d", name],
        stdout=subprocess.PIPE,
        env=source.environment(),
    ) as dump:
        load = ["psql", "-Xq", "-v", "ON_ERROR_STOP=1", "-1", "-d", new]
        progress.run(
            load, log="transfer.log", env=target.environment(), stdin=dump.stdout
        )
    if dump.returncode:
        raise progress.Failure(f"pg_dump of {name} failed")
    if source.filestore(name).is_dir():
        shutil.copytree(source.filestore(name), target.filestore(new))


def installed(site: Site, name: str) -> set[str]:
    query = "SELECT name FROM ir_module_module WHERE state = 'installed'"
    return set(site.sql(query, name))


def update(site: Site, name: str, wanted: list[str]) -> None:
    """Bring a database up to the files: install ``wanted``, update what changed.

    Only add-ons that are installed there count, so that those which others are
    writing at the moment stay out of the way.
    """
    known = note(site, name).get("addons", {})
    there = installed(site, name) & set(addons.installable())
    now = addons.digests(there | addons.closure(wanted))
    new = sorted(set(wanted) - there)
    changed = sorted(addon for addon in there if known.get(addon) != now[addon])
    if new or changed:
        install(site, name, new, changed)
    there = installed(site, name)
    content = {addon: digest for addon, digest in now.items() if addon in there}
    write_note(site, name, {"base": base_digest(), "addons": {**known, **content}})
