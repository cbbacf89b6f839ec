"""Senders of the outbox at once, among faults, with some of them killed."""

import os
import random
import re
import signal
import sys
import time

from phones import Phones, names
from server import Server

#: Confirmed orders, with and without messages, that are compared.
POSTINGS = 7
#: How often a request meets what: two in a hundred are in vain, and two fail.
CHANCES = {
    "late before": 0.005,
    "late after": 0.005,
    "lost before": 0.005,
    "lost after": 0.005,
    "500": 0.01,
    "500 after": 0.01,
    "html": 0.005,
    "throttled": 0.002,
    "forget": 0.002,
}
#: The stand-in is late by so many seconds, and a sender waits for half of them. Who is
#: throttled is silent for so long. Real ones take minutes, which shows nothing more.
LATE, SILENT = 2, 20


def rates(ours, people=100, robots=100, each=10, turns=3):
    """Messages a second: through the outbox, by one and two senders; by a loop."""
    phones = Phones(people, robots, per_minute=10**9)
    second = Server(ours.database)
    found = {"bare": [], "one": [], "two": []}
    posting = {False: [], True: []}
    try:
        for turn in range(turns + 1):
            for kind in found:
                ours.ask("outbox_prepare", url=phones.url, people=people, robots=robots)
                count = ours.ask("outbox_queue", each=each)
                if kind == "bare":
                    wall = ours.ask("outbox_bare", count=count)["wall"]
                else:
                    senders = [ours, second][: 1 + (kind == "two")]
                    for sender in senders:
                        sender.send("outbox_send", seconds=300)
                    wall = max(sender.answer()["wall"] for sender in senders)
                shown = len(phones.shown())
                if shown != count:
                    raise SystemExit(f"{kind}: {shown} of {count} messages were shown")
                if turn:
                    found[kind].append(count / wall)
        for turn in range(POSTINGS + 1):
            # The same goods and customer; in turn, as whoever comes first is colder.
            for say in sorted(posting, reverse=turn % 2):
                answer = ours.ask("outbox_posting", seed=9000 + turn, lines=10, say=say)
                posting[say] += [(turn, answer)] * bool(turn)
    finally:
        phones.close()
        second.close()
    return found, posting


class Senders:
    """Processes that send; another one takes over at once from who is killed."""

    def __init__(self, database, count, seconds):
        self.parent, self.seconds = Server(database), seconds
        self.running = [self._new() for _n in range(count)]

    def _new(self):
        told = {"seconds": self.seconds, "pause": SILENT, "timeout": LATE / 2}
        return self.parent.ask("outbox_fork", **told)

    def kill(self):
        """The oldest one dies at once, whatever it is doing."""
        os.kill(self.running.pop(0), signal.SIGKILL)
        self.running.append(self._new())

    def close(self):
        """Those that live have nothing left to send."""
        self.parent.close()


def storm(database, people, robots, each, senders=3, kill_every=3, seconds=2400):
    """:return: what was shown, what is in the outbox, and how many senders died"""
    phones = Phones(people, robots, chances=CHANCES, late=LATE)
    first, shown, killed = Server(database), [], 0
    made = {"people": people, "robots": robots, "wecom": people // 2}
    first.ask("outbox_prepare", url=phones.url, **made)
    count = first.ask("outbox_queue", each=each)
    sending = Senders(database, senders, seconds)
    end, next_kill = time.monotonic() + seconds, time.monotonic() + kill_every
    while time.monotonic() < end:
        time.sleep(1)
        state = first.ask("outbox_state")
        shown += phones.shown()
        open_ones = sum(state.get(s, 0) for s in ("waiting", "failed", "sending"))
        if not open_ones:
            break
        if time.monotonic() > next_kill and open_ones > count // 10:
            sending.kill()
            killed += 1
            next_kill = time.monotonic() + kill_every * random.uniform(0.5, 1.5)
            sys.stderr.write(f"{killed} killed; {state}\n")
    sending.close()
    shown += phones.shown()
    phones.close()
    first.close()
    return {"count": count, "shown": shown, "state": state, "killed": killed}


def judge(shown, each, targets):
    """What is wrong: lost, shown twice, out of order, or never to be said.

    What a group was told in a list counts as told one by one.
    """
    wrong, found = [], {}
    for to, text in shown:
        numbers = list(dict.fromkeys(re.findall(r"M(\d{4})", text)))
        if not numbers or "never" in text:
            wrong.append(f"{to}: {text[:60]}")
        found.setdefault(to, []).extend(map(int, numbers))
    for to in targets:
        if found.get(to) != list(range(each)):
            wrong.append(f"{to}: {found.get(to)}")
    return wrong


if __name__ == "__main__":
    name, people, robots, each = sys.argv[1], *map(int, sys.argv[2:5])
    begun = time.monotonic()
    told = storm(name, people, robots, each)
    targets = [*names("person", people), *names("robot", robots)]
    wrong = judge(told["shown"], each, targets)
    figures = {
        "messages": told["count"],
        "shown": len(told["shown"]),
        "killed": told["killed"],
        "state": told["state"],
        "wrong": len(wrong),
        "seconds": round(time.monotonic() - begun),
    }
    sys.stdout.write(f"{figures}\n" + "\n".join(wrong[:20]) + "\n")
    sys.exit(bool(wrong))
