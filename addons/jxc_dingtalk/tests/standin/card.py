"""Cards with buttons, as the vendors take, show and change them."""

import json
import time
from uuid import uuid4

from . import callback


class Cards:
    """The part of a phone that has buttons. Mixed into :class:`phone.Phone`."""

    def _start_cards(self):
        self.cards, self.codes, self.routes = {}, {}, {}
        #: Of WeCom's console: address, token, key, owner.
        self.console = None
        #: How a request goes to us: ``post(url, headers, body)`` gives a status.
        self.post = callback_post

    def add_card(self, platform, number, person, **shown):
        self.cards[number] = {
            "platform": platform,
            "person": person,
            "status": "",
            "on": time.time(),
            **shown,
        }

    def open_cards(self, person=None):
        return [
            number
            for number, card in self.cards.items()
            if not card["status"] and person in (None, card["person"])
        ]

    def new_code(self, number):
        code = uuid4().hex
        self.codes[code] = number
        return code

    def request_of(
        self, number, action, person=None, token=None, comment="", earlier=0
    ):
        """What the vendor sends when a button is pressed: address, headers, body.

        :param earlier: it was signed so many seconds ago.
        """
        signed = time.time() - earlier
        card = self.cards[number]
        person, token = person or card["person"], token or card["token"]
        if card["platform"] == "wecom":
            values = {
                "ToUserName": self.console[3],
                "FromUserName": person,
                "CreateTime": str(int(time.time())),
                "MsgType": "event",
                "Event": "template_card_event",
                "EventKey": f"{action}:{token}",
                "TaskId": number,
                "CardType": "button_interaction",
                "ResponseCode": self.new_code(number),
            }
            return callback.wecom_event(*self.console, values, str(int(signed)))
        url, secret = self.routes[card["route"]]
        params = {"token": token, **({"comment": comment} if comment else {})}
        content = {"cardPrivateData": {"actionIds": [action], "params": params}}
        values = {
            "type": "actionCallback",
            "outTrackId": number,
            "corpId": "dingcorp",
            "userId": person,
            "content": json.dumps(content),
        }
        return callback.dingtalk_press(url, secret, values, str(int(signed * 1000)))

    def press(self, number, action, **other):
        """Press a button. :return: the status of the answer."""
        return self.post(*self.request_of(number, action, **other))


def callback_post(url, headers, body):
    from urllib.error import HTTPError
    from urllib.request import Request, urlopen

    try:
        with urlopen(Request(url, body, headers), timeout=10) as answer:
            return answer.status
    except HTTPError as error:
        return error.code


def dingtalk_new(self, phone, query, body, size):
    number = body.get("outTrackId", "")
    values = body.get("cardData", {}).get("cardParamMap", {})
    if not number or len(number) > 64:
        return {"code": "param.outTrackIdInvalid", "message": "outTrackId"}
    if number in phone.cards:
        return {"code": "param.cardAlreadyExist", "message": "exists"}
    if any(not isinstance(v, str) or len(v.encode()) > 1024 for v in values.values()):
        return {"code": "param.cardParamInvalid", "message": "cardParamMap"}
    streams = body.get("callbackType") == "STREAM"
    if not streams and body.get("callbackRouteKey") not in phone.routes:
        return {"code": "param.callbackRouteKeyInvalid", "message": "route"}
    person = body.get("openSpaceId", "").removeprefix("dtv1.card//IM_ROBOT.")
    known = person in phone.people.values()
    if known:
        actions = {k: values[k] for k in ("approve", "refuse") if k in values}
        phone.add_card(
            *("dingtalk", number, person),
            route=body.get("callbackRouteKey"),
            token=values.get("token", ""),
            title=values.get("title", ""),
            text=values.get("text", ""),
            url=values.get("url", ""),
            buttons=actions,
        )
    fault = {} if known else {"errorMsg": "no such user"}
    return {
        "success": True,
        "result": {
            "outTrackId": number,
            "deliverResults": [{"spaceType": "IM_ROBOT", "success": known, **fault}],
        },
    }


def dingtalk_change(self, phone, query, body, size):
    card = phone.cards.get(body.get("outTrackId"))
    if not card:
        return {"code": "param.cardNotExist", "message": "no such card"}
    status = body.get("cardData", {}).get("cardParamMap", {}).get("status", "")
    card["status"] = status
    return {"success": True, "result": True}


def dingtalk_route(self, phone, query, body, size):
    known = body.get("callbackRouteKey") in phone.routes
    if known and not body.get("forceUpdate"):
        return {"code": "param.callbackRouteKeyExist", "message": "exists"}
    phone.routes[body["callbackRouteKey"]] = (body["callbackUrl"], body["apiSecret"])
    return {"success": True, "result": {"callbackUrl": body["callbackUrl"]}}


def wecom_new(phone, body):
    """Of a template card that was sent; what the answer has besides."""
    card, person = body["template_card"], body["touser"]
    buttons = [one for one in card["button_list"] if not one.get("type")]
    if len(card["button_list"]) > 6 or any(len(b["key"]) > 1024 for b in buttons):
        return {"errcode": 42039, "errmsg": "button_list"}
    if card["task_id"] in phone.cards:
        return {"errcode": 42014, "errmsg": "duplicate task_id"}
    keys = [one["key"].partition(":") for one in buttons]
    phone.add_card(
        *("wecom", card["task_id"], person),
        token=keys[0][2] if keys else "",
        title=card["main_title"]["title"],
        text=card["sub_title_text"],
        url=card["card_action"]["url"],
        buttons={k[0]: b["text"] for k, b in zip(keys, buttons, strict=True)},
    )
    return {"errcode": 0, "response_code": phone.new_code(card["task_id"])}


def wecom_change(self, phone, query, body, size):
    fault = phone.token_fault(query.get("access_token"))
    if fault:
        return {"errcode": fault[0], "errmsg": fault[1]}
    number = phone.codes.pop(body.get("response_code"), None)
    if not number:
        return {"errcode": 60140, "errmsg": "response_code used"}
    phone.cards[number]["status"] = body["button"]["replace_name"]
    return {"errcode": 0, "errmsg": "ok"}
