"""Encrypted events, the same in DingTalk and WeCom."""

import base64
import binascii
import hashlib
import re
import secrets

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from .refusal import Refused
from .signing import same

_BLOCK = 32
#: No event of either vendor comes near it.
_LONGEST = 256 * 1024


class EventCrypto:
    """The token, key and owner which an account shares with the vendor.

    :param owner: the app key, corp id or suite key, as the vendor's console has it.
    """

    def __init__(self, token, encoding_aes_key, owner):
        if not re.fullmatch("[A-Za-z0-9]{43}", encoding_aes_key):
            raise ValueError("an EncodingAESKey has 43 letters and digits")
        self.token, self.owner = token, owner.encode()
        key = base64.b64decode(encoding_aes_key + "=")
        self._cipher = Cipher(algorithms.AES(key), modes.CBC(key[:16]))

    def sign(self, timestamp, nonce, encrypted):
        """``msg_signature`` of an encrypted text as it stands."""
        parts = (self.token, timestamp, nonce, encrypted)
        if not all(isinstance(part, str) for part in parts):
            raise Refused("parameters")
        try:
            raw = b"".join(sorted(part.encode() for part in parts))
        except UnicodeEncodeError:
            raise Refused("parameters") from None
        return hashlib.sha1(raw, usedforsecurity=False).hexdigest()

    def encrypt(self, text, random=None):
        """The text as the vendor expects it.

        :param random: 16 bytes; only who checks vectors gives them.
        """
        message = text.encode()
        plain = random or secrets.token_bytes(16)
        plain += len(message).to_bytes(4, "big") + message + self.owner
        pad = _BLOCK - len(plain) % _BLOCK
        plain += bytes([pad]) * pad
        encryptor = self._cipher.encryptor()
        return base64.b64encode(encryptor.update(plain) + encryptor.finalize()).decode()

    def decrypt(self, signature, timestamp, nonce, encrypted):
        """The text, once the signature is right and it is meant for this owner.

        :raise Refused: whatever is wrong with it; nothing else is ever raised.
        """
        if not same(self.sign(timestamp, nonce, encrypted), signature):
            raise Refused("msg_signature")
        return self.open(encrypted)

    def open(self, encrypted):
        """Decrypt strictly: every byte is where the format has it."""
        if len(encrypted) > _LONGEST:
            raise Refused("length")
        try:
            data = base64.b64decode(encrypted, validate=True)
        except (binascii.Error, ValueError):
            raise Refused("base64") from None
        if not data or len(data) % _BLOCK:
            raise Refused("block")
        decryptor = self._cipher.decryptor()
        return self._unpack(decryptor.update(data) + decryptor.finalize())

    def _unpack(self, plain):
        pad = plain[-1]
        if not 1 <= pad <= _BLOCK or plain[-pad:] != bytes([pad]) * pad:
            raise Refused("padding")
        plain = plain[:-pad]
        end = 20 + int.from_bytes(plain[16:20], "big")
        if len(plain) < 20 or end > len(plain):
            raise Refused("length")
        if plain[end:] != self.owner:
            raise Refused("owner")
        try:
            return plain[20:end].decode()
        except UnicodeDecodeError:
            raise Refused("utf-8") from None
