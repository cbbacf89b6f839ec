"""Very many answers from phones at once, with forgeries and mistakes among them.

``tests/scenario/test_phone_storm.py`` has threads tell them in one process;
``callbacks.py`` posts them to a server with two workers.
"""

import random
from uuid import uuid4

from odoo import SUPERUSER_ID, Command, api

OTHER = {"wang": "li", "li": "wang"}
WORD = {"approve": "approved", "refuse": "refused"}
#: Orders that change after they were submitted.
CHANGED = 4


def committed(registry, function):
    with registry.cursor() as cr:
        context = {"tracking_disable": True}
        return function(api.Environment(cr, SUPERUSER_ID, context))


def make(env, users, phone, standin, count):
    """Two managers, one on each platform, who are asked about each order.

    :param users: a buyer and the two managers.
    """
    mark, (buyer, *managers) = uuid4().hex, users
    for name in ("dingtalk", "dingtalk_api", "wecom"):
        env["ir.config_parameter"].set_param(f"jxc_dingtalk.address_{name}", phone.url)
    phone.people["1"] = "wang"
    accounts = env["jxc.dingtalk.account"].create(
        [
            {
                "name": f"Phone {platform}",
                "platform": platform,
                "app_key": standin.KEY,
                "secret": standin.SECRET,
                "agent": standin.AGENT,
                "callback_token": standin.TOKEN,
                "callback_key": standin.AES_KEY,
                "card_template": standin.TEMPLATE,
                "robot_code": "r",
                "sequence": 1,
            }
            for platform in ("dingtalk", "wecom")
        ]
    )
    people = env["jxc.dingtalk.person"].create(
        [
            {"user_id": user.id, "identifier": name, "platform": platform}
            for user, name, platform in zip(
                managers, ("wang", "li"), ("dingtalk", "wecom"), strict=True
            )
        ]
    )
    people.action_jxc_confirm()
    step = {"user_ids": [Command.set([manager.id for manager in managers])]}
    rule = env["jxc.approval.rule"].create(
        {
            "name": f"Phone {mark}",
            "model_id": env["ir.model"]._get_id("purchase.order"),
            "domain": f"[('partner_ref', '=', '{mark}')]",
            "step_ids": [Command.create(step)],
        }
    )
    return {
        "accounts": accounts.ids,
        "orders": _orders(env, buyer, mark, count).ids,
        "rule": rule.id,
        "people": people.ids,
        "managers": dict(zip(("wang", "li"), [m.id for m in managers], strict=True)),
        "users": [user.id for user in users],
    }


def _orders(env, buyer, mark, count):
    vendor = env["res.partner"].create({"name": f"Phone {mark}"})
    product = env["product.product"].create({"name": f"Phone {mark}"})
    line = {"product_id": product.id, "product_qty": 1}
    return (
        env["purchase.order"]
        .with_user(buyer)
        .create(
            [
                {
                    "partner_id": vendor.id,
                    "partner_ref": mark,
                    "order_line": [Command.create({**line, "price_unit": 10 + n})],
                }
                for n in range(count + CHANGED)
            ]
        )
    )


def register(env, made, phone, standin, base):
    """Both vendors know where to call; the orders are submitted."""
    accounts = env["jxc.dingtalk.account"].browse(made["accounts"])
    accounts[0].action_jxc_register_cards()
    for route, (url, secret) in phone.routes.items():
        phone.routes[route] = (base + url[url.index("/jxc/") :], secret)
    url = f"{base}/jxc/dingtalk/in/{accounts[1].in_key}"
    phone.console = (url, standin.TOKEN, standin.AES_KEY, standin.KEY)


def submit(env, made):
    buyer = made["users"][0]
    env(user=buyer)["purchase.order"].browse(made["orders"]).action_jxc_submit()


def send(registry):
    """All that is in the outbox, past what a phone takes in a minute."""
    for _round in range(200):
        with registry.cursor() as cr:
            cr.execute(
                "UPDATE jxc_dingtalk_message SET claimed_on = NULL WHERE state = 'sent'"
            )
            cr.execute(
                "SELECT count(*) FROM jxc_dingtalk_message"
                " WHERE state IN ('waiting', 'failed', 'sending')"
            )
            if not cr.fetchone()[0]:
                return
        with registry.cursor() as cr:
            messages = api.Environment(cr, SUPERUSER_ID, {})["jxc.dingtalk.message"]
            while messages._jxc_send_next():
                pass


def plan(env, made):
    """:return: who presses what, by card; ``{order: (people, action)}``

    Each manager answers half of the orders, and some are answered by both of them.
    """
    cards = {
        (card.request_id.res_id, card.person_id.identifier): card.number
        for card in env["jxc.dingtalk.card"].search(
            [("person_id", "in", made["people"])]
        )
    }
    pressed, answers = {}, {}
    for index, order in enumerate(made["orders"]):
        people = ("wang", "li") if index % 4 == 3 else (("wang", "li")[index % 2],)
        action = "refuse" if index % 5 == 4 else "approve"
        pressed.update({cards[order, name]: action for name in people})
        answers[order] = (people, action)
    return pressed, answers


def change(env, made):
    """The last orders are no longer what the cards say."""
    domain = [("order_id", "in", made["orders"][-CHANGED:])]
    env["purchase.order.line"].search(domain).write({"product_qty": 7})


def requests(phone, callback, pressed):
    """Each answer three times; besides what is to be refused, four for each card.

    On another's card, with a token that is made up, from yesterday, and signed by
    somebody else.
    """
    rng, found = random.Random(1), []
    for number, card in phone.cards.items():
        if action := pressed.get(number):
            found += [phone.request_of(number, action)] * 3
        person = OTHER[card["person"]]
        found.append(phone.request_of(number, "refuse", person=person))
        found.append(phone.request_of(number, "refuse", token="forged"))
        found.append(phone.request_of(number, "refuse", earlier=24 * 3600))
        found.append(_forged(phone, callback, number, card))
    rng.shuffle(found)
    return found


def _forged(phone, callback, number, card):
    if card["platform"] == "wecom":
        url, headers, body = phone.request_of(number, "refuse")
        return url.replace("msg_signature=", "msg_signature=0"), headers, body
    url = phone.routes[card["route"]][0]
    values = {"type": "actionCallback", "outTrackId": number}
    return callback.dingtalk_press(url, "other", values)


def judge(env, made, answers):
    """What is not as it should be: one text each."""
    wrong, changed = [], made["orders"][-CHANGED:]
    for order in env["purchase.order"].browse(made["orders"]):
        request = order.jxc_approval_request_ids[-1:]
        given = [(d.user_id.id, d.decision, d.channel) for d in request.decision_ids]
        people, action = answers[order.id]
        word = WORD[action]
        right = [(made["managers"][name], word, "phone") for name in people]
        state = (request.state, len(given), len(set(given) & set(right)))
        wanted = ("obsolete", 0, 0) if order.id in changed else (word, 1, 1)
        if state != wanted:
            wrong.append(f"{order.name}: {request.state} {given}")
    domain = [("account_id", "in", made["accounts"])]
    events = env["jxc.dingtalk.event"].search(domain)
    if done := len(made["orders"]) - CHANGED - len(events.filtered("user_id")):
        wrong.append(f"{done} answers too few, or too many")
    if other := set(events.mapped("state")) - {"done", "refused"}:
        wrong.append(f"callbacks that are {other}")
    return wrong


def clean(env, made):
    env["purchase.order"].browse(made["orders"]).button_cancel()
    env["jxc.approval.rule"].browse(made["rule"]).active = False
    # Whoever was written to stays in the log.
    env["jxc.dingtalk.person"].browse(made["people"]).active = False
    env["jxc.dingtalk.account"].browse(made["accounts"]).active = False
    env["res.users"].browse(made["users"]).active = False
    env["ir.config_parameter"].search(
        [("key", "=like", "jxc_dingtalk.address_%")]
    ).unlink()
