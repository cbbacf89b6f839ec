"""Signatures of requests to DingTalk and of what DingTalk and WeCom send to us."""

import base64
import hashlib
import hmac
import re

from .refusal import Refused

#: How far a timestamp may be from our clock.
WINDOW_MS = 3600 * 1000


def _hmac(secret, text):
    mac = hmac.new(secret.encode(), text.encode(), hashlib.sha256).digest()
    return base64.b64encode(mac).decode()


def robot_sign(secret, timestamp):
    """The ``sign`` of a group robot, not yet encoded for an address.

    What a robot's callback carries in its header is the same, by the app's secret.
    """
    return _hmac(secret, f"{timestamp}\n{secret}")


def card_sign(secret, timestamp):
    """``x-ddpaas-signature``. It covers the timestamp only, never the body."""
    return _hmac(secret, str(timestamp))


def jsapi_sign(digest, ticket, nonce, timestamp, url):
    """What a page shows to use the app's interface: sha256 DingTalk, sha1 WeCom."""
    plain = f"jsapi_ticket={ticket}&noncestr={nonce}&timestamp={timestamp}&url={url}"
    return hashlib.new(digest, plain.encode()).hexdigest()


def same(one, other):
    """Whether two signatures are equal, in a time that tells nothing."""
    if not (isinstance(one, str) and isinstance(other, str)):
        return False
    return hmac.compare_digest(
        one.encode(errors="surrogatepass"), other.encode(errors="surrogatepass")
    )


def milliseconds(timestamp):
    """A timestamp of either vendor: WeCom counts seconds, DingTalk both."""
    if not isinstance(timestamp, str) or not re.fullmatch("[0-9]{10,13}", timestamp):
        raise Refused("timestamp")
    number = int(timestamp)
    return number if len(timestamp) > 11 else number * 1000


def check_window(timestamp, now_ms):
    """Refuse what is older or younger than an hour."""
    if abs(milliseconds(timestamp) - now_ms) > WINDOW_MS:
        raise Refused("invalid timestamp")
