"""An approval as a process of DingTalk's OA, and what its events say."""

from dataclasses import dataclass

from .messages import fit
from .refusal import Refused

TASK, INSTANCE = "bpms_task_change", "bpms_instance_change"
#: What the template's components are called, see the guide; people read them.
TITLE, TEXT, URL, NUMBER = "单据", "依据", "链接", "编号"
#: Ours, of a component in bytes; the vendor says nothing about those of lines.
VALUE = 4096
#: Of the vendor: instances in a page.
PAGE = 20
_REMARK, _ID = 1024, 128
#: The originator's department where he is in none: the vendor's word for its root.
_ROOT = -1
_ANSWERS = ("agree", "refuse")
#: An approver's own doing, and no comment or handing on, in an instance's records.
_BY_HAND = "EXECUTE_TASK_NORMAL"


@dataclass(frozen=True)
class Told:
    """What an event says about an instance that has gone on.

    :param template: its code; older events lack it.
    :param what: ``answer`` of an approver, ``passed`` on by him, and of the instance
        ``over`` and ``withdrawn``.
    :param answer: ``agree`` or ``refuse``, of whoever is the ``person``.
    """

    number: str
    template: str
    what: str
    person: str = ""
    answer: str = ""
    comment: str = ""


def start(template, asker, person, title, text, url, number):
    """One instance that asks one approver; the vendor has no key for it."""
    values = {TITLE: title, TEXT: text, URL: url, NUMBER: number}
    return {
        "processCode": template,
        "originatorUserId": asker,
        "deptId": _ROOT,
        "approvers": [{"actionType": "NONE", "userIds": [person]}],
        "formComponentValues": [
            {"name": name, "value": fit(value, VALUE)} for name, value in values.items()
        ],
    }


def end(number, why):
    """Withdraw it, as the system: nobody has to be named."""
    return {
        "processInstanceId": number,
        "isSystem": True,
        "remark": why[:_REMARK],
    }


def listing(template, asker, since, page):
    """Those that somebody has started since; milliseconds."""
    return {
        "processCode": template,
        "startTime": since,
        "userIds": [asker],
        "nextToken": page,
        "maxResults": PAGE,
    }


def listed(data):
    """:return: the numbers there, of a page, and the next page or None"""
    result = data.get("result")
    result = result if isinstance(result, dict) else {}
    found = result.get("list")
    found = found if isinstance(found, list) else []
    return [n for n in found if isinstance(n, str)], result.get("nextToken")


def ours(data):
    """The number that we gave it, from what the vendor tells about an instance."""
    values = _list(data, "formComponentValues")
    found = [v.get("value") for v in values if v.get("name") == NUMBER]
    return found[0] if len(found) == 1 and isinstance(found[0], str) else ""


def answered(data):
    """Who answered an instance, and how: ``(person, answer, remark)``.

    None where it was not exactly one, as when DingTalk itself let it through: a task
    looks the same then, a record does not.
    """
    records = [r for r in _list(data, "operationRecords") if r.get("type") == _BY_HAND]
    found = {}
    for one in records:
        person, answer = one.get("userId"), str(one.get("result")).lower()
        if answer in _ANSWERS and isinstance(person, str):
            remark = one.get("remark")
            found[person, answer] = remark if isinstance(remark, str) else ""
    if len(found) != 1:
        return None
    [((person, answer), remark)] = found.items()
    return person, answer, remark


def _list(data, name):
    result = data.get("result")
    found = result.get(name) if isinstance(result, dict) else None
    found = found if isinstance(found, list) else []
    return [one for one in found if isinstance(one, dict)]


def told(event):
    """What an event says about a process, or None where there is nothing to do.

    :raise Refused: it is about a process, and not as the vendor writes it.
    """
    kind, change = event.get("EventType"), event.get("type")
    if kind not in (TASK, INSTANCE):
        return None
    number = _text(event.get("processInstanceId"), "number")
    if not number:
        raise Refused("number")
    about = number, _text(event.get("processCode"), "template")
    if kind == INSTANCE:
        what = {"finish": "over", "terminate": "withdrawn"}.get(_text(change, "type"))
        return Told(*about, what) if what else None
    result = _text(event.get("result"), "result")
    if change != "finish" or result not in (*_ANSWERS, "redirect"):
        return None
    return Told(
        *about,
        what="passed" if result == "redirect" else "answer",
        person=_text(event.get("staffId"), "person"),
        answer=result if result in _ANSWERS else "",
        comment=_text(event.get("remark"), "remark", 4 * _REMARK),
    )


def _text(value, what, longest=_ID):
    """A text that a database takes; none is an empty one."""
    value = "" if value is None else value
    if not isinstance(value, str) or len(value) > longest or "\0" in value:
        raise Refused(what)
    if any("\ud800" <= sign <= "\udfff" for sign in value):
        raise Refused(what)
    return value
