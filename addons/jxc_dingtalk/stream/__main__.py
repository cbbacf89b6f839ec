"""DingTalk's stream mode, for a server that has no public address.

A process of its own: it calls DingTalk, which hands events over on that connection,
and posts each to the application's callback address in Odoo, signed and encrypted as
DingTalk would. DingTalk is told that an event has arrived once Odoo has kept it.

    JXC_STREAM_URL       callback address of the application, as Odoo shows it
    JXC_STREAM_KEY       AppKey (Client ID)
    JXC_STREAM_SECRET    AppSecret (Client Secret)
    JXC_STREAM_TOKEN     Token, the same as in Odoo
    JXC_STREAM_AES_KEY   EncodingAESKey, the same as in Odoo
    JXC_STREAM_OWNER     if Odoo has another callback owner than the AppKey
"""

import asyncio
import logging
import os
import signal
import sys
import time
from pathlib import Path

import dingtalk_stream
import requests
from dingtalk_stream import AckMessage

# The add-on's logic, without the add-on: Odoo is another process.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from logic import stream  # noqa: E402
from logic.crypto import EventCrypto  # noqa: E402
from logic.refusal import Refused  # noqa: E402

_logger = logging.getLogger("jxc_stream")
TIMEOUT = 10
NAMES = ("URL", "KEY", "SECRET", "TOKEN", "AES_KEY")
OPEN = "/v1.0/gateway/connections/open"


class Relay:
    """The way to Odoo."""

    def __init__(self, url, crypto):
        self._url, self._crypto = url, crypto

    async def tell(self, headers, data):
        """:return: what DingTalk is to hear: it tells again what was not kept."""
        try:
            event = stream.pushed(headers, data)
        except Refused as refusal:
            _logger.warning("An event makes no sense: %s", refusal)
            return AckMessage.STATUS_BAD_REQUEST, "refused"
        kept = await asyncio.to_thread(self._post, event)
        if kept:
            return AckMessage.STATUS_OK, "OK"
        return AckMessage.STATUS_SYSTEM_EXCEPTION, "later"

    def _post(self, event):
        query, body = stream.request(self._crypto, event, int(time.time() * 1000))
        headers = {"Content-Type": "application/json"}
        try:
            answer = requests.post(
                *(self._url, body),
                params=query,
                headers=headers,
                timeout=TIMEOUT,
                allow_redirects=False,
            )
        except requests.RequestException as error:
            _logger.warning("Odoo does not answer: %s", type(error).__name__)
            return False
        if answer.status_code != 200:
            _logger.warning("Odoo refuses an event: HTTP %s", answer.status_code)
        return answer.status_code == 200


class Events(dingtalk_stream.EventHandler):
    """What the application has subscribed to."""

    def __init__(self, relay):
        super().__init__()
        self._relay = relay

    async def process(self, event):
        """Hand it over."""
        found = event.headers
        headers = {
            "eventType": found.event_type,
            "eventId": found.event_id,
            "eventCorpId": found.event_corp_id,
            "eventBornTime": found.event_born_time,
        }
        headers = {name: value for name, value in headers.items() if value is not None}
        return await self._relay.tell(headers, event.data)


class Cards(dingtalk_stream.CallbackHandler):
    """Presses on cards."""

    def __init__(self, relay):
        super().__init__()
        self._relay = relay

    async def process(self, callback):
        """Hand it over."""
        return await self._relay.tell({"topic": stream.CARD}, callback.data)


class Client(dingtalk_stream.DingTalkStreamClient):
    """The vendor's library, whose first request would wait for ever."""

    def open_connection(self):
        """Ask where to connect; None where nobody says."""
        base = dingtalk_stream.stream.DINGTALK_OPENAPI_ENDPOINT.rstrip("/")
        content = {
            "clientId": self.credential.client_id,
            "clientSecret": self.credential.client_secret,
            "subscriptions": [
                {"type": "EVENT", "topic": "*"},
                *({"type": "CALLBACK", "topic": t} for t in self.callback_handler_map),
            ],
            "ua": "jxc",
        }
        try:
            answer = requests.post(f"{base}{OPEN}", json=content, timeout=TIMEOUT)
            answer.raise_for_status()
            found = answer.json()
        except (requests.RequestException, ValueError) as error:
            # Not its text: it quotes addresses.
            _logger.warning("DingTalk opens no connection: %s", type(error).__name__)
            return None
        return found if {"endpoint", "ticket"} <= found.keys() else None


def main():
    """Relay until the process is ended."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(message)s")
    missing = [
        f"JXC_STREAM_{n}" for n in NAMES if not os.environ.get(f"JXC_STREAM_{n}")
    ]
    if missing:
        sys.exit(f"{', '.join(missing)} is not set.\n\n{__doc__}")
    url, key, secret, token, aes_key = (os.environ[f"JXC_STREAM_{n}"] for n in NAMES)
    owner = os.environ.get("JXC_STREAM_OWNER") or key
    relay = Relay(url, EventCrypto(token, aes_key, owner))
    # The library logs where it connects, with the ticket: only faults are wanted.
    quiet = logging.getLogger("jxc_stream.vendor")
    client = Client(dingtalk_stream.Credential(key, secret), quiet)
    client.register_all_event_handler(Events(relay))
    client.register_callback_handler(stream.CARD, Cards(relay))
    # The library swallows being cancelled. Nothing is lost: what DingTalk was not told
    # to have arrived, it tells again.
    signal.signal(signal.SIGTERM, lambda *_args: os._exit(0))
    asyncio.run(client.start())


if __name__ == "__main__":
    main()
