"""Docker's compose, to read compose files with; no engine is needed for that."""

import shutil
import subprocess
from pathlib import Path

from . import apt, paths, progress
from .lock import lock

#: Debian 13 has the first package of the second generation; it runs on 12 as well.
SUITE = "trixie"
PROGRAM = "usr/libexec/docker/cli-plugins/docker-compose"


def command() -> list[str]:
    """The machine's own, or one that is unpacked into the cache once."""
    for own in (["docker", "compose"], ["docker-compose"]):
        if shutil.which(own[0]):
            argv = [*own, "version", "--short"]
            answer = subprocess.run(argv, capture_output=True, text=True, check=False)
            if not answer.returncode and answer.stdout.lstrip("v")[:1].isdigit():
                if int(answer.stdout.lstrip("v").split(".")[0]) >= 2:
                    return own
    return [str(_unpacked())]


def _unpacked() -> Path:
    program = paths.cache() / "docker-compose"
    if program.exists():
        return program
    with lock(paths.cache() / "compose.lock", "it downloads docker-compose"):
        if not program.exists():
            apt.require_apt()
            suite = apt.Suite(SUITE, apt.machine_mirror())
            suite.update()
            folder = paths.cache() / "compose"
            suite.download(["docker-compose"], folder)
            (deb,) = folder.glob("docker-compose_*.deb")
            unpack = ["dpkg-deb", "-x", deb, folder]
            progress.run(unpack, log="compose.log", title="unpack docker-compose")
            (folder / PROGRAM).rename(program)
            shutil.rmtree(folder)
    return program
