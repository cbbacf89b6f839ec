"""What the vendors send to us, written from their documents and not with our code."""

import base64
import hashlib
import hmac
import json
import os
import time
from urllib.parse import urlencode
from xml.sax.saxutils import escape

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes


def _cipher(aes_key):
    key = base64.b64decode(aes_key + "=")
    return Cipher(algorithms.AES(key), modes.CBC(key[:16]))


def encrypt(text, aes_key, owner):
    raw = text.encode()
    raw = os.urandom(16) + len(raw).to_bytes(4, "big") + raw + owner.encode()
    pad = 32 - len(raw) % 32
    cipher = _cipher(aes_key).encryptor()
    return base64.b64encode(cipher.update(raw + bytes([pad]) * pad)).decode()


def decrypt(text, aes_key):
    raw = _cipher(aes_key).decryptor().update(base64.b64decode(text))
    return raw[20 : 20 + int.from_bytes(raw[16:20], "big")].decode()


def sign(token, *parts):
    return hashlib.sha1("".join(sorted([token, *parts])).encode()).hexdigest()


def _query(token, stamp, encrypted):
    nonce = os.urandom(6).hex()
    return {
        "msg_signature": sign(token, stamp, nonce, encrypted),
        "timestamp": stamp,
        "nonce": nonce,
    }


def wecom_check(url, token, aes_key, owner, text):
    """The address is entered in the console: a GET, answered with the bare text."""
    encrypted = encrypt(text, aes_key, owner)
    query = _query(token, str(int(time.time())), encrypted)
    return f"{url}?{urlencode(query | {'echostr': encrypted})}"


def wecom_event(url, token, aes_key, owner, values, stamp=None):
    """:return: the address, headers and body of a POST"""
    inner = "".join(f"<{k}>{escape(v)}</{k}>" for k, v in values.items())
    encrypted = encrypt(f"<xml>{inner}</xml>", aes_key, owner)
    query = _query(token, stamp or str(int(time.time())), encrypted)
    body = f"<xml><ToUserName>{owner}</ToUserName><Encrypt>{encrypted}</Encrypt></xml>"
    return f"{url}?{urlencode(query)}", {"Content-Type": "text/xml"}, body.encode()


def dingtalk_event(url, token, aes_key, owner, values, stamp=None):
    encrypted = encrypt(json.dumps(values), aes_key, owner)
    query = _query(token, stamp or str(int(time.time() * 1000)), encrypted)
    body = json.dumps({"encrypt": encrypted}).encode()
    return f"{url}?{urlencode(query)}", {"Content-Type": "application/json"}, body


def dingtalk_press(url, secret, values, stamp=None):
    """A card's button; the signature is one of the timestamp only."""
    stamp = stamp or str(int(time.time() * 1000))
    mac = hmac.new(secret.encode(), stamp.encode(), hashlib.sha256).digest()
    headers = {
        "Content-Type": "application/json",
        "x-ddpaas-signature-timestamp": stamp,
        "x-ddpaas-signature": base64.b64encode(mac).decode(),
    }
    return url, headers, json.dumps(values).encode()
