"""One Odoo process on one database: a request a line on stdin, an answer on stdout.

Each step runs in a transaction of its own, as its user, and is committed, with all
that the commit brings along; the time includes it.
"""

import contextlib
import gc
import json
import sys
import time

import ageing
import cost
import credit
import entry
import fefo
import history
import ledger
import match
import needs
import order
import outbox
import pairs
import recall
import statement
import stock
import stocktake
import storm
import worker
from steps import STEPS

MODULES = (ageing, cost, credit, entry, fefo, history, ledger, match, needs, order)
MODULES += (outbox, pairs, recall, statement, stocktake, storm)
MODULES = {module.__name__: module for module in MODULES}


@contextlib.contextmanager
def measured(cr):
    """:return: a dict that is filled at the end of the block"""
    gc.collect()
    result, queries = {}, cr.sql_log_count
    wall, work = time.perf_counter(), worker.cpu_seconds(cr)
    yield result
    result["wall"] = time.perf_counter() - wall
    done = worker.cpu_seconds(cr)
    result["seconds"] = result["wall"] if done is None else done - work
    result["queries"] = cr.sql_log_count - queries


def run(database, step, user, record, **arguments):
    """One step on the record of the step before; its figures, and its own record."""
    with worker.environment(database, user) as env:
        model, ids = record or (None, None)
        records = env[model].browse(ids) if record else env
        with measured(env.cr) as result:
            made = step(records, **arguments)
            env.cr.commit()
        return result, (made._name, made.ids) if made is not None else record


def flow(database, names, lines, seed):
    """Steps one after the other on a document of their own."""
    record, results = None, {}
    for name in names:
        step, user, fresh = STEPS[name]
        arguments = {"lines": lines, "seed": seed} if fresh else {}
        results[name], record = run(database, step, user, record, **arguments)
    return results


def main(database):
    answers = sys.stdout
    sys.stdout = sys.stderr  # whatever Odoo prints is no answer
    for line in sys.stdin:
        request = json.loads(line)
        kind = request.pop("kind")
        if kind == "flow":
            answer = flow(database, **request)
        elif kind == "versions":
            answer = worker.versions(database)
        else:
            module = MODULES.get(kind.split("_")[0], stock)
            answer = getattr(module, kind)(database, measured, **request)
        print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
