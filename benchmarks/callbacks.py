"""Answers from phones to a server with two workers: ``callbacks.py DATABASE ORDERS``.

The server is started here, with the key that seals. So many orders are submitted, and
everything is posted as fast as the vendors' connections can. What is wrong is told, and
how long replies took.
"""

import os
import queue
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path
from statistics import median
from uuid import uuid4

import phones
import requests as http
import worker  # before whatever imports from odoo

sys.path.insert(0, str(phones.TESTS))
os.environ.setdefault("JXC_SECRET_KEY", "the key of the benchmarks")

import approvals  # noqa: E402
import standin  # noqa: E402
from standin import callback  # noqa: E402

from odoo.modules.registry import Registry  # noqa: E402

CONNECTIONS = 8


def _users(env):
    mark = uuid4().hex
    users = env["res.users"].with_context(no_reset_password=True)
    roles = ("purchase_buyer", "manager", "manager")
    return [
        users.create(
            {
                "login": f"{role}_{n}_{mark}",
                "name": f"{role} {n}",
                "group_ids": [
                    (4, env.ref("base.group_user").id),
                    (4, env.ref(f"jxc_base.group_jxc_{role}").id),
                ],
            }
        )
        for n, role in enumerate(roles)
    ]


def _post_all(found, connections):
    """:return: seconds and status of each"""
    left, results = queue.SimpleQueue(), []
    for request in found:
        left.put(request)

    def client():
        session = http.Session()
        while True:
            try:
                url, headers, body = left.get_nowait()
            except queue.Empty:
                return
            begun = time.perf_counter()
            status = session.post(url, headers=headers, data=body).status_code
            results.append((time.perf_counter() - begun, status))

    threads = [threading.Thread(target=client) for _n in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


class Workers:
    """Odoo with two workers and a job's process."""

    def __init__(self, database):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        odoo = Path(sys.executable).with_name("odoo")
        options = ["-d", database, f"--db-filter=^{database}$", "--workers=2"]
        # One of them hears of the answers, whatever the other is at.
        options += ["--max-cron-threads=2"]
        options += [f"--http-port={port}", f"--gevent-port={port + 1}"]
        self.process = subprocess.Popen(
            [odoo, "server", "-c", os.environ["JXC_CONF"], *options, "--log-level=warn"]
        )
        while True:
            try:
                if http.get(f"{self.url}/web/health", timeout=60).ok:
                    return
            except http.RequestException:
                time.sleep(1)

    def close(self):
        self.process.terminate()
        self.process.wait()


def _asked(database, phone, base, count):
    """Orders are submitted, and each of the managers has his card.

    :return: a function of an environment in a transaction, what was made, the answers
        that count, and all requests.
    """
    with worker.environment(database):
        registry = Registry(database)

    def committed(function, *args):
        return approvals.committed(registry, lambda env: function(env, *args))

    made = committed(
        lambda env: approvals.make(env, _users(env), phone, standin, count)
    )
    committed(approvals.register, made, phone, standin, base)
    committed(approvals.submit, made)
    approvals.send(registry)
    pressed, answers = committed(approvals.plan, made)
    committed(approvals.change, made)
    return committed, made, answers, approvals.requests(phone, callback, pressed)


def _open(env):
    states = [("state", "in", ("waiting", "failed"))]
    return env["jxc.dingtalk.event"].search_count(states)


def main(database, count):
    phone, server = standin.Phone(), Workers(database)
    try:
        committed, made, answers, found = _asked(database, phone, server.url, count)
        begun = time.perf_counter()
        results = _post_all(found, CONNECTIONS)
        wall = time.perf_counter() - begun
        while committed(_open):
            time.sleep(1)
        done = time.perf_counter() - begun
    finally:
        server.close()
    wrong = committed(approvals.judge, made, answers)
    committed(approvals.clean, made)  # so that it can be run again
    times = sorted(seconds for seconds, _status in results)
    figures = {
        "callbacks": len(results),
        "seconds": round(wall, 1),
        "statuses": Counter(status for _seconds, status in results),
        "median": round(median(times), 3),
        "p95": round(times[len(times) * 95 // 100], 3),
        "longest": round(times[-1], 3),
        "all done after": round(done, 1),
        "wrong": len(wrong),
    }
    sys.stdout.write(f"{figures}\n" + "\n".join(wrong[:20]) + "\n")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2])))
