"""Forms and their versions, asks, invitations, what was answered, voices and what they agreed to."""

from reflectory.listening.models.answers import AnonymousResponse, AnonymousTally, Draft, Response, Upload
from reflectory.listening.models.asks import Ask, AskReader, Invitation
from reflectory.listening.models.forms import Form, FormVersion, LibraryQuestion
from reflectory.listening.models.voices import BASES, Consent, ConsentText, Voice

__all__ = [
    "BASES",
    "AnonymousResponse",
    "AnonymousTally",
    "Ask",
    "AskReader",
    "Consent",
    "ConsentText",
    "Draft",
    "Form",
    "FormVersion",
    "Invitation",
    "LibraryQuestion",
    "Response",
    "Upload",
    "Voice",
]
