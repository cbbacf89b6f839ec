"""Messages to DingTalk and WeCom: through the outbox, and by a bare loop of calls."""

import os
import signal
import time

import phones
import worker  # before whatever imports from odoo
from steps import STEPS

from odoo import sql_db

TOKEN, SIGNING = "dingtest", "SEC0123456789"
SECRET = "s3cret-of-the-app"
PLATFORMS = ("dingtalk", "wecom")
os.environ.setdefault("JXC_SECRET_KEY", "the key of the benchmarks")


def _clean(env):
    for name in ("event", "message", "card", "robot", "person", "account"):
        model = env[f"jxc.dingtalk.{name}"].with_context(active_test=False)
        model.search([]).unlink()


def outbox_prepare(database, _measured, url, people, robots, wecom=0):
    """Applications, their people, robots; whatever was there before is gone.

    :param wecom: so many of the people are in WeCom.
    """
    with worker.environment(database) as env:
        _clean(env)
        for name in ("dingtalk", "dingtalk_api", "wecom"):
            env["ir.config_parameter"].set_param(f"jxc_dingtalk.address_{name}", url)
        env["jxc.dingtalk.account"].create(
            [
                {
                    "name": "Bench",
                    "platform": platform,
                    "app_key": TOKEN,
                    "secret": SECRET,
                    "agent": "1",
                    "quota": 0,
                }
                for platform in PLATFORMS
            ]
        )
        users = env["res.users"].with_context(no_reset_password=True, active_test=False)
        known = users.search([("login", "=like", "person%")])
        missing = set(phones.names("person", people)) - set(known.mapped("login"))
        users.create([{"login": n, "name": n} for n in sorted(missing)])
        known = users.search([("login", "in", phones.names("person", people))])
        env["jxc.dingtalk.person"].create(
            [
                {
                    "user_id": user.id,
                    "identifier": user.login,
                    "platform": PLATFORMS[number < wecom],
                }
                for number, user in enumerate(known)
            ]
        ).action_jxc_confirm()
        base = "https://oapi.dingtalk.com/robot/send?access_token="
        env["jxc.dingtalk.robot"].create(
            [
                {"name": n, "webhook": base + n, "signing_secret": SIGNING}
                for n in phones.names("robot", robots)
            ]
        )
        env.cr.commit()


def outbox_queue(database, _measured, each):
    """So many messages for everybody, in turn, committed every now and then.

    :return: how many; another one for each is written and rolled back.
    """
    count = 0
    with worker.environment(database) as env:
        targets = [
            *env["jxc.dingtalk.person"].search([]),
            *env["jxc.dingtalk.robot"].search([]),
        ]
        for number in range(each):
            for target in targets:
                target._jxc_say(f"M{number:04}", "Of the benchmark")
                count += 1
            env.cr.commit()
            for target in targets[:5]:
                target._jxc_say("never", "Rolled back")
            env.cr.rollback()
    return count


def outbox_send(database, _measured, seconds, pause=600, timeout=10):
    """Send until nothing is open, or the time is over."""
    with worker.environment(database):  # from here on the add-ons are known
        from odoo.addons.jxc_dingtalk import transport
        from odoo.addons.jxc_dingtalk.logic import answers

    answers.PAUSE, transport.TIMEOUT = pause, timeout
    start, sent = time.monotonic(), 0
    left = ("waiting", "failed", "sending")
    while time.monotonic() < start + seconds:
        with worker.environment(database) as env:
            messages = env["jxc.dingtalk.message"]
            messages._jxc_recover()
            while messages._jxc_send_next():
                sent += 1
                if time.monotonic() > start + seconds:
                    break
            if not messages.search_count([("state", "in", left)], limit=1):
                break
        time.sleep(0.2)
    return {"wall": time.monotonic() - start, "batches": sent}


def outbox_fork(database, _measured, **told):
    """A sender in a process of its own, which is there at once.

    :param told: see :func:`outbox_send`.
    :return: its number, by which it can be killed.
    """
    with worker.environment(database):
        pass  # what takes long is done once, here
    sql_db.close_all()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    number = os.fork()
    if not number:
        outbox_send(database, _measured, **told)
        os._exit(0)
    return number


def outbox_bare(database, _measured, count):
    """The same calls, one after the other, by whoever knows all there is to know."""
    with worker.environment(database) as env:
        from odoo.addons.jxc_dingtalk import transport
        from odoo.addons.jxc_dingtalk.logic import messages

        url = transport.address(env, "dingtalk")
        token = transport.fetch_token(url, "dingtalk", TOKEN, SECRET)
        token = token.data["access_token"]
        people = env["jxc.dingtalk.person"].search([]).mapped("identifier")
        robots = env["jxc.dingtalk.robot"].search([]).mapped("name")
        start = time.monotonic()
        targets = [*people, *robots]
        for number in range(count):
            name = targets[number % len(targets)]
            # The vendor shows nobody what it has shown in an earlier turn.
            mark = f"#{number}-{start}"
            say = messages.Message(f"B{number:05}", "Of the benchmark", mark=mark)
            if name.startswith("person"):
                content = messages.dingtalk_work(say, "1", [name])
                transport.call(env, "dingtalk", token, "message", content)
            else:
                content = messages.dingtalk_robot(say, f"bare{mark}")
                transport.to_robot(url, "dingtalk", name, SIGNING, content)
        return {"wall": time.monotonic() - start}


def outbox_state(database, _measured):
    """What the outbox says of its messages, by state."""
    with worker.environment(database) as env:
        rows = env["jxc.dingtalk.message"]._read_group([], ["state"], ["__count"])
        return dict(rows)


def outbox_posting(database, measured, seed, lines, say):
    """A sales order is confirmed; with ``say``, and a group and a person hear of it."""
    enter, user, _fresh = STEPS["enter_sale"]
    confirm = STEPS["confirm_sale"][0]
    with worker.environment(database, user) as env:
        entered = enter(env, lines=lines, seed=seed)
        env.cr.commit()
        found = entered._name, entered.ids
    with worker.environment(database, user) as env:
        robot = env["jxc.dingtalk.robot"].sudo().search([], limit=1)
        person = env["jxc.dingtalk.person"].sudo().search([], limit=1)
        with measured(env.cr) as result:
            confirm(env[found[0]].browse(found[1]))
            if say:
                robot._jxc_say("Confirmed", "An order of the benchmark")
                person._jxc_say("Confirmed", "An order of the benchmark")
            env.cr.commit()
    return result
