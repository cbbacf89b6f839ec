"""The demo's server process: started in the background, found again, stopped."""

import os
import signal
import subprocess
import time
import urllib.error
import urllib.request

from . import odoo, paths, progress
from .site import Site

PID = paths.RUN / "server.pid"
LOG = paths.LOG / "server.log"


def running() -> tuple[int, int] | None:
    """(process, port) of the server that we started, if it lives."""
    try:
        pid, port, born = PID.read_text().split()
        if _born(int(pid)) == born:
            return int(pid), int(port)
    except (OSError, ValueError):
        pass
    return None


def _born(pid: int) -> str:
    """A process number is used again after a while; with its birth it is unique."""
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rpartition(")")[2].split()[19]
    except FileNotFoundError:
        os.kill(pid, 0)  # no /proc here: that it lives must do
        return "-"


def healthy(port: int) -> bool:
    try:
        url = f"http://127.0.0.1:{port}/web/health"
        with urllib.request.urlopen(url, timeout=2) as answer:
            return answer.status == 200
    except (OSError, urllib.error.URLError):
        return False


def start(site: Site, database: str, port: int, interface: str) -> None:
    LOG.parent.mkdir(parents=True, exist_ok=True)
    argv = odoo.argv(
        site,
        *("server", "-d", database, f"--db-filter=^{database}$"),
        *("--http-port", str(port), "--http-interface", interface),
        "--no-database-list",
    )
    with LOG.open("a") as log:
        process = subprocess.Popen(
            argv,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env=odoo.environment(),
            cwd=paths.ROOT,
            start_new_session=True,  # an interrupt at the terminal is not for it
        )
    PID.write_text(f"{process.pid} {port} {_born(process.pid)}")
    with progress.step(f"server on port {port}"):
        end = time.monotonic() + 120
        while not healthy(port):
            if process.poll() is not None or time.monotonic() > end:
                raise progress.Failure("the server does not start", "see its log", LOG)
            time.sleep(0.2)


def stop() -> bool:
    found = running()
    if not found:
        PID.unlink(missing_ok=True)
        return False
    with progress.step("stop the server"):
        os.kill(found[0], signal.SIGTERM)
        if not progress.wait_for(lambda: not running(), 30):
            os.kill(found[0], signal.SIGKILL)
    PID.unlink(missing_ok=True)
    return True
