"""A private PostgreSQL cluster: own data folder, reached by unix socket only.

PostgreSQL refuses to run as root, so under root it runs as the system's user
``postgres``; otherwise as ourselves. The socket's folder is closed to others.
"""

import os
import pwd
import signal
import subprocess
import tempfile
from pathlib import Path

from . import paths, progress, system
from .lock import lock

SETTINGS = {
    "listen_addresses": "",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "jit": "off",
    "timezone": "UTC",
    "log_min_messages": "warning",
    "log_min_error_statement": "panic",
}
#: Loses data when the machine stops, for databases that can be made again.
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "4GB",
    "autovacuum_naptime": "5min",
}
#: The longest path that the kernel takes for a socket is 107 bytes.
SOCKET_ROOM = 85


def _owner() -> dict:
    """Arguments of subprocess that make a program run as the cluster's owner."""
    if os.geteuid():
        return {}
    try:
        user = pwd.getpwnam("postgres")
    except KeyError as error:
        raise progress.Failure(
            "running as root, but there is no system user postgres",
            "install the package postgresql, or run as an ordinary user",
        ) from error
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _home() -> Path:
    """.run, or a system folder where the owner cannot reach into the checkout."""
    owner = _owner()
    paths.RUN.mkdir(exist_ok=True)
    if owner:
        probe = ["test", "-x", str(paths.RUN)]
        if subprocess.run(probe, **owner, cwd="/", check=False).returncode:
            return Path("/var/lib/jxc") / paths.CHECKOUT_ID
    return paths.RUN / "pg"


class Cluster:
    def __init__(self, name: str, durable: bool):
        self.name = name
        self.durable = durable
        self.owner = _owner()
        self.home = _home() / name
        self.data = self.home / "data"
        self.log = self.home / "postgres.log"
        self.socket = self.home / "socket"
        if len(str(self.socket)) > SOCKET_ROOM:
            folder = f"jxc-{paths.CHECKOUT_ID}-{name}-{os.geteuid()}"
            self.socket = Path(tempfile.gettempdir()) / folder

    def _folder(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.owner:
            os.chown(folder, self.owner["user"], self.owner["group"])
        state = folder.stat()
        if state.st_uid != self.owner.get("user", os.geteuid()):
            raise progress.Failure(f"{folder} belongs to somebody else", "remove it")
        folder.chmod(0o700)

    def _run(self, *argv, title: str = "") -> None:
        log = f"postgres-{self.name}-{Path(argv[0]).name}.log"
        advice = f"see also {self.log}"
        progress.run(argv, log=log, title=title, advice=advice, cwd="/", **self.owner)

    def pid(self) -> int | None:
        """The running server's process, or None."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().split("\n")[0])
            os.kill(pid, 0)
            name = Path(f"/proc/{pid}/comm")
            if name.exists() and not name.read_text().startswith("postgres"):
                return None  # after a reboot the number may be another program's
            return pid
        except (OSError, ValueError):
            return None

    def start(self, user: str) -> None:
        if self.pid() and (self.socket / ".s.PGSQL.5432").exists():
            return
        with lock(paths.RUN / f"pg-{self.name}.lock", "it starts PostgreSQL"):
            if self.pid() and (self.socket / ".s.PGSQL.5432").exists():
                return
            for folder in (self.home, self.socket):
                self._folder(folder)
            new = not (self.data / "PG_VERSION").exists()
            if new:
                self._create()
            self._configure()
            binary = self._binary("pg_ctl")
            options = ["-D", self.data, "-l", self.log, "-w", "-t", "60"]
            self._run(binary, *options, "start", title=f"PostgreSQL ({self.name})")
            if new:
                self._create_user(user)

    def _binary(self, program: str) -> Path:
        version = self.data / "PG_VERSION"
        if version.exists():  # the programs must be those of the data's version
            folder = Path(f"/usr/lib/postgresql/{version.read_text().strip()}/bin")
            if (folder / program).exists():
                return folder / program
        return system.pg_bin() / program

    def _create(self) -> None:
        with tempfile.TemporaryDirectory(dir=self.home, prefix="new-") as temporary:
            self._folder(Path(temporary))
            data = Path(temporary) / "data"
            options = ["-D", data, "-U", "postgres", "--auth=trust", "-E", "UTF8"]
            options += ["--locale=C.UTF-8"] + ([] if self.durable else ["--no-sync"])
            self._run(
                system.pg_bin() / "initdb", *options, title=f"new cluster ({self.name})"
            )
            data.rename(self.data)

    def _configure(self) -> None:
        settings = {**SETTINGS, **({} if self.durable else FAST)}
        settings["unix_socket_directories"] = str(self.socket)
        settings["unix_socket_permissions"] = "0700"
        lines = [f"{key} = '{value}'\n" for key, value in settings.items()]
        main = self.data / "postgresql.conf"
        include = "include_if_exists = 'jxc.conf'\n"
        if include not in main.read_text():
            with main.open("a") as file:
                file.write(include)
        (self.data / "jxc.conf").write_text("".join(lines))
        (self.data / "jxc.conf").chmod(0o644)

    def _create_user(self, user: str) -> None:
        options = ["-h", self.socket, "-U", "postgres", "--createdb", user]
        self._run(system.pg_bin() / "createuser", *options)

    def stop(self) -> bool:
        pid = self.pid()
        if not pid:
            return False
        os.kill(pid, signal.SIGINT)  # "fast": open connections are closed
        with progress.step(f"stop PostgreSQL ({self.name})"):
            if not progress.wait_for(lambda: not self.pid(), 60):
                raise progress.Failure(
                    f"PostgreSQL (process {pid}) does not stop", f"see {self.log}"
                )
        return True
