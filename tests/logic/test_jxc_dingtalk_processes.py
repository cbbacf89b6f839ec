"""Approvals that live in DingTalk's OA, and what its events say (G1)."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jxc_dingtalk.logic import answers, processes
from jxc_dingtalk.logic.refusal import Refused


def task(**changes):
    return {
        "EventType": "bpms_task_change",
        "processInstanceId": "i1",
        "processCode": "PROC-1",
        "type": "finish",
        "result": "agree",
        "staffId": "zhang",
        "remark": "好",
    } | changes


def test_told():
    told = processes.told(task())
    assert told == processes.Told("i1", "PROC-1", "answer", "zhang", "agree", "好")
    older = processes.told(task(processCode=None, remark=None, result="refuse"))
    assert older == processes.Told("i1", "", "answer", "zhang", "refuse", "")
    passed = processes.told(task(result="redirect"))
    assert (passed.what, passed.answer) == ("passed", "")
    instance = task(EventType="bpms_instance_change")
    assert processes.told(instance).what == "over"
    assert not processes.told(instance).person, "whoever has started it"
    assert processes.told({**instance, "type": "terminate"}).what == "withdrawn"


@pytest.mark.parametrize(
    "event",
    [
        {"EventType": "check_url"},
        {"EventType": "user_leave_org", "type": "finish"},
        task(type="start"),
        task(type="cancel"),
        task(type="comment"),
        task(result="audit"),
        task(EventType="bpms_instance_change", type="start"),
    ],
)
def test_nothing_to_do(event):
    assert processes.told(event) is None


@pytest.mark.parametrize(
    "changes",
    [
        {"processInstanceId": None},
        {"processInstanceId": "x" * 200},
        {"processInstanceId": {}},
        {"staffId": 5},
        {"staffId": "z\0"},
        {"remark": "\ud800"},
        {"result": []},
        {"type": {}, "EventType": "bpms_instance_change"},
    ],
)
def test_it_is_read_strictly(changes):
    with pytest.raises(Refused):
        processes.told(task(**changes))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=12), inner),
    max_leaves=20,
)


@settings(max_examples=500)
@given(JSON, JSON, JSON)
def test_anything_is_refused_or_read(one, two, three):
    """No exception but the refusal; and of an answer none at all."""
    for event in (
        task(processInstanceId=one, result=two, type=three),
        task(staffId=one, remark=two, processCode=three),
        task(EventType="bpms_instance_change", type=one),
    ):
        try:
            processes.told(event)
        except Refused:
            pass
    data = {"result": {"operationRecords": one, "formComponentValues": two}}
    for answer in (data, {"result": three}, {"result": {"list": one}}):
        processes.answered(answer)
        processes.ours(answer)
        processes.listed(answer)


def test_who_has_answered():
    """Exactly one, by his own hand."""

    def records(*found):
        return {"result": {"operationRecords": list(found)}}

    hand = {"type": "EXECUTE_TASK_NORMAL", "result": "AGREE", "userId": "zhang"}
    other = {**hand, "userId": "li"}
    assert processes.answered(records(hand)) == ("zhang", "agree", "")
    assert processes.answered(records({**hand, "remark": "好"}))[2] == "好"
    for none in (
        records(),
        records(hand, other),
        records({**hand, "type": "EXECUTE_TASK_AUTO"}),
        records({**hand, "result": "NONE"}),
    ):
        assert processes.answered(none) is None


def test_limits():
    content = processes.start("P", "a", "b", "t", "很" * 9000, "u", "n")
    values = {v["name"]: v["value"] for v in content["formComponentValues"]}
    assert len(values["依据"].encode()) <= processes.VALUE
    assert values["编号"] == "n"
    assert len(processes.end("n", "很" * 2000)["remark"]) == 1024


@pytest.mark.parametrize(
    "code,text,word",
    [
        ("aflowProcessInstStatusException", "审批单已结束", "sent"),
        ("aflowProcessInstStatusException", "15 秒内不允许撤销", "retry"),
        ("aflowProcessInstNotExist", "", "permanent"),
        ("internalError", "没有任务处理的权限", "permanent"),
        ("processCodeError", "", "configuration"),
        ("systemError", "", "retry"),
    ],
)
def test_answers_about_processes(code, text, word):
    body = json.dumps({"code": code, "message": text})
    assert answers.read("dingtalk", 400, body).word == word
