"""A message in the forms of the two vendors, within their limits in bytes."""

import json
import re
from dataclasses import dataclass, replace

#: Of a whole work notification, as JSON.
DINGTALK_WORK = 2048
#: Ours, well below what the vendor refuses.
DINGTALK_ROBOT = 16 * 1024
WECOM_TEXT, WECOM_MARKDOWN = 2048, 4096
WECOM_CARD_TITLE, WECOM_CARD_TEXT = 128, 512
#: WeCom drops the same message within so many seconds, its longest.
WECOM_SAME = 14400
MOST_PEOPLE_NAMED = 50


@dataclass(frozen=True)
class Message:
    """What is to be said, whoever carries it.

    :param mark: never the same for two messages, always for one: DingTalk drops what
        equals an earlier message of the day, so it is in the text of notifications.
    :param markdown: title and text are markdown. Otherwise they are shown as they are.
    """

    title: str
    text: str
    url: str = ""
    button: str = ""
    mark: str = ""
    markdown: bool = False


#: Neither vendor says that a sign can be escaped, so another one takes its place.
_SIGNS = str.maketrans(
    {
        **dict(zip("[]<>`*\\", "［］＜＞｀＊＼", strict=True)),
        **dict.fromkeys("\v\f\x1c\x1d\x1e\x85\u2028\u2029\r", " "),
    }
)
_HEADING = re.compile(r"^(\s*)(#+)", re.MULTILINE)
_UNDERLINE = re.compile(r"(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])")


def plain(text):
    """What somebody has typed as it is: no links, headings or other marks of it."""
    text = text.translate(_SIGNS).replace("~~", "～～")
    text = _HEADING.sub(lambda found: found[1] + "＃" * len(found[2]), text)
    return _UNDERLINE.sub("＿", text)


def as_markdown(message):
    """The same message, to be shown where markdown is read."""
    if message.markdown:
        return message
    title, text = plain(message.title.replace("\n", " ")), plain(message.text)
    return replace(message, title=title, text=text, markdown=True)


def fit(text, limit):
    """Text of at most ``limit`` bytes; no character is cut in two."""
    raw = text.encode()
    if len(raw) <= limit:
        return text
    return raw[: max(limit - 3, 0)].decode(errors="ignore") + "…" * (limit >= 3)


def size(content):
    """Bytes of what is sent as JSON."""
    return len(json.dumps(content, ensure_ascii=False).encode())


def _markdown(message):
    return f"### {message.title}\n\n" + message.text.replace("\n", "\n\n")


def dingtalk_robot(message, key, mobiles=()):
    """For a group; whoever is named must be in the text as well.

    :param key: the vendor shows one message for one key.
    """
    message, mobiles = as_markdown(message), list(mobiles)[:MOST_PEOPLE_NAMED]
    named = "".join(f" @{mobile}" for mobile in mobiles)
    room = DINGTALK_ROBOT - len(named.encode())
    text = fit(_markdown(message), room) + (named and f"\n\n{named.strip()}")
    if message.url:
        kind, content = (
            "actionCard",
            {
                "title": message.title,
                "text": text,
                "btnOrientation": "0",
                "singleTitle": message.button or message.title,
                "singleURL": message.url,
            },
        )
    else:
        kind, content = "markdown", {"title": message.title, "text": text}
    return {
        "msgtype": kind,
        kind: content,
        "at": {"atMobiles": mobiles, "isAtAll": False},
        "msgUuid": key,
    }


def dingtalk_work(message, agent, people):
    """A work notification; the message is shortened until all of it fits."""

    def build(text):
        text = f"{text}\n\n{message.mark}" if message.mark else text
        if not message.url:
            return {"msgtype": "markdown", "markdown": {"title": title, "text": text}}
        return {
            "msgtype": "action_card",
            "action_card": {
                "title": title,
                "markdown": text,
                "single_title": fit(message.button or message.title, 60),
                "single_url": message.url,
            },
        }

    message = as_markdown(message)
    title, text = fit(message.title, 192), _markdown(message)
    room = len(text.encode())
    while size(build(fit(text, room))) > DINGTALK_WORK and room:
        room = max(room - max(size(build(fit(text, room))) - DINGTALK_WORK, 1), 0)
    return {
        "agent_id": agent,
        "userid_list": ",".join(people),
        "msg": build(fit(text, room)),
    }


def wecom_robot(message):
    """For a group; the vendor has no key, and knows markdown with links only."""
    message = as_markdown(message)
    link = f"\n\n[{plain(message.button or message.title)}]({message.url})"
    link = link if message.url else ""
    text = f"**{message.title}**\n{message.text}"
    text = fit(text, WECOM_MARKDOWN - len(link.encode())) + link
    return {"msgtype": "markdown", "markdown": {"content": text}}


def wecom_app(message, agent, people):
    """From an application; the same content within four hours is shown once."""
    common = {
        "touser": "|".join(people),
        "agentid": agent,
        "enable_duplicate_check": 1,
        "duplicate_check_interval": WECOM_SAME,
    }
    if not message.url:
        tail = f"\n{message.mark}" if message.mark else ""
        text = f"{message.title}\n{message.text}"
        text = fit(text, WECOM_TEXT - len(tail.encode())) + tail
        return {**common, "msgtype": "text", "text": {"content": text}}
    tail = f"\n{message.mark}" if message.mark else ""
    card = {
        "title": fit(message.title, WECOM_CARD_TITLE),
        # Which reads some marks of HTML.
        "description": fit(
            as_markdown(message).text, WECOM_CARD_TEXT - len(tail.encode())
        )
        + tail,
        "url": message.url,
        "btntxt": message.button[:4],
    }
    return {**common, "msgtype": "textcard", "textcard": card}


def picture(platform, media, agent, people):
    """A picture that was uploaded, from an application to people."""
    shown = {"msgtype": "image", "image": {"media_id": media}}
    if platform == "wecom":
        return {
            "touser": "|".join(people),
            "agentid": agent,
            "enable_duplicate_check": 1,
            "duplicate_check_interval": WECOM_SAME,
            **shown,
        }
    return {"agent_id": agent, "userid_list": ",".join(people), "msg": shown}
