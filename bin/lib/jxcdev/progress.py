"""What the user sees: steps with their time, and failures that say what to do."""

import contextlib
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

from . import paths

#: A step shorter than this leaves no line.
QUIET_SECONDS = 1.0


class Failure(Exception):
    """Something went wrong; ``advice`` is what the user can do about it."""

    def __init__(self, message: str, advice: str = "", log: Path | None = None):
        super().__init__(message)
        self.advice = advice
        self.log = log

    def show(self) -> None:
        say(f"\n✗ {self}")
        if self.log and self.log.exists():
            tail = self.log.read_text(errors="replace").splitlines()[-25:]
            say("".join(f"  | {line}\n" for line in tail).rstrip())
            say(f"  log: {self.log}")
        if self.advice:
            say(f"  → {self.advice}")


def say(text: str = "") -> None:
    print(text, file=sys.stderr, flush=True)


class _Ticker:
    """One line that counts the seconds on a terminal, and is silent in a file."""

    def __init__(self, title: str):
        self.title = title
        self.start = time.monotonic()
        self.done = threading.Event()
        self.thread = threading.Thread(target=self._run, daemon=True)

    def _run(self) -> None:
        if not sys.stderr.isatty():
            if not self.done.wait(5):
                say(f"… {self.title}")
            return
        while not self.done.wait(1):
            print(
                f"\r… {self.title} {self.elapsed:.0f} s",
                end="",
                file=sys.stderr,
                flush=True,
            )

    @property
    def elapsed(self) -> float:
        return time.monotonic() - self.start

    def finish(self, mark: str) -> None:
        self.done.set()
        self.thread.join()
        start = "\r" if sys.stderr.isatty() else ""
        if mark != "✓" or self.elapsed >= QUIET_SECONDS:
            say(f"{start}{mark} {self.title} ({self.elapsed:.1f} s)")


@contextlib.contextmanager
def step(title: str):
    ticker = _Ticker(title)
    ticker.thread.start()
    try:
        yield
    except BaseException:
        ticker.finish("✗")
        raise
    ticker.finish("✓")


def run(
    argv: list,
    *,
    log: str | Path,
    title: str = "",
    advice: str = "",
    env: dict | None = None,
    **kwargs,
) -> Path:
    """Run ``argv`` with its output in a log file; a failure shows the log's end."""
    log = paths.LOG / log if isinstance(log, str) else log
    log.parent.mkdir(parents=True, exist_ok=True)
    kwargs = {"cwd": paths.ROOT, "stdin": subprocess.DEVNULL, **kwargs}
    with log.open("w") as out, step(title) if title else contextlib.nullcontext():
        out.write(f"$ {' '.join(map(str, argv))}\n")
        out.flush()
        code = subprocess.run(
            [str(arg) for arg in argv],
            stdout=out,
            stderr=subprocess.STDOUT,
            env={**os.environ, **(env or {})},
            **kwargs,
        ).returncode
    if code:
        name = title or Path(argv[0]).name
        raise Failure(f"{name}: failed with exit code {code}", advice, log)
    return log


def wait_for(condition, seconds: float, pause: float = 0.1) -> bool:
    """True as soon as ``condition()`` is; False when the time is over."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(pause)
    return bool(condition())
