"""A small case for reviewing, in our own words, and a machine that can be made to read otherwise."""

from dataclasses import replace

from twosource.desk import Desk, pipeline
from twosource.desk.workplace import Settings
from twosource.evidence.testimony import Statement

# The rules alone: reviewing is tested, not how well a model reads.
BY_RULES = Settings(uses_model=False)
HARBOUR = """Publisher: Harbour Gazette
Published: 2016-05-02

The road was quiet that week.
Kestrel Television reported that the fighters withdrew heavy artillery from Palmyra to Raqqa.
A defector told Kestrel Television that the withdrawal was agreed with the government.
Nobody else was asked.
"""
UPLAND = """Publisher: Upland Mail
Published: 2016-05-03

According to Kestrel Television, the fighters withdrew heavy artillery from Palmyra to Raqqa.
"""
ARABIC = """Publisher: صحيفة المرفأ
Published: 2016-05-04

كان الطريق هادئا في ذلك الأسبوع.
قالت قناة العوسق إن المقاتلين سحبوا المدفعية الثقيلة من تدمر إلى الرقة.
لم يُسأل أحد غيرهم.
"""


def write_reports(folder):
    cache = folder / "reports"
    cache.mkdir()
    for name, text in (("harbour", HARBOUR), ("upland", UPLAND), ("marfa", ARABIC)):
        (cache / f"{name}.txt").write_text(text, "utf-8")
    return cache


def open_case(folder, declarations="", clock=None):
    """Return a desk over a case that was read and analysed; the caller closes it."""
    case = Desk.new(folder / "case", declarations)
    desk = Desk.open(case, settings=BY_RULES, **({"clock": clock} if clock else {}))
    desk.receive([write_reports(folder)])
    desk.read()
    desk.analyse()
    return desk


def saying(desk, words):
    """Return the answer of the one counted statement whose words hold these, credited to somebody."""
    found = [s for s in desk.statements() if words in s.words and len(s.chain) > 1]
    assert found, f"no statement says {words!r}"
    return found[0]


def read_otherwise(monkeypatch, change):
    """Let the machine change every statement it suggests by a function; None drops it."""
    usual = pipeline.attribute

    def attribute(renditions, **given):
        for outcome in usual(renditions, **given):
            values = tuple(
                new
                for value in outcome.values
                if (new := change(value) if isinstance(value, Statement) else value) is not None
            )
            yield replace(outcome, values=values)

    monkeypatch.setattr(pipeline, "attribute", attribute)


def attribute_again(desk):
    desk.store.forget("attribute")
    desk.analyse()
