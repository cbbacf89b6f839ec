"""bin/demo: from nothing to a running 进销存 that a stranger can log in to."""

import argparse
import socket

from . import addons, commands, database, progress, server, site

#: login → role; the password is the login. Those are printed that there are.
USERS = {
    "caigou": "采购员",
    "xiaoshou": "销售员",
    "cangku": "仓管员",
    "zhijian": "质检员",
    "kuaiji": "会计",
    "jingli": "经理",
    "admin": "管理员",
}
NAME = site.DEMO_DATABASE


def demo(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(
        prog="bin/demo", description="Start 进销存 with demo data; keeps all data."
    )
    parser.add_argument("--port", type=int, help="instead of odoo.conf's http_port")
    parser.add_argument("--interface", default="127.0.0.1", help="0.0.0.0: for others")
    parser.add_argument("--stop", action="store_true", help="stop the server only")
    options = parser.parse_args(arguments)
    if options.stop:
        progress.say("✓ stopped" if server.stop() else "it was not running")
        return
    commands.prepare()
    place = site.durable().start()
    if not database.exists(place, NAME):
        server.stop()
        create(place)
    elif _outdated(place):
        server.stop()  # it must not serve a database that is being updated
        _update(place)
    port = _serve(place, options)
    show(place, options.interface, port)


def create(place: site.Site) -> None:
    """The demo database appears under its name only when it is complete."""
    fast = site.fast().start()
    has_demo = addons.DEMO in addons.installable()
    if not has_demo:
        progress.say(
            f"! there is no add-on {addons.DEMO}: a database without demo data"
        )
    source = database.template(fast, "demo" if has_demo else "jxc")
    part = f"{NAME}_part"
    database.drop(place, part)
    with progress.step(f"database {NAME}"):
        database.transfer(fast, source, place, part)
        database.rename(place, part, NAME)
        database.write_note(place, NAME, database.note(fast, source))


def _outdated(place: site.Site) -> bool:
    known = database.note(place, NAME).get("addons", {})
    now = addons.digests(database.installed(place, NAME) & set(addons.installable()))
    return any(known.get(addon) != digest for addon, digest in now.items())


def _update(place: site.Site) -> None:
    progress.say("! the add-ons changed since the last start: updating the database")
    database.update(place, NAME, [])


def _serve(place: site.Site, options: argparse.Namespace) -> int:
    found = server.running()
    if found and server.healthy(found[1]):
        if options.port in (None, found[1]):
            return found[1]
    server.stop()
    port = options.port or int(site.user_configuration().get("http_port", 8069))
    if not _free(port):
        if options.port:
            raise progress.Failure(f"port {port} is in use", "take another with --port")
        free = next(p for p in range(port + 1, port + 1000) if _free(p))
        progress.say(f"! port {port} is in use: taking {free}")
        port = free
    _report_url(place, port)
    server.start(place, NAME, port, options.interface)
    return port


def _free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _report_url(place: site.Site, port: int) -> None:
    """Printing fetches its styles from the server: tell it where that is."""
    url = f"http://127.0.0.1:{port}"
    place.sql(
        "INSERT INTO ir_config_parameter (key, value, create_date, write_date)"
        f" VALUES ('report.url', '{url}', now(), now())"
        " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        NAME,
    )


def show(place: site.Site, interface: str, port: int) -> None:
    logins = set(place.sql("SELECT login FROM res_users WHERE active", NAME))
    host = socket.gethostname() if interface == "0.0.0.0" else "127.0.0.1"
    print(f"\n进销存已启动 · JXC is running:  http://{host}:{port}/odoo\n")
    print("  用户 user     密码 password  角色 role")
    for login, role in USERS.items():
        if login in logins:
            print(f"  {login:<12}  {login:<12}   {role}")
    print(f"\n  停止 stop: bin/stop    日志 log: {server.LOG}")
