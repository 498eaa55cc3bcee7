"""Mend: turns a PDF as LibreOffice writes it into sound PDF/A-2a and PDF/UA-1 of fixed bytes.

LibreOffice breaks both standards in three spots: its metadata use the identification of PDF/UA
without explaining it, the tab order of a page with a link is a string, and the line below a
paragraph is neither content nor decoration. All else that the standards ask of a letter comes
from the template, and is only looked at.
"""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from struct import pack
from xml.sax.saxutils import escape

from pikepdf import Array, Dictionary, Name, Page, Pdf, PikepdfError, Stream, String

_UA = "http://www.aiim.org/pdfua/ns/id/"
_MARK = re.compile(rb"(/[^\s<>/]+\s*(?:<<.*?>>|/[^\s<>/]+)?\s*B[DM]C\b|\bEMC\b)")
_PAINTS_LINE = re.compile(rb"\s(?:S|s|[fBb]\*?)\s")
_PAINTS_ELSE = re.compile(rb"\s(?:BT|Do|sh|BI)\s")
_ICC_DATE, _ICC_ID = slice(24, 36), slice(84, 100)  # in the header, ICC.1 7.2


class UnsoundPdfError(Exception):
    """A PDF that is no accessible letter; the words say in Dutch what it lacks."""


def mend(content: bytes, day: date) -> bytes:
    """The PDF mended; it holds `day`, that of the letter, wherever LibreOffice put the clock.

    Raises:
        UnsoundPdfError: it cannot be read, or lacks what cannot be mended here.
    """
    try:
        # A PDF that was cut off would be "recovered": with pages missing.
        with Pdf.open(BytesIO(content), attempt_recovery=False) as pdf:
            _inspect(pdf)
            _fix_metadata(pdf, day)
            _fix_colours(pdf, day)
            for page in pdf.pages:
                page.obj.Tabs = Name.S
                _mark_lines(page)
            for key in ("/ID", "/DocChecksum"):
                if key in pdf.trailer:
                    del pdf.trailer[key]
            target = BytesIO()
            pdf.save(target, deterministic_id=True)
            return target.getvalue()
    except PikepdfError as error:
        raise UnsoundPdfError("LibreOffice maakte een onleesbare PDF") from error


def _inspect(pdf: Pdf) -> None:
    root = pdf.Root
    with pdf.open_metadata(set_pikepdf_as_editor=False) as told:
        standards = (told.pdfa_status[:1], told.get(f"{{{_UA}}}part"))
    demands = {
        "de PDF heeft geen bladzijden": len(pdf.pages) > 0,
        "deze LibreOffice maakt geen PDF/A-2 met PDF/UA; installeer versie 7.4 of nieuwer": (
            standards == ("2", "1")
        ),
        "de PDF mist de opbouw waarmee een voorleesprogramma werkt": (
            "/StructTreeRoot" in root and bool(root.get("/MarkInfo", Dictionary()).get("/Marked"))
        ),
        "het sjabloon heeft niet Nederlands (nl-NL) als taal": str(root.get("/Lang")) == "nl-NL",
        "de brief heeft geen titel bij de eigenschappen van het document": bool(
            str(pdf.docinfo.get("/Title", "")).strip()
        ),
    }
    for lack, is_met in demands.items():
        if not is_met:
            raise UnsoundPdfError(lack)


def _fix_metadata(pdf: Pdf, day: date) -> None:
    """Write the metadata anew: what LibreOffice says, with the day and the missing explanation."""
    said = {key: escape(str(value)) for key, value in pdf.docinfo.items()}
    packet = _PACKET.format(
        title=said["/Title"],
        author=said.get("/Author", ""),
        subject=said.get("/Subject", ""),
        creator=said.get("/Creator", ""),
        producer=said.get("/Producer", ""),
        day=day.isoformat(),
        ua=_UA,
    )
    pdf.Root.Metadata = Stream(pdf, packet.encode(), Type=Name.Metadata, Subtype=Name.XML)
    pdf.docinfo["/CreationDate"] = String(f"D:{day:%Y%m%d}120000Z")
    if "/ModDate" in pdf.docinfo:
        del pdf.docinfo["/ModDate"]


def _mark_lines(page: Page) -> None:
    """Mark lines and planes that stand outside all content as decoration; text never."""
    page.contents_coalesce()
    content = page.obj.Contents.read_bytes()
    pieces = _MARK.split(content)  # what is drawn, a mark, what is drawn, a mark, …
    depth = 0
    for i, piece in enumerate(pieces):
        if i % 2:
            depth += -1 if piece == b"EMC" else 1
        elif depth == 0 and _PAINTS_LINE.search(piece) and not _PAINTS_ELSE.search(piece):
            pieces[i] = b"\n/Artifact BMC" + piece + b"\nEMC\n"
    if (marked := b"".join(pieces)) != content:
        page.obj.Contents.write(marked)


def _fix_colours(pdf: Pdf, day: date) -> None:
    """Put the day of the letter in the colour profile, and drop the hash over what it held."""
    for intent in pdf.Root.get("/OutputIntents", Array()):
        profile = bytearray(intent.DestOutputProfile.read_bytes())
        profile[_ICC_DATE] = pack(">6H", day.year, day.month, day.day, 12, 0, 0)
        profile[_ICC_ID] = bytes(16)
        intent.DestOutputProfile.write(bytes(profile))


_PACKET = """\
<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
    xmlns:pdfuaid="{ua}" xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
   <pdfaid:part>2</pdfaid:part>
   <pdfaid:conformance>A</pdfaid:conformance>
   <pdfuaid:part>1</pdfuaid:part>
   <dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
   <dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
   <dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
   <dc:language><rdf:Bag><rdf:li>nl-NL</rdf:li></rdf:Bag></dc:language>
   <pdf:Producer>{producer}</pdf:Producer>
   <xmp:CreatorTool>{creator}</xmp:CreatorTool>
   <xmp:CreateDate>{day}T12:00:00Z</xmp:CreateDate>
  </rdf:Description>
  <rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
    xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
    xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
   <pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
    <pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
    <pdfaSchema:namespaceURI>{ua}</pdfaSchema:namespaceURI>
    <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
    <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
     <pdfaProperty:name>part</pdfaProperty:name>
     <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
     <pdfaProperty:category>internal</pdfaProperty:category>
     <pdfaProperty:description>Part of ISO 14289 that is followed</pdfaProperty:description>
    </rdf:li></rdf:Seq></pdfaSchema:property>
   </rdf:li></rdf:Bag></pdfaExtension:schemas>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>
"""
