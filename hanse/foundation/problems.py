"""The one error type users see: what went wrong, where, why, and what to do."""


class HanseError(Exception):
    """A problem the user can act on.

    `what` is one sentence; `where` names file and line or field; `why` gives the rule that was
    broken; `remedy` says what to do. The command line prints it without a traceback.
    """

    def __init__(self, what: str, *, where: str = "", why: str = "", remedy: str = "") -> None:
        self.what = what
        self.where = where
        self.why = why
        self.remedy = remedy
        super().__init__(what, where, why, remedy)

    def __str__(self) -> str:
        lines = [self.what]
        for label, text in (("Where", self.where), ("Why", self.why), ("Try", self.remedy)):
            if text:
                lines.append(f"  {label}: {text}")
        return "\n".join(lines)
