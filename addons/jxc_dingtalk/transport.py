"""Requests to the vendors, which end in an answer, whatever happens."""

import logging
import re
import time

import requests

from .logic import answers, signing
from .logic.answers import Answer


class _NoSecrets(logging.Filter):
    """The vendors have their secrets in addresses, which a debug log would quote."""

    def filter(self, record):
        return not re.search("(access_token|secret|key)=", record.getMessage())


logging.getLogger("urllib3.connectionpool").addFilter(_NoSecrets())
#: Seconds. One figure: the host's test harness takes no pair.
TIMEOUT = 10
ADDRESSES = {
    "dingtalk": "https://oapi.dingtalk.com",
    "dingtalk_api": "https://api.dingtalk.com",
    "wecom": "https://qyapi.weixin.qq.com",
}


def address(env, platform):
    """The vendor's address; only a system administrator has another one used."""
    parameters = env["ir.config_parameter"].sudo()
    name = f"jxc_dingtalk.address_{platform}"
    return parameters.get_param(name, ADDRESSES[platform]).rstrip("/")


def request(platform, method, url, **options):
    """One request. No error's text is kept: it quotes the address with its secrets."""
    try:
        response = requests.request(
            method, url, timeout=TIMEOUT, allow_redirects=False, **options
        )
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
    return request(platform, "POST", url, params=query, json=content)


#: What is called: the method, whose address, the path.
CALLS = {
    ("dingtalk", "message"): (
        *("POST", "dingtalk"),
        "/topapi/message/corpconversation/asyncsend_v2",
    ),
    ("dingtalk", "mobile"): ("POST", "dingtalk", "/topapi/v2/user/getbymobile"),
    ("dingtalk", "card"): (
        *("POST", "dingtalk_api"),
        "/v1.0/card/instances/createAndDeliver",
    ),
    ("dingtalk", "card_update"): ("PUT", "dingtalk_api", "/v1.0/card/instances"),
    ("dingtalk", "card_route"): (
        *("POST", "dingtalk_api"),
        "/v1.0/card/callbacks/register",
    ),
    ("wecom", "message"): ("POST", "wecom", "/cgi-bin/message/send"),
    ("wecom", "mobile"): ("POST", "wecom", "/cgi-bin/user/getuserid"),
    ("dingtalk", "media"): ("POST", "dingtalk", "/media/upload"),
    ("wecom", "media"): ("POST", "wecom", "/cgi-bin/media/upload"),
    ("wecom", "card"): ("POST", "wecom", "/cgi-bin/message/send"),
    ("wecom", "card_update"): (
        *("POST", "wecom"),
        "/cgi-bin/message/update_template_card",
    ),
}


def call(env, platform, token, what, content):
    """A call of an application, with its token: in the address, or in a header.

    Of ``media`` the content is a PNG.
    """
    method, whose, path = CALLS[platform, what]
    if whose == "dingtalk_api":
        options = {"headers": {"x-acs-dingtalk-access-token": token}}
    else:
        options = {"params": {"access_token": token}}
    options["json"] = content
    if what == "media":
        del options["json"]
        options["params"]["type"] = "image"
        options["files"] = {"media": ("picture.png", content, "image/png")}
    return request(platform, method, address(env, whose) + path, **options)
