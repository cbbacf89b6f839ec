"""Cards within the vendors' limits; what a press says, strictly read (G1, P4, S3)."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jxc_dingtalk.logic import answers, cards
from jxc_dingtalk.logic.refusal import Refused

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=3000)
BUTTONS = (("approve", "同意"), ("refuse", "拒绝"))


def card(title="采购单", text="金额：100", url="https://example.com/1"):
    return cards.Card("n1", "token", title, text, url, BUTTONS, "查看")


@settings(max_examples=100)
@given(TEXTS, TEXTS)
def test_limits(title, text):
    told = cards.dingtalk_card(card(title, text), "t", "r", "route", "zhang")
    values = told["cardData"]["cardParamMap"]
    assert all(len(value.encode()) <= 1024 for value in values.values())
    assert values["token"] == "token"
    told = cards.wecom_card(card(title, text), "1", "li")["template_card"]
    assert len(told["main_title"]["title"].encode()) <= 128
    assert len(told["sub_title_text"].encode()) <= 512
    assert [b["key"] for b in told["button_list"][:2]] == [
        "approve:token",
        "refuse:token",
    ]


def dingtalk(**changes):
    inside = {"actionIds": ["approve"], "params": {"token": "t", "comment": "好"}}
    inside |= {k: changes.pop(k) for k in ("actionIds", "params") if k in changes}
    event = {
        "type": "actionCallback",
        "outTrackId": "n1",
        "userId": "zhang",
        "content": json.dumps({"cardPrivateData": inside}),
    }
    return {**event, **changes}


def wecom(**changes):
    return {
        "MsgType": "event",
        "Event": "template_card_event",
        "FromUserName": "li",
        "TaskId": "n1",
        "EventKey": "refuse:t",
        "ResponseCode": "c",
    } | changes


def test_pressed():
    told = cards.pressed("dingtalk", dingtalk())
    assert told == cards.Pressed("n1", "zhang", "approve", "t", "好")
    told = cards.pressed("wecom", wecom())
    assert told == cards.Pressed("n1", "li", "refuse", "t", response_code="c")
    assert cards.pressed("dingtalk", {"EventType": "check_url"}) is None
    assert cards.pressed("wecom", {"MsgType": "text", "Content": "hi"}) is None


@pytest.mark.parametrize(
    "event",
    [
        dingtalk(actionIds=[]),
        dingtalk(actionIds=["approve", "refuse"]),
        dingtalk(actionIds="approve"),
        dingtalk(params=None),
        dingtalk(params={}),
        dingtalk(params={"token": ["t"]}),
        dingtalk(params={"token": "t" * 2000}),
        dingtalk(params={"token": "t\0"}),
        dingtalk(params={"token": "\ud800"}),
        dingtalk(userId=None),
        dingtalk(outTrackId=5),
        dingtalk(content=None),
        dingtalk(content="[]"),
        dingtalk(content="{"),
    ],
)
def test_dingtalk_is_read_strictly(event):
    with pytest.raises(Refused):
        cards.pressed("dingtalk", event)


@pytest.mark.parametrize(
    "changes",
    [{"TaskId": None}, {"FromUserName": {}}, {"EventKey": None}, {"TaskId": "\0"}],
)
def test_wecom_is_read_strictly(changes):
    with pytest.raises(Refused):
        cards.pressed("wecom", wecom(**changes))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=12), inner),
    max_leaves=20,
)


@settings(max_examples=500)
@given(JSON, JSON, JSON)
def test_anything_is_refused_or_read(content, params, actions):
    """No exception but the refusal, whatever somebody with the key sends."""
    events = [
        dingtalk(content=content),
        dingtalk(content=json.dumps(content)),
        dingtalk(params=params, actionIds=actions),
        wecom(EventKey=content, TaskId=params, ResponseCode=actions),
    ]
    for event in events:
        for platform in ("dingtalk", "wecom"):
            for function in (cards.kind, lambda e, p=platform: cards.pressed(p, e)):
                try:
                    function(event)
                except Refused:
                    pass


def test_updates():
    assert (
        len(cards.wecom_update("1", "li", "c", "很" * 99)["button"].popitem()[1]) < 25
    )
    assert cards.dingtalk_update("n1", "好")["outTrackId"] == "n1"


@pytest.mark.parametrize(
    "platform,body,word",
    [
        ("dingtalk", {"code": "param.cardAlreadyExist"}, "sent"),
        ("dingtalk", {"success": True, "result": {"deliverResults": []}}, "sent"),
        (
            "dingtalk",
            {"result": {"deliverResults": [{"success": False, "errorMsg": "x"}]}},
            "permanent",
        ),
        ("wecom", {"errcode": 42014}, "sent"),
        ("wecom", {"errcode": 60140}, "permanent"),
    ],
)
def test_answers_about_cards(platform, body, word):
    assert answers.read(platform, 200, json.dumps(body)).word == word
