"""report.pdf: the whole report as a tagged PDF (PDF/UA-1), designed for paper and set by Typst.

What it says is put together in `paper`, how it looks stands in templates/*.typ. The same content gives the same bytes:
the only time in the file is the day of the release.
"""

from __future__ import annotations

from datetime import UTC, datetime
from importlib.resources import files

from ..language import language as find_language
from ..typesetting import look, set_pdf
from .blanking import blanked
from .content import Picture, Publication, Where
from .maps import dots_alone, with_land
from .paper import Paper, compose
from .pictures import kind_of, without_metadata


def render_pdf(publication: Publication) -> bytes:
    """The whole of report.pdf."""
    publication = blanked(publication, text=str)
    paper = compose(publication, find_language(publication.language))
    data = {"report": paper.report, "words": paper.words, "look": look()}
    released_at = datetime.combine(publication.released_on, datetime.min.time(), UTC)
    return set_pdf(
        files(__package__).joinpath("templates"),
        "report.typ",
        data,
        others=_pictures(publication, paper),
        made_at=int(released_at.timestamp()),
    )


def _pictures(publication: Publication, paper: Paper) -> dict[str, bytes]:
    """The files that the template sets, each named in its piece as `file`: maps and the report's own pictures."""
    made: dict[str, bytes] = {}
    for i, (part, source) in enumerate(zip(paper.report["sections"], publication.sections, strict=True)):
        if isinstance(source, Where):
            part["file"], part["dots"] = f"map-{i}.svg", f"dots-{i}.svg"
            made[part["file"]] = with_land(source, part["alt"]).encode()
            made[part["dots"]] = dots_alone(source).encode()
        picture = getattr(source, "picture", None)
        if picture is not None:
            part["picture"]["file"] = _picture(picture, f"picture-{i}", made)
    if publication.cover is not None:
        paper.report["cover"]["file"] = _picture(publication.cover, "cover", made)
    return made


def _picture(picture: Picture, name: str, made: dict[str, bytes]) -> str:
    """The name of the picture's file; empty for a picture that cannot be set, whose words then stand alone."""
    kind = kind_of(picture.data)
    if not kind:
        return ""
    made[f"{name}.{kind}"] = without_metadata(picture.data)
    return f"{name}.{kind}"
