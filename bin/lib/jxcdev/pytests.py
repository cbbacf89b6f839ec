"""One pytest process: started, watched, and its result read."""

import os
import re
import signal
import subprocess
import sys
import threading
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from pathlib import Path

from . import odoo, paths, progress
from .site import Site

#: pytest's exit code when nothing was collected or everything was deselected.
NO_TESTS = 5


@dataclass
class Result:
    name: str
    code: int
    tests: int = 0
    failed: int = 0
    skipped: list[str] = field(default_factory=list)

    def problem(self, narrowed: bool) -> str:
        """Why this run counts as failed, or nothing."""
        if self.code == NO_TESTS:
            return "" if narrowed else "no test was found"
        if self.code:
            return f"pytest ended with {self.code}"
        if self.skipped:  # a skipped test is one that everybody believes to pass
            return f"{len(self.skipped)} skipped: {', '.join(self.skipped[:5])}"
        return ""


@dataclass
class Run:
    name: str
    targets: list[Path]
    extra: list[str]
    site: Site | None = None
    database: str | None = None
    process: subprocess.Popen | None = None
    reader: threading.Thread | None = None

    @property
    def report(self) -> Path:
        return paths.LOG / f"pytest-{self.name}.xml"

    def argv(self) -> list[str]:
        command = [paths.venv_bin("python"), "-m", "pytest"]
        if self.site:
            command += [
                *("-p", "pytest_odoo", "-p", "jxcdev_odoo", "--odoo-http"),
                f"--odoo-config={self.site.conf}",
                f"--odoo-database={self.database}",
                "--odoo-log-level=warn",
            ]
        targets = [str(path.relative_to(paths.ROOT)) for path in self.targets]
        return [*command, f"--junitxml={self.report}", *self.extra, *targets]

    def environment(self) -> dict[str, str]:
        env = odoo.environment()
        if self.site:
            env.update(JXC_CONF=str(self.site.conf), JXC_DATABASE=self.database)
        env["PYTHONPATH"] = str(paths.LIB / "pytest_plugins")
        return env

    def start(self) -> "Run":
        progress.say(f"── {self.name}: {' '.join(self.argv()[-len(self.targets) :])}")
        self.report.parent.mkdir(parents=True, exist_ok=True)
        self.report.unlink(missing_ok=True)
        self.process = subprocess.Popen(
            self.argv(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            env=self.environment(),
            cwd=paths.ROOT,
            text=True,
            errors="replace",
            start_new_session=True,  # its browsers die with it, see kill()
        )
        self.reader = threading.Thread(target=self._pass_on, daemon=True)
        self.reader.start()
        return self

    def _pass_on(self) -> None:
        label = f"{self.name} | "
        for line in self.process.stdout:
            sys.stdout.write(label + line)
            sys.stdout.flush()

    def wait(self) -> Result:
        code = self.process.wait()
        self.reader.join(10)
        result = Result(self.name, code)
        if self.report.exists():
            _read(self.report, result)
        return result

    def kill(self) -> None:
        """Whatever is left of the run, with the browsers that it started."""
        if self.process:
            try:
                os.killpg(self.process.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            self.process.wait()


def _read(report: Path, result: Result) -> None:
    for suite in ET.parse(report).getroot().iter("testsuite"):
        result.tests += int(suite.get("tests", 0))
        result.failed += int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        for case in suite.iter("testcase"):
            if case.find("skipped") is not None:
                result.skipped.append(
                    re.sub(r"^odoo\.addons\.", "", case.get("classname", ""))
                    + f".{case.get('name')}"
                )


def conclude(results: list[Result], seconds: float, narrowed: bool) -> int:
    problems = []
    for result in results:
        problem = result.problem(narrowed)
        mark = "✗" if problem else "✓"
        problems += [problem] * bool(problem)
        progress.say(
            f"{mark} {result.name}: {result.tests} tests"
            + (f", {result.failed} failed" if result.failed else "")
            + (f" – {problem}" if problem else "")
        )
    tests = sum(result.tests for result in results)
    if not tests and not problems:
        problems.append("no test was run")
    minutes, rest = divmod(round(seconds), 60)
    verdict = f"FAILED ({'; '.join(problems)})" if problems else "passed"
    progress.say(f"== {tests} tests in {minutes} min {rest} s: {verdict}")
    return 1 if problems else 0
