"""DingTalk and WeCom as the tests have them, with a page of what phones show."""

import argparse
import os
import subprocess
import sys
import time

from . import commands, odoo, paths, progress

FOLDER = paths.ROOT / "addons/jxc_dingtalk/tests"


def standin(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="bin/standin", description=__doc__)
    parser.add_argument("--port", type=int, default=8099)
    parser.add_argument(
        "-d", "--database", help="enter the stand-in there, as its manager would"
    )
    parser.add_argument("--server", help="where that database is served")
    options = parser.parse_args(arguments)
    # It encrypts as the vendors do, with what the server's environment has.
    python = paths.venv_bin("python")
    command = [python, "-m", "standin", str(options.port)]
    if not options.database:
        os.chdir(FOLDER)
        os.execv(python, command)
    phone = subprocess.Popen(command, cwd=FOLDER, stdout=subprocess.PIPE, text=True)
    try:
        progress.say(phone.stdout.readline().strip())  # it listens now
        enter(options)
        return phone.wait()
    finally:
        phone.terminate()


def enter(options: argparse.Namespace) -> None:
    """Applications, a robot, and people: managers first, of whom one is responsible."""
    place = commands._existing(options.database)
    script = (FOLDER / "standin" / "hand.py").read_text()
    given = {"port": options.port, "server": options.server}
    begun = time.monotonic()
    done = subprocess.run(
        odoo.argv(place, "shell", "-d", options.database, "--no-http")
        + ["--log-level=warn"],
        input=f"GIVEN = {given!r}\n{script}",
        env=odoo.environment(),
        cwd=paths.ROOT,
        text=True,
        check=False,
    )
    sys.stdout.flush()
    if done.returncode:
        raise progress.Failure(
            f"{options.database} does not know the stand-in", "see above"
        )
    progress.say(f"✓ {options.database} ({time.monotonic() - begun:.0f} s)")
