"""The two ways a run ends early: the program's own exception, and something that the evaluator does not know."""


class Unknown(Exception):
    """A construct, a name or a conversion that the evaluator does not know. Попытка does not catch it."""


class Raised(Exception):
    """An exception of the language: ВызватьИсключение, or the platform's own complaint."""

    def __init__(self, text, cause=None):
        super().__init__(text)
        self.text = text
        self.cause = cause
        self.place = None

    def at(self, module, line):
        """Where it was raised: the innermost statement counts."""
        if self.place is None:
            self.place = (module, line)
        return self

    def in_full(self):
        place = "{{{}({})}}: ".format(*self.place) if self.place else ""
        cause = f"\nпо причине:\n{self.cause.in_full()}" if self.cause else ""
        return f"{place}{self.text}{cause}"
