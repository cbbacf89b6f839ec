"""The company's account as the host's way of sending SMS."""

import json
import logging
import time
from datetime import datetime, timezone
from urllib.parse import urlsplit
from uuid import uuid4

import requests

from odoo.exceptions import UserError
from odoo.tools.misc import split_every

from odoo.addons.phone_validation.tools.phone_validation import phone_parse
from odoo.addons.sms.tools.sms_api import SmsApiBase

from .logic import answers
from .logic.signatures import acs3_headers, canonical_query, tc3_authorization

_logger = logging.getLogger(__name__)
TIMEOUT = 5
TENCENT_AT_ONCE = 200
#: What the host calls the failures that it knows itself.
FAILURES = {
    answers.NUMBER: "sms_number_format",
    answers.BALANCE: "sms_credit",
    answers.KEY: "sms_acc",
    answers.SIGNATURE: "sms_acc",
    answers.TEMPLATE: "sms_acc",
    answers.RETRY: "sms_server",
    "missing": "sms_number_missing",
    "abroad": "sms_country_not_supported",
}


def mobile(number):
    """A Chinese mobile number as +8613…, or the word for what is wrong with it."""
    if not (number or "").strip():
        return None, "missing"
    try:
        parsed = phone_parse(number, "CN")
    except UserError:
        return None, answers.NUMBER
    national = str(parsed.national_number)
    if parsed.country_code != 86:
        return None, "abroad"
    if len(national) != 11 or national[0] != "1":
        return None, answers.NUMBER
    return f"+86{national}", None


class JxcSmsApi(SmsApiBase):
    """Sends through the account of the company; never raises for a vendor's sake."""

    PROVIDER_TO_SMS_FAILURE_TYPE = {
        **SmsApiBase.PROVIDER_TO_SMS_FAILURE_TYPE,
        **FAILURES,
    }

    def __init__(self, env, account=None):
        super().__init__(env, account=account)
        self.account = account

    def _send_sms_batch(self, messages, delivery_reports_url=False):
        account = self.account or self.company._jxc_sms_account()
        results, stop = [], None
        for message in messages:
            good = []
            for one in message["numbers"]:
                number, fault = mobile(one["number"])
                if fault:
                    results.append(self._result(one, fault, one["number"] or ""))
                else:
                    good.append({**one, "number": number})
            size = TENCENT_AT_ONCE if account.provider == "tencent" else 1
            for some in split_every(size, good, list):
                if stop:  # the vendor is down, or refuses the account: ask no more
                    results += [self._result(one, *stop) for one in some]
                    continue
                told, stop = self._deliver(account, some, message["content"])
                results += told
        return results

    def _deliver(self, account, some, content):
        """The results of one request, and what holds for all further ones, if so."""
        try:
            send = getattr(self, f"_send_{account.provider}")
            told = send(account, some, content)
        except (requests.RequestException, ValueError, KeyError) as error:
            # Not the error's text: it quotes the address with its parameters.
            _logger.warning("The SMS account %s: %s", account.id, type(error).__name__)
            stop = (answers.RETRY, type(error).__name__)
            return [self._result(one, *stop) for one in some], stop
        results, stop = [], None
        for one, code, text in told:
            word = answers.meaning(code)
            if word in answers.OF_ACCOUNT:
                stop = (word, f"{code} {text}")
            results.append(self._result(one, word, f"{code} {text}"))
        return results, stop

    def _result(self, one, word, detail):
        if word == answers.SENT:
            return {"uuid": one["uuid"], "state": "success"}
        return {
            "uuid": one["uuid"],
            "state": word,
            "failure_reason": self._reasons()[word] % {"detail": detail.strip()},
            "retry": word == answers.RETRY,
        }

    def _get_sms_api_error_messages(self):
        return {word: text % {"detail": ""} for word, text in self._reasons().items()}

    def _reasons(self):
        return {
            "missing": self.env._("There is no mobile number."),
            "abroad": self.env._("%(detail)s is no number in mainland China."),
            answers.NUMBER: self.env._(
                "%(detail)s is no mobile number: eleven digits that start with 1."
            ),
            answers.CONTENT: self.env._("The vendor refuses the text: %(detail)s"),
            answers.KEY: self.env._(
                "The vendor does not accept the access key or the application:"
                " %(detail)s"
            ),
            answers.SIGNATURE: self.env._(
                "The SMS signature is not approved: %(detail)s"
            ),
            answers.TEMPLATE: self.env._(
                "The SMS template is not approved or has other parameters: %(detail)s"
            ),
            answers.BALANCE: self.env._("The SMS account has no balance: %(detail)s"),
            answers.RETRY: self.env._(
                "The vendor cannot be reached or asks for patience: %(detail)s"
            ),
            answers.UNKNOWN: self.env._("The vendor refuses: %(detail)s"),
        }

    def _send_alibaba(self, account, some, content):
        parameters = {
            "PhoneNumbers": some[0]["number"][3:],
            "SignName": account.signature,
            "TemplateCode": account.template,
            "TemplateParam": json.dumps(
                {account.parameter: answers.cut(content, account.parameter_limit)},
                ensure_ascii=False,
            ),
            "OutId": some[0]["uuid"],
        }
        url = account._jxc_endpoint()
        headers = acs3_headers(
            account.access_key,
            account._jxc_secret("secret"),
            urlsplit(url).netloc,
            "SendSms",
            "2017-05-25",
            parameters,
            datetime.now(timezone.utc),
            uuid4().hex,
        )
        query = canonical_query(parameters)
        answer = self._post(f"{url}/?{query}", headers, "")
        return [(some[0], answer["Code"], answer.get("Message", ""))]

    def _send_tencent(self, account, some, content):
        payload = json.dumps(
            {
                "PhoneNumberSet": [one["number"] for one in some],
                "SmsSdkAppId": account.application,
                "SignName": account.signature,
                "TemplateId": account.template,
                "TemplateParamSet": [answers.cut(content, account.parameter_limit)],
            }
        )
        url, now = account._jxc_endpoint(), int(time.time())
        host = urlsplit(url).netloc
        headers = {
            "Authorization": tc3_authorization(
                account.access_key,
                account._jxc_secret("secret"),
                host,
                "sms",
                payload,
                now,
            ),
            "Content-Type": "application/json; charset=utf-8",
            "Host": host,
            "X-TC-Action": "SendSms",
            "X-TC-Version": "2021-01-11",
            "X-TC-Region": account.region,
            "X-TC-Timestamp": str(now),
        }
        answer = self._post(url, headers, payload)["Response"]
        if "Error" in answer:
            error = answer["Error"]
            return [(one, error["Code"], error.get("Message", "")) for one in some]
        return [
            (one, status["Code"], status.get("Message", ""))
            for one, status in zip(some, answer["SendStatusSet"], strict=True)
        ]

    @staticmethod
    def _post(url, headers, payload):
        response = requests.post(
            url,
            headers=headers,
            data=payload.encode(),
            timeout=TIMEOUT,
            allow_redirects=False,
        )
        if response.status_code >= 500:
            response.raise_for_status()
        return response.json()
