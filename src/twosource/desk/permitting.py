"""What a person may decide about exhibits the rules would not read: lift limits, give a password, give up.

Each decision names who took it and why, and stands in the ledger. Passwords stand in none of the
records: they lie in one file of the case that only its owner can read.
"""

from dataclasses import replace

from twosource.desk.answers import resolve
from twosource.desk.case import CaseFolder, write_whole
from twosource.desk.workplace import Workplace
from twosource.errors import UsageError
from twosource.evidence.holdings import Exhibit
from twosource.evidence.outcome import Failure, Fate
from twosource.evidence.permissions import Permission, PermissionKind
from twosource.ids import key
from twosource.ports import View
from twosource.terms import Status

BY_PERSON = "a person"
SET_ASIDE = "set_aside"
OWNER_ONLY = 0o600


def decide(work: Workplace, name: str, kind: PermissionKind, *, by: str, why: str) -> Permission:
    """Record what a named person decided about one exhibit. Raises UsageError without name or reason."""
    exhibit_id = resolve(work, name)
    if work.store.get(Exhibit, exhibit_id) is None:
        raise UsageError(f"{name} is no exhibit.", remedy="Name one by its siglum, such as E17.")
    if not by.strip() or not why.strip():
        raise UsageError(
            "A decision about an exhibit needs a name and a reason.",
            safe="Nothing was decided.",
            remedy="Give both: --by 'Name' --why 'reason'.",
        )
    now = work.clock()
    permission = Permission(
        permission_id=key("permission", exhibit_id, kind.value, now.isoformat()),
        exhibit_id=exhibit_id,
        kind=kind,
        by=by.strip(),
        why=why.strip(),
        at=now,
    )
    with work.store.transaction():
        work.store.put([permission])
        if kind is PermissionKind.SET_ASIDE:
            work.store.put([_given_up(permission, work.store.get(Fate, exhibit_id))])
    return permission


def _given_up(permission: Permission, fate: Fate | None) -> Fate:
    """Return the last word on an exhibit that a person gave up."""
    why = Failure(
        code=SET_ASIDE,
        happened=f"{permission.by} set this exhibit aside as unreadable: {permission.why.rstrip('.')}.",
        remedy="`twosource allow` takes the decision back.",
    )
    before = fate or Fate(exhibit_id=permission.exhibit_id, status=Status.WAITING, failures=(why,))
    return replace(before, status=Status.REFUSED, failures=(why,), reader=BY_PERSON)


def decisions(view: View) -> dict[str, Permission]:
    """Return the latest decision about each exhibit that has one."""
    latest: dict[str, Permission] = {}
    for permission in view.all(Permission):
        before = latest.get(permission.exhibit_id)
        if before is None or before.at <= permission.at:
            latest[permission.exhibit_id] = permission
    return latest


def lifted(view: View) -> frozenset[str]:
    """Return the exhibits for which a person lifted the limits."""
    found = decisions(view).values()
    return frozenset(one.exhibit_id for one in found if one.kind is PermissionKind.LIFTED)


def passwords_of(folder: CaseFolder) -> tuple[str, ...]:
    """Return the passwords a person gave for locked exhibits of this case, one per line of its file."""
    if not folder.passwords.is_file():
        return ()
    # Not as a text file: a carriage return may be a letter of a password, and would end its line.
    return tuple(line for line in folder.passwords.read_bytes().decode("utf-8").split("\n") if line)


def add_password(work: Workplace, password: str, *, by: str) -> int:
    """Keep a password for locked exhibits; return how many there are now. Raises UsageError.

    The ledger says that somebody gave one, never which.
    """
    if not password or "\n" in password or not by.strip():
        raise UsageError(
            "A password of one line and the name of whoever gives it are needed.", safe="Nothing was kept."
        )
    if any("\ud800" <= letter <= "\udfff" for letter in password):
        raise UsageError(
            "The password holds bytes that are no letters of UTF-8, so it cannot be kept.",
            safe="Nothing was kept.",
            remedy="Give it in UTF-8; if it was set in an older encoding, unlock the exhibit elsewhere.",
        )
    known = passwords_of(work.folder)
    if password in known:
        return len(known)
    write_whole(work.folder.passwords, "\n".join((*known, password)) + "\n", mode=OWNER_ONLY)
    work.store.ledger.append("password given", {"by": by.strip(), "n": len(known) + 1})
    return len(known) + 1
