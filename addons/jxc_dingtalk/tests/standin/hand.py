"""What `bin/standin -d DATABASE` enters there, in Odoo's shell; run again, it renews.

``env`` is the shell's, ``GIVEN`` has the port of the stand-in and the server's address.
"""

import sys
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import urlopen

sys.path.insert(0, "addons/jxc_dingtalk/tests")
import standin  # noqa: E402

PHONE = f"http://127.0.0.1:{GIVEN['port']}"  # noqa: F821
ROBOT = f"https://oapi.dingtalk.com/robot/send?access_token={standin.ROBOT}"


def parameters(env, server):
    put = env["ir.config_parameter"].set_param
    for name in ("dingtalk", "dingtalk_api", "dingtalk_login"):
        put(f"jxc_dingtalk.address_{name}", PHONE)
    for name in ("wecom", "wecom_login", "wecom_app"):
        put(f"jxc_dingtalk.address_{name}", PHONE)
    if server:
        put("web.base.url", server)


def applications(env):
    model = env["jxc.dingtalk.account"]
    names = {"dingtalk": "钉钉（替身）", "wecom": "企业微信（替身）"}
    found = model.search([("app_key", "=", standin.KEY)])
    for platform in names.keys() - set(found.mapped("platform")):
        values = {"name": names[platform], "platform": platform, "sequence": 1}
        found |= model.create(
            {**values, "app_key": standin.KEY, "agent": standin.AGENT}
        )
    found.write(
        {
            "secret": standin.SECRET,
            "callback_token": standin.TOKEN,
            "callback_key": standin.AES_KEY,
            "card_template": standin.TEMPLATE,
            "robot_code": standin.KEY,
            "sign_in": True,
            "responsible_id": env.uid,
        }
    )
    return found.sorted("platform")


def staff(env):
    """The managers, and behind them the others who work here."""
    groups = ("jxc_base.group_jxc_manager", "base.group_user")
    found = [env.ref(name).all_user_ids.sorted("id") for name in groups]
    return env["res.users"].union(*found).filtered(lambda user: user.id > 2)


def people(env):
    """The first of the staff is in DingTalk, the second in WeCom."""
    ways = (("dingtalk", "zhang"), ("wecom", "li"))
    for user, (platform, name) in zip(staff(env), ways, strict=False):
        model = env["jxc.dingtalk.person"]
        values = {"user_id": user.id, "platform": platform}
        here = [("company_id", "=", env.company.id), ("platform", "=", platform)]
        other = [("identifier", "=", name), ("user_id", "!=", user.id)]
        model.search([*here, *other]).write({"identifier": False})
        known = model.search([*here, ("user_id", "=", user.id)])
        known = known or model.create(values)
        known.identifier = name
        known.action_jxc_confirm()
        sys.stdout.write(f"{user.login} is {name}\n")


def enter(env):
    # A manager enters it, and is responsible: nobody reads the robot's to-dos.
    if first := staff(env)[:1]:
        env = env(user=first, su=True)
    parameters(env, GIVEN["server"])  # noqa: F821
    dingtalk, wecom = applications(env)
    robots = env["jxc.dingtalk.robot"]
    if not robots.search([("name", "=", "仓库群（替身）")]):
        values = {"webhook": ROBOT, "signing_secret": standin.SIGNING}
        robots.create({"name": "仓库群（替身）", **values})
    people(env)
    env.cr.commit()  # pylint: disable=invalid-commit
    dingtalk.action_jxc_register_cards()
    env.cr.commit()  # pylint: disable=invalid-commit
    for path, account in (("console", wecom), ("subscribe", dingtalk)):
        try:
            told = urlencode({"url": account.in_url}).encode()
            urlopen(f"{PHONE}/{path}", told, timeout=10)
        except URLError as error:
            sys.stdout.write(f"{path}: {error}; enter {account.in_url} there\n")


enter(env)  # noqa: F821
