"""A delivery to an e-depot: whole, verified, and readable without this program."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from pipeline.archive.contents import Known
from pipeline.archive.delivery import Undelivered, deliver
from pipeline.archive.delivery_note import MANIFEST
from pipeline.archive.keeper import Keeper
from pipeline.council_file import read_council
from pipeline.disk import UnwritableError
from pipeline.errors import UsageError
from tests.archive.filings import BRIEFDATUM, KENMERK, deposited, scan
from tests.archive.objects import store
from tests.archive.schema import mistakes, needs_schema
from tests.work import ROOT, Work

KEEPER = Keeper.of(read_council(ROOT / "input" / "adviesraad.toml"), BRIEFDATUM)
SERIE = "AWI-adviezen"


@pytest.fixture
def archief(desk: Work, home: Path) -> Path:
    """An archive with one advies, and a second that is the same under another kenmerk."""
    archief = desk.root / "output" / "archief"
    files = dict(deposited(desk, scan(desk, home)))
    store(archief, KENMERK, files)
    other = "AWI-2026-002"
    store(
        archief,
        other,
        {
            n.replace(KENMERK, other): c.replace(KENMERK.encode(), other.encode())
            for n, c in files.items()
        },
    )
    return archief


def listing(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def test_an_advies_is_delivered_byte_for_byte_with_its_series(
    archief: Path, tmp_path: Path
) -> None:
    target = tmp_path / "levering"
    made = deliver(archief, [KENMERK], target, KEEPER)
    archived = archief / "ocfl" / "2026" / KENMERK / "v1" / "content"
    assert listing(target) == [f"{SERIE}/{KENMERK}/{name}" for name in listing(archived)] + [
        f"{SERIE}/{SERIE}.MDTO.xml",
        "LEESMIJ.txt",
        "manifest-sha512.txt",
    ]
    for name in listing(archived):
        assert (target / SERIE / KENMERK / name).read_bytes() == (archived / name).read_bytes()
    assert (made.delivered, made.refused, made.exit_status) == ((KENMERK,), (), 0)
    assert list(made.sentences()) == [f"Klaar: 1 advies geleverd in {target}, 0 niet geleverd."]


def test_sha512sum_alone_can_check_it(archief: Path, tmp_path: Path) -> None:
    target = tmp_path / "levering"
    deliver(archief, [KENMERK, "AWI-2026-002"], target, KEEPER)
    if shutil.which("sha512sum") is None:
        pytest.skip("sha512sum is er niet")
    check = ["sha512sum", "--strict", "--quiet", "-c", MANIFEST]
    assert subprocess.run(check, cwd=target, check=False).returncode == 0
    listed = (target / MANIFEST).read_text(encoding="utf-8").splitlines()
    assert sorted(line.partition("  ")[2] for line in listed) == [
        name for name in listing(target) if name != MANIFEST
    ]
    (target / SERIE / KENMERK / f"{KENMERK}-tekst.txt").write_bytes(b"anders")
    assert subprocess.run(check, cwd=target, check=False, capture_output=True).returncode == 1


@needs_schema
def test_the_series_is_valid_and_lists_its_parts(archief: Path, tmp_path: Path) -> None:
    target = tmp_path / "levering"
    deliver(archief, ["awi-2026-002", KENMERK, KENMERK], target, KEEPER)
    document = (target / SERIE / f"{SERIE}.MDTO.xml").read_bytes()
    assert mistakes(document) == []
    assert document.count(b"<bevatOnderdeel>") == 2
    part = (target / SERIE / KENMERK / f"{KENMERK}.MDTO.xml").read_bytes()
    assert b"<identificatieKenmerk>AWI-adviezen</identificatieKenmerk>" in part


def test_the_readme_tells_what_it_is_and_how_to_check(archief: Path, tmp_path: Path) -> None:
    target = tmp_path / "levering"
    deliver(archief, [KENMERK], target, KEEPER)
    assert (target / "LEESMIJ.txt").read_text(encoding="utf-8") == README


def test_confidential_files_go_along_and_are_told(desk: Work, home: Path, tmp_path: Path) -> None:
    archief, target = tmp_path / "archief", tmp_path / "levering"
    store(archief, KENMERK, deposited(desk, scan(desk, home), Known()))
    made = deliver(archief, [KENMERK], target, KEEPER)
    name = "AWI-2026-001-bijlage-vertrouwelijk-gesprekken-beschut-werk.pdf"
    assert made.confidential == (name,)
    assert next(iter(made.sentences())) == (
        f"Let op: de levering bevat vertrouwelijke bijlagen: {name}."
    )
    assert (target / SERIE / KENMERK / name).is_file()
    for text in (target / "LEESMIJ.txt", target / SERIE / f"{SERIE}.MDTO.xml"):
        assert name in text.read_text(encoding="utf-8")


def test_what_is_not_archived_is_named_and_the_rest_delivered(
    archief: Path, tmp_path: Path
) -> None:
    made = deliver(archief, ["AWI-2026-099", KENMERK, "../x"], tmp_path / "levering", KEEPER)
    assert made.refused == (
        Undelivered("AWI-2026-099", "dit kenmerk is niet gearchiveerd."),
        Undelivered("../X", "dit kenmerk is niet gearchiveerd."),
    )
    assert (made.delivered, made.exit_status) == ((KENMERK,), 1)


@pytest.mark.parametrize(
    ("damaged", "melding"),
    [
        (f"v1/content/{KENMERK}-tekst.txt", f"{KENMERK}-tekst.txt is veranderd sinds"),
        ("inventory.json", "het archief van dit advies heeft een"),
        ("inventory.json.sha512", "het archief van dit advies heeft een inhoudsopgave die is"),
    ],
)
def test_an_advies_of_which_a_byte_is_wrong_is_not_delivered(
    archief: Path, tmp_path: Path, damaged: str, melding: str
) -> None:
    path = archief / "ocfl" / "2026" / KENMERK / damaged
    path.write_bytes(b"0" + path.read_bytes())
    made = deliver(archief, [KENMERK], tmp_path / "levering", KEEPER)
    assert not (tmp_path / "levering").exists()
    assert made.delivered == ()
    assert made.refused[0].melding.startswith(melding)
    assert made.refused[0].melding.endswith(
        "Haal het terug uit uw tweede kopie: advies archief herstel MAP"
    )


@pytest.mark.parametrize("gone", [f"v1/content/{KENMERK}.MDTO.xml", "inventory.json.sha512"])
def test_an_advies_that_is_not_whole_is_not_delivered(
    archief: Path, tmp_path: Path, gone: str
) -> None:
    (archief / "ocfl" / "2026" / KENMERK / gone).unlink()
    made = deliver(archief, [KENMERK, "AWI-2026-002"], tmp_path / "levering", KEEPER)
    assert made.delivered == ("AWI-2026-002",)
    assert made.refused[0].melding.startswith(f"{Path(gone).name} is weg of niet leesbaar.")


def test_a_folder_with_something_in_it_is_never_written(archief: Path, tmp_path: Path) -> None:
    (tmp_path / "levering").mkdir()
    (tmp_path / "levering" / "van mij.txt").write_text("x")
    with pytest.raises(UsageError, match="bestaat al en is niet leeg"):
        deliver(archief, [KENMERK], tmp_path / "levering", KEEPER)
    assert listing(tmp_path / "levering") == ["van mij.txt"]
    with pytest.raises(UsageError):
        deliver(archief, [KENMERK], tmp_path / "levering" / "van mij.txt", KEEPER)


def test_nothing_is_put_in_the_archive_itself(archief: Path) -> None:
    with pytest.raises(UsageError, match="ligt in het archief zelf"):
        deliver(archief, [KENMERK], archief / "ocfl" / "levering", KEEPER)
    assert not (archief / "ocfl" / "levering").exists()


def test_an_empty_folder_may_be_filled(archief: Path, tmp_path: Path) -> None:
    (tmp_path / "levering").mkdir()
    assert deliver(archief, [KENMERK], tmp_path / "levering", KEEPER).delivered == (KENMERK,)


def test_a_folder_that_cannot_be_made_leaves_nothing(archief: Path, tmp_path: Path) -> None:
    (tmp_path / "bestand").write_text("x")
    with pytest.raises(UnwritableError):
        deliver(archief, [KENMERK], tmp_path / "bestand" / "levering", KEEPER)
    assert [p.name for p in tmp_path.iterdir() if "onvolledig" in p.name] == []


def test_the_same_archive_gives_the_same_delivery(archief: Path, tmp_path: Path) -> None:
    for name in ("een", "twee"):
        deliver(archief, [KENMERK, "AWI-2026-002"], tmp_path / name, KEEPER)
    one, two = ((tmp_path / name / MANIFEST).read_bytes() for name in ("een", "twee"))
    assert one == two


def test_json_tells_the_same(archief: Path, tmp_path: Path) -> None:
    made = deliver(archief, ["X", KENMERK], tmp_path / "levering", KEEPER)
    assert made.as_json() == {
        "map": str(tmp_path / "levering"),
        "geleverd": [KENMERK],
        "niet_geleverd": [{"kenmerk": "X", "melding": "dit kenmerk is niet gearchiveerd."}],
        "vertrouwelijk": [],
    }


README = """\
Levering aan een e-depot: Adviezen van de adviesraad Werk en Inkomen gemeente Arnhem

1 advies, van 22 november 2026 tot en met 22 november 2026:

  AWI-2026-001  22 november 2026  Beschut werk bij gewone werkgevers

Elk advies heeft een eigen map in AWI-adviezen. Daarin staan de bestanden zoals zij zijn
gearchiveerd, met bij elk bestand een beschrijving volgens MDTO 1.0.1:
  <kenmerk>.MDTO.xml          beschrijft het advies
  <naam>.bestand.MDTO.xml     beschrijft het bestand <naam>
  <kenmerk>-verificatie.txt   zegt wat er van de ondertekening is gecontroleerd
Van elk advies is de nieuwste versie geleverd.

Er zijn geen vertrouwelijke bijlagen bij.
De bestanden _bron.zip bevatten het formulier en de toetsing. Die zijn alleen voor de
adviesraad en het archief, niet om te publiceren. Waar in een bestand -ondertekend ook
bladzijden van andere brieven staan, zegt de beschrijving van het advies dat. Alle
beperkingen staan daar bij beperkingGebruik.

Controleren of er niets is veranderd, in deze map:
  Linux      sha512sum -c manifest-sha512.txt
  macOS      shasum -a 512 -c manifest-sha512.txt
  Windows    certutil -hashfile BESTAND SHA512, en vergelijk met de regel in manifest-sha512.txt
"""
