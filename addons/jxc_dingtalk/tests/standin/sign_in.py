"""Signing in, as the vendors do it: a page that asks, a code, and whose it is."""

import html
from urllib.parse import urlencode
from uuid import uuid4


class SignIns:
    """The part of a phone that says who somebody is."""

    def _start_sign_ins(self):
        self.codes_of_people, self.user_tokens = {}, {}
        #: Contacts that are no members, though they have an ID.
        self.outside = set()

    def grant(self, person):
        """He has said yes: the code that comes back, good for once."""
        code = uuid4().hex
        self.codes_of_people[code] = person
        return code


def ask(phone, query):
    """The page on which one chooses who he is."""
    links = ""
    for person in sorted(set(phone.people.values())):
        code = phone.grant(person)
        back = urlencode({"code": code, "state": query.get("state", "")})
        url = html.escape(f"{query.get('redirect_uri', '')}?{back}", quote=True)
        links += f"<p><a href='{url}'>{html.escape(person)}</a></p>"
    return f"<meta charset=utf-8><title>sign in</title>{links}"


def dingtalk_token(self, phone, query, body, size):
    given = (body.get("clientId"), body.get("clientSecret"))
    if given != phone.application:
        return {"code": "invalidClientIdOrSecret", "message": "client"}
    person = phone.codes_of_people.pop(body.get("code"), None)
    if not person:
        return {"code": "invalidAuthCode", "message": "code"}
    token = uuid4().hex
    phone.user_tokens[token] = person
    return {"accessToken": token, "expireIn": 7200}


def dingtalk_me(self, phone, query, body, size):
    person = phone.user_tokens.get(self.headers.get("x-acs-dingtalk-access-token"))
    if not person:
        return {"code": "InvalidAuthentication", "message": "token"}
    return {"nick": person, "unionId": f"union-{person}"}


def dingtalk_union(self, phone, query, body, size):
    fault = phone.token_fault(query.get("access_token"))
    person = body.get("unionid", "").removeprefix("union-")
    if not fault and person not in phone.people.values():
        fault = (60121, "no such user")
    if fault:
        return {"errcode": fault[0], "errmsg": fault[1]}
    kind = int(person in phone.outside)
    return {"errcode": 0, "result": {"contact_type": kind, "userid": person}}


def wecom_code(self, phone, query, body, size):
    fault = phone.token_fault(query.get("access_token"))
    person = phone.codes_of_people.pop(query.get("code"), None)
    if not fault and not person:
        fault = (40029, "invalid code")
    if fault:
        return {"errcode": fault[0], "errmsg": fault[1]}
    return {"errcode": 0, "errmsg": "ok", "userid": person}
