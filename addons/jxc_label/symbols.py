"""Barcodes as pictures, each module a whole number of pixels."""

import base64
import io
from functools import lru_cache

import zxingcpp
from PIL import Image

from .logic.element_string import Message, gtin14

_FORMATS = zxingcpp.BarcodeFormat
_QUIET = {_FORMATS.DataMatrix: 2, _FORMATS.QRCode: 4}
#: Left and right of bars; above and below them there is none.
_QUIET_BARS = 10


@lru_cache(maxsize=512)
def _modules(kind, message):
    """A picture of one pixel a module, without quiet zones.

    :raise ValueError: the text does not fit, or GS1 forbids it.
    """
    options = {"gs1": True} if message.gs1 else {}
    if kind == _FORMATS.DataMatrix:
        options["force_square"] = True
    # GS1 messages are handed over as people read them, identifiers in brackets.
    code = zxingcpp.create_barcode(message.text, kind, **options)
    pixels = memoryview(code.to_image(scale=1, add_quiet_zones=False))
    height, width = pixels.shape
    return Image.frombytes("L", (width, height), pixels.tobytes())


def data_matrix(message):
    """A PNG as data address; ValueError where the text does not fit or is not Latin."""
    if not message.text.isascii():
        raise ValueError("no Latin text")
    return _square(_FORMATS.DataMatrix, message)


def qr_code(message):
    """For what is not Latin."""
    return _square(_FORMATS.QRCode, message)


def linear(message):
    """A PNG as data address: EAN-13 where it is one, else Code 128."""
    modules = _bars(message)
    row = modules.crop((0, 0, modules.width, 1))
    return _address(row, (_QUIET_BARS, 0), 4, 120)


def linear_modules(message):
    """How many modules wide the bars are, with the quiet zones."""
    return _bars(message).width + 2 * _QUIET_BARS


def _bars(message):
    text = message.text
    if not message.gs1 and len(text) in (12, 13) and gtin14(text):
        return _modules(_FORMATS.EAN13, Message(text.zfill(13), text.zfill(13)))
    return _modules(_FORMATS.Code128, message)


def _square(kind, message):
    return _address(_modules(kind, message), (_QUIET[kind], _QUIET[kind]), 8, 8)


def _address(modules, quiet, width, height):
    size = modules.width + 2 * quiet[0], modules.height + 2 * quiet[1]
    image = Image.new("L", size, 255)
    image.paste(modules, quiet)
    image = image.resize((size[0] * width, size[1] * height), Image.Resampling.NEAREST)
    buffer = io.BytesIO()
    image.convert("1").save(buffer, "PNG", optimize=True)
    return "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode()
