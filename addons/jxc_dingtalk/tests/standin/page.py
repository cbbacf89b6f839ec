"""What the phones show, for whoever tries things by hand."""

import html

STYLE = """
body{font-family:sans-serif;background:#e9edf2;margin:0;padding:1rem}
main{display:flex;flex-wrap:wrap;gap:1rem;align-items:flex-start}
section{background:#fff;border:.5rem solid #222;border-radius:1.5rem;width:22rem;
max-width:100%;box-sizing:border-box;padding:.75rem;max-height:85vh;overflow:auto}
section>b{display:block}section>small{display:block;margin:.5rem 0}
article{background:#f3f6fa;border-radius:.6rem;padding:.6rem;margin:.5rem 0}
article>a{display:inline-block;margin-top:.5rem}
pre{white-space:pre-wrap;word-break:break-word;font:inherit;margin:.3rem 0}
button{padding:.5rem 1.2rem;border:0;border-radius:.4rem;margin-right:.5rem;
background:#1677ff;color:#fff;font-size:1rem}button.bad{background:#d4380d}
hr{border:0;border-top:1px solid #d5dbe3}
small{color:#667}form{display:inline}input{padding:.4rem;margin:.2rem;width:16rem}
"""

#: What a screen says where the code has a word of its own.
WORDS = {
    "dingtalk": "钉钉",
    "wecom": "企业微信",
    "group": "钉钉群",
    "wecom group": "企业微信群",
}


def page(phone, note=""):
    """A phone for each person, one for the groups, and WeCom's console."""
    names = [*dict.fromkeys(phone.people.values()), "group", "wecom group"]
    names = dict.fromkeys([*names, *(to for to, _text in phone.shown)])
    phones = "".join(_phone(phone, name) for name in names)
    console = (
        "<h3>企业微信后台：接收消息</h3><form method=post action=/console>"
        "<input name=url placeholder='回调地址' required>"
        "<button>保存并验证</button></form>"
        "<h3>钉钉开放平台：事件订阅</h3><form method=post action=/subscribe>"
        "<input name=url placeholder='回调地址' required>"
        f"<button>保存并验证</button></form> <small>{html.escape(note)}</small>"
    )
    return (
        "<!doctype html><html lang=zh-CN><meta charset=utf-8>"
        "<meta name=viewport content='width=device-width'>"
        f"<title>手机</title><style>{STYLE}</style><main>{phones}</main>{console}"
        "<script>setInterval(()=>document.querySelector('input:focus')||"
        "location.replace('/'),2000)</script>"
    )


def _phone(phone, name):
    cards = [
        _card(number, card)
        for number, card in reversed(phone.cards.items())
        if card["person"] == name
    ]
    texts = [
        f"<article><pre>{html.escape(text)}</pre></article>"
        for to, text in reversed(phone.shown)
        if to == name
    ]
    todos = [
        f"<article>☐ {html.escape(subject)}</article>"
        for subject in phone.open_todos(name)
    ]
    asked = [
        _process(number, one)
        for number, one in reversed(phone.processes.items())
        if one["tasks"][-1] == name
    ]
    shown = "".join(todos + asked + cards + texts) or "<small>还没有消息</small>"
    title = html.escape(WORDS.get(name, name))
    return f"<section><b>{title}</b>{shown}</section>"


def _process(number, one):
    """An approval of DingTalk's OA, with its two buttons while it runs."""
    lines = "".join(
        f"<small>{html.escape(value['name'])}</small>{_value(value['value'])}"
        for value in one["values"]
    )
    words = {"agree": "同意", "refuse": "拒绝"}
    foot = "".join(
        "<form method=post action=/answer>"
        f"<input type=hidden name=number value='{number}'>"
        f"<input type=hidden name=answer value='{answer}'>"
        f"<button class={'bad' if answer == 'refuse' else 'good'}>{word}</button>"
        "</form>"
        for answer, word in words.items()
    )
    if one["status"] != "RUNNING":
        end = words.get(one["result"]) or f"已撤销：{one.get('why', '')}"
        foot = f"<b>{html.escape(end)}</b>"
    return (
        f"<article><small>OA 审批 · {html.escape(one['asker'])}</small>"
        f"<hr>{lines}{foot}</article>"
    )


def _value(text):
    safe = html.escape(text, quote=True)
    if text.startswith("http"):
        safe = f"<a href='{safe}'>{safe}</a>"
    return f"<pre>{safe}</pre>"


def _card(number, card):
    safe = {k: html.escape(str(v), quote=True) for k, v in card.items()}
    foot = "".join(
        "<form method=post action=/press>"
        f"<input type=hidden name=number value='{html.escape(number, quote=True)}'>"
        f"<input type=hidden name=action value='{html.escape(action, quote=True)}'>"
        f"<button class={'bad' if n else 'good'}>{html.escape(label)}</button></form>"
        for n, (action, label) in enumerate(card["buttons"].items())
    )
    if card["status"]:
        foot = f"<b>{safe['status']}</b>"
    return (
        f"<article><small>{WORDS[card['platform']]}</small><br><b>{safe['title']}</b>"
        f"<pre>{safe['text']}</pre>{foot}<br><a href='{safe['url']}'>查看</a></article>"
    )
