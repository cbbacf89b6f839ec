"""DingTalk and WeCom as the tests have them, with a page of what a phone shows."""

import argparse
import importlib.util
import threading

from . import paths, progress


def standin(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="bin/standin", description=__doc__)
    parser.add_argument("--port", type=int, default=8099)
    options = parser.parse_args(arguments)
    file = paths.ROOT / "addons/jxc_dingtalk/tests/standin.py"
    spec = importlib.util.spec_from_file_location("jxc_standin", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    phone = module.Phone(options.port)
    progress.say(
        f"{phone.url} shows what arrives. In the system parameters"
        " jxc_dingtalk.address_dingtalk and jxc_dingtalk.address_wecom enter that"
        f" address; application: key {module.KEY}, secret {module.SECRET}, agent"
        f" {module.AGENT}; robots: access_token={module.ROBOT} (signing secret"
        f" {module.SIGNING}), key={module.WECOM_ROBOT}; people by mobile:"
        f" {module.PEOPLE}. Ctrl-C ends it."
    )
    threading.Event().wait()
    return 0
