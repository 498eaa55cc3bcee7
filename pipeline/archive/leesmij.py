"""LEESMIJ.txt of the archive: for whoever finds it in twenty years, without this program."""

from __future__ import annotations

TEXT = """\
DIT IS EEN ARCHIEF: HIER NIETS VERANDEREN, VERPLAATSEN OF WEGGOOIEN

Hierin staan de ondertekende adviezen van de adviesraad, zoals ze zijn verstuurd. Kijken, openen
en kopiëren mag altijd. U heeft het programma dat dit archief maakte niet nodig om het te lezen.


WAT STAAT WAAR

  ocfl    de adviezen: per jaar een map, daarin per advies een map met het kenmerk als naam
  log     het logboek: wat wanneer aan het archief is toegevoegd, en door wie
  .werk   werkruimte van het programma; in .werk/opzij staat wat na een herstel is bewaard

Een advies, bijvoorbeeld ocfl/2026/AWI-2026-007:

  v1/content       de bestanden van het advies, zoals ze de eerste keer zijn gearchiveerd
  v2/content       alleen de bestanden die bij een latere aanvulling nieuw zijn
  inventory.json   de inhoudsopgave: welke bestanden elke versie heeft, en waar ze staan
  inventory.json.sha512   het controlegetal van die inhoudsopgave

Staat een bestand niet in v2/content? Dan is het niet veranderd, en staat het in v1/content.
Deze indeling is een open standaard: OCFL 1.1, https://ocfl.io/1.1/spec/


CONTROLEREN ZONDER HET PROGRAMMA

Van elk bestand is het controlegetal bewaard (SHA-512). Verandert er één letter, dan klopt het
getal niet meer.

Linux, macOS of Git Bash: open een opdrachtvenster in de map waarin dit bestand staat, en typ

    sha512sum --check --quiet log/*/*.sha512

Er verschijnt niets als alles goed is. Anders staan de veranderde en ontbrekende bestanden er
met hun naam. De inhoudsopgave van één advies controleert u zo:

    cd ocfl/2026/AWI-2026-007 && sha512sum --check inventory.json.sha512

Op macOS heet de opdracht: shasum -a 512 --check

Windows: open een opdrachtprompt in de map waarin dit bestand staat, en typ voor één bestand

    certutil -hashfile ocfl\\2026\\AWI-2026-007\\v1\\content\\brief.pdf SHA512

Het getal moet hetzelfde zijn als het getal voor dit bestand in log\\2026\\AWI-2026-007-v1.sha512.

Zo ziet u niet wat er te veel in het archief staat. Het programma ziet dat wel: advies controleer


HET LOGBOEK

Elke regel van het logboek is een bestand: log/2026/000001.json, log/2026/000002.json en verder.
Een regel noemt alle bestanden die erbij kwamen met hun controlegetal, en bij “vorige” het
controlegetal van de regel ervoor. Zo vormen de regels een ketting: wie een oude regel verandert,
moet alle latere ook veranderen. Een schakel controleert u met

    sha512sum log/2026/000001.json

Dat getal staat in log/2026/000002.json bij “vorige”. Van de laatste regel staat het in
log/kop.json. De eerste twaalf tekens zijn de code van het archief, zoals 3F9A-7C2B-11D0. Noteer
die code nu en dan buiten deze computer, bijvoorbeeld in het jaarverslag: wie het hele logboek
opnieuw zou schrijven, krijgt een andere code.
"""


def text() -> bytes:
    """LEESMIJ.txt as it stands in the archive; the test of this text types its commands."""
    return TEXT.encode()
