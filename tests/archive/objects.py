"""Archive objects for tests, as small as OCFL 1.1 allows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha512
from pathlib import Path


def store(archief: Path, kenmerk: str, *versions: Mapping[str, bytes]) -> Path:
    """Write an object with these versions; each version is all of its files by name."""
    home = archief / "ocfl" / kenmerk.split("-")[1] / kenmerk
    manifest: dict[str, list[str]] = {}
    states = {}
    for number, files in enumerate(versions, start=1):
        state: dict[str, list[str]] = {}
        for name, content in files.items():
            digest = sha512(content).hexdigest()
            state.setdefault(digest, []).append(name)
            if digest not in manifest:
                manifest[digest] = [f"v{number}/content/{name}"]
                path = home / manifest[digest][0]
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
        states[f"v{number}"] = {"created": "2026-11-22T12:00:00+01:00", "state": state}
    inventory = {
        "id": f"urn:awi:{kenmerk}",
        "type": "https://ocfl.io/1.1/spec/#inventory",
        "digestAlgorithm": "sha512",
        "head": f"v{len(versions)}",
        "manifest": manifest,
        "versions": states,
    }
    content = json.dumps(inventory).encode()
    (home / "0=ocfl_object_1.1").write_text("ocfl_object_1.1\n")
    (home / "inventory.json").write_bytes(content)
    (home / "inventory.json.sha512").write_text(f"{sha512(content).hexdigest()} inventory.json\n")
    return home
