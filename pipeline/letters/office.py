"""LibreOffice, the outside program that prints: where it stands, and one call of it.

It gets a profile of its own and never the user's, who may be working in LibreOffice meanwhile. A
call that makes no more headway is ended with everything it started.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from time import monotonic

OVERRIDE = "ADVIES_SOFFICE"  # names the program; when empty there is none

# PDF/A-2 with PDF/UA. Level A is told by `pdf_mend`: LibreOffice writes B, whatever it made.
_FILTER = (
    'pdf:writer_pdf_Export:{"SelectPdfVersion":{"type":"long","value":"2"},'
    '"PDFUACompliance":{"type":"boolean","value":"true"}}'
)
# Without it random bytes that are named .docx "open" as text, and print.
_ONLY_WORD = "--infilter=MS Word 2007 XML"
_LOOK = 0.1  # seconds between two looks at what was printed


def find_office(environ: Mapping[str, str]) -> Path | None:
    """The LibreOffice program: as ADVIES_SOFFICE names it, on the PATH, or where it installs."""
    named = environ.get(OVERRIDE)
    places = _usual_places(environ) if named is None else iter([Path(named)] if named else [])
    return next((place for place in places if place.is_file()), None)


def convert(
    office: Path, sources: Sequence[Path], target: Path, profile: Path, patience: float
) -> str:
    """Print Word files as PDF into `target`; says in Dutch why it stopped early, else "".

    Its exit status is 0 for nearly everything that goes wrong, so the caller looks at what lies
    in `target`. `patience` is in seconds, and starts anew with every letter that is printed.
    """
    command = [
        *(str(office), f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"),
        *("--convert-to", _FILTER, _ONLY_WORD, "--outdir", str(target)),
        *map(str, sources),
    ]
    try:
        process = subprocess.Popen(  # noqa: S603 -- our own words and paths, no shell
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # a group of its own on POSIX; Windows knows no groups
        )
    except OSError:
        return "LibreOffice wil niet starten"
    try:
        is_done = _watch(process, target, patience)
    finally:
        _end(process)
    if not is_done:
        return "LibreOffice bleef hangen op deze brief"
    return "LibreOffice viel uit op deze brief" if process.returncode else ""


def _watch(process: subprocess.Popen[bytes], target: Path, patience: float) -> bool:
    """True when it came to its end; False when it made nothing new for too long."""
    seen, since = 0, monotonic()
    while monotonic() - since < patience:
        try:
            process.wait(_LOOK)
        except subprocess.TimeoutExpired:
            made = sum(1 for _ in target.iterdir())
            if made > seen:
                seen, since = made, monotonic()
        else:
            return True
    return False


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program that still runs, with its children: soffice is only a wrapper."""
    if process.poll() is not None:
        return
    if sys.platform == "win32":
        subprocess.run(  # noqa: S603 -- a fixed program and a number
            [_taskkill(), "/T", "/F", "/PID", str(process.pid)], capture_output=True, check=False
        )
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()


def _taskkill() -> str:
    return str(Path(os.environ.get("SYSTEMROOT", "C:/Windows")) / "System32" / "taskkill.exe")


def _usual_places(environ: Mapping[str, str]) -> Iterator[Path]:
    for name in ("soffice", "libreoffice"):
        if found := shutil.which(name, path=environ.get("PATH")):
            yield Path(found)
    for variable in ("PROGRAMFILES", "PROGRAMW6432", "PROGRAMFILES(X86)"):
        if folder := environ.get(variable):
            # .com waits until the work is done; .exe may come back at once.
            yield Path(folder) / "LibreOffice" / "program" / "soffice.com"
            yield Path(folder) / "LibreOffice" / "program" / "soffice.exe"
    yield Path("/Applications/LibreOffice.app/Contents/MacOS/soffice")
    yield from sorted(Path("/opt").glob("libreoffice*/program/soffice"), reverse=True)
