"""Red tax invoices 红字发票: whose number, and how much of it."""

import re
from decimal import Decimal

#: Digits of the number of an electronic invoice.
DIGITS = 20


def clean(text):
    """A number as it is compared: without blanks.

    >>> clean(" 2633 2000 ")
    '26332000'
    """
    return re.sub(r"\s", "", text or "")


def is_number(text):
    """Whether it can be the number of an electronic invoice.

    >>> is_number("26332000000012345678"), is_number("12345678")
    (True, False)
    """
    return bool(re.fullmatch(rf"[0-9]{{{DIGITS}}}", text or ""))


def tax_parts(gross, rate):
    """What of an amount with tax is net, and what is tax; both to the cent.

    >>> tax_parts(Decimal("113.00"), Decimal("0.13"))
    (Decimal('100.00'), Decimal('13.00'))
    """
    net = (gross / (1 + rate)).quantize(Decimal("0.01"))
    return net, gross - net
