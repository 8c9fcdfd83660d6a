"""Forms and their versions, asks, invitations, what was answered, voices and what they agreed to."""

from reflectory.listening.models.after_action import AfterActionReview, ReviewAction, ReviewNote
from reflectory.listening.models.answers import AnonymousResponse, AnonymousTally, Draft, Response, Upload
from reflectory.listening.models.asks import Ask, AskReader, Invitation
from reflectory.listening.models.expectations import Expectation
from reflectory.listening.models.forms import Form, FormVersion, LibraryQuestion
from reflectory.listening.models.interviews import (
    Interview,
    InterviewCell,
    InterviewMove,
    SamplingFrame,
    SecondReading,
    Stratum,
    Transcript,
)
from reflectory.listening.models.letters import EmailRefusal, InvitationLink
from reflectory.listening.models.power import BothSides
from reflectory.listening.models.voices import BASES, Consent, ConsentText, Voice

__all__ = [
    "BASES",
    "AfterActionReview",
    "AnonymousResponse",
    "AnonymousTally",
    "Ask",
    "AskReader",
    "BothSides",
    "Consent",
    "ConsentText",
    "Draft",
    "EmailRefusal",
    "Expectation",
    "Form",
    "FormVersion",
    "Interview",
    "InterviewCell",
    "InterviewMove",
    "Invitation",
    "InvitationLink",
    "LibraryQuestion",
    "Response",
    "ReviewAction",
    "ReviewNote",
    "SamplingFrame",
    "SecondReading",
    "Stratum",
    "Transcript",
    "Upload",
    "Voice",
]
