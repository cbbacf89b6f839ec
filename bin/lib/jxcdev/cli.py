"""From the name of a command to its module; failures become readable text."""

import importlib
import sys

from . import progress

COMMANDS = {
    "setup": "commands.setup",
    "newdb": "commands.newdb",
    "shell": "commands.shell",
    "odoo": "commands.odoo_command",
    "psql": "commands.psql",
    "stop": "commands.stop",
    "bench": "bench.bench",
    "demo": "demo.demo",
    "test": "runner.test",
    "lint": "lint.lint",
    "standin": "standin.standin",
}


def main(arguments: list[str]) -> int:
    name, *rest = arguments or ["help"]
    if name not in COMMANDS:
        progress.say("usage: " + ", ".join(f"bin/{command}" for command in COMMANDS))
        return 2
    module, function = COMMANDS[name].split(".")
    command = getattr(importlib.import_module(f"jxcdev.{module}"), function)
    try:
        return command(rest) or 0
    except progress.Failure as failure:
        failure.show()
        return 1
    except KeyboardInterrupt:
        progress.say("\ninterrupted")
        return 130
    finally:
        sys.stdout.flush()
