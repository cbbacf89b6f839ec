"""DingTalk's stream: a connection is registered, opened once with its ticket, and
carries events until each is acknowledged. The websocket is written from RFC 6455."""

import base64
import hashlib
import json
import struct
import threading
import time
from uuid import uuid4

_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
_TEXT, _CLOSE, _PING, _PONG = 1, 8, 9, 10
CARD = "/v1.0/card/instances/callback"


class Streams:
    """The part of a phone that streams. Mixed into :class:`phone.Phone`."""

    def _start_streams(self):
        self.tickets, self.lines, self.pending = {}, [], {}
        self.acknowledged, self.stream_event = [], threading.Condition()

    def stream(self, kind, values, event_id=None, born=None):
        """Hand an event, or a press on a card, to whoever is connected."""
        headers = {
            "appId": "a",
            "connectionId": "c",
            "contentType": "application/json",
            "messageId": uuid4().hex,
            "time": str(int(time.time() * 1000)),
            "topic": CARD if kind == CARD else "*",
        }
        if kind != CARD:
            headers["eventType"], headers["eventCorpId"] = kind, "dingcorp"
            headers["eventId"] = event_id or uuid4().hex
            headers["eventBornTime"] = str(born or int(time.time() * 1000))
        frame = {
            "specVersion": "1.0",
            "type": "CALLBACK" if kind == CARD else "EVENT",
            "headers": headers,
            "data": json.dumps(values),
        }
        self.pending[headers["messageId"]] = frame
        self._write(frame)

    def press_in_stream(self, number, action, person=None, token=None):
        """A button, told in the stream."""
        card = self.cards[number]
        params = {"token": token or card["token"]}
        content = {"cardPrivateData": {"actionIds": [action], "params": params}}
        values = {
            "outTrackId": number,
            "corpId": "dingcorp",
            "userId": person or card["person"],
            "content": json.dumps(content),
        }
        self.stream(CARD, values)

    def stream_again(self):
        """What was not acknowledged is told again."""
        for frame in list(self.pending.values()):
            self._write(frame)

    def hang_up(self):
        """As before maintenance: the client is to connect anew."""
        headers = {"messageId": uuid4().hex, "topic": "disconnect"}
        self._write({"type": "SYSTEM", "headers": headers, "data": "{}"})

    def wait_for(self, condition, seconds=30):
        with self.stream_event:
            return self.stream_event.wait_for(condition, seconds)

    def _write(self, frame):
        for line in list(self.lines):
            line.wfile.write(_frame(_TEXT, json.dumps(frame).encode()))

    def _noted(self, code, number):
        with self.stream_event:
            self.acknowledged.append((number, code))
            if code == 200:
                self.pending.pop(number, None)
            self.stream_event.notify_all()


def _frame(kind, raw):
    size = len(raw)
    short = bytes([size]) if size < 126 else b"\x7e" + struct.pack(">H", size)
    return bytes([0x80 | kind]) + short + raw


def register(self, phone, query, body, size):
    """Where to connect, for who knows the application's secret."""
    if (body.get("clientId"), body.get("clientSecret")) != phone.application:
        return {"code": "invalidClientIdOrSecret", "message": "client"}
    topics = body.get("subscriptions")
    if not topics or any(t.get("type") not in ("EVENT", "CALLBACK") for t in topics):
        return {"code": "invalidParameter", "message": "subscriptions"}
    ticket = uuid4().hex
    phone.tickets[ticket] = topics
    return {"endpoint": phone.url.replace("http", "ws") + "/connect", "ticket": ticket}


def serve(handler, phone, query):
    """A connection, as long as it lasts."""
    if phone.tickets.pop(query.get("ticket"), None) is None:
        return handler._answer(401, {"code": "ticket", "message": "no such ticket"})
    key = handler.headers.get("Sec-WebSocket-Key", "") + _GUID
    handler.send_response(101)
    handler.send_header("Upgrade", "websocket")
    handler.send_header("Connection", "Upgrade")
    accept = base64.b64encode(hashlib.sha1(key.encode()).digest()).decode()
    handler.send_header("Sec-WebSocket-Accept", accept)
    handler.end_headers()
    handler.close_connection = True
    with phone.stream_event:
        phone.lines.append(handler)
        phone.stream_event.notify_all()
    try:
        while _read(handler, phone):
            pass
    finally:
        with phone.stream_event:
            phone.lines.remove(handler)
            phone.stream_event.notify_all()
    return None


def _read(handler, phone):
    """One frame of the client's; they are masked. :return: whether to go on."""
    head = handler.rfile.read(2)
    if len(head) < 2:
        return False
    kind, size = head[0] & 0x0F, head[1] & 0x7F
    if size == 126:
        size = struct.unpack(">H", handler.rfile.read(2))[0]
    mask, raw = handler.rfile.read(4), handler.rfile.read(size)
    raw = bytes(b ^ mask[n % 4] for n, b in enumerate(raw))
    if kind == _CLOSE:
        handler.wfile.write(_frame(_CLOSE, raw))
        return False
    if kind == _PING:
        handler.wfile.write(_frame(_PONG, raw))
    elif kind == _TEXT:
        told = json.loads(raw)
        phone._noted(told["code"], told["headers"]["messageId"])
    return True
