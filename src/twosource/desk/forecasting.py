"""Forecasts: said with a probability and a day, settled by what happened, scored, and never changed.

A second thought is a new forecast of the same sentence for the same day and takes the place of the earlier
one of the same person. What came true settles the sentence, whoever forecast it.
"""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from twosource.desk.answers import resolve
from twosource.desk.forecast_reading import NOTHING_KEPT, read_day, read_probability, refused
from twosource.desk.layer_listing import veiled
from twosource.desk.reviewed import person
from twosource.desk.signing import signed
from twosource.desk.workplace import Workplace
from twosource.errors import NothingMatchedError
from twosource.evidence.claims import Question
from twosource.evidence.codec import kind_of
from twosource.evidence.forecasts import CameTrue, Forecast, ForecastOutcome
from twosource.evidence.quoting import within_marks
from twosource.evidence.testimony import Made
from twosource.ids import key
from twosource.store.engine import RECORD
from twosource.terms import Standing, likelihood, likelihood_word
from twosource.weighing.forecast_words import THE_DESK, Record, Unscored, record_of, record_sentences
from twosource.weighing.words import answered_figure, figure

JUDGED = "A forecast is a judgement, and so is how it turned out"
LONGEST = 400
OUTCOME = f'"record":"{kind_of(ForecastOutcome)}",'
LOOK = "`twosource forecast` lists them all."
CAME = {
    **dict.fromkeys(("yes", "نعم"), CameTrue.YES),
    **dict.fromkeys(("no", "لا"), CameTrue.NO),
    **dict.fromkeys(("void", "ملغى"), CameTrue.VOID),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What somebody forecasts: the sentence, a likelihood word or a figure, the day, who and why."""

    text: str
    p: str
    due: str
    by: str
    why: str
    question: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastRow:
    """One forecast as it stands: `state` in words, `days` until it is due, negative where that is past."""

    siglum: str
    text: str
    p: float
    word: str
    is_word: bool
    due: date
    days: int
    by: str
    at: datetime
    why: str
    question: str
    state: str
    settled_by: str = ""
    settled_why: str = ""
    evidence: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Say whether it waits for what happens."""
        return self.state in ("open", "due", "overdue")


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastAnswer:
    """One forecast and what has to be said about it."""

    forecast: ForecastRow
    notes: tuple[str, ...] = ()
    is_unchanged: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAnswer:
    """A record with its sentences."""

    record: Record
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastsAnswer:
    """Every forecast, those to settle first, and the record of the desk and of each person."""

    forecasts: tuple[ForecastRow, ...]
    desk: RecordAnswer
    people: tuple[RecordAnswer, ...]


Sentence = tuple[str, date]


class _Ledger:
    """All forecasts with what settled them; a sentence is one for everybody who forecast it."""

    def __init__(self, work: Workplace) -> None:
        self.work = work
        self.today = work.clock().date()
        self.all = list(work.store.all(Forecast))
        by_id = {f.forecast_id: f for f in self.all}
        self.outcomes: dict[Sentence, list[ForecastOutcome]] = defaultdict(list)
        for outcome in work.store.all(ForecastOutcome):
            self.outcomes[sentence_of(by_id[outcome.forecast_id])].append(outcome)
        self.latest: dict[tuple[Sentence, str], Forecast] = {}
        self.said = Counter((sentence_of(f), f.made.by) for f in self.all)
        for forecast in self.all:
            self.latest[sentence_of(forecast), forecast.made.by] = forecast

    def outcome(self, forecast: Forecast) -> ForecastOutcome | None:
        """Return what settled a sentence: the latest outcome, whoever recorded it."""
        found = self.outcomes.get(sentence_of(forecast))
        return found[-1] if found else None

    def was_settled(self, forecast: Forecast) -> bool:
        """Say whether a sentence was ever settled, also where the outcome was taken back: the ledger knows.

        Else a failure could be taken back, forecast anew with what is known, and settled again.
        """
        sentence = sentence_of(forecast)
        ids = {f.forecast_id for f in self.all if sentence_of(f) == sentence}
        return bool(ids) and any(
            entry.kind == RECORD and OUTCOME in entry.line[:60] and entry.record.forecast_id in ids
            for entry in self.work.store.ledger.entries()
        )

    def unscored(self, standing: Sequence[Forecast]) -> Unscored:
        """Return what of somebody's forecasts was called void, or is overdue and was never settled."""
        found = [(f, o) for f in standing if (o := self.outcome(f)) and o.came_true is CameTrue.VOID]
        overdue = [f for f in standing if f.due < self.today and self.outcome(f) is None]
        left = [*(f for f, _ in found), *overdue]
        return Unscored(
            p=tuple(f.p for f in left),
            words=tuple(f.word or likelihood_word(f.p) for f in left),
            n_void=len(found),
            n_overdue=len(overdue),
            n_own=sum(o.made.by == f.made.by for f, o in found),
            n_was_settled=sum(
                any(o.came_true is not CameTrue.VOID for o in self.outcomes[sentence_of(f)]) for f, _ in found
            ),
        )

    def standing(self) -> Iterable[Forecast]:
        """Return the forecasts that count: the latest of each person for each sentence."""
        return self.latest.values()

    def row(self, forecast: Forecast) -> ForecastRow:
        """Return a forecast as it is shown."""
        store, outcome = self.work.store, self.outcome(forecast)
        return ForecastRow(
            siglum=store.siglum(forecast.forecast_id),
            text=forecast.text,
            p=forecast.p,
            word=forecast.word or likelihood_word(forecast.p),
            is_word=bool(forecast.word),
            due=forecast.due,
            days=(forecast.due - self.today).days,
            by=forecast.made.who,
            at=forecast.at,
            why=forecast.made.why,
            question=store.siglum(forecast.question_id) if forecast.question_id else "",
            state=self._state(forecast, outcome),
            settled_by=outcome.made.who if outcome else "",
            settled_why=outcome.made.why if outcome else "",
            evidence=tuple(store.siglum(i) or i for i in outcome.evidence) if outcome else (),
        )

    def _state(self, forecast: Forecast, outcome: ForecastOutcome | None) -> str:
        later = self.latest[sentence_of(forecast), forecast.made.by]
        if later.forecast_id != forecast.forecast_id:
            return f"superseded by {self.work.store.siglum(later.forecast_id)}"
        if outcome is not None:
            return {
                CameTrue.YES: "came true",
                CameTrue.NO: "did not come true",
                CameTrue.VOID: "void",
            }[outcome.came_true]
        if forecast.due < self.today:
            return "overdue"
        return "due" if forecast.due == self.today else "open"


def sentence_of(forecast: Forecast) -> Sentence:
    """Return what makes two forecasts forecasts of the same: the words, however typed, and the day."""
    return _folded(forecast.text), forecast.due


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split()).rstrip(".!؟? ").casefold()


def make_forecast(work: Workplace, said: Said) -> ForecastAnswer:
    """Record a forecast. Raises UsageError for a name, reason, probability or day that cannot be."""
    text = " ".join(said.text.split())
    if len(text) < 2:
        raise refused("A forecast is a sentence about what will be known by a day.", "Write it out.")
    if len(text) > LONGEST:
        raise refused(
            f"A forecast is one sentence, and this has {len(text):,} characters.",
            f"Say in at most {LONGEST} what will be known by the day.",
        )
    by, why = signed(said.by, said.why, JUDGED, safe=NOTHING_KEPT)
    p, word = read_probability(said.p)
    due = read_day(said.due, work.clock().date())
    question = _question(work, said.question)
    ledger = _Ledger(work)
    made = Made(by=person(by), standing=Standing.JUDGEMENT, why=why, p=p)
    forecast = Forecast(
        forecast_id=key("forecast", text, due.isoformat(), repr(p), by, work.clock().isoformat()),
        text=text,
        p=p,
        word=word,
        due=due,
        at=work.clock(),
        question_id=question,
        made=made,
    )
    settled = ledger.outcome(forecast)
    if settled is not None:
        raise refused(
            f"“{within_marks(text)}” is settled already: {settled.came_true}, says {settled.made.who}.",
            "What is known can no longer be forecast. Take the outcome back with --undo if it is wrong.",
        )
    earlier = ledger.latest.get((sentence_of(forecast), made.by))
    if ledger.was_settled(forecast):
        raise refused(
            f"“{text}” was settled once and the outcome taken back: whoever forecasts it now may know.",
            "What was forecast before stands. A sentence of its own, or another --due, can be forecast.",
        )
    if earlier is not None and (earlier.p, earlier.word) == (p, word):
        return veiled(work, ForecastAnswer(forecast=ledger.row(earlier), is_unchanged=True))
    with work.store.transaction():
        work.store.put([forecast])
    notes = [_how_scored(p, word)]
    if earlier is not None:
        was = answered_figure(earlier.p)
        notes.append(
            f"It takes the place of {work.store.siglum(earlier.forecast_id)} ({was}), which stays in the "
            "ledger."
        )
    others = [f for (s, who), f in ledger.latest.items() if s == sentence_of(forecast) and who != made.by]
    notes += [f"{f.made.who} said {answered_figure(f.p)} of the same." for f in others]
    return veiled(work, ForecastAnswer(forecast=_Ledger(work).row(forecast), notes=tuple(notes)))


def settle(
    work: Workplace, name: str, came_true: str, *, by: str, why: str, evidence: Sequence[str] = ()
) -> ForecastAnswer:
    """Record how a forecast turned out. Raises UsageError, and NothingMatchedError for what nobody said."""
    ledger, forecast = _found(work, name)
    came = CAME.get(came_true.strip().casefold())
    if came is None:
        raise refused(
            f"“{came_true}” is no outcome.", "A forecast came true (yes), did not (no), or is void (void)."
        )
    by, why = signed(by, why, JUDGED, safe=NOTHING_KEPT)
    ids = tuple(resolve(work, one) for one in evidence)
    before = ledger.outcome(forecast)
    if before is not None and before.came_true is came and before.made.by == person(by):
        return veiled(work, ForecastAnswer(forecast=ledger.row(forecast), is_unchanged=True))
    outcome = ForecastOutcome(
        outcome_id=key("forecast outcome", forecast.forecast_id, came, by, work.clock().isoformat()),
        forecast_id=forecast.forecast_id,
        came_true=came,
        at=work.clock(),
        evidence=ids,
        made=Made(by=person(by), standing=Standing.JUDGEMENT, why=why),
    )
    with work.store.transaction():
        work.store.put([outcome])
    now = _Ledger(work)
    return veiled(
        work,
        ForecastAnswer(forecast=now.row(forecast), notes=tuple(_settled(now, forecast, came, before, ids))),
    )


def unsettle(work: Workplace, name: str, *, by: str, why: str) -> ForecastAnswer:
    """Take one's own outcome back; the one before counts again. Raises UsageError where there is none."""
    ledger, forecast = _found(work, name)
    by, why = signed(by, why, JUDGED, safe=NOTHING_KEPT)
    outcome = ledger.outcome(forecast)
    if outcome is None:
        raise refused(
            f"{name.upper()} is not settled, and what was forecast stays forecast.",
            f"Say it anew with another probability, or call it void: "
            f"twosource forecast {name.upper()} void --by NAME --why REASON.",
        )
    if outcome.made.by != person(by):
        who = outcome.made.who
        raise refused(
            f"The outcome of {name.upper()} was recorded by {who}, who alone can take it back.",
            "Record what you hold to be right: the latest outcome counts.",
        )
    work.store.withdraw(ForecastOutcome, [outcome.outcome_id], f"{by}: {why}")
    now = _Ledger(work)
    before = now.outcome(forecast)
    note = f"It counts as {before.came_true} again." if before else "It is an open question again."
    return veiled(work, ForecastAnswer(forecast=now.row(forecast), notes=(note,)))


def forecasts(work: Workplace) -> ForecastsAnswer:
    """Return every forecast, overdue ones first, and what the desk's words have been worth so far."""
    ledger = _Ledger(work)
    rows = sorted((ledger.row(f) for f in ledger.all), key=_place)
    standing = list(ledger.standing())
    settled = [f for f in standing if ledger.outcome(f) is not None]
    names = sorted({f.made.who for f in settled})
    desk = _scored(ledger, THE_DESK, standing)
    people = [_scored(ledger, name, [f for f in standing if f.made.who == name]) for name in names]
    answer = ForecastsAnswer(
        forecasts=tuple(rows), desk=desk, people=tuple(people) if len(people) > 1 else ()
    )
    return veiled(work, answer)


def _scored(ledger: _Ledger, who: str, standing: Sequence[Forecast]) -> RecordAnswer:
    outcomes = [(f, o.came_true) for f in standing if (o := ledger.outcome(f)) is not None]
    scored = [(f, came) for f, came in outcomes if came is not CameTrue.VOID]
    record = record_of(
        who,
        [f.p for f, _ in scored],
        [came is CameTrue.YES for _, came in scored],
        [f.word for f, _ in scored],
        unscored=ledger.unscored(standing),
        n_changed=sum(ledger.said[sentence_of(f), f.made.by] > 1 for f, _ in scored),
    )
    return RecordAnswer(record=record, sentences=tuple(record_sentences(record)))


def _place(row: ForecastRow) -> tuple[int, date, datetime]:
    order = {"overdue": 0, "due": 1, "open": 2}
    return order.get(row.state, 4 if row.state.startswith("superseded") else 3), row.due, row.at


def _question(work: Workplace, name: str) -> str:
    if not name.strip():
        return ""
    found = work.store.by_siglum(name.strip().upper()) or name.strip()
    for candidate in (found, f"question-{found}"):
        if work.store.get(Question, candidate) is not None:
            return candidate
    raise NothingMatchedError(
        f"No question of this case is called {name!r}.",
        remedy="`twosource moved` lists them; the first is Q1.",
    )


def _found(work: Workplace, name: str) -> tuple[_Ledger, Forecast]:
    ledger = _Ledger(work)
    found = work.store.by_siglum(name.strip().upper()) or name.strip()
    forecast = work.store.get(Forecast, found)
    if forecast is None:
        raise NothingMatchedError(f"No forecast is called {name.strip().upper()}.", remedy=LOOK)
    return ledger, ledger.latest[sentence_of(forecast), forecast.made.by]


def _how_scored(p: float, word: str) -> str:
    if not word:
        return f"In words: {likelihood(likelihood_word(p)).label()}."
    term = likelihood(word)
    band = f"{figure(term.low or 0.0)} to {figure(term.high or 1.0)}"
    return f"“{term.label()}” is kept as said ({band}) and scored at {answered_figure(p)}, its point."


def _settled(
    ledger: _Ledger,
    forecast: Forecast,
    came: CameTrue,
    before: ForecastOutcome | None,
    evidence: Sequence[str],
) -> Iterable[str]:
    if forecast.due > ledger.today:
        days = (forecast.due - ledger.today).days
        early = f"{days} {'day' if days == 1 else 'days'} early"
        yield f"It was due on {forecast.due.isoformat()}: settled {early}."
    if before is not None and before.came_true is not came:
        yield f"It had been recorded as {before.came_true} by {before.made.who}."
    if not evidence and came is not CameTrue.VOID:
        yield "No evidence was named; --evidence E7 says what shows it."
    for one in ledger.standing():
        if came is not CameTrue.VOID and sentence_of(one) == sentence_of(forecast):
            score = (one.p - (came is CameTrue.YES)) ** 2
            who = one.made.who
            yield f"{who} had said {answered_figure(one.p)}: Brier {figure(score)} for this one."
