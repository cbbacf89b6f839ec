"""G1: DingTalk's stream mode: the process beside Odoo, with the vendor's library."""

import importlib.util
import json
import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from jxc_dingtalk.logic import stream
from jxc_dingtalk.logic.crypto import EventCrypto
from jxc_dingtalk.logic.refusal import Refused

ROOT = Path(__file__).resolve().parents[2]
if "standin" not in sys.modules:
    _spec = importlib.util.spec_from_file_location(
        "standin", ROOT / "addons/jxc_dingtalk/tests/standin/__init__.py"
    )
    sys.modules["standin"] = importlib.util.module_from_spec(_spec)
    _spec.loader.exec_module(sys.modules["standin"])
standin = sys.modules["standin"]


class Inbox(ThreadingHTTPServer):
    """Odoo's callback address: it keeps what is signed, and answers as it is told."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Inbox)
        self.kept, self.answers = [], []
        self.crypto = EventCrypto(standin.TOKEN, standin.AES_KEY, standin.KEY)
        threading.Thread(target=self.serve_forever, daemon=True).start()


class _Inbox(BaseHTTPRequestHandler):
    def log_message(self, *args):
        """Quiet."""

    def do_POST(self):
        inbox, query = self.server, dict(parse_qsl(urlsplit(self.path).query))
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        text = inbox.crypto.decrypt(
            *(query[name] for name in ("msg_signature", "timestamp", "nonce")),
            body["encrypt"],
        )
        status = inbox.answers.pop(0) if inbox.answers else 200
        if status == 200:
            inbox.kept.append(text)
        self.send_response(status)
        self.end_headers()


@pytest.fixture
def place():
    phone, inbox = standin.Phone(), Inbox()
    yield phone, inbox
    phone.close()
    inbox.shutdown()
    inbox.server_close()


@pytest.fixture
def relay(place):
    """The process, started with what an installation enters."""
    phone, inbox = place
    started = []

    def start(**other):
        settings = {
            "JXC_STREAM_URL": f"http://127.0.0.1:{inbox.server_port}/jxc/dingtalk/in/k",
            "JXC_STREAM_KEY": standin.KEY,
            "JXC_STREAM_SECRET": standin.SECRET,
            "JXC_STREAM_TOKEN": standin.TOKEN,
            "JXC_STREAM_AES_KEY": standin.AES_KEY,
            "DINGTALK_OPENAPI_ENDPOINT": phone.url,
            **other,
        }
        command = [sys.executable, str(ROOT / "addons/jxc_dingtalk/stream")]
        process = subprocess.Popen(
            command,
            env={**os.environ, **settings},
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def test_an_event_arrives_once_odoo_has_kept_it(place, relay):
    """Odoo is down: DingTalk is told so, and tells again."""
    phone, inbox = place
    inbox.answers = [503]
    process = relay()
    assert phone.wait_for(lambda: phone.lines)
    phone.stream("user_leave_org", {"userId": ["zhang"]}, "e1", 1)
    assert phone.wait_for(lambda: len(phone.acknowledged) == 1)
    assert phone.acknowledged[0][1] == 500 and not inbox.kept
    phone.stream_again()
    assert phone.wait_for(lambda: not phone.pending)
    assert json.loads(inbox.kept[0]) == {
        "userId": ["zhang"],
        "EventType": "user_leave_org",
        "EventId": "e1",
        "CorpId": "dingcorp",
        "TimeStamp": "1",
    }
    # Told again all the same, it is the same text: Odoo keeps it once.
    phone.stream("user_leave_org", {"userId": ["zhang"]}, "e1", 1)
    assert phone.wait_for(lambda: len(inbox.kept) == 2)
    assert len(set(inbox.kept)) == 1
    process.terminate()
    assert process.wait(30) == 0


def test_a_press_and_a_new_connection(place, relay):
    """A press on a card is a callback; after a hang-up the client comes back."""
    phone, inbox = place
    phone.add_card("dingtalk", "n", "zhang", token="t")
    relay()
    assert phone.wait_for(lambda: phone.lines)
    first = phone.lines[0]
    phone.hang_up()
    assert phone.wait_for(lambda: phone.lines and phone.lines[0] is not first)
    phone.press_in_stream("n", "approve")
    assert phone.wait_for(lambda: not phone.pending)
    told = json.loads(inbox.kept[0])
    assert told["type"] == "actionCallback" and told["outTrackId"] == "n"
    assert len(phone.lines) == 1


def test_settings_that_are_missing_are_named(relay):
    process = relay(JXC_STREAM_SECRET="")
    _out, told = process.communicate(timeout=30)
    assert process.returncode == 1
    assert "JXC_STREAM_SECRET is not set" in told and standin.AES_KEY not in told


@pytest.mark.parametrize(
    "headers,data",
    [({}, {}), ({"eventType": 5}, {}), (None, {}), ({"eventType": "x"}, [])],
)
def test_what_makes_no_sense(headers, data):
    with pytest.raises(Refused):
        stream.pushed(headers, data)
