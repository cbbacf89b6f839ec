"""DingTalk's to-dos: one for one source, done by each of its people."""

import re
from uuid import uuid4

_PATH = re.compile(
    r"/v1\.0/todo/users/(?P<union>[^/]+)/tasks"
    r"(?:/sources/(?P<source>[^/]+)|/(?P<task>[^/]+)/executorStatus)?"
)


class Todos:
    """The part of a phone that has to-dos. Mixed into :class:`phone.Phone`."""

    def _start_todos(self):
        #: By source.
        self.todos = {}

    def open_todos(self, person):
        return [
            todo["subject"]
            for todo in self.todos.values()
            if todo["person"] == person and not todo["done"]
        ]


def route(path):
    """What answers a path, or None."""
    found = _PATH.fullmatch(path)
    if not found:
        return None

    def answer(handler, phone, query, body, size):
        return _answer(phone, handler.command, found.groupdict(), query, body)

    return answer


def _answer(phone, method, where, query, body):
    person = where["union"].removeprefix("union-")
    if person not in phone.people.values() or query.get("operatorId") != where["union"]:
        return {"code": "todo.operator.invalid", "message": "operatorId"}
    if where["source"]:
        todo = phone.todos.get(where["source"])
        if method == "GET" and todo:
            return {"id": todo["id"], "sourceId": where["source"]}
        return {"code": "todo.task.notExist", "message": "no such task"}
    if where["task"]:
        return _done(phone, where, body) if method == "PUT" else _wrong()
    return _new(phone, person, where["union"], body) if method == "POST" else _wrong()


def _wrong():
    return {"code": "InvalidAction", "message": "method"}


def _new(phone, person, union, body):
    links = body.get("detailUrl") or {}
    missing = [name for name in ("sourceId", "subject", "creatorId") if not body[name]]
    if missing or not links.get("appUrl") or not links.get("pcUrl"):
        return {"code": "todo.taskCreate.paramError", "message": "detailUrl"}
    if len(body["subject"]) > 1024 or len(body.get("description", "")) > 4096:
        return {"code": "todo.taskCreate.paramError", "message": "too long"}
    if body.get("executorIds") != [union] or body["priority"] not in (10, 20, 30, 40):
        return {"code": "todo.taskCreate.paramError", "message": "executorIds"}
    if body["sourceId"] in phone.todos:
        return {"code": "todo.taskCreate.paramError", "message": "task exist"}
    todo = {**body, "id": uuid4().hex, "person": person, "done": False}
    phone.todos[body["sourceId"]] = todo
    return {"id": todo["id"], "sourceId": body["sourceId"]}


def _done(phone, where, body):
    wanted = [{"id": where["union"], "isDone": True}]
    for todo in phone.todos.values():
        if todo["id"] == where["task"] and body.get("executorStatusList") == wanted:
            todo["done"] = True
            return {"result": True}
    return {"code": "todo.task.notExist", "message": "no such task"}


def dingtalk_user(self, phone, query, body, size):
    """A member, with the ID that the newer calls want."""
    fault = phone.token_fault(query.get("access_token"))
    person = body.get("userid")
    if not fault and person not in phone.people.values():
        fault = (60121, "no such user")
    if fault:
        return {"errcode": fault[0], "errmsg": fault[1]}
    return {"errcode": 0, "result": {"userid": person, "unionid": f"union-{person}"}}
