"""The kinds of programme, as data: one readable file each, checked when it is loaded.

Pure data, no Django and no database: what an edition really did lives in the models of this room. The fields are
in `model`, the allowed words in `vocabulary`, the loader in `loading`; the manual has a page for each field.
"""

from reflectory.programmes.kinds.loading import load_kind, load_kinds, shipped_folder
from reflectory.programmes.kinds.model import Kind, Phase, PlannedActivity, PlannedAsk, Prompt, Rhythm, Role
from reflectory.programmes.kinds.problems import KindError, Problem

__all__ = [
    "Kind",
    "KindError",
    "Phase",
    "PlannedActivity",
    "PlannedAsk",
    "Problem",
    "Prompt",
    "Rhythm",
    "Role",
    "load_kind",
    "load_kinds",
    "shipped_folder",
]
