"""A zip that is the same bytes for the same files, on every machine.

Files are stored as they are: what goes in is packed already (Word, Excel, PDF), and what is not
packed can be read in twenty years by anything that can read at all.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping

SOURCE = "_bron.zip"  # end of the name of a zip with what something was made of
_FIRST_MOMENT = (1980, 1, 1, 0, 0, 0)  # that a zip can hold
_UNIX = 3  # who made it; what is filled in by itself differs between systems
_PLAIN_FILE = 0o100644 << 16
_REFUSED = re.compile(r'[\x00-\x1f<>:"\\|?*]')  # by Windows, in a name


def bundle(files: Mapping[str, bytes]) -> bytes:
    """A zip of the files by name (`/` for a folder), in the order of their names."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(_REFUSED.sub("_", name), _FIRST_MOMENT)
            entry.create_system, entry.external_attr = _UNIX, _PLAIN_FILE
            archive.writestr(entry, files[name])
    return made.getvalue()


def unbundled(content: bytes) -> Mapping[str, bytes]:
    """The files of such a zip by name.

    Raises:
        zipfile.BadZipFile: it is damaged, or none of ours.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
