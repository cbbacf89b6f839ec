"""Secrets that are kept sealed, with a key that no dump of the database contains."""

import base64
import configparser
import hashlib
import os
from contextlib import suppress
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from odoo.exceptions import UserError
from odoo.tools import config

VARIABLE = "JXC_SECRET_KEY"


@lru_cache(maxsize=2)
def _from_file(path, _changed):
    """Read once for each version of the file: each message asks for a secret."""
    # A section of our own: of unknown options in its own, the host complains.
    parser = configparser.RawConfigParser()
    parser.read(path)
    return parser.get("jxc", "secret_key", fallback="")


def _keys():
    """The configured keys: the first one seals, the others still open."""
    text = os.environ.get(VARIABLE, "")
    if not text and config["config"]:
        with suppress(FileNotFoundError):
            path = config["config"]
            text = _from_file(path, os.stat(path).st_mtime_ns)
    return [key.strip() for key in text.split(",") if key.strip()]


def _fernet(env):
    keys = _keys()
    if not keys:
        raise UserError(
            env._(
                "The server has no key to seal secrets with. Whoever runs it adds a"
                " section [jxc] with a long random line secret_key = … to odoo.conf,"
                " or sets the environment variable %(variable)s, and keeps a copy"
                " apart from the database's backups.",
                variable=VARIABLE,
            )
        )
    digests = (hashlib.sha256(key.encode()).digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(one)) for one in digests])


def seal(env, text):
    """The text as only this server can read it."""
    return _fernet(env).encrypt(text.encode()).decode()


def unseal(env, sealed):
    """What :func:`seal` was given.

    :raise UserError: the server's key is another one now.
    """
    try:
        return _fernet(env).decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise UserError(
            env._(
                "A secret was sealed with another key than this server's: enter it"
                " again, or add the old key behind the new one, after a comma."
            )
        ) from None
