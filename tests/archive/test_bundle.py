"""Zips that are the same bytes everywhere."""

from __future__ import annotations

import io
import zipfile
from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from pipeline.archive.bundle import bundle

NAMES = st.text(
    st.characters(codec="utf-8", min_codepoint=32, exclude_characters='<>:"/\\|?*'),
    min_size=1,
    max_size=20,
)


def test_a_zip_is_these_bytes_on_every_machine() -> None:
    made = bundle({"b/é.txt": b"twee", "a.txt": b"een"})
    assert sha256(made).hexdigest() == (
        "46a08ce6f8bae36c2184f306bd5d54c3da7a77539bd854e77b3c0e70e0b008d3"
    )


def test_names_that_windows_refuses_are_mended() -> None:
    with zipfile.ZipFile(io.BytesIO(bundle({'a:b"c?.txt': b""}))) as made:
        assert made.namelist() == ["a_b_c_.txt"]


@given(st.dictionaries(NAMES, st.binary(max_size=50), max_size=5))
def test_what_goes_in_comes_out(files: dict[str, bytes]) -> None:
    made = bundle(files)
    assert made == bundle(dict(reversed(files.items())))
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert archive.testzip() is None
        assert sorted(map(archive.read, archive.infolist())) == sorted(files.values())
