"""Signatures against the vendors' published examples; what their answers mean."""

from datetime import datetime, timezone

import pytest
from jxc_sms_cn.logic import answers
from jxc_sms_cn.logic.signatures import (
    acs3_headers,
    canonical_query,
    tc3_authorization,
)


def test_alibaba_published_example():
    """K5: the example of the vendor's page on signature V3 (RunInstances)."""
    headers = acs3_headers(
        "YourAccessKeyId",
        "YourAccessKeySecret",
        "ecs.cn-shanghai.aliyuncs.com",
        "RunInstances",
        "2014-05-26",
        {
            "ImageId": "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd",
            "RegionId": "cn-shanghai",
        },
        datetime(2023, 10, 26, 10, 22, 32, tzinfo=timezone.utc),
        "3156853299f313e23d1673dc12e1703d",
    )
    assert headers["Authorization"].endswith(
        "Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"
    )


def test_tencent_published_example():
    """K5: the example of the vendor's page on signature v3 (DescribeInstances)."""
    authorization = tc3_authorization(
        "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE",
        "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE",
        "cvm.tencentcloudapi.com",
        "cvm",
        '{"Limit": 1, "Filters": [{"Values": ["\\u672a\\u547d\\u540d"], '
        '"Name": "instance-name"}]}',
        1551113065,
    )
    assert authorization == (
        "TC3-HMAC-SHA256 Credential=AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE/2019-02-25/"
        "cvm/tc3_request, SignedHeaders=content-type;host, Signature="
        "72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168"
    )


def test_query_is_encoded_as_the_vendor_does():
    """K5: space, asterisk, tilde, slash and Chinese."""
    assert canonical_query({"b": "a b*~/", "a": "仓"}) == "a=%E4%BB%93&b=a%20b%2A~%2F"


@pytest.mark.parametrize(
    ("code", "word"),
    [
        ("OK", "sent"),
        ("Ok", "sent"),
        ("isv.BUSINESS_LIMIT_CONTROL", "retry"),
        ("Throttling.User", "retry"),
        ("LimitExceeded.PhoneNumberThirtySecondLimit", "retry"),
        ("isv.MOBILE_NUMBER_ILLEGAL", "number"),
        ("isv.SIGN_NAME_ILLEGAL", "signature"),
        ("FailedOperation.TemplateIncorrectOrUnapproved", "template"),
        ("FailedOperation.InsufficientBalanceInSmsPackage", "balance"),
        ("AuthFailure.SignatureFailure", "key"),
        ("isv.NEVER_SEEN", "unknown"),
    ],
)
def test_meaning(code, word):
    """K5: throttled is tried again, a wrong template is not."""
    assert answers.meaning(code) == word


def test_delays_grow_and_end():
    """K5: retried, and then shown."""
    assert [answers.delay(n) for n in range(1, 7)] == [1, 5, 15, 60, 240, None]


def test_cut():
    """K5: a parameter is one line and fits."""
    assert answers.cut("a\n b", 9) == "a b"
    assert answers.cut("x" * 40, 35) == "x" * 34 + "…"
