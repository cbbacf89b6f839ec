"""What a vendor's answer means for a message."""

#: Later the same request may pass.
RETRY = "retry"
#: This message never passes; others may.
NUMBER, CONTENT = "number", "content"
#: No message passes until somebody changes the account.
KEY, SIGNATURE, TEMPLATE, BALANCE = "key", "signature", "template", "balance"
SENT = "sent"
UNKNOWN = "unknown"
OF_ACCOUNT = {KEY, SIGNATURE, TEMPLATE, BALANCE}

#: Minutes until the next attempt; after the last one the message has failed.
DELAYS = (1, 5, 15, 60, 240)

_EXACT = {
    "OK": SENT,
    "Ok": SENT,
    "isv.BUSINESS_LIMIT_CONTROL": RETRY,
    "isv.DAY_LIMIT_CONTROL": RETRY,
    "isv.MONTH_LIMIT_CONTROL": RETRY,
    "isp.SYSTEM_ERROR": RETRY,
    "isp.RAM_PERMISSION_DENY": KEY,
    "SignatureDoesNotMatch": KEY,
    "IncompleteSignature": KEY,
    "isv.AMOUNT_NOT_ENOUGH": BALANCE,
    "isv.OUT_OF_SERVICE": BALANCE,
    "isv.ACCOUNT_NOT_EXISTS": KEY,
    "isv.ACCOUNT_ABNORMAL": KEY,
    "isv.PRODUCT_UN_SUBSCRIPT": KEY,
    "isv.MOBILE_NUMBER_ILLEGAL": NUMBER,
    "isv.MOBILE_COUNT_OVER_LIMIT": NUMBER,
    "isv.BLACK_KEY_CONTROL_LIMIT": CONTENT,
    "isv.PARAM_LENGTH_LIMIT": CONTENT,
    "isv.PARAM_NOT_SUPPORT_URL": CONTENT,
    "isv.SMS_CONTENT_ILLEGAL": CONTENT,
    "isv.SIGN_NAME_ILLEGAL": SIGNATURE,
    "isv.SMS_TEMPLATE_ILLEGAL": TEMPLATE,
    "isv.TEMPLATE_MISSING_PARAMETERS": TEMPLATE,
    "isv.TEMPLATE_PARAMS_ILLEGAL": TEMPLATE,
    "isv.INVALID_JSON_PARAM": TEMPLATE,
    "FailedOperation.InsufficientBalanceInSmsPackage": BALANCE,
    "FailedOperation.PhoneNumberInBlacklist": NUMBER,
    "FailedOperation.ContainSensitiveWord": CONTENT,
    "FailedOperation.TemplateIncorrectOrUnapproved": TEMPLATE,
    "FailedOperation.TemplateParamSetNotMatchApprovedTemplate": TEMPLATE,
    "FailedOperation.SignatureIncorrectOrUnapproved": SIGNATURE,
    "FailedOperation.MissingSignature": SIGNATURE,
    "FailedOperation.FailResolvePacket": TEMPLATE,
    "InvalidParameterValue.IncorrectPhoneNumber": NUMBER,
    "InvalidParameterValue.TemplateParameterFormatError": CONTENT,
    "InvalidParameterValue.TemplateParameterLengthLimit": CONTENT,
    "InvalidParameterValue.ProhibitedUseUrlInTemplateParameter": CONTENT,
    "InvalidParameterValue.SdkAppIdNotExist": KEY,
    "UnauthorizedOperation.SmsSdkAppIdVerifyFail": KEY,
}
_PREFIXES = (
    ("Throttling", RETRY),
    ("ServiceUnavailable", RETRY),
    ("InternalError", RETRY),
    ("RequestLimitExceeded", RETRY),
    ("LimitExceeded", RETRY),
    ("InvalidAccessKeyId", KEY),
    ("Forbidden", KEY),
    ("AuthFailure", KEY),
    ("UnauthorizedOperation", KEY),
)


def meaning(code):
    """The code of either vendor, as one of the words above."""
    found = _EXACT.get(code)
    if found:
        return found
    return next((word for start, word in _PREFIXES if code.startswith(start)), UNKNOWN)


def delay(attempts):
    """Minutes to wait after so many attempts, or None when there is no further one."""
    return DELAYS[attempts - 1] if attempts <= len(DELAYS) else None


def cut(text, limit):
    """Text as one line that fits into a template's parameter."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"
