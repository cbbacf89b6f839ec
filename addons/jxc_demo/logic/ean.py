"""EAN-13 bar codes."""


def ean13(body: str) -> str:
    """Twelve digits and their check digit.

    >>> ean13("690123456789")
    '6901234567892'
    """
    if len(body) != 12 or not body.isdigit():
        raise ValueError(f"twelve digits wanted, got {body!r}")
    total = sum(int(digit) * (3 if i % 2 else 1) for i, digit in enumerate(body))
    return body + str(-total % 10)
