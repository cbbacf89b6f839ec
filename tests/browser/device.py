"""A phone's hardware for tests: a scanner's keys, a finger, a camera, a network.

The page asks by ``console.debug("device …", …)``; what happens goes through Chrome's
DevTools protocol, so that the page cannot tell it from the real thing.
"""

import json
import socket
import threading
from contextlib import suppress
from unittest.mock import patch

from odoo.tests import common

ENTER = {
    "key": "Enter",
    "code": "Enter",
    "windowsVirtualKeyCode": 13,
    "text": "\r",
}


class DeviceBrowser(common.ChromeBrowser):
    """Chrome with a scanner and a finger; the test case says what else it has."""

    def _spawn_chrome(self, cmd):
        return super()._spawn_chrome(cmd + list(self.test_case.browser_flags))

    def _handle_console(self, type, args=None, stackTrace=None, **kw):
        said = [arg.get("value") for arg in args or ()]
        if type == "debug" and said and str(said[0]).startswith("device "):
            getattr(self, f"_device_{said[0][7:]}")(*said[1:])
            return
        super()._handle_console(type, args, stackTrace, **kw)

    def _handle_exception(self, exceptionDetails, timestamp):
        """The host's own page asks for the menus before anybody listens for errors."""
        network = self.test_case.network
        said = exceptionDetails.get("exception", {}).get("description", "")
        if network and network.was_cut and "Failed to fetch" in said:
            return
        super()._handle_exception(exceptionDetails, timestamp)

    def _device_type(self, code):
        """What a wedge scanner does: the signs, one after the other, then Enter."""
        keys = [{"key": sign, "text": sign} for sign in code]
        for key in [*keys, ENTER]:
            self._websocket_send(
                "Input.dispatchKeyEvent", params={"type": "keyDown", **key}
            )
            up = {name: value for name, value in key.items() if name != "text"}
            self._websocket_send(
                "Input.dispatchKeyEvent", params={"type": "keyUp", **up}
            )

    def _device_tap(self, x, y):
        where = {"x": x, "y": y, "button": "left", "clickCount": 1}
        for kind in ("mousePressed", "mouseReleased"):
            self._websocket_send(
                "Input.dispatchMouseEvent", params={"type": kind, **where}
            )

    def _device_size(self, width, height):
        """The window is made smaller or larger under the page."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1}
        self._websocket_send(
            "Emulation.setDeviceMetricsOverride", params={**size, "mobile": False}
        )

    def _device_camera(self, setting):
        self._websocket_send(
            "Browser.setPermission",
            params={"permission": {"name": "camera"}, "setting": setting},
        )

    def _device_reload(self, then):
        """Load the page anew, and go on with ``then``."""
        self._then(then)
        self._websocket_send("Page.reload")

    def _device_visit(self, address, then):
        """Go to an address as if it was typed, and go on with ``then`` there, and on
        each page after it."""
        self._then(then)
        self._websocket_send(
            "Page.navigate", params={"url": self.test_case.base_url() + address}
        )

    def _then(self, script):
        self._websocket_send(
            "Page.addScriptToEvaluateOnNewDocument",
            params={"source": f"addEventListener('load', () => {{ {script} }})"},
        )

    def _device_network(self, state):
        self.test_case.network.turn(state == "on")
        self._websocket_send(
            "Runtime.evaluate",
            params={"expression": f"window.deviceNetwork = {json.dumps(state)}"},
        )


class Network:
    """A wire between Chrome and the server that can be cut: nobody listens then."""

    def __init__(self, target):
        self.target = target
        self.wires = set()
        self.listener = None
        self.port = 0
        self.was_cut = False
        self.turn(True)

    @property
    def url(self):
        return f"http://{common.HOST}:{self.port}"

    def turn(self, on):
        if on and not self.listener:
            self.listener = socket.create_server((common.HOST, self.port))
            self.port = self.listener.getsockname()[1]
            threading.Thread(target=self._listen, args=(self.listener,)).start()
        elif not on and self.listener:
            self.was_cut = True
            self._hang_up(self.listener)
            self.listener = None
            for wire in list(self.wires):
                self._hang_up(wire)

    def _hang_up(self, wire):
        self.wires.discard(wire)
        with suppress(OSError):
            wire.shutdown(socket.SHUT_RDWR)
        wire.close()

    def _listen(self, listener):
        while True:
            try:
                near, _address = listener.accept()
            except OSError:
                return
            far = socket.create_connection(self.target)
            self.wires |= {near, far}
            for one, other in ((near, far), (far, near)):
                threading.Thread(target=self._carry, args=(one, other)).start()

    def _carry(self, one, other):
        with suppress(OSError):
            while data := one.recv(65536):
                other.sendall(data)
        self._hang_up(one)
        self._hang_up(other)


class DeviceMixin:
    """For an HttpCase: its browser has the hardware above."""

    browser_flags = ()
    network = None

    def browser_js(self, *args, **kwargs):
        with patch.object(common, "ChromeBrowser", DeviceBrowser):
            return super().browser_js(*args, **kwargs)

    def _cuttable_network(self):
        self.network = Network((common.HOST, self.http_port()))
        self.base_url = lambda: self.network.url
        self.addCleanup(self.network.turn, False)

    def _camera_sees(self, picture, folder):
        """Point Chrome's camera at a grey ``picture``, as raw video of one frame."""
        width, height = picture.size
        film = f"{folder}/film.y4m"
        with open(film, "wb") as file:
            file.write(f"YUV4MPEG2 W{width} H{height} F10:1 Ip C420jpeg\n".encode())
            for _frame in range(2):
                file.write(b"FRAME\n" + picture.tobytes())
                file.write(b"\x80" * (width * height // 2))
        self.browser_flags = (
            "--use-fake-device-for-media-stream",
            "--use-fake-ui-for-media-stream",
            f"--use-file-for-fake-video-capture={film}",
        )
