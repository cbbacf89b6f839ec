"""docker/ without Docker: its own scripts, against a real PostgreSQL and a real Odoo.

What needs an engine (building the image, the services' order) is not shown here; the
compose file is read by compose itself.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "bin" / "lib"))

from jxcdev import compose, odoo, paths, site  # noqa: E402

DOCKER = ROOT / "docker"
SCRIPTS = DOCKER / "bin"
DATABASE = f"test_docker_{os.getpid()}"
COPY = f"{DATABASE}_copy"


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """Environment of a container, with a database that ``init`` has made."""
    base = tmp_path_factory.mktemp("docker")
    server = site.fast().start()
    for name in ("db", "master", "admin"):
        (base / name).write_text(f"secret-{name}-1")
    conf = base / "odoo.conf"
    text = (DOCKER / "odoo.conf").read_text()
    text = text.replace("/mnt/extra-addons", str(ROOT / "addons"))
    conf.write_text(text.replace("/var/lib/odoo", str(base / "data")))
    (base / "data").mkdir()
    (base / "backup").mkdir()
    connection = server.connection
    env = {
        **odoo.environment(),
        "DB_HOST": connection["db_host"],
        "DB_PORT": connection["db_port"] or "5432",
        "DB_USER": connection["db_user"],
        "DB_NAME": DATABASE,
        "DB_PASSWORD_FILE": str(base / "db"),
        "MASTER_PASSWORD_FILE": str(base / "master"),
        "ADMIN_PASSWORD_FILE": str(base / "admin"),
        "ODOO_RC_BASE": str(conf),
        "ODOO": paths.venv_bin("odoo"),
        "DATA_DIR": str(base / "data"),
        "BACKUP_DIR": str(base / "backup"),
        "KEEP": "2",
        "TMPDIR": str(base),
        # The loop of all add-ons is shown elsewhere; here it is about the scripts.
        "JXC_MODULES": "jxc_alert",
    }
    try:
        yield base, env, server
    finally:
        for name in (DATABASE, COPY):
            server.sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def run(script, *arguments, env, check=True):
    result = subprocess.run(
        [SCRIPTS / script, *arguments],
        env=env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if check:
        assert result.returncode == 0, result.stdout + result.stderr
    return result


def test_init_backup_and_restore(place):
    base, env, server = place
    output = run("jxc-entrypoint", "init", env=env)
    log = output.stdout + output.stderr
    assert "secret-" not in log, "a secret is in the log"
    assert not list(base.glob("jxc.*")), "the file with the secrets was left behind"

    company = server.sql(
        "SELECT c.code FROM res_company co JOIN res_partner p ON p.id = co.partner_id"
        " JOIN res_country c ON c.id = p.country_id",
        DATABASE,
    )
    assert company == ["CN"]
    state = "SELECT state FROM ir_module_module WHERE name = 'jxc_alert'"
    assert server.sql(state, DATABASE) == ["installed"]
    url = "SELECT value FROM ir_config_parameter WHERE key = 'report.url'"
    assert server.sql(url, DATABASE) == ["http://127.0.0.1:8069"]

    again = run("jxc-entrypoint", "init", env=env)
    assert "nothing to do" in again.stdout

    files = base / "data" / "filestore" / DATABASE
    (files / "proof.txt").parent.mkdir(parents=True, exist_ok=True)
    (files / "proof.txt").write_text("kept")
    for _ in range(3):  # names carry seconds: wait for the next one by its name
        before = set((base / "backup").iterdir())
        while set((base / "backup").iterdir()) == before:
            run("jxc-backup", env=env, check=False)
    backups = sorted((base / "backup").iterdir())
    assert len(backups) == 2, "KEEP says how many backups stay"
    folder = backups[-1]

    refused = run("jxc-restore", folder, DATABASE, env=env, check=False)
    assert refused.returncode != 0 and "exists" in refused.stderr

    run("jxc-restore", folder, COPY, "--neutralize", env=env)
    crons = "SELECT count(*) FROM ir_cron WHERE active AND id NOT IN ({})"
    kept = "SELECT res_id FROM ir_model_data WHERE name = 'autovacuum_job'"
    assert server.sql(crons.format(kept), COPY) == ["0"], "a copy for trying does work"
    assert server.sql(crons.format(kept), DATABASE) != ["0"]
    assert server.sql(state, COPY) == ["installed"]
    copy = base / "data" / "filestore" / COPY
    assert (copy / "proof.txt").read_text() == "kept"
    count = "SELECT count(*) FROM ir_model_data"
    assert server.sql(count, COPY) == server.sql(count, DATABASE)

    damaged = base / "damaged"
    shutil.copytree(folder, damaged)
    with (damaged / "database.dump").open("r+b") as file:
        file.seek(100)
        file.write(b"\0\0\0\0")
    result = run("jxc-restore", damaged, COPY, "--force", env=env, check=False)
    assert result.returncode != 0 and "damaged" in result.stderr
    assert server.sql(state, COPY) == ["installed"], "a failed restore changed the copy"
    # Half a dump under the right checksum: the last check is the restore's own.
    os.truncate(
        damaged / "database.dump", (folder / "database.dump").stat().st_size // 2
    )
    argv = ["sha256sum", "database.dump", "filestore.tar.gz"]
    sums = subprocess.run(argv, cwd=damaged, capture_output=True, check=True).stdout
    (damaged / "SHA256SUMS").write_bytes(sums)
    result = run("jxc-restore", damaged, COPY, "--force", env=env, check=False)
    assert result.returncode != 0
    assert server.sql(state, COPY) == ["installed"], "a failed restore changed the copy"
    assert f"{COPY}_restoring" not in server.databases()
    assert not list((base / "data").glob("restore.*")), "files were left behind"

    run("jxc-restore", folder, COPY, "--force", env=env)
    assert server.sql(crons.format(kept), COPY) != ["0"]

    server.sql("UPDATE ir_module_module SET latest_version = '0'", DATABASE)
    run("jxc-entrypoint", "upgrade", env=env)
    behind = (
        "SELECT name FROM ir_module_module WHERE state <> 'uninstalled'"
        " AND name LIKE 'jxc%' AND (state <> 'installed' OR latest_version = '0')"
    )
    assert server.sql(behind, DATABASE) == [], "add-ons that were not updated"


def test_a_failed_backup_never_looks_like_one(place):
    """Not even from the service, which goes on after a failure."""
    base, env, _server = place
    folder = base / "backup-failed"
    folder.mkdir()
    env = {**env, "DB_NAME": "none", "BACKUP_DIR": str(folder)}
    result = run("jxc-backup", env=env, check=False)
    assert result.returncode != 0
    assert list(folder.iterdir()) == []
    with subprocess.Popen(
        [SCRIPTS / "jxc-backup", "--every", "24"],
        env=env,
        stderr=subprocess.PIPE,
        text=True,
    ) as service:
        try:
            lines = iter(service.stderr.readline, "")
            assert any("FAILED" in line for line in lines)
            assert list(folder.iterdir()) == []
        finally:
            service.terminate()
    assert service.returncode == 0, "it stops when it is told to"


@pytest.mark.parametrize(
    "variable", ["DB_PASSWORD_FILE", "MASTER_PASSWORD_FILE", "ADMIN_PASSWORD_FILE"]
)
def test_a_missing_secret_is_named(place, variable):
    base, env, server = place
    result = run(
        "jxc-entrypoint",
        "init",
        env={**env, variable: str(base / "nowhere"), "DB_NAME": "none"},
        check=False,
    )
    assert result.returncode != 0
    assert "nowhere" in result.stderr
    assert "none" not in server.databases()


def test_an_unreachable_database_is_named(place):
    _base, env, _server = place
    # The same words that a user sees; the wait itself is not what is tested.
    script = (SCRIPTS / "jxc-entrypoint").read_text().replace("seq 1 60", "seq 1 1")
    result = subprocess.run(
        ["bash", "-c", script, "jxc-entrypoint", "init"],
        env={**env, "DB_HOST": "127.0.0.1", "DB_PORT": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode != 0
    assert "no PostgreSQL at 127.0.0.1:1" in result.stderr


def test_compose_reads_its_file():
    """The services, as compose understands them."""
    argv = [*compose.command(), "-f", DOCKER / "compose.yaml", "config"]
    argv += ["--format", "json"]
    answer = subprocess.run(argv, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
    assert "warn" not in answer.stderr.lower()
    services = json.loads(answer.stdout)["services"]
    assert set(services) == {"db", "init", "odoo", "cron", "nginx", "backup"}
    open_ports = {name for name, service in services.items() if service.get("ports")}
    assert open_ports == {"nginx"}, "only the proxy is reached from outside"
    wait = services["odoo"]["depends_on"]["init"]["condition"]
    assert wait == "service_completed_successfully"
    for name in ("init", "odoo", "cron", "backup"):
        service = services[name]
        assert service["image"] == services["odoo"]["image"], name
        assert service["environment"]["DB_NAME"] == "jxc", name
        assert "odoo-data" in {v["source"] for v in service["volumes"]}, name
        assert "db_password" in {s["source"] for s in service["secrets"]}, name
        secret = re.compile("password", re.I)
        assert not any(map(secret.search, service["environment"])), "in the open"


def test_every_script_and_secret_of_the_compose_file_exists():
    text = (DOCKER / "compose.yaml").read_text()
    assert "docker/Dockerfile" in text
    for script in re.findall(r"/usr/local/bin/(\S+?)[\],]", text):
        assert (SCRIPTS / script).exists(), script
    for secret in re.findall(r"file: \./(secrets/\w+)", text):
        assert secret.startswith("secrets/")
    ignored = (DOCKER / "secrets" / ".gitignore").read_text().splitlines()
    assert ignored == ["*", "!.gitignore"], "secrets must never be committed"
    assert (DOCKER / "nginx" / "jxc.conf").exists()
