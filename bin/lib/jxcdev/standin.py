"""DingTalk and WeCom as the tests have them, with a page of what phones show."""

import argparse
import os

from . import paths

SERVE = """
import sys, threading, standin
phone = standin.Phone(int(sys.argv[1]))
print(
    f"{phone.url} shows what arrives. In the system parameters"
    " jxc_dingtalk.address_dingtalk, jxc_dingtalk.address_dingtalk_api and"
    f" jxc_dingtalk.address_wecom enter that address; application: key {standin.KEY},"
    f" secret {standin.SECRET}, agent {standin.AGENT}, Token {standin.TOKEN},"
    f" EncodingAESKey {standin.AES_KEY}, card template {standin.TEMPLATE}, robot code"
    f" {standin.KEY}; robots: access_token={standin.ROBOT} (signing secret"
    f" {standin.SIGNING}), key={standin.WECOM_ROBOT}; people by mobile:"
    f" {standin.PEOPLE}. Ctrl-C ends it.",
    flush=True,
)
threading.Event().wait()
"""


def standin(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="bin/standin", description=__doc__)
    parser.add_argument("--port", type=int, default=8099)
    options = parser.parse_args(arguments)
    # It encrypts as the vendors do, with what the server's environment has.
    python = paths.venv_bin("python")
    os.chdir(paths.ROOT / "addons/jxc_dingtalk/tests")
    os.execv(python, [python, "-c", SERVE, str(options.port)])
    return 0
