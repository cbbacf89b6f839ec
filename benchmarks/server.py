"""An Odoo process on a database, see serve.py, and how it is asked."""

import json
import subprocess
import sys
from pathlib import Path


class Server:
    """A process that waits for its turn."""

    def __init__(self, database):
        self.database = database
        script = Path(__file__).with_name("serve.py")
        self.process = subprocess.Popen(
            [sys.executable, str(script), database],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, kind, **request):
        self.send(kind, **request)
        return self.answer()

    def send(self, kind, **request):
        """Several of them work at once: first they are all told, then all heard."""
        self.process.stdin.write(json.dumps({"kind": kind, **request}) + "\n")
        self.process.stdin.flush()

    def answer(self):
        answer = self.process.stdout.readline()
        if not answer:
            raise SystemExit(f"{self.database}: the process ended, see above")
        return json.loads(answer)

    def close(self):
        self.process.stdin.close()
        self.process.wait()
