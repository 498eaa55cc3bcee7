"""Pages taken out of a PDF, with nothing of the other pages in them.

A page is more than what is drawn on it. Scanners and Word give all pages one list of pictures, a
form knows the fields of every page, a link knows where it leads. Of an advies that lies in the same
stack nothing may come along: what a page does not draw itself, is cut off.
"""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf
from pikepdf import Dictionary, Name, Object, Page, Stream

_PAGE_TIES = ("/Thumb", "/B", "/AA", "/Metadata", "/PieceInfo", "/StructParents")
# What an annotation may refer to beside its own picture: fields, talks and other pages.
_TIES = ("/Parent", "/Popup", "/IRT", "/Dest", "/A", "/AA", "/StructParent", "/FT", "/T", "/V")


def isolate(page: Page) -> None:
    """Cut everything off a page that it does not draw; what is seen of it stays the same.

    Raises:
        pikepdf.PdfError: what it draws cannot be read.
    """
    for key in _PAGE_TIES:
        if key in page.obj:
            del page.obj[key]
    done: set[tuple[int, int]] = set()
    page.obj[Name.Resources] = _pruned(page.obj.get(Name.Resources), _names(page), done)
    for annotation in _annotations(page):
        for key in _TIES:
            if key in annotation:
                del annotation[key]
        if annotation.get(Name.Subtype) == Name.Widget:
            annotation[Name.Subtype] = Name.Stamp  # a field without its form is a picture of it
        for picture in _appearances(annotation.get(Name.AP)):
            _isolate_form(picture, done)


def _pruned(resources: Object | None, used: set[str], done: set[tuple[int, int]]) -> Dictionary:
    """A list of resources of its own, with only what is used of it."""
    kept = Dictionary()
    if not isinstance(resources, Dictionary):
        return kept
    # A form without a list of its own draws from the list of the page.
    drawn = resources.get(Name.XObject)
    for name, form in drawn.items() if isinstance(drawn, Dictionary) else ():
        if name in used and _is_form(form) and Name.Resources not in form:
            used = used | _names(form)
    for kind, entries in resources.items():
        if isinstance(entries, Dictionary):
            own = {name: entry for name, entry in entries.items() if name in used}
            kept[kind] = Dictionary(own)
            for entry in own.values():
                _isolate_form(entry, done)
        else:
            kept[kind] = entries
    return kept


def _isolate_form(form: Object, done: set[tuple[int, int]]) -> None:
    """The same for a drawing within a page: it may share its list with all of them."""
    if not _is_form(form) or form.objgen in done or Name.Resources not in form:
        return
    done.add(form.objgen)
    form[Name.Resources] = _pruned(form.get(Name.Resources), _names(form), done)


def _is_form(thing: Object) -> bool:
    is_pattern = isinstance(thing, Stream) and Name.PatternType in thing
    return is_pattern or (isinstance(thing, Stream) and thing.get(Name.Subtype) == Name.Form)


def _names(drawn: Page | Object) -> set[str]:
    """Every name that what is drawn mentions."""
    return {
        str(operand)
        for instruction in pikepdf.parse_content_stream(drawn)
        for operand in instruction.operands
        if isinstance(operand, Name)
    }


def _annotations(page: Page) -> Iterator[Object]:
    annotations = page.obj.get(Name.Annots)
    if isinstance(annotations, pikepdf.Array):
        yield from (one for one in annotations if isinstance(one, Dictionary))


def _appearances(found: Object | None) -> Iterator[Object]:
    """The pictures of an annotation, in each of its states."""
    if isinstance(found, Stream):
        yield found
    elif isinstance(found, Dictionary):
        for one in found.values():
            yield from _appearances(one)
