"""What was weighed, of all questions or of one: whoever prints or draws it chooses in the same way."""

from twosource.desk.workplace import Workplace
from twosource.errors import NothingMatchedError
from twosource.evidence.claims import Question
from twosource.evidence.readouts import Weighing

SHOWS = "`twosource weigh` shows what was weighed; questions are declared in case.toml."
PREFIX = "question-"


def weighed(work: Workplace, name: str = "", *, why_not: str = "") -> list[tuple[str, Weighing]]:
    """Return each weighed question with its siglum, or one by its siglum or its name in case.toml.

    Raises NothingMatchedError for a name that none has, and for a question that was not weighed; `why_not`
    is what is known of the reason, and what to do. Without a name, nothing weighed is an empty list.
    """
    found = [(work.store.siglum(w.question_id), w) for w in work.store.all(Weighing) if w.hypotheses]
    if not name:
        return found
    asked = {q.question_id: work.store.siglum(q.question_id) for q in work.store.all(Question)}
    called = [q for q, siglum in asked.items() if _is_called(name, q, siglum)]
    wanted = [(siglum, w) for siglum, w in found if w.question_id in called]
    if not wanted and called:
        raise NothingMatchedError(f"{name} was not weighed.", remedy=why_not or SHOWS)
    if not wanted:
        raise NothingMatchedError(f"No weighed question is called {name}.", remedy=SHOWS)
    return wanted


def _is_called(name: str, question_id: str, siglum: str) -> bool:
    names = (siglum, question_id, question_id.removeprefix(PREFIX))
    return name.strip().casefold() in {one.casefold() for one in names if one}
