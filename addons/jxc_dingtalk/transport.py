"""Requests to the vendors, which end in an answer, whatever happens."""

import logging
import re
import threading
import time
from urllib.parse import quote

import requests

from .logic import answers, signing
from .logic.answers import Answer


class _NoSecrets(logging.Filter):
    """The vendors have their secrets in addresses, which a debug log would quote."""

    def filter(self, record):
        return not re.search("(access_token|secret|key|code)=", record.getMessage())


logging.getLogger("urllib3.connectionpool").addFilter(_NoSecrets())
#: Seconds. One figure: the host's test harness takes no pair.
TIMEOUT = 10
ADDRESSES = {
    "dingtalk": "https://oapi.dingtalk.com",
    "dingtalk_api": "https://api.dingtalk.com",
    "dingtalk_login": "https://login.dingtalk.com",
    "wecom_login": "https://login.work.weixin.qq.com",
    "wecom_app": "https://open.weixin.qq.com",
    "wecom": "https://qyapi.weixin.qq.com",
}


def address(env, platform):
    """The vendor's address; only a system administrator has another one used."""
    parameters = env["ir.config_parameter"].sudo()
    name = f"jxc_dingtalk.address_{platform}"
    return parameters.get_param(name, ADDRESSES[platform]).rstrip("/")


_open = threading.local()


def _session():
    """The connections of this thread, which stay open from one request to the next."""
    if not hasattr(_open, "session"):
        _open.session = requests.Session()
    return _open.session


def request(platform, method, url, again=True, **options):
    """One request. No error's text is kept: it quotes the address with its secrets.

    :param again: whether it may be sent twice. If not, it has a connection of its own,
        which the vendor cannot have closed since the last request.
    """
    ask = _session().request if again else requests.request
    try:
        response = ask(method, url, timeout=TIMEOUT, allow_redirects=False, **options)
    except (requests.ConnectTimeout, requests.exceptions.InvalidURL) as error:
        return Answer(answers.RETRY, type(error).__name__)
    except requests.ConnectionError as error:
        refused = "NewConnectionError" in repr(error)
        return Answer(answers.RETRY, type(error).__name__, lost=not refused)
    except requests.RequestException as error:
        return Answer(answers.RETRY, type(error).__name__, lost=True)
    return answers.read(platform, response.status_code, response.text)


def fetch_token(base, platform, app_key, secret):
    """A token of the application; the answer's data has it and its seconds."""
    if platform == "wecom":
        query = {"corpid": app_key, "corpsecret": secret}
        return request(platform, "GET", f"{base}/cgi-bin/gettoken", params=query)
    query = {"appkey": app_key, "appsecret": secret}
    return request(platform, "GET", f"{base}/gettoken", params=query)


def to_robot(base, platform, token, secret, content):
    """Into a group, by its robot."""
    if platform == "wecom":
        url, query = f"{base}/cgi-bin/webhook/send", {"key": token}
    else:
        url, query = f"{base}/robot/send", {"access_token": token}
        if secret:
            timestamp = str(int(time.time() * 1000))
            sign = signing.robot_sign(secret, timestamp)
            query |= {"timestamp": timestamp, "sign": sign}
    keyed = platform != "wecom"
    return request(platform, "POST", url, again=keyed, params=query, json=content)


#: What is called: the method, whose address, the path.
CALLS = {
    ("dingtalk", "message"): (
        *("POST", "dingtalk"),
        "/topapi/message/corpconversation/asyncsend_v2",
    ),
    ("dingtalk", "mobile"): ("POST", "dingtalk", "/topapi/v2/user/getbymobile"),
    ("dingtalk", "union"): ("POST", "dingtalk", "/topapi/user/getbyunionid"),
    ("dingtalk", "card"): (
        *("POST", "dingtalk_api"),
        "/v1.0/card/instances/createAndDeliver",
    ),
    ("dingtalk", "card_update"): ("PUT", "dingtalk_api", "/v1.0/card/instances"),
    ("dingtalk", "card_route"): (
        *("POST", "dingtalk_api"),
        "/v1.0/card/callbacks/register",
    ),
    ("dingtalk", "user"): ("POST", "dingtalk", "/topapi/v2/user/get"),
    ("dingtalk", "todo"): ("POST", "dingtalk_api", "/v1.0/todo/users/{union}/tasks"),
    ("dingtalk", "todo_found"): (
        *("GET", "dingtalk_api"),
        "/v1.0/todo/users/{union}/tasks/sources/{source}",
    ),
    ("dingtalk", "todo_done"): (
        *("PUT", "dingtalk_api"),
        "/v1.0/todo/users/{union}/tasks/{task}/executorStatus",
    ),
    ("dingtalk", "process"): (
        *("POST", "dingtalk_api"),
        "/v1.0/workflow/processInstances",
    ),
    ("dingtalk", "process_read"): (
        *("GET", "dingtalk_api"),
        "/v1.0/workflow/processInstances",
    ),
    ("dingtalk", "process_list"): (
        *("POST", "dingtalk_api"),
        "/v1.0/workflow/processes/instanceIds/query",
    ),
    ("dingtalk", "process_end"): (
        *("POST", "dingtalk_api"),
        "/v1.0/workflow/processInstances/terminate",
    ),
    ("dingtalk", "missed"): (
        "GET",
        "dingtalk",
        "/call_back/get_call_back_failed_result",
    ),
    ("wecom", "message"): ("POST", "wecom", "/cgi-bin/message/send"),
    ("wecom", "mobile"): ("POST", "wecom", "/cgi-bin/user/getuserid"),
    ("dingtalk", "media"): ("POST", "dingtalk", "/media/upload"),
    ("wecom", "media"): ("POST", "wecom", "/cgi-bin/media/upload"),
    ("wecom", "code"): ("GET", "wecom", "/cgi-bin/auth/getuserinfo"),
    ("wecom", "card"): ("POST", "wecom", "/cgi-bin/message/send"),
    ("wecom", "card_update"): (
        *("POST", "wecom"),
        "/cgi-bin/message/update_template_card",
    ),
}


def call(env, platform, token, what, content, where=None):
    """A call of an application, with its token: in the address, or in a header.

    Of ``media`` the content is a PNG.
    :param where: what stands in the path; who is in it does it.
    """
    method, whose, path = CALLS[platform, what]
    where, options = where or {}, {"params": {}, "headers": {}}
    path = path.format(**{k: quote(v, safe="") for k, v in where.items()})
    if "union" in where:
        options["params"]["operatorId"] = where["union"]
    if whose == "dingtalk_api":
        options["headers"] = {"x-acs-dingtalk-access-token": token}
    else:
        options["params"]["access_token"] = token
    if what == "media":
        options["params"]["type"] = "image"
        options["files"] = {"media": ("picture.png", content, "image/png")}
    elif method == "GET":
        options["params"] |= content
    else:
        options["json"] = content
    return request(platform, method, address(env, whose) + path, **options)


def dingtalk_me(env, app_key, secret, code):
    """Who has just signed in at DingTalk: his ``unionId`` is in the answer's data."""
    base = address(env, "dingtalk_api")
    content = {
        "clientId": app_key,
        "clientSecret": secret,
        "code": code,
        "grantType": "authorization_code",
    }
    url = f"{base}/v1.0/oauth2/userAccessToken"
    answer = request("dingtalk", "POST", url, again=False, json=content)
    token = answer.data.get("accessToken")
    if answer.word != answers.SENT or not isinstance(token, str):
        return Answer(answers.PERMANENT, answer.code, answer.text)
    headers = {"x-acs-dingtalk-access-token": token}
    return request("dingtalk", "GET", f"{base}/v1.0/contact/users/me", headers=headers)
