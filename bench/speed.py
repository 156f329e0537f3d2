"""Speed: what a person waits for. The demonstration whole and again, its weighing, its page, 3,000 mails.

Each figure is wall time of the product path on this machine; the mails come from the data folder
and are left out, with a sentence, where it has none. Words per second on news, and how they grow, are
those of `bench attribution`; here stand those of the demonstration, in all its languages.
"""

import resource
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from bench.attribution_speed import n_words
from bench.runner import Report, Result
from bench.taggers import tagger_at_hand
from twosource.attributing import AttributeSettings, attribute
from twosource.desk import Desk, find_prepared
from twosource.desk.case import CaseFolder
from twosource.desk.publishing import write_draft
from twosource.evidence.claims import Question
from twosource.evidence.elicitation import Elicitation
from twosource.evidence.holdings import Rendition
from twosource.ports import Tagger
from twosource.weighing import WeighSettings, weigh

NAME = "speed"
EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "palmyra"
MAILS = Path("mail") / "clinton_sample.zip"
REPEATS = 7
T = TypeVar("T")


def run(data: Path) -> Report:
    """Measure and return the figures; nothing is read but the demonstration and the mails."""
    with tempfile.TemporaryDirectory() as folder:
        results = list(_demonstration(Path(folder)))
        if (data / MAILS).is_file():
            results += _mails(Path(folder), data / MAILS)
    return Report(results=tuple(results))


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    start = time.perf_counter()
    value = work()
    return time.perf_counter() - start, value


def _result(metric: str, group: str, ours: float, target: str, n: int = 1) -> Result:
    return Result(benchmark=NAME, metric=metric, group=group, ours=ours, n=n, target=target)


def _demonstration(folder: Path) -> list[Result]:
    prepared = find_prepared((EXAMPLE,), None)
    if prepared.declarations is None:
        return []
    case = Desk.new(folder / "demonstration", prepared.declarations.read_text("utf-8"))
    with Desk.open(case) as desk:
        whole, _ = _timed(lambda: desk.examine(prepared.paths))
        again, _ = _timed(lambda: desk.examine(prepared.paths))
        page, _ = _timed(lambda: write_draft(desk.work))
        attributed = list(_attributing(list(desk.store.all(Rendition))))
        elicitation = next(iter(desk.store.all(Elicitation)))
        question = next(q for q in desk.store.all(Question) if q.question_id == elicitation.question_id)
    settings = WeighSettings()
    times = [
        _timed(lambda: list(weigh([(question, elicitation)], settings=settings)))[0] for _ in range(REPEATS)
    ]
    return [
        _result("examine, seconds", "demonstration", whole, "< 5"),
        _result("examine again, seconds", "demonstration", again, "no work"),
        _result("dossier, seconds", "demonstration", page, "< 5"),
        *attributed,
        _result(
            "weighing with 1,000 draws, ms", "Appendix A", 1000 * sorted(times)[REPEATS // 2], "< 50", REPEATS
        ),
    ]


def _attributing(renditions: Sequence[Rendition]) -> Iterator[Result]:
    """Yield words per second from texts to statements, by rules alone and with the tagger's two threads."""
    n = sum(n_words(rendition.text) for rendition in renditions)
    for way, tagger in (("rules alone", None), ("rules and tagger", tagger_at_hand())):
        if tagger is None and way != "rules alone":
            return

        def attributed(tagger: Tagger | None = tagger) -> int:
            found = attribute(renditions, known=(), settings=AttributeSettings(), tagger=tagger)
            return sum(len(outcome.values) for outcome in found)

        attributed()
        seconds, _ = _timed(attributed)
        yield _result(f"words per second, {way}", "demonstration", n / seconds, ">= 5,000 on 2 cores", n)


def _mails(folder: Path, mails: Path) -> list[Result]:
    Desk.new(folder / "mails")
    with Desk.open(CaseFolder(folder / "mails")) as desk:
        received, answer = _timed(lambda: desk.receive([mails]))
        read, _ = _timed(desk.read)
        again, _ = _timed(lambda: (desk.receive([mails]), desk.read()))
        n = answer.n_exhibits
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [
        _result("receive and read, seconds", "mails", received + read, "< 60", n),
        _result("again, seconds", "mails", again, "no work", n),
        _result("peak memory so far, MiB", "mails", peak, "< 1024", n),
    ]
