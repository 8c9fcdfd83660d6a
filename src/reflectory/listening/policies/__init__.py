"""Who may do what in this room: `can_x` answers, `check_can_x` raises `Refused` with a sentence for the person."""

from reflectory.listening.policies.consent import (
    can_record_consent,
    check_can_record_consent,
    lets_record_consent,
)

__all__ = ["can_record_consent", "check_can_record_consent", "lets_record_consent"]
