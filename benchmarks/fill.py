"""Fill a database: ``fill.py DATABASE SIZE``; bin/bench calls it."""

import sys

import worker  # before whatever imports from odoo
from generator.check import check
from generator.filling import fill
from generator.size import SIZES


def main(database, size):
    with worker.environment(database) as env:
        fill(env, size, say=lambda text: print(text, flush=True))
        env.cr.commit()
    worker.vacuum(database)
    with worker.environment(database) as env:
        found = check(env, size)
    print("\n".join(found) or "consistent", flush=True)
    return bool(found)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], SIZES[sys.argv[2]]))
