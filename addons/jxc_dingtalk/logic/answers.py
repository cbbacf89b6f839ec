"""What a vendor's answer means for a message."""

import json
from dataclasses import dataclass, field

SENT = "sent"
#: The same request may pass later.
RETRY = "retry"
#: The request passes with a fresh token.
TOKEN = "token"
#: The robot or application is to be silent for a while.
THROTTLED = "throttled"
#: Nothing passes before the next month.
QUOTA = "quota"
#: This message never passes; others may.
PERMANENT = "permanent"
#: Nothing passes until somebody changes the account.
CONFIGURATION = "configuration"

#: After these nothing else is to be sent before it is noted.
WAIT = (THROTTLED, QUOTA, CONFIGURATION)

#: How often a message is tried, and how long the pauses grow.
TRIES, FIRST, LONGEST = 8, 10, 3600
#: How long a throttled robot is silent, in seconds.
PAUSE = 600
#: What we send in a minute: DingTalk throttles at 20, WeCom drops beyond 1000 an hour.
PER_MINUTE = 16

_DINGTALK = {
    "0": SENT,
    "143106": SENT,  # the same message was taken before
    "param.cardAlreadyExist": SENT,
    **dict.fromkeys(("-1", "90018", "90002"), RETRY),
    **dict.fromkeys(("40014", "42001", "InvalidAuthentication"), TOKEN),
    **dict.fromkeys(("410100", "130101"), THROTTLED),
    **dict.fromkeys(("90020", "143105"), QUOTA),
    **dict.fromkeys(
        ("33012", "60121", "430101", "430102", "430103", "430104", "400105"), PERMANENT
    ),
    # Of processes. The last one stands for what the template's setting forbids, too.
    **dict.fromkeys(
        (
            "userNotExist processInstanceNotExist aflowProcessInstNotExist"
            " processInstanceInvalidParameter processInstanceStartFailed internalError"
        ).split(),
        PERMANENT,
    ),
    **dict.fromkeys(
        "processCodeError needAuth formConverterError illegalComponent".split(),
        CONFIGURATION,
    ),
    **dict.fromkeys(
        (
            "60011 60020 310000 400101 400102 400106 400013 40035 40089"
            " invalidClientIdOrSecret"
        ).split(),
        CONFIGURATION,
    ),
}
_DINGTALK_STARTS = (
    ("Forbidden.AccessDenied.QpsLimit", RETRY),
    ("Forbidden.AccessDenied", CONFIGURATION),
    ("Throttling", RETRY),
    ("ServiceUnavailable", RETRY),
    ("param.", PERMANENT),
    ("todo.", PERMANENT),
)
_WECOM = {
    "0": SENT,
    "42014": SENT,  # the card of this number was taken before
    **dict.fromkeys(("-1", "45033"), RETRY),
    **dict.fromkeys(("40014", "42001"), TOKEN),
    "45009": THROTTLED,
    **dict.fromkeys(
        "60111 46004 81013 42016 60140 40058 44004 45002 93008".split(),
        PERMANENT,
    ),
    **dict.fromkeys(
        "40001 40013 40056 48002 50001 60020 93000 93004".split(), CONFIGURATION
    ),
}


#: A second to-do of the same source; other faults have the same code.
_SAME_TODO = ("todo.taskCreate.paramError", "task exist")
#: A process that is to be withdrawn is over already, or is not 15 seconds old.
_PROCESS_STATE, _TOO_YOUNG = "aflowProcessInstStatusException", "15"


@dataclass(frozen=True)
class Answer:
    """A vendor's answer, read.

    :param lost: nobody knows whether the request arrived.
    """

    word: str
    code: str = ""
    text: str = ""
    data: dict = field(default_factory=dict)
    lost: bool = False


def meaning(platform, code):
    """The code of a vendor as one of the words above; unknown ones are tried again."""
    if platform == "wecom":
        return _WECOM.get(code, RETRY)
    found = _DINGTALK.get(code)
    if found:
        return found
    return next((w for start, w in _DINGTALK_STARTS if code.startswith(start)), RETRY)


def read(platform, status, body):
    """Understand an answer, whatever it is: a banned address gets HTML.

    :param status: of HTTP; :param body: its text.
    """
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict):
        # A gateway's page. What the application behind it did, it does not tell.
        return Answer(RETRY, f"HTTP {status}", "no JSON", lost=status >= 500)
    code = data.get("errcode", data.get("code"))
    if code is None:
        code = "0" if status < 400 else f"HTTP {status}"
    code, text = str(code), str(data.get("errmsg") or data.get("message") or "")
    if status >= 500:
        return Answer(RETRY, code, text, data, lost=True)
    word = meaning(platform, code)
    if code == _SAME_TODO[0] and _SAME_TODO[1] in text:
        word = SENT
    if code == _PROCESS_STATE:
        word = RETRY if _TOO_YOUNG in text else SENT
    if word == SENT and (data.get("invaliduser") or "").strip("|"):
        word, text = PERMANENT, f"invaliduser {data['invaliduser']}"
    if word == SENT and (fault := _undelivered(data)):
        word, text = PERMANENT, fault
    return Answer(word, code, text, data)


def _undelivered(data):
    """DingTalk takes a card, and says inside that it reached nobody."""
    result = data.get("result")
    told = result.get("deliverResults") if isinstance(result, dict) else None
    for one in told if isinstance(told, list) else ():
        if isinstance(one, dict) and not one.get("success"):
            return str(one.get("errorMsg") or "not delivered")
    return ""


def delay(attempts, chance):
    """Seconds until the next attempt, or None when there is none.

    :param chance: in [0, 1): those who failed together do not come back together.
    """
    if attempts >= TRIES:
        return None
    return min(FIRST * 2 ** (attempts - 1) * (1 + chance / 2), LONGEST)
