"""The stand-in refuses as the vendors do: or tests with it show nothing (G1)."""

import importlib.util
import json
import sys
import time
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from jxc_dingtalk.logic import messages, processes, signing

ROOT = Path(__file__).resolve().parents[2]
_spec = importlib.util.spec_from_file_location(
    "standin", ROOT / "addons/jxc_dingtalk/tests/standin/__init__.py"
)
standin = sys.modules["standin"] = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(standin)
HELLO = messages.Message("Hello", "world", mark="#1")


@pytest.fixture
def phone():
    found = standin.Phone()
    yield found
    found.close()


def ask(phone, path, query, content=None):
    data = None if content is None else json.dumps(content).encode()
    request = Request(f"{phone.url}{path}?{urlencode(query)}", data)
    with urlopen(request, timeout=10) as answer:
        return json.load(answer)


def robot(phone, content=None, stamp=None, secret=standin.SIGNING):
    stamp = str(stamp or int(time.time() * 1000))
    query = {
        "access_token": standin.ROBOT,
        "timestamp": stamp,
        "sign": signing.robot_sign(secret, stamp),
    }
    content = content or messages.dingtalk_robot(HELLO, "key")
    return str(ask(phone, "/robot/send", query, content)["errcode"])


def test_robot_checks(phone):
    assert robot(phone, secret="other") == "310000"
    assert robot(phone, stamp=int(time.time() * 1000) - 3_700_000) == "310000"
    assert robot(phone, {"msgtype": "voice"}) == "400105"
    long = {"msgtype": "text", "text": {"content": "x" * 20000}}
    assert robot(phone, long) == "430104"
    assert not phone.shown
    assert [robot(phone), robot(phone)] == ["0", "0"]
    assert phone.texts() == ["### Hello\n\nworld"], "one key is shown once"


def test_robot_is_throttled(phone):
    contents = [messages.dingtalk_robot(HELLO, f"k{n}") for n in range(22)]
    codes = [robot(phone, content) for content in contents]
    assert codes == ["0"] * 20 + ["410100"] * 2
    phone.moments.clear()
    assert robot(phone) == "410100", "for ten minutes, not for one"


def token(phone):
    query = {"appkey": standin.KEY, "appsecret": standin.SECRET}
    return ask(phone, "/gettoken", query)["access_token"]


def work(phone, key, message=HELLO, people=("li",)):
    path = "/topapi/message/corpconversation/asyncsend_v2"
    content = messages.dingtalk_work(message, standin.AGENT, list(people))
    return ask(phone, path, {"access_token": key}, content)["errcode"]


def test_tokens(phone):
    wrong = ask(phone, "/gettoken", {"appkey": standin.KEY, "appsecret": "x"})
    assert wrong["errcode"] == 40089
    assert token(phone) == token(phone), "the same within its time"
    assert work(phone, "forged") == 40014
    key = token(phone)
    phone.tokens[key] = time.time() - 1
    assert work(phone, key) == 42001


def test_work_notifications(phone):
    key = token(phone)
    assert work(phone, key, people=["nobody"]) == 33012
    assert [work(phone, key), work(phone, key)] == [0, 0]
    assert len(phone.texts("li")) == 1, "the same to the same is silently lost"
    phone.quota = 1
    assert [work(phone, key), work(phone, key)] == [0, 90020]


def test_wecom(phone):
    path, content = "/cgi-bin/webhook/send", messages.wecom_robot(HELLO)
    assert ask(phone, path, {"key": "forged"}, content)["errcode"] == 93000
    query = {"key": standin.WECOM_ROBOT}
    for _time in range(2):
        assert ask(phone, path, query, content)["errcode"] == 0
    assert len(phone.texts("wecom group")) == 2, "it has no key"
    app = messages.wecom_app(HELLO, 1, ["li", "nobody"])
    query = {"access_token": token(phone)}
    for _time in range(2):
        told = ask(phone, "/cgi-bin/message/send", query, app)
    assert told["invaliduser"] == "nobody"
    assert len(phone.texts("li")) == 1


def test_the_page_escapes(phone):
    phone.show("<b>", None, "<u>")
    with urlopen(phone.url, timeout=10) as answer:
        page = answer.read().decode()
    assert "&lt;u&gt;" in page
    assert "<u>" not in page


def process(phone, path="", content=None, method="POST", **query):
    phone.tokens["t"] = time.time() + 60
    url = f"{phone.url}/v1.0/workflow/process{path}?{urlencode(query)}"
    headers = {"x-acs-dingtalk-access-token": query.pop("token", "t")}
    data = None if method == "GET" else json.dumps(content).encode()
    try:
        with urlopen(Request(url, data, headers, method=method), timeout=10) as answer:
            return json.load(answer)
    except HTTPError as error:
        return json.load(error)


def test_processes(phone):
    """DingTalk's OA: what it refuses to start, to find and to withdraw."""
    good = processes.start(standin.PROCESS, "li", "zhang", "t", "x", "u", "n1")
    named = [{"name": "Else", "value": "x"}]
    for wrong, code in (
        ({"processCode": "PROC-0"}, "processCodeError"),
        ({"originatorUserId": "nobody"}, "userNotExist"),
        ({"deptId": None}, "processInstanceInvalidParameter"),
        ({"formComponentValues": named}, "formConverterError"),
        ({"approvers": []}, "processInstanceStartFailed"),
    ):
        assert process(phone, "Instances", good | wrong)["code"] == code
    refused = process(phone, "Instances", good, token="another")
    assert refused["code"] == "InvalidAuthentication"
    assert not phone.processes
    number = process(phone, "Instances", good)["instanceId"]
    assert process(phone, "Instances", good)["instanceId"] != number, "no key"

    asked = processes.listing(standin.PROCESS, "li", 1, 0)
    page = process(phone, "es/instanceIds/query", {**asked, "maxResults": 1})
    assert page["result"] == {"list": [number], "nextToken": 1}
    assert "code" in process(phone, "es/instanceIds/query", {"maxResults": 50})
    read = process(phone, "Instances", method="GET", processInstanceId=number)
    assert processes.ours(read) == "n1"
    assert processes.answered(read) is None

    def end(found):
        return process(phone, "Instances/terminate", processes.end(found, "why"))

    assert end("none")["code"] == "aflowProcessInstNotExist"
    assert "15" in end(number)["message"]
    phone.withdrawable_after = 0
    assert end(number)["success"]
    assert end(number)["code"] == "aflowProcessInstStatusException"
    [other] = phone.open_processes("zhang")
    with urlopen(f"{phone.url}/", timeout=10) as shown:
        text = shown.read().decode()
    assert "已撤销：why" in text
    assert f"value='{other}'" in text
    told = urlencode({"number": other, "answer": "refuse"}).encode()
    with urlopen(f"{phone.url}/answer", told, timeout=10) as shown:
        assert "<b>拒绝</b>" in shown.read().decode()
    read = process(phone, "Instances", method="GET", processInstanceId=other)
    assert processes.answered(read) == ("zhang", "refuse", "")
