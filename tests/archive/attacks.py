"""What an attacker, or a program that means well, does to a PDF after it was signed."""
# mypy: disable-error-code="no-untyped-call"
# The objects of pyHanko are not annotated.

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from typing import Any

import pikepdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from tests.archive.signing import chair, pdf, self_made, signed, text

Change = Callable[[IncrementalPdfFileWriter], None]


def updated(content: bytes, change: Change) -> bytes:
    """The file with an update behind it; what was there stays byte for byte."""
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    change(writer)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def resaved(content: bytes, *, packed: bool = False) -> bytes:
    made = io.BytesIO()
    mode = pikepdf.ObjectStreamMode.generate if packed else pikepdf.ObjectStreamMode.disable
    with pikepdf.open(io.BytesIO(content)) as document:
        document.save(made, object_stream_mode=mode)
    return made.getvalue()


def drawn_over(content: bytes, drawing: bytes, note: dict[str, Any] | None = None) -> bytes:
    """The PDF with something drawn on its first page, last, or as a note."""
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as document:
        page = document.pages[0]
        note = None if note is None else dict(note)
        if note is None:
            page.contents_add(document.make_stream(drawing))
        else:
            look = document.make_stream(
                drawing,
                Type=pikepdf.Name.XObject,
                Subtype=pikepdf.Name.Form,
                BBox=note.pop("BBox", [0, 0, 595, 842]),
                Resources=page.Resources,
            )
            page.Annots = document.make_indirect(
                pikepdf.Array(
                    [
                        document.make_indirect(
                            pikepdf.Dictionary(
                                Type=pikepdf.Name.Annot,
                                Rect=note.pop("Rect", [0, 0, 595, 842]),
                                F=4,
                                AP=pikepdf.Dictionary(N=look),
                                **note,
                            )
                        )
                    ]
                )
            )
        document.save(made)
    return made.getvalue()


def other_words(writer: IncrementalPdfFileWriter) -> None:
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    stream = page.raw_get("/Contents").get_object()
    stream._data = stream.data.replace(b"12 banen", b"92 banen")
    stream._encoded_data = None
    writer.mark_update(page.raw_get("/Contents").reference)


def new_drawing(writer: IncrementalPdfFileWriter) -> None:
    """The page shows another drawing; the signed one is still in the file."""
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    drawing = text(("Geacht college,", "Wij adviseren u om niets te doen."))
    page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=drawing))
    writer.update_container(page)


def one_page_more(writer: IncrementalPdfFileWriter) -> None:
    pages = writer.root["/Pages"]
    first = pages["/Kids"][0].get_object()
    page = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Page"),
            pdf_name("/Parent"): writer.root.raw_get("/Pages"),
            pdf_name("/MediaBox"): first["/MediaBox"],
            pdf_name("/Resources"): first["/Resources"],
            pdf_name("/Contents"): writer.add_object(
                generic.StreamObject(stream_data=text(("Bijlage 2", "Het geld is er al.")))
            ),
        }
    )
    pages["/Kids"].append(writer.add_object(page))
    pages["/Count"] = generic.NumberObject(int(pages["/Count"]) + 1)
    writer.update_container(pages)


def one_page_less(writer: IncrementalPdfFileWriter) -> None:
    pages = writer.root["/Pages"]
    del pages["/Kids"][-1]
    pages["/Count"] = generic.NumberObject(int(pages["/Count"]) - 1)
    writer.update_container(pages)


def a_note(writer: IncrementalPdfFileWriter) -> None:
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    note = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/FreeText"),
            pdf_name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (70, 600, 300, 640))),
            pdf_name("/Contents"): generic.pdf_string("Onder voorbehoud"),
            pdf_name("/DA"): generic.pdf_string("/Helv 12 Tf 0 g"),
        }
    )
    if "/Annots" in page:
        page["/Annots"].append(writer.add_object(note))
        holder = page.raw_get("/Annots")
        if isinstance(holder, generic.IndirectObject):
            writer.mark_update(holder.reference)
    else:
        page["/Annots"] = generic.ArrayObject([writer.add_object(note)])
    writer.update_container(page)


def no_field_any_more(writer: IncrementalPdfFileWriter) -> None:
    """The form forgets its signature, so that a viewer shows an unsigned file."""
    form = writer.root["/AcroForm"]
    form["/Fields"] = generic.ArrayObject()
    writer.update_container(form)
    writer.update_root()


def emptied_field(writer: IncrementalPdfFileWriter) -> None:
    field = writer.root["/AcroForm"]["/Fields"][0].get_object()
    del field["/V"]
    writer.update_container(field)


def a_layer(writer: IncrementalPdfFileWriter) -> None:
    writer.root["/OCProperties"] = generic.DictionaryObject(
        {pdf_name("/OCGs"): generic.ArrayObject()}
    )
    writer.update_root()


def a_script(writer: IncrementalPdfFileWriter) -> None:
    writer.root["/OpenAction"] = generic.DictionaryObject(
        {pdf_name("/S"): pdf_name("/JavaScript"), pdf_name("/JS"): generic.pdf_string("x=1")}
    )
    writer.update_root()


def with_form() -> bytes:
    """A letter with a field in it that a reader can fill in."""
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as document:
        field = document.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name.Widget,
                FT=pikepdf.Name.Tx,
                T="bedrag",
                V="10",
                F=4,
                DA="/Helv 11 Tf 0 g",
                Rect=[70, 500, 200, 520],
            )
        )
        document.pages[0].Annots = pikepdf.Array([field])
        document.Root.AcroForm = pikepdf.Dictionary(Fields=[field], DA="/Helv 11 Tf 0 g")
        document.save(made, deterministic_id=True)
    return made.getvalue()


def filled_in(writer: IncrementalPdfFileWriter) -> None:
    for reference in writer.root["/AcroForm"]["/Fields"]:
        field = reference.get_object()
        if field.get("/FT") == "/Tx":
            field["/V"] = generic.pdf_string("900.000")
            writer.update_container(field)


def swapped_signature(content: bytes) -> bytes:
    """The signature of one letter pasted into another one that somebody else signed."""
    other = signed(pdf((("Geacht college,", "Doe maar niets."), ("Bijlage 1",))))
    mine, theirs = hole(content), hole(other)
    return other[: theirs[0]] + content[slice(*mine)] + other[theirs[1] :]


def hole(content: bytes) -> tuple[int, int]:
    """Where the signature itself stands: the bytes that it cannot cover."""
    numbers = content.rsplit(b"/ByteRange", 1)[1].split(b"[", 1)[1].split(b"]", 1)[0].split()
    _, start, end, _ = map(int, numbers)
    return start, end


def signed_again_by(name: str) -> Callable[[bytes], bytes]:
    return lambda content: signed(content, chair(name), "Handtekening2")


UPDATES: Mapping[str, Change] = {
    "andere woorden": other_words,
    "een andere tekening": new_drawing,
    "een bladzijde erbij": one_page_more,
    "een bladzijde weg": one_page_less,
    "een opmerking": a_note,
    "het veld weg": no_field_any_more,
    "het veld leeg": emptied_field,
    "een laag": a_layer,
    "een script": a_script,
}
FORGERIES: Mapping[str, Callable[[bytes], bytes]] = {
    "opnieuw bewaard": resaved,
    "opnieuw bewaard en ingepakt": lambda content: resaved(content, packed=True),
    "handtekening van een andere brief": swapped_signature,
    "woorden in de bytes": lambda content: content.replace(b"12 banen", b"92 banen"),
    "een regel achter het einde": lambda content: content + b"\n%%EOF\n",
    "iets achter het einde": lambda content: content + b"x" * 40,
    "einde eraf": lambda content: content[:-40],
    "helft eraf": lambda content: content[: len(content) // 2],
    "begin eraf": lambda content: content[9:],
    "veranderd en opnieuw door een ander getekend": lambda content: signed(
        updated(content, new_drawing), self_made("Stef Sjabloon"), "Handtekening2"
    ),
}
