"""The stand-in for DingTalk and WeCom in a process of its own: ``phones.py``.

It says its address, serves, and tells what it has shown for each line that it reads.
"""

import json
import subprocess
import sys
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1] / "addons/jxc_dingtalk/tests"


class Phones:
    """The process, as whoever measures has it."""

    def __init__(self, people=0, robots=0, **rules):
        """
        :param rules: of the stand-in's phone: ``chances`` of faults, seconds ``late``,
            ``per_minute``.
        """
        self.process = subprocess.Popen(
            [sys.executable, __file__, str(people), str(robots)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.url = self._read()
        if rules:
            self._ask(rules)

    def _read(self):
        return json.loads(self.process.stdout.readline())

    def _ask(self, request):
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        return self._read()

    def shown(self):
        """``[[to, text], …]`` since the last time."""
        return self._ask({})["shown"]

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def names(kind, count):
    """Of people, or robots."""
    return [f"{kind}{number}" for number in range(count)]


def main(people, robots):
    sys.path.insert(0, str(TESTS))
    import standin

    phone = standin.Phone()
    phone.people |= {name: name for name in names("person", people)}
    phone.robots |= set(names("robot", robots))
    phone.per_minute = 10**9
    answers = sys.stdout
    print(json.dumps(phone.url), file=answers, flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        with phone.lock:
            for rule, value in request.items():
                setattr(phone, rule, value)
            shown, phone.shown = phone.shown, []
        print(json.dumps({"shown": shown}), file=answers, flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
