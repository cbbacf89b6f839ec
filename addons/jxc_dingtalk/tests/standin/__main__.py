"""By hand: ``python -m standin PORT``."""

import sys
import threading

from . import (
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

phone = Phone(int(sys.argv[1]))
sys.stdout.write(
    f"{phone.url} shows what arrives. In the system parameters"
    " jxc_dingtalk.address_dingtalk, …_dingtalk_api, …_dingtalk_login, …_wecom,"
    f" …_wecom_login and …_wecom_app enter that address; application: key {KEY}, secret"
    f" {SECRET}, agent {AGENT}, Token {TOKEN}, EncodingAESKey {AES_KEY}, card template"
    f" {TEMPLATE}, robot code {KEY}; robots: access_token={ROBOT} (signing secret"
    f" {SIGNING}), key={WECOM_ROBOT}; people by mobile: {PEOPLE}. Ctrl-C ends it.\n"
)
sys.stdout.flush()
threading.Event().wait()
