"""人民币大写 (S1).

Sources: 中国人民银行《支付结算办法》(银发〔1997〕393 号)附件一《正确填写票据和结算
凭证的基本规定》, sections 1 to 4: OFFICIAL are its own examples; where it allows two
forms ("可以只写一个零字,也可以不写零字") the form without 零 is ours. The others follow
its rules for zeros, 角 and 分, 整, and the big units 万 and 亿.
"""

import doctest
import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jxc_base.logic import rmb

OFFICIAL = """
1409.50 壹仟肆佰零玖元伍角
6007.14 陆仟零柒元壹角肆分
1680.32 壹仟陆佰捌拾元叁角贰分
107000.53 壹拾万柒仟元伍角叁分
16409.02 壹万陆仟肆佰零玖元零贰分
325.04 叁佰贰拾伍元零肆分
"""
RULES = """
0 零元整
0.00 零元整
0.01 壹分
0.09 玖分
0.10 壹角
0.11 壹角壹分
0.90 玖角
1 壹元整
1.00 壹元整
1.01 壹元零壹分
1.10 壹元壹角
1.11 壹元壹角壹分
2.50 贰元伍角
9.99 玖元玖角玖分
10 壹拾元整
10.05 壹拾元零伍分
10.50 壹拾元伍角
11 壹拾壹元整
15 壹拾伍元整
20 贰拾元整
99.99 玖拾玖元玖角玖分
100 壹佰元整
101 壹佰零壹元整
110 壹佰壹拾元整
325.10 叁佰贰拾伍元壹角
1000 壹仟元整
1000.50 壹仟元伍角
1001 壹仟零壹元整
1010.01 壹仟零壹拾元零壹分
1100 壹仟壹佰元整
10000 壹万元整
10001 壹万零壹元整
10010 壹万零壹拾元整
10050.50 壹万零伍拾元伍角
10100 壹万零壹佰元整
11000 壹万壹仟元整
20000.10 贰万元壹角
100000 壹拾万元整
100001 壹拾万零壹元整
200003 贰拾万零叁元整
200300 贰拾万零叁佰元整
1000000 壹佰万元整
1000500 壹佰万零伍佰元整
1005000 壹佰万伍仟元整
10000000 壹仟万元整
10200034 壹仟零贰拾万零叁拾肆元整
30003000 叁仟万叁仟元整
100000000 壹亿元整
100000001 壹亿零壹元整
100000000.01 壹亿元零壹分
100010000 壹亿零壹万元整
100050000 壹亿零伍万元整
100100000 壹亿零壹拾万元整
101000000 壹亿零壹佰万元整
120000000 壹亿贰仟万元整
1000000000.09 壹拾亿元零玖分
1020304050.60 壹拾亿贰仟零叁拾万肆仟零伍拾元陆角
100000010000 壹仟亿零壹万元整
1000000000000 壹万亿元整
1000000010000.05 壹万亿零壹万元零伍分
99999999999999.99 玖拾玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分
0.20 贰角
50.05 伍拾元零伍分
1000.01 壹仟元零壹分
1001.10 壹仟零壹元壹角
1010.10 壹仟零壹拾元壹角
60000.06 陆万元零陆分
500500.50 伍拾万零伍佰元伍角
9000009.09 玖佰万零玖元零玖分
100000000.10 壹亿元壹角
200000000.22 贰亿元贰角贰分
-0.01 负壹分
-5 负伍元整
-1409.50 负壹仟肆佰零玖元伍角
"""
#: Rounded to the fen, half away from zero, before it is spelled.
ROUNDED = """
0.004 零元整
-0.004 零元整
0.005 壹分
1.005 壹元零壹分
2.675 贰元陆角捌分
-2.675 负贰元陆角捌分
999.995 壹仟元整
9999.999 壹万元整
1E+3 壹仟元整
"""
DIGITS = {word: digit for digit, word in enumerate("零壹贰叁肆伍陆柒捌玖")}
UNITS = {"拾": 10, "佰": 100, "仟": 1000}


def read(words):
    """The amount that words say: the other way, written without looking at cn2an."""

    def whole(text):
        for big, value in (("亿", 10**8), ("万", 10**4)):
            if big in text:
                head, tail = text.rsplit(big, 1)
                return whole(head) * value + whole(tail)
        total = digit = 0
        for sign in text:
            if sign in UNITS:
                total, digit = total + digit * UNITS[sign], 0
            else:
                digit = DIGITS[sign]
        return total + digit

    match = re.fullmatch(r"(负?)(?:(.+)元)?零?(?:(.)角)?(?:(.)分)?整?", words)
    minus, yuan, jiao, fen = match.groups()
    cents = whole(yuan or "") * 100 + DIGITS[jiao or "零"] * 10 + DIGITS[fen or "零"]
    return Decimal(-cents if minus else cents) / 100


def rows(table):
    return [tuple(line.split()) for line in table.splitlines() if line]


def test_examples():
    assert doctest.testmod(rmb).failed == 0


@pytest.mark.parametrize(("amount", "words"), rows(OFFICIAL + RULES))
def test_table(amount, words):
    assert rmb.in_words(amount) == words
    assert rmb.in_words(Decimal(amount)) == words
    assert read(words) == Decimal(amount)


@pytest.mark.parametrize(("amount", "words"), rows(ROUNDED))
def test_rounded(amount, words):
    assert rmb.in_words(amount) == words
    assert rmb.in_words(float(amount)) == words


def test_too_long():
    assert rmb.in_words(10**16) == ""
    assert rmb.in_words(10**16 - 1).endswith("玖元整")


@given(st.decimals(-(10**12), 10**12, places=2))
def test_says_the_amount(amount):
    words = rmb.in_words(amount)
    assert read(words) == amount
    assert "零零" not in words
    assert words.endswith("分") or words.endswith("角") or words.endswith("整")
