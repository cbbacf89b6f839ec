"""Signatures and encrypted events against the vendors' own examples (G1)."""

import base64
import json
from pathlib import Path
from urllib.parse import quote_plus

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jxc_dingtalk.logic import envelope, signing
from jxc_dingtalk.logic.crypto import EventCrypto
from jxc_dingtalk.logic.refusal import Refused

VECTORS = json.loads(
    (Path(__file__).parent / "data" / "wire_vectors.json").read_text("utf-8")
)
KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
CRYPTO = EventCrypto("token", KEY, "owner")


def vectors(*names):
    found = [v for name in names for v in VECTORS[name]["vectors"]]
    return pytest.mark.parametrize("v", found, ids=lambda v: v.get("name", "example"))


def crypto_of(v):
    return EventCrypto(v["token"], v["encoding_aes_key"], v["owner"])


@vectors("dingtalk_robot_webhook_sign")
def test_robot(v):
    sign = signing.robot_sign(v["secret"], v["timestamp"])
    assert (sign, quote_plus(sign)) == (v["sign"], v["sign_urlencoded"])


@vectors("dingtalk_robot_inbound_sign")
def test_robot_inbound(v):
    assert signing.robot_sign(v["appSecret"], v["timestamp"]) == v["sign"]


@vectors("dingtalk_card_callback_sign")
def test_card(v):
    assert signing.card_sign(v["apiSecret"], v["timestamp"]) == v["sign"]


@pytest.mark.parametrize("digest,name", [("sha256", "dingtalk"), ("sha1", "wecom")])
def test_jsapi(digest, name):
    for v in VECTORS[f"{name}_jsapi_sign"]["vectors"]:
        sign = signing.jsapi_sign(
            digest, v["jsapi_ticket"], v["noncestr"], v["timestamp"], v["url"]
        )
        assert sign == v["sign"]


@vectors("dingtalk_callback", "wecom_callback")
def test_events_both_ways(v):
    """Decrypted, and encrypted again byte by byte."""
    crypto = crypto_of(v)
    told = (v["msg_signature"], v["timestamp"], v["nonce"], v["encrypt"])
    assert crypto.decrypt(*told) == v["plaintext"]
    encrypted = crypto.encrypt(v["plaintext"], v["random16"].encode())
    assert encrypted == v["encrypt"]
    assert crypto.sign(v["timestamp"], v["nonce"], encrypted) == v["msg_signature"]


@vectors("callback_reject")
def test_refused(v):
    told = (v["msg_signature"], v["timestamp"], v["nonce"], v["encrypt"])
    with pytest.raises(Refused):
        crypto_of(v).decrypt(*told)


@pytest.mark.parametrize("owner", ["other", "", "owner2", "owne"])
def test_another_owner(owner):
    encrypted = EventCrypto("token", KEY, owner).encrypt("hello")
    with pytest.raises(Refused, match="owner"):
        CRYPTO.open(encrypted)


def raw(plain):
    """Any bytes at all, encrypted with the right key."""
    encryptor = CRYPTO._cipher.encryptor()
    return base64.b64encode(encryptor.update(plain) + encryptor.finalize()).decode()


@pytest.mark.parametrize(
    "plain,why",
    [
        (b"x" * 31 + b"\0", "padding"),
        (b"x" * 31 + b"\x21", "padding"),
        (b"x" * 30 + b"\x01\x02", "padding"),
        (b"\x20" * 32, "length"),
        (b"r" * 16 + b"\xff\xff\xff\xff" + b"m" * 11 + b"\x01", "length"),
        (b"r" * 16 + b"\0\0\0\x01" + b"\xffowner" + b"\x06" * 6, "utf-8"),
    ],
)
def test_strict_decoding(plain, why):
    """The key is right and the inside is not: refused, never another error."""
    with pytest.raises(Refused, match=why):
        CRYPTO.open(raw(plain))


@pytest.mark.parametrize(
    "text,why",
    [
        ("", "block"),
        ("YWJj", "block"),
        ("***", "base64"),
        ("é", "base64"),
        ("A" * 300000, "length"),
    ],
)
def test_no_ciphertext(text, why):
    with pytest.raises(Refused, match=why):
        CRYPTO.open(text)


WHATEVER = st.one_of(st.none(), st.integers(), st.text(), st.binary())


@settings(max_examples=2000, deadline=None)
@given(WHATEVER, WHATEVER, WHATEVER, WHATEVER)
def test_only_ever_refused(signature, timestamp, nonce, encrypted):
    with pytest.raises(Refused):
        CRYPTO.decrypt(signature, timestamp, nonce, encrypted)


@settings(max_examples=3000, deadline=None)
@given(st.binary(max_size=200))
def test_signed_rubbish_is_refused_or_read(data):
    """Who knows the token and the key sends anything: a text or the refusal."""
    padded = data + b"\0" * (-len(data) % 32)
    for encrypted in (raw(padded), base64.b64encode(data).decode()):
        signature = CRYPTO.sign("1", "n", encrypted)
        try:
            assert isinstance(CRYPTO.decrypt(signature, "1", "n", encrypted), str)
        except Refused:
            pass


@settings(max_examples=500, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_round_trip(text):
    encrypted = CRYPTO.encrypt(text)
    assert CRYPTO.open(encrypted) == text
    assert len(base64.b64decode(encrypted)) % 32 == 0


@pytest.mark.parametrize("key", ["", "short", KEY[:-1], KEY[:-1] + "=", KEY + "a"])
def test_bad_key(key):
    with pytest.raises(ValueError, match="43"):
        EventCrypto("token", key, "owner")


def test_window():
    """An hour to either side; WeCom counts seconds, DingTalk mostly not."""
    now = 1763800000000
    for good in ("1763800000000", "1763800000", "1763796400000", "1763803600"):
        signing.check_window(good, now)
    for bad in ("1763796399999", "1763803601", "", "1e12", "١٧٦٣٨٠٠٠٠٠", None, "-1"):
        with pytest.raises(Refused):
            signing.check_window(bad, now)


def test_dingtalk_envelope():
    reply = json.loads(envelope.to_json(CRYPTO, "success", "1", "n"))
    body = json.dumps(reply).encode()
    found = envelope.from_json(body)
    told = (reply["msg_signature"], reply["timeStamp"], reply["nonce"], found)
    assert CRYPTO.decrypt(*told) == "success"
    assert envelope.event_from_json('{"EventType":"check_url"}') == {
        "EventType": "check_url"
    }


def test_wecom_envelope():
    reply = envelope.to_xml(CRYPTO, "<xml><A>1</A></xml>", "1", "n")
    event = envelope.event_from_xml(reply)
    encrypted = envelope.from_xml(reply.encode())
    text = CRYPTO.decrypt(event["MsgSignature"], "1", "n", encrypted)
    assert envelope.event_from_xml(text) == {"A": "1"}
    v = VECTORS["wecom_callback"]["vectors"][1]
    assert envelope.event_from_xml(v["plaintext"])["FromUserName"] == "mycreate"
    nested = "<xml><S><I><![CDATA[a]]></I></S></xml>"
    assert envelope.event_from_xml(nested) == {"S": {"I": "a"}}


LAUGHS = (
    '<!DOCTYPE xml [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><xml><Encrypt>&b;</Encrypt>'
    "</xml>"
)
OUTSIDE = '<!doctype xml SYSTEM "file:///etc/passwd"><xml><Encrypt>a</Encrypt></xml>'


@pytest.mark.parametrize(
    "body",
    [
        LAUGHS,
        OUTSIDE,
        "",
        "<xml>",
        "<xml/>",
        "<x><Encrypt>a</Encrypt></x>",
        "<xml><Encrypt>a</Encrypt><Encrypt>b</Encrypt></xml>",
        "<xml><Encrypt>&undefined;</Encrypt></xml>",
        "<xml>" + "<a>" * 300 + "</a>" * 300 + "</xml>",
    ],
)
def test_bad_xml(body):
    with pytest.raises(Refused):
        envelope.from_xml(body.encode())
    utf16 = body.encode("utf-16")
    with pytest.raises(Refused):
        envelope.from_xml(utf16)


@settings(max_examples=2000, deadline=None)
@given(st.one_of(st.binary(), st.text().map(lambda t: t.encode(errors="replace"))))
def test_envelopes_of_anything(body):
    for parse in (envelope.from_json, envelope.from_xml):
        with pytest.raises(Refused):
            parse(body)
    for parse in (envelope.event_from_xml, envelope.event_from_json):
        try:
            assert isinstance(parse(body), dict)
        except Refused:
            pass
