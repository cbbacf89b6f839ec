"""DingTalk and WeCom as one server on this machine.

It checks signatures, time windows, tokens, sizes, duplicates, rates and quotas with
code of its own, answers with the vendors' codes, and keeps what a phone would show.
Nothing here imports the host: `bin/standin` runs it by hand.
"""

import base64
import hashlib
import hmac
import json
import random
import sys
import threading
import time
from collections import Counter, defaultdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit
from urllib.request import urlopen

from . import api, callback, card, missed, process, sign_in, stream, todo
from .page import page

KEY, SECRET, AGENT = "dingtest", "s3cret-of-the-app", "1001"
ROBOT, SIGNING = "token-of-the-robot", "SEC0123456789"
WECOM_ROBOT = "key-of-the-robot"
TOKEN, AES_KEY = "tokenOfCallbacks", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
TEMPLATE = "template.schema"
PEOPLE = {"13800138000": "zhang", "13900139000": "li"}


SIGN_INS = ("/oauth2/auth", "/wwlogin/sso/login", "/connect/oauth2/authorize")
#: Mishaps that are an answer, by their name.
FAULTS = {
    "500": 500,
    "throttled": {"errcode": 410100, "errmsg": "send too fast"},
}


class Phone(
    card.Cards,
    missed.Missed,
    process.Processes,
    sign_in.SignIns,
    stream.Streams,
    todo.Todos,
):
    """What the vendors know, and what they have shown."""

    def __init__(self, port=0):
        self.shown, self.calls, self.keys = [], Counter(), {}
        self.moments, self.silent = defaultdict(list), {}
        self.seconds, self.quota, self.per_minute = 7200, None, 20
        self.tokens, self.token_fetches = {}, 0
        self.people = dict(PEOPLE)
        #: More robots than the one; and faults that happen by chance, with how often.
        self.robots, self.chances = set(), {}
        #: Seconds that a ``late`` answer does not come.
        self.late, self.over = 0, threading.Event()
        self.application = (KEY, SECRET)
        self._start_cards()
        self.media = {}
        self._start_sign_ins()
        self._start_missed()
        self._start_todos()
        self._start_processes((TOKEN, AES_KEY, KEY))
        self._start_streams()
        #: What the next requests meet instead: see :meth:`_Handler._fault`.
        self.script = []
        self.lock = threading.Lock()
        self._server = _Server(("127.0.0.1", port), _Handler)
        self._server.phone = self
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        serve = {"poll_interval": 0.05}
        threading.Thread(
            target=self._server.serve_forever, kwargs=serve, daemon=True
        ).start()

    def close(self):
        self.over.set()
        self._server.shutdown()
        self._server.server_close()

    def enter(self, url):
        """WeCom's console asks whether it is us who answer there."""
        self.console = (url, TOKEN, AES_KEY, KEY)
        with urlopen(callback.wecom_check(*self.console, "12345"), timeout=10) as told:
            return "OK" if told.read() == b"12345" else "?"

    def mishap(self):
        """What this request meets by chance, or nothing."""
        dice = random.random()
        for fault, chance in self.chances.items():
            dice -= chance
            if dice < 0:
                if fault == "forget":
                    self.forget_tokens()
                    return None
                return FAULTS.get(fault, fault)
        return None

    # --- the vendors' rules -------------------------------------------------------

    def fetch_token(self, key, secret):
        """The same one again within its time."""
        if (key, secret) != (KEY, SECRET):
            return None
        self.token_fetches += 1
        for token, until in self.tokens.items():
            if until > time.time():
                return token
        token = f"token-{self.token_fetches}"
        self.tokens[token] = time.time() + self.seconds
        return token

    def forget_tokens(self):
        """The vendor ends every token before its time."""
        self.tokens.clear()

    def token_fault(self, token):
        until = self.tokens.get(token)
        if until is None:
            return 40014, "invalid access_token"
        return (42001, "access_token expired") if until <= time.time() else None

    def quota_fault(self):
        """Each call counts; none passes beyond the month's."""
        if self.quota is None:
            return None
        self.quota -= 1
        return (90020, "monthly quota") if self.quota < 0 else None

    def throttled(self, robot):
        """20 a minute; beyond it nothing for ten minutes."""
        now = time.time()
        if self.silent.get(robot, 0) > now:
            return True
        recent = [m for m in self.moments[robot] if m > now - 60]
        if len(recent) >= self.per_minute:
            self.silent[robot] = now + 600
            return True
        self.moments[robot] = [*recent, now]
        return False

    def show(self, to, key, text):
        """One key is shown once."""
        if key is not None:
            if key in self.keys:
                return
            self.keys[key] = text
        self.shown.append((to, text))

    def texts(self, to=None):
        return [text for other, text in self.shown if to in (None, other)]


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        """A client that dies in the middle of a request is no fault of ours."""
        if isinstance(sys.exc_info()[1], ConnectionError):
            return None
        return super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        """Quiet."""

    def do_GET(self):
        self._serve({})

    def do_POST(self):
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.path in ("/press", "/console", "/subscribe", "/answer"):
            return self._by_hand(self.server.phone, self.path, raw)
        if self.headers.get_content_type() == "multipart/form-data":
            return self._serve({"form": raw}, len(raw))
        try:
            body = json.loads(raw)
        except ValueError:
            return self._answer(200, {"errcode": 40035, "errmsg": "not json"})
        return self._serve(body, len(raw))

    do_PUT = do_POST

    def _serve(self, body, size=0):
        parts = urlsplit(self.path)
        query = dict(parse_qsl(parts.query))
        phone, route = self.server.phone, self.ROUTES.get(parts.path)
        if found := todo.route(parts.path):
            route = api.checked(found)
        if parts.path == "/":
            phone.tell_untold()
            return self._answer(200, page(phone))
        if parts.path == "/connect":
            return stream.serve(self, phone, query)
        if parts.path in SIGN_INS:
            return self._answer(200, sign_in.ask(phone, query))
        if not route:
            return self._answer(404, {"errcode": 404, "errmsg": "no such address"})
        with phone.lock:
            phone.calls[parts.path] += 1
            fault = phone.script.pop(0) if phone.script else phone.mishap()
            if fault is None or str(fault).endswith(" after"):
                answer = route(self, phone, query, body, size)
        if fault:
            return self._fault(fault)
        return self._answer(400 if "code" in answer else 200, answer)

    def _fault(self, fault):
        """``lost before`` and ``lost after`` the work was done, ``late`` as well, 500
        before and ``500 after``, a page of a gateway (``html``), or an answer as a
        dictionary."""
        if isinstance(fault, dict):
            self._answer(200, fault)
        elif fault == "html":
            self._answer(403, "<html>Your address is banned</html>")
        elif fault in (500, "500 after"):
            self._answer(500, "")
        else:
            if fault.startswith("late"):
                phone = self.server.phone
                phone.over.wait(phone.late)
            self.close_connection = True

    def _answer(self, status, content):
        page = isinstance(content, str)
        raw = (content if page else json.dumps(content)).encode()
        self.send_response(status)
        kind = "text/html; charset=utf-8" if page else "application/json"
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def _by_hand(self, phone, path, raw):
        """Somebody presses a button on the page, or enters an address."""
        form, note = dict(parse_qsl(raw.decode())), ""
        try:
            if path == "/press":
                note = f"HTTP {phone.press(form['number'], form['action'])}"
            elif path == "/answer":
                phone.answer_process(form["number"], form["answer"])
            elif path == "/subscribe":
                note = phone.subscribe(form["url"])
            else:
                note = phone.enter(form["url"])
        except OSError as error:
            note = str(error)
        self._answer(200, page(phone, note))

    def _media(self, phone, query, body, size):
        """An upload of either vendor."""
        fault = phone.token_fault(query.get("access_token"))
        raw = body.get("form", b"")
        if not fault and (b'name="media"' not in raw or query.get("type") != "image"):
            fault = (40035, "no media")
        if fault:
            return {"errcode": fault[0], "errmsg": fault[1]}
        name = f"@media-{len(phone.media) + 1}"
        start = raw.index(b"\x89PNG")
        phone.media[name] = raw[start : raw.rindex(b"\r\n--")]
        return {"errcode": 0, "errmsg": "ok", "type": "image", "media_id": name}

    # --- DingTalk -----------------------------------------------------------------

    def _dingtalk_token(self, phone, query, body, size):
        token = phone.fetch_token(query.get("appkey"), query.get("appsecret"))
        if not token:
            return {"errcode": 40089, "errmsg": "invalid appkey or appsecret"}
        return {"errcode": 0, "access_token": token, "expires_in": phone.seconds}

    def _dingtalk_robot(self, phone, query, body, size):
        robot = query.get("access_token")
        if robot != ROBOT and robot not in phone.robots:
            return {"errcode": 400101, "errmsg": "access_token is not exist"}
        stamp = query.get("timestamp", "0")
        if abs(int(stamp) - time.time() * 1000) > 3600_000:
            return {"errcode": "310000", "errmsg": "invalid timestamp"}
        mac = hmac.new(SIGNING.encode(), f"{stamp}\n{SIGNING}".encode(), hashlib.sha256)
        if base64.b64encode(mac.digest()).decode() != query.get("sign"):
            return {"errcode": "310000", "errmsg": "sign not match"}
        kind = body.get("msgtype")
        if kind not in ("text", "markdown", "actionCard", "link", "feedCard"):
            return {"errcode": 400105, "errmsg": "unsupported msgtype"}
        if size > 20000:
            return {"errcode": 430104, "errmsg": "too long"}
        if phone.throttled(robot):
            return {"errcode": 410100, "errmsg": "send too fast"}
        content = body[kind]
        to = "group" if robot == ROBOT else robot
        phone.show(to, body.get("msgUuid"), content.get("text") or str(content))
        return {"errcode": 0, "errmsg": "ok"}

    def _dingtalk_work(self, phone, query, body, size):
        fault = phone.token_fault(query.get("access_token"))
        fault = fault or phone.quota_fault()
        people = body.get("userid_list", "").split(",")
        if not fault and (
            len(people) > 100 or set(people) - set(phone.people.values())
        ):
            fault = (33012, "invalid user id")
        message = json.dumps(body.get("msg"), ensure_ascii=False)
        image = (body.get("msg") or {}).get("image")
        if not fault and image and image["media_id"] not in phone.media:
            fault = (40007, "invalid media_id")
        if not fault and len(message.encode()) > 2048:
            fault = (430104, "message too long")
        if fault:
            return {"errcode": fault[0], "errmsg": fault[1]}
        for person in people:
            # The same to the same person: taken, and silently not shown.
            phone.show(person, (person, message), message)
        return {"errcode": 0, "task_id": len(phone.shown)}

    def _dingtalk_mobile(self, phone, query, body, size):
        found = phone.people.get(body.get("mobile"))
        fault = phone.token_fault(query.get("access_token"))
        fault = fault or (None if found else (60121, "no such user"))
        if fault:
            return {"errcode": fault[0], "errmsg": fault[1]}
        return {"errcode": 0, "result": {"userid": found}}

    # --- WeCom --------------------------------------------------------------------

    def _wecom_token(self, phone, query, body, size):
        token = phone.fetch_token(query.get("corpid"), query.get("corpsecret"))
        if not token:
            return {"errcode": 40001, "errmsg": "invalid credential"}
        return {"errcode": 0, "access_token": token, "expires_in": phone.seconds}

    def _wecom_robot(self, phone, query, body, size):
        if query.get("key") != WECOM_ROBOT:
            return {"errcode": 93000, "errmsg": "invalid webhook url"}
        text = body.get("markdown", body.get("text", {})).get("content", "")
        if len(text.encode()) > 4096:
            return {"errcode": 40058, "errmsg": "markdown.content exceed max length"}
        if phone.throttled(WECOM_ROBOT):
            return {"errcode": 45009, "errmsg": "api freq out of limit"}
        phone.show("wecom group", None, text)
        return {"errcode": 0, "errmsg": "ok"}

    def _wecom_message(self, phone, query, body, size):
        fault = phone.token_fault(query.get("access_token"))
        if fault:
            return {"errcode": fault[0], "errmsg": fault[1]}
        people = set(body["touser"].split("|"))
        if body["msgtype"] == "template_card" and people <= set(phone.people.values()):
            return card.wecom_new(phone, body)
        wrong = people - set(phone.people.values())
        text = json.dumps(body[body["msgtype"]], ensure_ascii=False)
        for person in sorted(people - wrong):
            same = body.get("enable_duplicate_check") and (person, text)
            phone.show(person, same or None, text)
        return {"errcode": 0, "invaliduser": "|".join(wrong), "msgid": "1"}

    def _wecom_mobile(self, phone, query, body, size):
        found = phone.people.get(body.get("mobile"))
        fault = phone.token_fault(query.get("access_token"))
        fault = fault or (None if found else (46004, "user not exist"))
        if fault:
            return {"errcode": fault[0], "errmsg": fault[1]}
        return {"errcode": 0, "userid": found}

    ROUTES = {
        "/gettoken": _dingtalk_token,
        "/robot/send": _dingtalk_robot,
        "/topapi/message/corpconversation/asyncsend_v2": _dingtalk_work,
        "/topapi/v2/user/getbymobile": _dingtalk_mobile,
        "/topapi/v2/user/get": todo.dingtalk_user,
        "/call_back/get_call_back_failed_result": missed.dingtalk_failed,
        "/media/upload": _media,
        "/cgi-bin/media/upload": _media,
        "/cgi-bin/gettoken": _wecom_token,
        "/cgi-bin/webhook/send": _wecom_robot,
        "/cgi-bin/message/send": _wecom_message,
        "/cgi-bin/user/getuserid": _wecom_mobile,
        "/cgi-bin/message/update_template_card": card.wecom_change,
        "/v1.0/oauth2/userAccessToken": sign_in.dingtalk_token,
        "/v1.0/contact/users/me": sign_in.dingtalk_me,
        "/topapi/user/getbyunionid": sign_in.dingtalk_union,
        "/cgi-bin/auth/getuserinfo": sign_in.wecom_code,
        "/v1.0/card/instances/createAndDeliver": api.checked(card.dingtalk_new),
        "/v1.0/card/instances": api.checked(card.dingtalk_change),
        "/v1.0/gateway/connections/open": stream.register,
        "/v1.0/card/callbacks/register": api.checked(card.dingtalk_route),
        "/v1.0/workflow/processInstances": api.checked(process.instances),
        "/v1.0/workflow/processes/instanceIds/query": api.checked(process.listing),
        "/v1.0/workflow/processInstances/terminate": api.checked(process.terminate),
    }
