"""OCFL: what an object of the archive consists of, as values; nothing here touches the disk.

The Oxford Common File Layout 1.1 (https://ocfl.io/1.1/spec/) lets an archive be read, checked and
moved without this program. An object is one advies. Each version lists all of its files by
SHA-512; a file that an earlier version already holds is not stored again.

    next_version(Inventory | None, what it is to hold) -> Inventory -pieces-> path to bytes
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha512
from typing import Any

from msgspec import Struct

ROOT_DECLARATION = b"ocfl_1.1\n"
MARK = "0=ocfl_object_1.1"
DECLARATION = b"ocfl_object_1.1\n"
INVENTORY = "inventory.json"
SIDECAR = f"{INVENTORY}.sha512"
CONTENT = "content"

_TYPE = "https://ocfl.io/1.1/spec/#inventory"
_SCHEME = "advies:"  # an id ought to be a URI; within the archive the kenmerk is unique
_HEX_DIGITS = 128  # of a SHA-512


class Made(Struct, frozen=True):
    """How a version came about; OCFL keeps it with the version."""

    created: str  # ISO 8601 with time zone
    message: str
    name: str
    email: str = ""


class Version(Struct, frozen=True):
    """One version of an advies: what it holds, and how it came about."""

    made: Made
    state: Mapping[str, str]  # name of a file to the SHA-512 of its bytes


class Inventory(Struct, frozen=True):
    """All versions of an advies, and where in the object the bytes stand."""

    kenmerk: str
    manifest: Mapping[str, str]  # path below the object, v1/content/…, to SHA-512
    versions: tuple[Version, ...]

    @property
    def head(self) -> int:
        """The number of the newest version."""
        return len(self.versions)

    @property
    def state(self) -> Mapping[str, str]:
        """What the newest version holds."""
        return self.versions[-1].state


def next_version(
    before: Inventory | None, kenmerk: str, state: Mapping[str, str], made: Made
) -> Inventory:
    """The inventory with one version more; `before` itself when that holds exactly `state`.

    Two files of one version with the same bytes are both stored: a folder in which one of them
    lacks looks damaged to whoever opens it.
    """
    if before is None:
        before = Inventory(kenmerk, {}, ())
    elif before.state == state:
        return before
    held = set(before.manifest.values())
    new = {
        f"v{before.head + 1}/{CONTENT}/{name}": digest
        for name, digest in state.items()
        if digest not in held
    }
    return Inventory(kenmerk, {**before.manifest, **new}, (*before.versions, Version(made, state)))


def sidecar(inventory: bytes) -> bytes:
    """What stands beside an inventory."""
    return sidecar_of(sha512(inventory).hexdigest())


def sidecar_of(digest: str) -> bytes:
    """The line beside an inventory with this hash, which `sha512sum --check` understands."""
    return f"{digest}  {INVENTORY}\n".encode()


def to_bytes(inventory: Inventory) -> bytes:
    """inventory.json: UTF-8, two spaces, sorted, one line end at the end."""
    document: dict[str, object] = {
        "id": f"{_SCHEME}{inventory.kenmerk}",
        "type": _TYPE,
        "digestAlgorithm": "sha512",
        "head": f"v{inventory.head}",
        "manifest": _by_digest(inventory.manifest),
        "versions": {
            f"v{number}": {
                "created": version.made.created,
                "message": version.made.message,
                "user": _user(version.made),
                "state": _by_digest(version.state),
            }
            for number, version in enumerate(inventory.versions, start=1)
        },
    }
    return f"{json.dumps(document, ensure_ascii=False, indent=2)}\n".encode()


def parse(data: bytes) -> Inventory:
    """Read an inventory of ours.

    Raises:
        ValueError: it is none, or a damaged one.
    """
    try:
        document: dict[str, Any] = json.loads(data)
        inventory = Inventory(
            kenmerk=str(document["id"]).removeprefix(_SCHEME),
            manifest=_by_path(document["manifest"]),
            versions=tuple(
                _version(document["versions"][f"v{number}"])
                for number in range(1, len(document["versions"]) + 1)
            ),
        )
    except (AttributeError, LookupError, RecursionError, TypeError) as error:
        raise ValueError("no inventory of ours") from error
    held = set(inventory.manifest.values())
    if not inventory.versions or not held.issuperset(inventory.state.values()):
        raise ValueError("an inventory that contradicts itself")
    return inventory


def _version(document: Mapping[str, Any]) -> Version:  # JSON
    user = document["user"]
    address = str(user.get("address", "")).removeprefix("mailto:")
    made = Made(str(document["created"]), str(document["message"]), str(user["name"]), address)
    return Version(made, _by_path(document["state"]))


def _user(made: Made) -> dict[str, str]:
    address = {"address": f"mailto:{made.email}"} if made.email else {}
    return {"name": made.name, **address}


def _by_digest(files: Mapping[str, str]) -> dict[str, list[str]]:
    """As OCFL has it: the hash first, then the paths that have those bytes."""
    found: dict[str, list[str]] = {}
    for path in sorted(files):
        found.setdefault(files[path], []).append(path)
    return found


def _by_path(block: Mapping[str, Any]) -> dict[str, str]:  # JSON
    found = {str(path): digest for digest, paths in block.items() for path in paths}
    if any(len(digest) != _HEX_DIGITS for digest in found.values()):
        raise ValueError("a hash of another length")
    return found
