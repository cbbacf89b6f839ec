"""A stand-in of both vendors that checks signatures with its own code."""

import hashlib
import hmac
import json
import threading
from datetime import datetime, timezone
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qsl, urlsplit

KEY, SECRET = "AKTEST", "s3cret-of-the-test"


def _sha(text):
    return hashlib.sha256(text.encode()).hexdigest()


def _mac(key, text):
    return hmac.new(key, text.encode(), "sha256")


class _Handler(BaseHTTPRequestHandler):
    def log_message(self, *args):
        """Quiet."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        gateway = self.server.gateway
        answer = gateway.script.pop(0) if gateway.script else None
        if answer == 500:
            self._answer(500, {})
        elif answer == "silence":
            self.close_connection = True
        elif "X-TC-Action" in self.headers:
            self._answer(200, {"Response": self._tencent(gateway, body, answer)})
        else:
            self._answer(200, self._alibaba(gateway, answer))

    def _answer(self, status, content):
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(content).encode())

    def _signed(self, before, expected):
        return hmac.compare_digest(
            before + expected.hexdigest(), self.headers["Authorization"]
        )

    def _alibaba(self, gateway, answer):
        query = urlsplit(self.path).query
        names = "host x-acs-action x-acs-content-sha256 x-acs-date"
        names = [*names.split(), "x-acs-signature-nonce", "x-acs-version"]
        head = "\n".join(f"{name}:{self.headers[name]}" for name in names) + "\n"
        parts = ["POST", "/", query, head, ";".join(names), _sha("")]
        text = "ACS3-HMAC-SHA256\n" + _sha("\n".join(parts))
        before = (
            f"ACS3-HMAC-SHA256 Credential={KEY},"
            f"SignedHeaders={';'.join(names)},Signature="
        )
        if not self._signed(before, _mac(SECRET.encode(), text)):
            return {"Code": "SignatureDoesNotMatch", "Message": "signature"}
        if answer:
            return {"Code": answer, "Message": "as told"}
        gateway.sent.append(dict(parse_qsl(query)))
        return {"Code": "OK", "Message": "OK", "BizId": "9006"}

    def _tencent(self, gateway, body, answer):
        stamp = self.headers["X-TC-Timestamp"]
        day = datetime.fromtimestamp(int(stamp), timezone.utc).date().isoformat()
        kind, host = self.headers["Content-Type"], self.headers["Host"]
        head = f"content-type:{kind}\nhost:{host}\n"
        parts = ["POST", "/", "", head, "content-type;host", _sha(body)]
        scope = f"{day}/sms/tc3_request"
        text = "\n".join(["TC3-HMAC-SHA256", stamp, scope, _sha("\n".join(parts))])
        key = _mac(f"TC3{SECRET}".encode(), day).digest()
        key = _mac(_mac(key, "sms").digest(), "tc3_request").digest()
        before = (
            f"TC3-HMAC-SHA256 Credential={KEY}/{scope}, "
            "SignedHeaders=content-type;host, Signature="
        )
        if not self._signed(before, _mac(key, text)):
            return {"Error": {"Code": "AuthFailure.SignatureFailure", "Message": "s"}}
        asked = json.loads(body)
        code = answer or "Ok"
        if code == "Ok":
            gateway.sent.append(asked)
        return {
            "SendStatusSet": [
                {"Code": code, "Message": "as told", "SerialNo": f"sid{n}"}
                for n, _number in enumerate(asked["PhoneNumberSet"])
            ]
        }


class Gateway:
    """Answers in a thread; ``script`` says what goes wrong, ``sent`` what passed."""

    def __init__(self):
        self.sent, self.script = [], []
        self.server = HTTPServer(("127.0.0.1", 0), _Handler)
        self.server.gateway = self
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def close(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()
