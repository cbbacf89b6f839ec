"""Barcodes as pictures, each module a whole number of pixels."""

import base64
import io
from functools import lru_cache

from PIL import Image
from reportlab.graphics.barcode.code128 import Code128
from reportlab.graphics.barcode.qrencoder import (
    QR8bitByte,
    QRCode,
    QRErrorCorrectLevel,
)

from .logic import datamatrix
from .logic.element_string import gtin14

_FNC1_128 = "\xf1"
_QUIET = {"datamatrix": 2, "linear": 10, "qr": 4}


@lru_cache(maxsize=512)
def data_matrix(text, gs1=False):
    """A PNG as data address; ValueError where the text does not fit."""
    return _address(datamatrix.matrix(text, gs1), _QUIET["datamatrix"], 8, 8)


@lru_cache(maxsize=512)
def _code_128_bars(text, gs1):
    """Code 128, or GS1-128 with FNC1 in the first place."""
    if not text.isascii() or not text.isprintable():
        raise ValueError("no Latin text")
    drawing = Code128((_FNC1_128 if gs1 else "") + text)
    drawing.validate()
    drawing.encode()
    drawing.decompose()
    row = []
    for sign in drawing.decomposed:
        # A, B, C, D are bars of one to four modules, a, b, c, d are spaces.
        row += [sign.isupper()] * (ord(sign.upper()) - ord("A") + 1)
    return row


_EAN_LEFT = (
    "0001101 0011001 0010011 0111101 0100011 0110001 0101111 0111011 0110111 0001011"
).split()
#: Which of the left half are mirrored: this tells the first digit.
_EAN_FIRST = (
    "000000 001011 001101 001110 010011 011001 011100 010101 010110 011010"
).split()


@lru_cache(maxsize=512)
def _ean_bars(text):
    def inverted(bits):
        return "".join("10"[int(bit)] for bit in bits)

    left = "".join(
        inverted(_EAN_LEFT[int(digit)])[::-1]
        if mirrored == "1"
        else _EAN_LEFT[int(digit)]
        for digit, mirrored in zip(text[1:7], _EAN_FIRST[int(text[0])], strict=True)
    )
    right = "".join(inverted(_EAN_LEFT[int(digit)]) for digit in text[7:])
    return [bit == "1" for bit in f"101{left}01010{right}101"]


def bars(text, gs1=False):
    """Modules without quiet zones: EAN-13 where it is one, else Code 128."""
    if not gs1 and len(text) in (12, 13) and gtin14(text):
        return _ean_bars(text.zfill(13))
    return _code_128_bars(text, gs1)


def linear(text, gs1=False):
    """A PNG as data address; ValueError as above."""
    return _address([bars(text, gs1)], _QUIET["linear"], 4, 120)


def linear_modules(text, gs1=False):
    """How many modules wide the bars are, with the quiet zones."""
    return len(bars(text, gs1)) + 2 * _QUIET["linear"]


@lru_cache(maxsize=512)
def qr_code(text):
    """For what is not Latin."""
    code = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(QR8bitByte(text))
    code.make()
    return _address(
        [[bool(dark) for dark in row] for row in code.modules], _QUIET["qr"], 8, 8
    )


def _address(rows, quiet, width, height):
    size = len(rows[0]) + 2 * quiet, len(rows) + (2 * quiet if len(rows) > 1 else 0)
    image = Image.new("1", size, 1)
    top = quiet if len(rows) > 1 else 0
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            if dark:
                image.putpixel((x + quiet, y + top), 0)
    image = image.resize((size[0] * width, size[1] * height), Image.Resampling.NEAREST)
    buffer = io.BytesIO()
    image.save(buffer, "PNG", optimize=True)
    return "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode()
