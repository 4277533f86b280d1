"""`new canvas`: who introduced whom, drawn once; from then on the drawing is its owner's."""

from vaultkit.app.changing import Changed, change_notes
from vaultkit.app.creating import is_taken
from vaultkit.app.survey import Survey
from vaultkit.app.writing import NoteEdit
from vaultkit.errors import ExistsError, NobodyIntroducedError
from vaultkit.model.phrase import marked, nphrase
from vaultkit.model.ref import Ref
from vaultkit.rules.canvas import draw

TITLE = marked("Who introduced whom")


def new_canvas(seen: Survey, *, write: bool = True) -> Changed:
    """A canvas beside the pages.

    Raises ExistsError, and NobodyIntroducedError where there is nothing to draw.
    """
    words, overview = seen.words, seen.reading.overview
    name = words.gettext(TITLE)
    path = f"{seen.vault.settings.pages}/{name}.canvas"
    seen.vault.folder.require_inside(path)
    if is_taken(seen.vault, path):
        raise ExistsError(path)
    text = draw(overview, words.gettext("you"))
    if not text:
        raise NobodyIntroducedError

    def make(held: bytes | None) -> bytes:
        if held is not None:
            raise ExistsError(path)
        return text.encode()

    told = nphrase("{count} person", "{count} people", text.count('"type":"file"'))
    return change_notes(
        seen, "new canvas", [NoteEdit(path, make)], ((Ref(path, name), (told,)),), write=write
    )
