"""The two vendors' signatures: what a request says, and who says it."""

import hashlib
import hmac
from datetime import datetime, timezone
from urllib.parse import quote


def _digest(data):
    return hashlib.sha256(data).hexdigest()


def _hmac(key, text):
    return hmac.new(key, text.encode(), hashlib.sha256)


def canonical_query(parameters):
    """Sorted and percent-encoded as RFC 3986 has it."""
    pairs = ((quote(k, safe="~"), quote(v, safe="~")) for k, v in parameters.items())
    return "&".join(f"{key}={value}" for key, value in sorted(pairs))


def acs3_headers(key_id, secret, host, action, version, parameters, when, nonce):
    """Headers of a POST without body to an Alibaba Cloud RPC service.

    :param parameters: {name: text}, sent in the query string.
    :param when: an aware datetime; :param nonce: never the same again.
    """
    body = _digest(b"")
    headers = {
        "host": host,
        "x-acs-action": action,
        "x-acs-content-sha256": body,
        "x-acs-date": when.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "x-acs-signature-nonce": nonce,
        "x-acs-version": version,
    }
    names = ";".join(sorted(headers))
    lines = "".join(f"{name}:{headers[name]}\n" for name in sorted(headers))
    query = canonical_query(parameters)
    request = f"POST\n/\n{query}\n{lines}\n{names}\n{body}"
    signed = f"ACS3-HMAC-SHA256\n{_digest(request.encode())}"
    headers["Authorization"] = (
        f"ACS3-HMAC-SHA256 Credential={key_id},SignedHeaders={names},"
        f"Signature={_hmac(secret.encode(), signed).hexdigest()}"
    )
    return headers


def tc3_authorization(key_id, secret, host, service, payload, timestamp):
    """The Authorization header of a JSON POST to Tencent Cloud.

    :param payload: the body, as text; :param timestamp: seconds since 1970.
    """
    date = datetime.fromtimestamp(timestamp, timezone.utc).strftime("%Y-%m-%d")
    names, scope = "content-type;host", f"{date}/{service}/tc3_request"
    request = (
        f"POST\n/\n\ncontent-type:application/json; charset=utf-8\nhost:{host}\n\n"
        f"{names}\n{_digest(payload.encode())}"
    )
    signed = f"TC3-HMAC-SHA256\n{timestamp}\n{scope}\n{_digest(request.encode())}"
    key = f"TC3{secret}".encode()
    for part in (date, service, "tc3_request"):
        key = _hmac(key, part).digest()
    return (
        f"TC3-HMAC-SHA256 Credential={key_id}/{scope}, SignedHeaders={names}, "
        f"Signature={_hmac(key, signed).hexdigest()}"
    )
