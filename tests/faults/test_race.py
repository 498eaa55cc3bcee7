"""Runs at the same moment: each letter is made once, under one kenmerk."""

from __future__ import annotations

import json

from tests.faults.standing import Launcher, Tell, assert_whole
from tests.faults.test_kill import put_sheets
from tests.work import Work

LETTERS, RUNS, ROUNDS = 10, 8, 2


def test_eight_runs_at_once_from_an_empty_output(work: Work, advies: Launcher, tell: Tell) -> None:
    for version in range(1, ROUNDS + 1):
        put_sheets(work, LETTERS, f"De kern van versie {version}.")
        race = advies.run(work.root, "brieven", "--json", at_once=RUNS)
        assert race["exits"] == [0] * RUNS, race["err"]
        made = [one["kenmerk"] for run in documents(race["out"]) for one in run["gemaakt"]]
        expected = [f"AWI-2026-{number:03}" for number in range(1, LETTERS + 1)]
        assert sorted(made) == expected
        assert assert_whole(work.root) == dict.fromkeys(expected, version)
    tell(f"{RUNS} runs at once, {ROUNDS} times: each of {LETTERS} letters made once")


def documents(text: str) -> list[dict[str, list[dict[str, str]]]]:
    """The JSON documents that stand in a text one after another."""
    decoder, found = json.JSONDecoder(), []
    while text := text.lstrip():
        document, end = decoder.raw_decode(text)
        found.append(document)
        text = text[end:]
    return found
