"""What the two vendors wrap an encrypted event in."""

import json

from lxml import etree

from .refusal import Refused


def from_json(body):
    """DingTalk: the ``encrypt`` of a request's body, which is bytes."""
    found = _object(body).get("encrypt")
    if not isinstance(found, str):
        raise Refused("encrypt")
    return found


def event_from_json(text):
    """DingTalk: a decrypted event as a dictionary."""
    return _object(text)


def text_of(event):
    """The same text for the same event, however it is ordered: it is its key."""
    return json.dumps(event, ensure_ascii=False, sort_keys=True)


def _object(text):
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise Refused("json") from None
    if not isinstance(found, dict):
        raise Refused("json")
    return found


def to_json(crypto, text, timestamp, nonce):
    """DingTalk: the answer, of which the vendor checks every part."""
    encrypted = crypto.encrypt(text)
    return json.dumps(
        {
            "msg_signature": crypto.sign(timestamp, nonce, encrypted),
            "encrypt": encrypted,
            "timeStamp": timestamp,
            "nonce": nonce,
        }
    )


def _root(text):
    """No document type, hence no entities, and one flat ``<xml>``."""
    raw = text.encode(errors="surrogatepass") if isinstance(text, str) else text
    if b"<!DOCTYPE" in raw.upper() or b"<!ENTITY" in raw.upper():
        raise Refused("document type")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, encoding="utf-8")
    try:
        root = etree.fromstring(raw, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise Refused("xml") from None
    if root.tag != "xml" or root.getroottree().docinfo.internalDTD is not None:
        raise Refused("xml")
    return root


def from_xml(body):
    """WeCom: the ``<Encrypt>`` of a request's body."""
    found = _root(body).findall("Encrypt")
    if len(found) != 1 or not found[0].text:
        raise Refused("encrypt")
    return found[0].text


def event_from_xml(text):
    """WeCom: a decrypted event as a dictionary; what has parts is one in turn."""
    return _parts(_root(text), 0)


def _parts(element, depth):
    if depth > 8:
        raise Refused("xml")
    return {
        child.tag: _parts(child, depth + 1) if len(child) else child.text or ""
        for child in element
        if isinstance(child.tag, str)
    }


def to_xml(crypto, text, timestamp, nonce):
    """WeCom: the encrypted answer."""
    encrypted = crypto.encrypt(text)
    root = etree.Element("xml")
    values = {
        "Encrypt": encrypted,
        "MsgSignature": crypto.sign(timestamp, nonce, encrypted),
        "TimeStamp": timestamp,
        "Nonce": nonce,
    }
    for name, value in values.items():
        etree.SubElement(root, name).text = value
    return etree.tostring(root, encoding="unicode")
