"""DingTalk's stream mode: what arrives there, as what would have been pushed."""

import json
import secrets

from .envelope import text_of
from .refusal import Refused

#: Where presses on cards arrive.
CARD = "/v1.0/card/instances/callback"
#: What is particular to a delivery, told again, stays out: the text is the key.
_NAMES = {"eventId": "EventId", "eventCorpId": "CorpId", "eventBornTime": "TimeStamp"}


def pushed(headers, data):
    """An event, or a press on a card, in the words of a callback.

    :param headers: of the frame; :param data: a dictionary
    """
    if not isinstance(data, dict) or not isinstance(headers, dict):
        raise Refused("data")
    if headers.get("topic") == CARD:
        return {**data, "type": "actionCallback"}
    kind = headers.get("eventType")
    if not isinstance(kind, str) or not kind:
        raise Refused("eventType")
    told = {new: str(headers[old]) for old, new in _NAMES.items() if old in headers}
    return {**data, **told, "EventType": kind}


def request(crypto, event, stamp):
    """The query and body of a callback with it, signed and encrypted as the vendor's.

    :param stamp: milliseconds
    """
    encrypted, nonce = crypto.encrypt(text_of(event)), secrets.token_hex(8)
    query = {
        "msg_signature": crypto.sign(str(stamp), nonce, encrypted),
        "timestamp": str(stamp),
        "nonce": nonce,
    }
    return query, json.dumps({"encrypt": encrypted})
