"""Entry point of every script in bin/: ``jxc.py COMMAND [ARGUMENTS]``."""

import sys

from jxcdev.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
