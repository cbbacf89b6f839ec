"""DingTalk and WeCom on this machine; see :mod:`.phone`."""

from .phone import (
    AES_KEY,
    AGENT,
    KEY,
    PEOPLE,
    ROBOT,
    SECRET,
    SIGNING,
    TEMPLATE,
    TOKEN,
    WECOM_ROBOT,
    Phone,
)
from .process import PROCESS

__all__ = [
    "AES_KEY",
    "AGENT",
    "KEY",
    "PEOPLE",
    "PROCESS",
    "ROBOT",
    "SECRET",
    "SIGNING",
    "TEMPLATE",
    "TOKEN",
    "WECOM_ROBOT",
    "Phone",
]
