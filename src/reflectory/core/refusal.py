"""What is raised when somebody may not do something: a plain sentence, shown to them as it is."""


class Refused(Exception):
    """Its text says what cannot be done, why, and where there is one, who can."""
