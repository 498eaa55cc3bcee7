"""What the launcher runs to have `archiveer` and `brieven` at work at the same moment, by turns."""

from __future__ import annotations

import os
import sys

from pipeline import cli


def main() -> None:
    command = ("archiveer", "brieven")[os.getpid() % 2]
    sys.argv = ["advies", command, *sys.argv[1:]]
    cli.main()
