"""A PDF of pictures as PDF/A-2b: with all that it takes to show it in twenty years.

Pictures need little: their colours must be explained by a profile of the whole document, and the
metadata must say what it is. A PDF that came from elsewhere gets no such claim, for nobody knows
whether it is true.
"""

from __future__ import annotations

from functools import cache
from xml.sax.saxutils import escape

from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from PIL import ImageCms

_SRGB = "sRGB IEC61966-2.1"
_ICC_DATE, _ICC_ID = slice(24, 36), slice(84, 100)  # in the header, ICC.1 7.2
_FIRST_DAY = bytes((7, 208, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0))  # 1 January 2000: always the same


def can_last(book: Pdf) -> bool:
    """True when every picture has colours that the profile of the document explains."""
    return not any(
        image.get(Name.ColorSpace) == Name.DeviceCMYK
        for page in book.pages
        for image in page.get_images().values()
    )


def make_lasting(book: Pdf, title: str) -> None:
    """Add the profile of colours and the metadata of PDF/A-2b."""
    profile = Stream(book, _profile(), N=3, Alternate=Name.DeviceRGB)
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=String(_SRGB),
        Info=String(_SRGB),
        DestOutputProfile=book.make_indirect(profile),
    )
    book.Root.OutputIntents = Array([book.make_indirect(intent)])
    packet = _PACKET.format(title=escape(title)).encode()
    book.Root.Metadata = Stream(book, packet, Type=Name.Metadata, Subtype=Name.XML)


@cache
def _profile() -> bytes:
    """The colours of screens, without the moment at which this profile was made."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[_ICC_DATE] = _FIRST_DAY
    profile[_ICC_ID] = bytes(16)
    return bytes(profile)


_PACKET = """\
<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
    xmlns:dc="http://purl.org/dc/elements/1.1/">
   <pdfaid:part>2</pdfaid:part>
   <pdfaid:conformance>B</pdfaid:conformance>
   <dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
   <dc:language><rdf:Bag><rdf:li>nl-NL</rdf:li></rdf:Bag></dc:language>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>
"""
