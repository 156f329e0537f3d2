"""Which origin a statement goes back to where it credits nobody: whoever was heard of in time."""

from twosource.evidence.testimony import Made
from twosource.terms import Access, PartyKind, Standing
from twosource.tracing import TraceSettings, trace

MACHINE = Made(by="attribute 1", standing=Standing.SUGGESTION)
SETTINGS = TraceSettings(samples=300)


def origin_of(story, publisher):
    (outcome,) = trace([story.evidence()], settings=SETTINGS)
    statement = next(s for s in story.statements if s.chain.publisher.party_id == publisher)
    found = [o.party_id for o in outcome.values[0].origins if statement.statement_id in o.statement_ids]
    assert len(found) == 1
    return found[0]


def two_waves(story):
    """A police office is credited on the first day, the army by more reports three days later."""
    story.party("police", PartyKind.OFFICE).party("army", PartyKind.OFFICE)
    story.report("first paper", on=0)
    story.report("second paper", "police", on=0)
    for number in range(4):
        story.report(f"late paper {number}", "army", on=3)
    return story.report("last paper", on=4)


def test_nobody_has_it_from_whom_only_later_reports_bring_in(story):
    """The first paper credits nobody; the office was heard of that day, the army was not."""
    assert origin_of(two_waves(story), "first paper") == "police"


def test_whoever_writes_later_has_it_from_whom_most_credit(story):
    """By then the army leads."""
    assert origin_of(two_waves(story), "last paper") == "army"


def with_unnamed_doctor(story, *others):
    """A reporter on the spot and, through an agency, an unnamed doctor: a machine's placeholder."""
    story.party("reporter", PartyKind.PERSON).party("doctor", PartyKind.PLACEHOLDER, made=MACHINE)
    story.report("local paper", ("reporter", Access.SAW), on=0)
    for name in others:
        story.party(name, PartyKind.MONITOR).report(f"reader of {name}", name, on=1)
    return story.report("agency", "doctor", on=1)


def test_of_several_starting_points_a_party_nobody_holds_anything_of_is_led_to_none(story):
    """Two true witnesses are known: who had it from an unnamed doctor stays with the doctor."""
    assert origin_of(with_unnamed_doctor(story, "monitor"), "agency") == "doctor"


def test_where_there_is_one_starting_point_it_is_led_there(story):
    assert origin_of(with_unnamed_doctor(story), "agency") == "reporter"
