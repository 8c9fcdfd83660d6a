"""Everything that this room writes."""

from reflectory.listening.actions.consent import (
    Agreement,
    Withdrawal,
    agree,
    agree_many,
    withdraw,
    withdraw_many,
)

__all__ = ["Agreement", "Withdrawal", "agree", "agree_many", "withdraw", "withdraw_many"]
