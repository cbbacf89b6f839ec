"""A card with buttons in the forms of the two vendors, and what a press sends back."""

import json
from dataclasses import dataclass

from .messages import WECOM_CARD_TEXT, WECOM_CARD_TITLE, WECOM_SAME, fit, plain
from .refusal import Refused

#: DingTalk: of each value on a card.
DINGTALK_VALUE = 1024
#: WeCom: of what replaces the buttons.
WECOM_STATUS = 60
#: No part of an answer that we read is longer.
_LONGEST = 1024


@dataclass(frozen=True)
class Card:
    """What somebody is asked, with the ways to answer.

    :param number: the vendor shows one card for one number.
    :param token: comes back with the answer; nobody else knows it.
    :param buttons: ``((action, label), …)``, the first one being the good one.
    """

    number: str
    token: str
    title: str
    text: str
    url: str
    buttons: tuple
    look: str = ""


@dataclass(frozen=True)
class Pressed:
    """Who pressed which button of which card."""

    number: str
    person: str
    action: str
    token: str
    comment: str = ""
    response_code: str = ""


def dingtalk_card(card, template, robot, route, person):
    """For a template that has these variables, see the guide.

    :param route: where presses go; none: they come in the stream.
    """
    heard = {"callbackType": "STREAM"}
    if route:
        heard = {"callbackType": "HTTP", "callbackRouteKey": route}
    values = {
        "title": card.title,
        "text": plain(card.text).replace("\n", "\n\n"),
        "url": card.url,
        "look": card.look,
        "token": card.token,
        "status": "",
        **dict(card.buttons),
    }
    return {
        "cardTemplateId": template,
        "outTrackId": card.number,
        **heard,
        "userIdType": 1,
        "cardData": {
            "cardParamMap": {k: fit(v, DINGTALK_VALUE) for k, v in values.items()}
        },
        "openSpaceId": f"dtv1.card//IM_ROBOT.{person}",
        "imRobotOpenSpaceModel": {"supportForward": False},
        "imRobotOpenDeliverModel": {"spaceType": "IM_ROBOT", "robotCode": robot},
    }


def dingtalk_update(number, status):
    """The card says what became of it, and its buttons go."""
    return {
        "outTrackId": number,
        "cardData": {"cardParamMap": {"status": fit(status, DINGTALK_VALUE)}},
        "cardUpdateOptions": {"updateCardDataByKey": True},
    }


#: DingTalk: of a to-do, in signs.
DINGTALK_SUBJECT, DINGTALK_DESCRIPTION = 1024, 4096


def dingtalk_todo(source, title, text, url, union):
    """A to-do of one's own; the vendor takes one for one source."""
    return {
        "sourceId": source,
        "subject": title[:DINGTALK_SUBJECT],
        "description": text[:DINGTALK_DESCRIPTION],
        "creatorId": union,
        "executorIds": [union],
        "detailUrl": {"appUrl": url, "pcUrl": url},
        "isOnlyShowExecutor": True,
        "priority": 20,
    }


def dingtalk_todo_done(union):
    """He has nothing to do about it any more."""
    return {"executorStatusList": [{"id": union, "isDone": True}]}


def wecom_card(card, agent, person):
    """From an application; the last button opens the document."""
    buttons = [
        {"text": label, "style": 1 + bool(n), "key": f"{action}:{card.token}"}
        for n, (action, label) in enumerate(card.buttons)
    ]
    buttons.append({"type": 1, "text": card.look, "style": 4, "url": card.url})
    return {
        "touser": person,
        "agentid": agent,
        "enable_duplicate_check": 1,
        "duplicate_check_interval": WECOM_SAME,
        "msgtype": "template_card",
        "template_card": {
            "card_type": "button_interaction",
            "main_title": {"title": fit(card.title, WECOM_CARD_TITLE)},
            "sub_title_text": fit(card.text, WECOM_CARD_TEXT),
            "card_action": {"type": 1, "url": card.url},
            "task_id": card.number,
            "button_list": buttons,
        },
    }


def wecom_update(agent, person, response_code, status):
    """Words in the place of the buttons."""
    return {
        "userids": [person],
        "agentid": agent,
        "response_code": response_code,
        "button": {"replace_name": fit(status, WECOM_STATUS)},
    }


def kind(event):
    """What an event is called by its vendor; for people."""
    names = ("EventType", "Event", "MsgType", "type")
    found = next((event[name] for name in names if event.get(name)), "")
    return _text(found, "kind", 64)


def pressed(platform, event):
    """What an event says about a card, or None where it is about something else.

    :raise Refused: it is about a card, and not as the vendor writes it.
    """
    if platform == "wecom":
        if event.get("Event") != "template_card_event":
            return None
        action, _colon, token = _text(event.get("EventKey"), "key").partition(":")
        return Pressed(
            number=_text(event.get("TaskId"), "number"),
            person=_text(event.get("FromUserName"), "person"),
            action=action,
            token=token,
            response_code=_text(event.get("ResponseCode", ""), "response code"),
        )
    if event.get("type") != "actionCallback":
        return None
    private = _inside(event)
    actions, params = private.get("actionIds"), private.get("params")
    if not isinstance(actions, list) or len(actions) != 1:
        raise Refused("action")
    if not isinstance(params, dict):
        raise Refused("params")
    return Pressed(
        number=_text(event.get("outTrackId"), "number"),
        person=_text(event.get("userId"), "person"),
        action=_text(actions[0], "action"),
        token=_text(params.get("token"), "token"),
        comment=_text(params.get("comment") or "", "comment"),
    )


def _inside(event):
    try:
        content = json.loads(event.get("content"))
    except (TypeError, ValueError, RecursionError):
        raise Refused("content") from None
    found = content.get("cardPrivateData") if isinstance(content, dict) else None
    if not isinstance(found, dict):
        raise Refused("content")
    return found


def _text(value, what, longest=_LONGEST):
    """A text that a database takes."""
    if not isinstance(value, str) or len(value) > longest or "\0" in value:
        raise Refused(what)
    if any("\ud800" <= sign <= "\udfff" for sign in value):
        raise Refused(what)
    return value
