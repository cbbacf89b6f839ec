"""Messages within the vendors' limits; what answers mean (G1)."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jxc_dingtalk.logic import answers, messages
from jxc_dingtalk.logic.messages import Message

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=6000)
LINKED = Message("标题", "正文", "https://example.com/1", "查看", "M1")


@given(TEXTS, st.integers(0, 5000))
def test_fit(text, limit):
    """Never longer than its bytes, never half a character."""
    short = messages.fit(text, limit)
    assert len(short.encode()) <= limit
    assert short == text or len(text.encode()) > limit


@settings(max_examples=300, deadline=None)
@given(TEXTS, TEXTS, st.sampled_from(["", "https://example.com/odoo/action-12"]))
def test_limits(title, text, url):
    message = Message(title, text, url, "查看", "M123")
    work = messages.dingtalk_work(message, "1", ["a"])["msg"]
    assert messages.size(work) <= 2048
    assert "M123" in json.dumps(work)
    robot = messages.wecom_robot(Message(title[:100], text, url, "查看"))
    assert len(robot["markdown"]["content"].encode()) <= 4096
    app = messages.wecom_app(message, 1, ["a", "b"])
    if url:
        card = app["textcard"]
        assert len(card["title"].encode()) <= 128
        assert len(card["description"].encode()) <= 512
        assert card["description"].endswith("\nM123")
    else:
        assert len(app["text"]["content"].encode()) <= 2048
        assert app["text"]["content"].endswith("\nM123")


def test_dingtalk_robot():
    told = messages.dingtalk_robot(LINKED, "key", ["13800138000"])
    assert told["msgtype"] == "actionCard"
    assert told["msgUuid"] == "key"
    assert told["actionCard"]["singleURL"] == LINKED.url
    assert "@13800138000" in told["actionCard"]["text"]
    assert told["at"]["atMobiles"] == ["13800138000"]
    plain = messages.dingtalk_robot(Message("a", "b"), "key")
    assert plain["markdown"] == {"title": "a", "text": "### a\n\nb"}
    many = messages.dingtalk_robot(LINKED, "key", [str(n) for n in range(99)])
    assert len(many["at"]["atMobiles"]) == 50


def test_dingtalk_work_has_snake_case():
    told = messages.dingtalk_work(LINKED, "7", ["a", "b"])
    assert told["userid_list"] == "a,b"
    assert set(told["msg"]["action_card"]) == {
        "title",
        "markdown",
        "single_title",
        "single_url",
    }


def test_wecom_duplicates_are_dropped_by_the_vendor():
    told = messages.wecom_app(LINKED, 7, ["a", "b"])
    assert (told["touser"], told["enable_duplicate_check"]) == ("a|b", 1)


@pytest.mark.parametrize(
    "platform,status,body,word",
    [
        ("dingtalk", 200, '{"errcode":0,"task_id":5}', "sent"),
        ("dingtalk", 200, '{"errcode":"0"}', "sent"),
        ("dingtalk", 200, '{"errcode":"310000","errmsg":"sign"}', "configuration"),
        ("dingtalk", 200, '{"errcode":410100}', "throttled"),
        ("dingtalk", 200, '{"errcode":130101}', "throttled"),
        ("dingtalk", 200, '{"errcode":42001}', "token"),
        ("dingtalk", 400, '{"code":"InvalidAuthentication"}', "token"),
        ("dingtalk", 400, '{"code":"invalidClientIdOrSecret"}', "configuration"),
        ("dingtalk", 200, '{"errcode":90020}', "quota"),
        ("dingtalk", 200, '{"errcode":90018}', "retry"),
        ("dingtalk", 200, '{"errcode":33012}', "permanent"),
        ("dingtalk", 200, '{"errcode":430102}', "permanent"),
        ("dingtalk", 200, '{"errcode":987654}', "retry"),
        (
            "dingtalk",
            403,
            '{"code":"Forbidden.AccessDenied.IpNotInWhiteList"}',
            "configuration",
        ),
        (
            "dingtalk",
            403,
            '{"code":"Forbidden.AccessDenied.QpsLimitForAppkeyAndApi"}',
            "retry",
        ),
        ("dingtalk", 403, "<html>banned</html>", "retry"),
        ("dingtalk", 200, "[]", "retry"),
        ("wecom", 200, '{"errcode":0,"invaliduser":""}', "sent"),
        ("wecom", 200, '{"errcode":0,"invaliduser":"a|"}', "permanent"),
        ("wecom", 200, '{"errcode":45009}', "throttled"),
        ("wecom", 200, '{"errcode":60020}', "configuration"),
        ("wecom", 200, '{"errcode":40014}', "token"),
        ("wecom", 200, '{"errcode":93000}', "configuration"),
        ("wecom", 502, "", "retry"),
    ],
)
def test_answers(platform, status, body, word):
    answer = answers.read(platform, status, body)
    assert answer.word == word
    assert answer.lost == (status >= 500)


@given(st.integers(100, 599), st.text(max_size=300))
def test_any_answer_is_read(status, body):
    assert answers.read("dingtalk", status, body).word


def test_delays():
    """10 s, twice as long each time, an hour at most, eight tries."""
    assert [answers.delay(n, 0) for n in range(1, 9)] == [
        *(10, 20, 40, 80, 160, 320, 640),
        None,
    ]
    assert answers.delay(3, 0.5) == 50
    assert all(answers.delay(n, 0.999) <= 3600 for n in range(1, 8))


EVIL = "[点我](http://evil) **bold** `code` ~~gone~~ <font color='red'>x</font>\n# 标题"


@pytest.mark.parametrize("mark", ["[", "]", "<", ">", "`", "*", "~~", "\n#", "\\"])
def test_what_people_typed_is_no_markdown(mark):
    message = Message(EVIL, EVIL, "https://o", "Look")
    shown = (
        messages.dingtalk_robot(message, "k")["actionCard"]["text"],
        messages.dingtalk_work(message, "1", ["a"])["msg"]["action_card"]["markdown"],
        messages.wecom_robot(message)["markdown"]["content"].rpartition("\n\n")[0],
        messages.wecom_app(message, "1", ["a"])["textcard"]["description"],
    )
    for text in shown:
        own = text.removeprefix("### ").removeprefix("**").replace("**\n", "\n", 1)
        assert mark not in own
        assert "点我" in own


def test_what_is_markdown_stays():
    message = Message("t", "**重要** [看](https://o)", markdown=True)
    assert message.text in messages.dingtalk_robot(message, "k")["markdown"]["text"]
    assert message.text in messages.wecom_robot(message)["markdown"]["content"]


def test_plain_words_stay():
    """What names and figures are made of; a star in a size is shown as another one."""
    for text in ("M_01", "A-1 (B)", "1. 螺丝 #3", "50%", "¥1,200.00", "a\nb"):
        assert messages.plain(text) == text
    assert messages.plain("100*200") == "100＊200"
    assert messages.plain("__x__ _y") == "＿＿x＿＿ ＿y"
    assert messages.plain("a\u2028# b\r## c") == "a # b ## c"


@settings(max_examples=300)
@given(st.text())
def test_plain_once_is_enough(text):
    once = messages.plain(text)
    assert messages.plain(once) == once
    assert not set(once) & set("[]<>`*\\\u2028\r")
