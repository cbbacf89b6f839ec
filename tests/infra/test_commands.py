"""Every command says what it does, without a database (README)."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "bin" / "lib"))

from jxcdev import cli  # noqa: E402


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_help(name):
    command = [ROOT / "bin" / name, "--help"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith(f"usage: bin/{name}")
