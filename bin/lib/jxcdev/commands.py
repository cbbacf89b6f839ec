"""The short commands: setup, newdb, shell, odoo, psql, stop."""

import argparse
import re
import subprocess

from . import addons, database, odoo, paths, progress, server, site, system, venv


def prepare(packages: dict | None = None) -> None:
    """What every command needs; under a second when it is there already."""
    paths.LOG.mkdir(parents=True, exist_ok=True)
    wanted = dict(system.PACKAGES if packages is None else packages)
    if site.fast().external:
        wanted.pop("postgresql", None)
    system.ensure(wanted)
    venv.MAIN.ensure()


def _parser(name: str, about: str) -> argparse.ArgumentParser:
    return argparse.ArgumentParser(prog=f"bin/{name}", description=about)


def setup(arguments: list[str]) -> None:
    parser = _parser("setup", "Make this checkout ready to run.")
    parser.parse_args(arguments)
    prepare()
    site.fast().start()
    progress.say("✓ JXC is set up: bin/demo starts it, bin/test tests it")


def newdb(arguments: list[str]) -> None:
    parser = _parser("newdb", "Make a fresh zh_CN database from a cached template.")
    parser.add_argument("name")
    parser.add_argument("--demo", action="store_true", help="with JXC's demo data")
    parser.add_argument("--host-only", action="store_true", help="none of our add-ons")
    parser.add_argument(
        "--only", action="append", help="only this add-on and its dependencies (repeat)"
    )
    parser.add_argument("--force", action="store_true", help="replace it if it exists")
    options = parser.parse_args(arguments)
    name = options.name
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name) or name == site.DEMO_DATABASE:
        parser.error(f"{name!r}: take another name (a-z, 0-9, _; not 'demo')")
    prepare()
    place = site.fast().start()
    if database.exists(place, name):
        if not options.force:
            raise progress.Failure(
                f"the database {name} exists", "bin/newdb --force replaces it"
            )
        database.drop(place, name)
    _create(place, name, options)
    progress.say(f"✓ database {name} (admin/admin); try: bin/shell -d {name}")


def _create(place: site.Site, name: str, options: argparse.Namespace) -> None:
    few = options.host_only or options.only
    kind = "base" if few else "demo" if options.demo else "jxc"
    if kind == "demo" and addons.DEMO not in addons.installable():
        raise progress.Failure(f"there is no add-on {addons.DEMO} yet", "leave --demo")
    source = database.template(place, kind)
    database.clone(place, source, name)
    database.write_note(place, name, database.note(place, source))
    if options.only:
        database.update(place, name, options.only)


def _usage(name: str, about: str, arguments: list[str]) -> None:
    """Of a command that hands its arguments on: asked alone, it needs no database."""
    if arguments in (["-h"], ["--help"]):
        print(f"usage: bin/{name} {about}")
        raise SystemExit(0)


def _options(name: str, arguments: list[str]) -> tuple[str, list[str]]:
    parser = argparse.ArgumentParser(prog=f"bin/{name}", add_help=False)
    parser.add_argument("-d", "--database", default=site.DEMO_DATABASE)
    known, rest = parser.parse_known_args(arguments)
    return known.database, rest


def _existing(name: str) -> site.Site:
    prepare()
    place = site.of(name)
    if not database.exists(place, name):
        names = [db for db in place.databases() if not db.startswith("tpl_")]
        raise progress.Failure(
            f"there is no database {name}",
            f"bin/newdb {name} makes it; there are: {', '.join(names)}",
        )
    return place


def shell(arguments: list[str]) -> int:
    about = "[-d DATABASE] [OPTION ...] [< SCRIPT]\n\nOdoo's Python shell."
    _usage("shell", about, arguments)
    name, rest = _options("shell", arguments)
    place = _existing(name)
    return odoo.call(place, "shell", "-d", name, "--no-http", *_quiet(rest))


def _quiet(rest: list[str]) -> list[str]:
    levels = ("--log-level", "--log-handler")
    return (
        rest
        if any(arg.startswith(levels) for arg in rest)
        else [*rest, "--log-level=warn"]
    )


def odoo_command(arguments: list[str]) -> int:
    about = "[-d DATABASE] [COMMAND] [OPTION ...]\n\nOdoo itself; -h after a command."
    _usage("odoo", about, arguments)
    name, rest = _options("odoo", arguments)
    command = "server" if not rest or rest[0].startswith("-") else rest.pop(0)
    place = _existing(name)
    if command == "db" or "-h" in rest:  # `odoo db` names databases by position
        return odoo.call(place, command, *rest)
    first = rest[:1] if command in ("module", "i18n") else []
    return odoo.call(place, command, *first, "-d", name, *rest[len(first) :])


def psql(arguments: list[str]) -> int:
    about = "[DATABASE] [OPTION ...]\n\npsql on a database of this checkout."
    _usage("psql", about, arguments)
    name, *rest = arguments or [site.DEMO_DATABASE]
    place = _existing(name)
    return subprocess.call(["psql", "-d", name, *rest], env=place.environment())


def stop(arguments: list[str]) -> None:
    _parser("stop", "Stop what bin/ started.").parse_args(arguments)
    stopped = [server.stop()]
    for place in (site.durable(), site.fast()):
        if place.cluster:
            stopped.append(place.cluster.stop())
    progress.say("✓ stopped" if any(stopped) else "nothing was running")
