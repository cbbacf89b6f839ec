"""A headless Chromium, steered through its DevTools protocol over two pipes.

No port, no socket: what is sent and received are JSON texts that end in a zero
byte, and the browser ends by itself when this process does.
"""

import base64
import contextlib
import json
import os
import resource
import select
import signal
import subprocess
import tempfile
import time
from urllib.parse import urlsplit

from . import progress, system

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-crash-reporter",
    "--hide-scrollbars",
    "--no-first-run",
    "--remote-debugging-pipe",
)


def _own_limits() -> None:
    """Odoo lowers the address space of what it starts; Chromium needs more."""
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))


class Browser:
    """``documents`` are pages that the browser gets from us: {address: bytes}."""

    def __init__(self, seconds: float):
        self.end = time.monotonic() + seconds
        self.seconds = seconds
        self.documents: dict[str, bytes] = {}
        self.failures: list[str] = []
        self.loaded = False
        self.session: str | None = None
        self._number = 0
        self._buffer = bytearray()
        self._searched = 0
        self._addresses: dict[str, str] = {}
        self._stack = contextlib.ExitStack()

    def __enter__(self):
        with contextlib.ExitStack() as stack:
            self._start(stack)
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_details):
        self._stack.close()

    def _start(self, stack: contextlib.ExitStack) -> None:
        program = system.chromium()
        if not program:
            raise progress.Failure("there is no Chromium", "install chromium")
        folder = tempfile.TemporaryDirectory(
            prefix="jxc-chromium-", ignore_cleanup_errors=True
        )
        profile = stack.enter_context(folder)
        their_in, self._out = os.pipe()
        self._in, their_out = os.pipe()
        for descriptor in (self._out, self._in):
            stack.callback(os.close, descriptor)
            os.set_blocking(descriptor, False)

        def as_three_and_four():
            _own_limits()
            # By way of numbers that are neither, as one may be the other's target.
            high = os.dup(their_in), os.dup(their_out)
            os.dup2(high[0], 3)
            os.dup2(high[1], 4)

        try:
            process = subprocess.Popen(
                [program, *FLAGS, f"--user-data-dir={profile}", "about:blank"],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                close_fds=False,
                preexec_fn=as_three_and_four,
                start_new_session=True,
            )
        finally:
            os.close(their_in)
            os.close(their_out)
        stack.callback(self._kill, process)
        self._open()

    @staticmethod
    def _kill(process: subprocess.Popen) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def _open(self) -> None:
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        answer = self.call("Target.attachToTarget", targetId=target, flatten=True)
        self.session = answer["sessionId"]
        for domain in ("Page", "Network", "Runtime"):
            self.call(f"{domain}.enable")

    # -- the protocol ---------------------------------------------------------

    def send(self, method: str, **params) -> int:
        self._number += 1
        message = {"id": self._number, "method": method, "params": params}
        if self.session:
            message["sessionId"] = self.session
        data = memoryview(json.dumps(message).encode() + b"\0")
        while data:
            self._ready(self._out, write=True)
            data = data[os.write(self._out, data) :]
        return self._number

    def call(self, method: str, **params) -> dict:
        number = self.send(method, **params)
        while True:
            message = self._receive()
            if message.get("id") == number:
                if "error" in message:
                    raise progress.Failure(f"{method}: {message['error']['message']}")
                return message["result"]

    def _ready(self, descriptor: int, write: bool = False) -> None:
        left = self.end - time.monotonic()
        wanted = ([], [descriptor]) if write else ([descriptor], [])
        if left <= 0 or not any(select.select(*wanted, [], left)):
            raise progress.Failure(f"Chromium does not answer within {self.seconds} s")

    def _receive(self) -> dict:
        while (end := self._buffer.find(b"\0", self._searched)) < 0:
            self._searched = len(self._buffer)
            self._ready(self._in)
            data = os.read(self._in, 1 << 20)
            if not data:
                raise progress.Failure("Chromium ended", "start it by hand to see why")
            self._buffer += data
        message = json.loads(self._buffer[:end])
        del self._buffer[: end + 1]
        self._searched = 0
        if "method" in message:
            self._event(message["method"], message["params"])
        return message

    def _event(self, method: str, params: dict) -> None:
        if method == "Page.loadEventFired":
            self.loaded = True
        elif method == "Fetch.requestPaused":
            self._serve(params)
        elif method == "Network.requestWillBeSent":
            self._addresses[params["requestId"]] = params["request"]["url"]
        elif method == "Network.loadingFailed" and not params.get("canceled"):
            address = self._addresses.get(params["requestId"], "")
            self.failures.append(f"{address}: {params['errorText']}")
        elif method == "Network.responseReceived":
            response = params["response"]
            if response["status"] >= 400:
                self.failures.append(f"{response['url']}: {response['status']}")

    def _serve(self, params: dict) -> None:
        address = params["request"]["url"]
        parts = urlsplit(address)
        body = self.documents.get(f"{parts.scheme}://{parts.netloc}{parts.path}")
        if body is None:
            self.send("Fetch.continueRequest", requestId=params["requestId"])
            return
        self.send(
            "Fetch.fulfillRequest",
            requestId=params["requestId"],
            responseCode=200,
            responseHeaders=[
                {"name": "Content-Type", "value": "text/html; charset=utf-8"}
            ],
            body=base64.b64encode(body).decode(),
        )

    # -- what one does with it ------------------------------------------------

    def serve(self, *patterns: str) -> None:
        """Ask us for the addresses that match, before the network."""
        wanted = [{"urlPattern": pattern} for pattern in patterns]
        self.call("Fetch.enable", patterns=wanted)

    def open(self, address: str) -> None:
        """Go there; return when all is loaded, in its frames and its fonts too."""
        self.loaded = False
        answer = self.call("Page.navigate", url=address)
        if "errorText" in answer:
            raise progress.Failure(f"{address}: {answer['errorText']}")
        while not self.loaded:
            self._receive()
        frames = "[...document.querySelectorAll('iframe')].map(f => f.contentDocument)"
        ready = f"Promise.all([document, ...{frames}].map(d => d.fonts.ready))"
        self.evaluate(f"{ready}.then(() => true)")

    def evaluate(self, script: str):
        answer = self.call(
            "Runtime.evaluate",
            expression=script,
            awaitPromise=True,
            returnByValue=True,
        )
        return answer["result"].get("value")

    def pdf(self, width: float, height: float, **options) -> bytes:
        """The page that is open; lengths are inches."""
        answer = self.call(
            "Page.printToPDF",
            paperWidth=width,
            paperHeight=height,
            printBackground=True,
            **options,
        )
        return base64.b64decode(answer["data"])
