"""DingTalk's OA: instances of a template, which people answer there."""

import time
from uuid import uuid4

from . import callback

#: A template as the guide has it made, with the names of its components.
PROCESS = "PROC-JXC"
COMPONENTS = ("单据", "依据", "链接", "编号")


class Processes:
    """The part of a phone that has approvals. Mixed into :class:`phone.Phone`."""

    def _start_processes(self, shared):
        #: Token, key and owner of the console.
        self.shared = shared
        self.processes, self.templates = {}, {PROCESS: COMPONENTS}
        #: Withdrawn by us, which is told a moment later.
        self.untold = []
        #: None may be withdrawn before; whether its template allows it at all.
        self.withdrawable_after, self.withdrawable = 15, True
        #: Of the console's subscription of events: address, token, key, owner.
        self.subscription = None

    def subscribe(self, url):
        """The console is told where events go, and tries it."""
        self.subscription = (url, *self.shared)
        check = {"EventType": "check_url"}
        sent = callback.dingtalk_event(*self.subscription, check)
        return f"HTTP {self.post(*sent)}"

    def open_processes(self, person=None):
        return [
            number
            for number, one in self.processes.items()
            if one["status"] == "RUNNING" and person in (None, one["tasks"][-1])
        ]

    def answer_process(self, number, answer, person=None, remark="", **other):
        """An approver presses one of the two buttons; the events go out.

        :param other: of what the event of his task says, wrong ones as well
        """
        one = self.processes[number]
        person = person or one["tasks"][-1]
        one["status"], one["result"] = "COMPLETED", answer
        one["answered"] = {"userId": person, "result": answer, "remark": remark}
        task = {"type": "finish", "result": answer, "staffId": person}
        self._tell_process("bpms_task_change", one, **task, remark=remark, **other)
        whole = {"type": "finish", "result": answer, "staffId": one["asker"]}
        self._tell_process("bpms_instance_change", one, **whole)

    def pass_process_on(self, number, person):
        """The approver hands it on: his task ends, another one's begins."""
        one = self.processes[number]
        task = {"type": "finish", "result": "redirect", "staffId": one["tasks"][-1]}
        one["tasks"].append(person)
        self._tell_process("bpms_task_change", one, **task)

    def take_process_back(self, number):
        """Whoever has started it takes it back in DingTalk."""
        one = self.processes[number]
        one["status"] = "TERMINATED"
        self._tell_end(one)

    def tell_untold(self):
        while self.untold:
            self._tell_end(self.untold.pop(0))

    def _tell_end(self, one):
        change = {"type": "terminate", "staffId": one["asker"]}
        self._tell_process("bpms_instance_change", one, **change)

    def _tell_process(self, kind, one, **values):
        values = {
            "eventId": uuid4().hex,
            "processInstanceId": one["number"],
            "processCode": one["template"],
            "title": one["title"],
            "createTime": int(one["on"] * 1000),
            **values,
        }
        if self.subscription:
            url, *shared = self.subscription
            self.tell(url, shared, kind, values)


def _fault(code, message=""):
    return {"code": code, "message": message or code}


def instances(self, phone, query, body, size):
    """Start one, or look at one."""
    if self.command == "GET":
        return _read(phone, query.get("processInstanceId"))
    asker = body.get("originatorUserId")
    components = phone.templates.get(body.get("processCode"))
    if components is None:
        return _fault("processCodeError")
    if asker not in phone.people.values():
        return _fault("userNotExist")
    if not isinstance(body.get("deptId"), int):
        return _fault("processInstanceInvalidParameter", "deptId")
    values = body.get("formComponentValues") or []
    for value in values:
        if value["name"] not in components or not isinstance(value["value"], str):
            return _fault("formConverterError", value["name"])
    approvers = body.get("approvers") or []
    people = [user for one in approvers for user in one.get("userIds", ())]
    single = len(people) == 1 and approvers[0].get("actionType") == "NONE"
    if not values or not single or people[0] not in phone.people.values():
        return _fault("processInstanceStartFailed", "approvers")
    number = uuid4().hex
    phone.processes[number] = {
        "number": number,
        "template": body["processCode"],
        "asker": asker,
        "tasks": people,
        "title": values[0]["value"],
        "values": values,
        "status": "RUNNING",
        "result": "",
        "on": time.time(),
    }
    return {"instanceId": number}


def _read(phone, number):
    one = phone.processes.get(number)
    if not one:
        return _fault("processInstanceNotExist")
    done = one.get("answered")
    records = [{"type": "START_PROCESS_INSTANCE", "userId": one["asker"]}]
    if done:
        records.append({**done, "type": "EXECUTE_TASK_NORMAL"})
    return {
        "success": True,
        "result": {
            "title": one["title"],
            "status": one["status"],
            "result": one["result"],
            "originatorUserId": one["asker"],
            "formComponentValues": one["values"],
            "operationRecords": [
                {**record, "result": record.get("result", "NONE").upper()}
                for record in records
            ],
            "tasks": [
                {
                    "userId": one["tasks"][-1],
                    "status": "COMPLETED" if done else one["status"],
                    "result": one["result"].upper() or "NONE",
                }
            ],
        },
    }


def listing(self, phone, query, body, size):
    """Numbers of instances, oldest first."""
    most = body.get("maxResults", 0)
    if not body.get("startTime") or not 0 < most <= 20 or "nextToken" not in body:
        return _fault("invalidParameter")
    found = [
        number
        for number, one in phone.processes.items()
        if one["template"] == body.get("processCode")
        and one["on"] * 1000 >= body["startTime"]
        and one["asker"] in body.get("userIds", [one["asker"]])
    ]
    start = body["nextToken"]
    more = {"nextToken": start + most} if len(found) > start + most else {}
    return {"success": True, "result": {"list": found[start : start + most], **more}}


def terminate(self, phone, query, body, size):
    """Only one that runs, is not quite new, and whose template allows it."""
    if not isinstance(body.get("isSystem"), bool):
        return _fault("invalidInstanceTerminateIsSystem")
    one = phone.processes.get(body.get("processInstanceId"))
    if not one:
        return _fault("aflowProcessInstNotExist")
    if len(body.get("remark", "")) > 1024:
        return _fault("invalidParameter", "remark")
    if one["status"] != "RUNNING":
        return _fault("aflowProcessInstStatusException", "审批单已结束")
    if time.time() - one["on"] < phone.withdrawable_after:
        text = "提交审批后 15 秒内不允许撤销"
        return _fault("aflowProcessInstStatusException", text)
    if not phone.withdrawable:
        return _fault("internalError", "您没有任务处理的权限")
    one["status"], one["why"] = "TERMINATED", body.get("remark", "")
    phone.untold.append(one)
    return {"result": True, "success": True}
