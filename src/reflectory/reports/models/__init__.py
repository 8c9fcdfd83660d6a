"""The report and everything in it, its takeaways, its releases, and what became of its advice."""

from reflectory.reports.models.pieces import (
    Figure,
    Image,
    ProgrammeBlock,
    Quote,
    Recommendation,
    Report,
    Section,
    ShareText,
)
from reflectory.reports.models.releases import Erratum, Release, SignOff, Use
from reflectory.reports.models.takeaways import (
    Dissent,
    EvidenceLink,
    Review,
    SubPoint,
    Takeaway,
    TakeawayTheme,
)

__all__ = [
    "Dissent", "Erratum", "EvidenceLink", "Figure", "Image", "ProgrammeBlock", "Quote", "Recommendation",
    "Release", "Report", "Review", "Section", "ShareText", "SignOff", "SubPoint", "Takeaway", "TakeawayTheme", "Use",
]  # fmt: skip
