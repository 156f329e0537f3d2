"""What a named person decided about one exhibit that the rules alone would not read."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class PermissionKind(StrEnum):
    """What was decided: lift the limits, apply them again, or give the exhibit up as unreadable."""

    LIFTED = "limits lifted"
    APPLIED = "limits apply"
    SET_ASIDE = "set aside"


@dataclass(frozen=True, slots=True, kw_only=True)
class Permission:
    """One decision about one exhibit, by a named person, with the reason; the latest one counts."""

    permission_id: str
    exhibit_id: str
    kind: PermissionKind
    by: str
    why: str
    at: datetime
