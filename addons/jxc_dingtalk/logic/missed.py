"""Events that DingTalk could not hand over, from the list in which it keeps them."""

import json

from .refusal import Refused

#: The vendor gives so many at once.
PAGE = 200


def entries(data):
    """:return: what an answer has of them, and whether there are more"""
    found = data.get("failed_list")
    return (found if isinstance(found, list) else []), data.get("has_more") is True


def as_event(entry):
    """An entry as the event that would have been pushed.

    What is particular to an event stands in the entry itself, or under its name, or as
    JSON in ``call_back_data``. :raise Refused: it is no such entry.
    """
    kind = entry.get("call_back_tag") if isinstance(entry, dict) else None
    if not isinstance(kind, str) or not kind:
        raise Refused("call_back_tag")
    values = dict(entry)
    inside = [values.pop(kind, None), values.pop("call_back_data", None)]
    values.pop("call_back_tag")
    for one in inside:
        if isinstance(one, str):
            try:
                one = json.loads(one)
            except (ValueError, RecursionError):
                raise Refused("call_back_data") from None
        if isinstance(one, dict):
            values |= one
    return {**values, "EventType": kind}
