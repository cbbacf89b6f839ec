"""All that a callback passes, from its bytes to what was pressed (G1).

A hundred examples; with ``-- --hypothesis-profile=fuzz`` there are 100,000.
"""

import base64
import json
from xml.sax.saxutils import escape

from hypothesis import given
from hypothesis import strategies as st
from jxc_dingtalk.logic import cards, envelope
from jxc_dingtalk.logic.crypto import EventCrypto
from jxc_dingtalk.logic.refusal import Refused

CRYPTO = EventCrypto("token", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", "owner")
STAMP, NONCE = "1763800000000", "nonce"
PRESS = {
    "type": "actionCallback",
    "outTrackId": "1",
    "userId": "wang",
    "content": '{"cardPrivateData":{"actionIds":["approve"],"params":{"token":"t"}}}',
}
TOLD = {
    "Event": "template_card_event",
    "EventKey": "approve:t",
    "TaskId": "1",
    "FromUserName": "li",
    "ResponseCode": "r",
}
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=6,
)


def door(platform, signature, body):
    """As ``_jxc_receive`` has it."""
    wecom = platform == "wecom"
    found = envelope.from_xml(body) if wecom else envelope.from_json(body)
    text = CRYPTO.decrypt(
        signature or CRYPTO.sign(STAMP, NONCE, found), STAMP, NONCE, found
    )
    event = envelope.event_from_xml(text) if wecom else envelope.event_from_json(text)
    cards.kind(event)
    return cards.pressed(platform, event)


def wrapped(platform, encrypted):
    if platform == "wecom":
        return f"<xml><Encrypt>{escape(encrypted)}</Encrypt></xml>".encode()
    return json.dumps({"encrypt": encrypted}).encode()


def sealed(plain):
    """Any bytes, filled up to blocks, encrypted with the right key."""
    encryptor = CRYPTO._cipher.encryptor()
    plain += b"\x01" * (-len(plain) % 32)
    return base64.b64encode(encryptor.update(plain) + encryptor.finalize()).decode()


@st.composite
def damaged(draw, raw):
    """Some bytes of it are others, more, or gone."""
    for _edit in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(raw)))
        gone = draw(st.integers(0, 8))
        raw = raw[:at] + draw(st.binary(max_size=8)) + raw[at + gone :]
    return raw


@st.composite
def events(draw, platform):
    """What a vendor might say: an event of his with some of it replaced."""
    event = dict(TOLD if platform == "wecom" else PRESS)
    for name in draw(st.lists(st.sampled_from(sorted(event)), max_size=2)):
        event[name] = draw(ANYTHING)
    if platform == "wecom":
        parts = (f"<{k}>{escape(str(v))}</{k}>" for k, v in event.items())
        return f"<xml>{''.join(parts)}</xml>"
    if draw(st.booleans()):
        event["content"] = json.dumps({"cardPrivateData": draw(ANYTHING)})
    return json.dumps(event)


@st.composite
def callbacks(draw):
    """Damaged in one of the layers; whoever does the inner ones has the secrets."""
    platform = draw(st.sampled_from(("dingtalk", "wecom")))
    text = draw(events(platform)).encode(errors="replace")
    layer = draw(st.sampled_from(("event", "plain", "cipher", "body", "forged")))
    text = draw(damaged(text)) if layer == "event" else text
    plain = b"r" * 16 + len(text).to_bytes(4, "big") + text + b"owner"
    pad = 32 - len(plain) % 32
    plain += bytes([pad]) * pad
    encrypted = sealed(draw(damaged(plain)) if layer == "plain" else plain)
    if layer == "cipher":
        encrypted = draw(damaged(encrypted.encode())).decode(errors="replace")
    body = wrapped(platform, "".join(c for c in encrypted if c >= " "))
    body = draw(damaged(body)) if layer == "body" else body
    return platform, draw(st.text()) if layer == "forged" else None, body


@given(callbacks())
def test_nothing_but_the_refusal(callback):
    """Read, or refused: no other exception."""
    try:
        told = door(*callback)
    except Refused:
        return
    assert told is None or isinstance(told, cards.Pressed)
    # What is read is what a database takes.
    assert told is None or "\0" not in f"{told.number}{told.token}{told.person}"


def test_the_undamaged_is_read():
    """Or the other test would see nothing but refusals."""
    body = wrapped("dingtalk", CRYPTO.encrypt(json.dumps(PRESS)))
    assert door("dingtalk", None, body).action == "approve"
