"""An update of all our add-ons, and the uninstall of each, meet business.

One database with a day's trade through all add-ons; each test works on its own clone.
"""

import os
import shutil
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "bin" / "lib"))

from jxcdev import addons, database, odoo, paths, site  # noqa: E402

HERE = Path(__file__).parent
NAME = f"test_upgrade_{os.getpid()}"
#: Documents whose every row has to be after an update as it was before.
DOCUMENTS = (
    "purchase_order",
    "purchase_order_line",
    "sale_order",
    "sale_order_line",
    "stock_picking",
    "stock_move",
    "stock_move_line",
    "stock_quant",
    "stock_location",
    "account_move",
    "account_move_line",
    "account_partial_reconcile",
    "account_payment",
    "mail_activity",
    "res_groups_implied_rel",
    "res_groups_users_rel",
)
#: What tells the structure of a database, and what is in it by an add-on's doing.
#: Not among it: external ids that the host's own mail.thread gives to the values of
#: every model that inherits it, and forgets, whoever's model that was.
STRUCTURE = {
    "columns": "SELECT table_name || '.' || column_name FROM information_schema.columns"
    " WHERE table_schema = 'public'",
    "indexes": "SELECT indexname FROM pg_indexes WHERE schemaname = 'public'",
    "constraints": "SELECT conname FROM pg_constraint",
    "triggers": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    "functions": "SELECT proname FROM pg_proc"
    " WHERE pronamespace = 'public'::regnamespace",
    "external ids": "SELECT module || '.' || name FROM ir_model_data"
    " WHERE module !~ '^_' AND model NOT IN ('ir.module.module', 'res.lang')"
    " AND (module ~ '^jxc' OR name !~ '^(selection|model_inherit)__jxc_')",
    "models": "SELECT model FROM ir_model",
    "fields": "SELECT model || '.' || name FROM ir_model_fields",
    "rights": "SELECT name FROM ir_model_access",
    "rules": "SELECT name FROM ir_rule",
    "actions": "SELECT type || ' ' || (name->>'en_US') FROM ir_actions",
    "scheduled actions": "SELECT cron_name FROM ir_cron",
    "views": "SELECT model || ' ' || name FROM ir_ui_view",
    "menus": "SELECT name->>'en_US' FROM ir_ui_menu",
    "groups": "SELECT name->>'en_US' FROM res_groups",
    "privileges": "SELECT name->>'en_US' FROM res_groups_privilege",
    "implied groups": "SELECT (a.name->>'en_US') || ' > ' || (b.name->>'en_US')"
    " FROM res_groups_implied_rel r JOIN res_groups a ON a.id = r.gid"
    " JOIN res_groups b ON b.id = r.hid",
    "types of to-dos": "SELECT name->>'en_US' FROM mail_activity_type",
    "templates": "SELECT name->>'en_US' FROM mail_template",
    "sequences": "SELECT code FROM ir_sequence WHERE code LIKE 'jxc%'",
    "parameters": "SELECT key FROM ir_config_parameter WHERE key LIKE '%jxc%'",
    "defaults": "SELECT f.model || '.' || f.name FROM ir_default d"
    " JOIN ir_model_fields f ON f.id = d.field_id",
}


@pytest.fixture(scope="module")
def place():
    server = site.fast().start()
    database.clone(server, database.template(server, "jxc"), NAME)
    try:
        assert "the loop is done" in shell(server, NAME, "loop.py")
        yield server
    finally:
        for name in server.databases():
            if name.startswith(NAME):
                database.drop(server, name)


@pytest.fixture
def clone(place, request):
    name = f"{NAME}_{request.node.name.split('_')[-1]}"
    database.clone(place, NAME, name)
    yield name
    database.drop(place, name)


def shell(place, name, script, **environment):
    """Run a script in Odoo; a warning or an error in the log is a failure.

    :return: what it has printed.
    """
    log = paths.LOG / f"{name}-{Path(script).stem}.log"
    with (HERE / script).open() as source, log.open("w") as out:
        code = subprocess.run(
            odoo.argv(place, "shell", "-d", name, "--no-http", "--log-level=warn"),
            stdin=source,
            stdout=out,
            stderr=subprocess.STDOUT,
            env={**odoo.environment(), **environment},
            cwd=ROOT,
            check=False,
        ).returncode
    text = log.read_text()
    assert code == 0, text[-3000:]
    assert odoo.complaints(log) == [], text[-3000:]
    return text


def content(place, name):
    """{table: its rows as text} of our models and of the documents of the host."""
    ours = place.sql(
        "SELECT table_name FROM information_schema.tables WHERE table_name LIKE 'jxc%'"
        " AND table_type = 'BASE TABLE' ORDER BY 1",
        name,
    )
    assert "jxc_approval_request" in ours
    return {
        table: place.sql(f'SELECT t::text FROM "{table}" t ORDER BY 1', name)
        for table in (*ours, *DOCUMENTS)
    }


def structure(place, name):
    return {
        what: set(filter(None, place.sql(query, name)))
        for what, query in STRUCTURE.items()
    }


def from_the_top():
    """Our add-ons in steps: none of a step is needed by what is left after it."""
    ours = addons.installable()
    needed_by = {name: set() for name in ours if name != addons.DEMO}
    for name in needed_by:
        for other in ours[name].get("depends", []):
            if other in needed_by:
                needed_by[other].add(name)
    sorter = TopologicalSorter(needed_by)
    sorter.prepare()
    while sorter.is_active():
        step = sorted(sorter.get_ready())
        yield step
        sorter.done(*step)


def assert_as_without_us(place, name):
    """The structure is that of a database that never had our add-ons."""
    host = structure(place, database.template(place, "base"))
    now = structure(place, name)
    left = {what: sorted(now[what] - host[what]) for what in host}
    lost = {what: sorted(host[what] - now[what]) for what in host}
    assert {what: names for what, names in left.items() if names} == {}
    assert {what: names for what, names in lost.items() if names} == {}


def test_an_update_of_all_of_ours(place, clone):
    """No warning, no error, and not a row of the business is touched."""
    before = content(place, clone)
    for table in ("jxc_approval_request", "jxc_alert", "jxc_inspection", "stock_move"):
        assert before[table], f"{table} is empty: the update meets nothing"
    odoo.run(
        place,
        *("server", "-d", clone, "-u", "jxc_base", "--stop-after-init", "--no-http"),
        log=f"{clone}.log",
        title="update of all our add-ons",
        strict=True,
    )
    after = content(place, clone)
    assert sorted(after) == sorted(before)
    for table, rows in before.items():
        assert after[table] == rows, f"{table} has changed"


def test_new_glue_reaches_an_older_database(place, tmp_path):
    """What joins two add-ons that are there comes with the update."""
    glue, name = "jxc_pda_transfer", f"{NAME}_older"
    older = tmp_path / "addons"
    shutil.copytree(paths.ADDONS, older, ignore=shutil.ignore_patterns(glue))
    manifest = older / "jxc" / "__manifest__.py"
    manifest.write_text(manifest.read_text().replace(f'"{glue}",', ""))
    database.clone(place, database.template(place, "base"), name)
    # The host's own database has read the list of the add-ons that are there today.
    place.sql(
        f"DELETE FROM ir_module_module WHERE name = '{glue}';"
        f" DELETE FROM ir_model_data WHERE name = 'module_{glue}'",
        name,
    )
    database.install(place, name, ["jxc"], [], folder=older)
    assert glue not in database.installed(place, name)
    odoo.run(
        place,
        *("server", "-d", name, "-u", "jxc_base", "--stop-after-init", "--no-http"),
        log=f"{name}.log",
        title="update from before the glue",
        strict=True,
    )
    assert glue in database.installed(place, name)


def test_uninstalled_in_steps(place, clone):
    """Each add-on goes without what it needs, leaves nothing; the host trades on."""
    steps = list(from_the_top())
    assert steps[-1] == ["jxc_base"] and len(steps) > 5
    order = ";".join(" ".join(step) for step in steps)
    text = shell(place, clone, "uninstall.py", JXC_UNINSTALL=order)
    assert [line for line in text.splitlines() if line.startswith("LEFT")] == []
    assert "traded" in text
    assert_as_without_us(place, clone)


def test_uninstalled_at_once(place, clone):
    """The base takes all the others with it."""
    text = shell(place, clone, "uninstall.py", JXC_UNINSTALL="jxc_base")
    assert [line for line in text.splitlines() if line.startswith("LEFT")] == []
    assert "traded" in text
    query = "SELECT name FROM ir_module_module WHERE name LIKE 'jxc%'"
    assert not place.sql(f"{query} AND state <> 'uninstalled'", clone)
    assert_as_without_us(place, clone)


def test_the_manager_of_the_department(place, clone):
    """P4: where hr is installed, a rule asks the manager of the buyer's department."""
    odoo.run(
        place,
        *("server", "-d", clone, "-i", "hr", "--stop-after-init", "--no-http"),
        log=f"{clone}.log",
        title="install of hr",
        strict=True,
    )
    assert "department approved" in shell(place, clone, "department.py")
