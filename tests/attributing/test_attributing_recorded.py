"""Who stands behind the rows of a record: chains, one per source, and one statement per chain."""

from datetime import date

import pytest

from twosource.attributing import attribute_rows
from twosource.attributing.recorded import chains_of, event_of, names_in
from twosource.dates import day
from twosource.evidence.events import Place, RecordRow
from twosource.evidence.holdings import Page, Rendition
from twosource.evidence.testimony import Made, Party
from twosource.terms import Action, Channel, PartyKind, RenditionKind, Standing

PERSON = Made(by="case.toml", standing=Standing.JUDGEMENT, why="declared")
SOHR = ("Syrian Observatory for Human Rights", PartyKind.MONITOR)
AIRWARS = ("Airwars", PartyKind.MONITOR)
REUTERS = ("Reuters", PartyKind.AGENCY)


def row(number=1, sources=("SOHR",), offices=(), where=1, best=2, sides=("Government of Syria", "IS")):
    return RecordRow(
        row_id=f"row-{number}", exhibit_id="e" * 64, row_number=number, span=day(date(2016, 3, 5)),
        side_a=sides[0], side_b=sides[1], place=Place(as_written="Tadmur"), where_precision=where,
        date_precision=1, deaths_low=1, deaths_best=best, deaths_high=9, sources=sources, offices=offices,
    )  # fmt: skip


def record(n=3, columns="dyad_new_id: 1\nconflict_new_id: 2\n", metadata=()):
    rows = [f"id: {i}\n{columns}side_a: A\n\n" for i in range(1, n + 1)]
    starts = [sum(map(len, rows[:i])) for i in range(n)]
    return Rendition(
        rendition_id="r", exhibit_id="e" * 64, kind=RenditionKind.TEXT, text="".join(rows),
        pages=tuple(Page(number=i + 1, start=s, end=s + len(rows[i])) for i, s in enumerate(starts)),
        maker="text", maker_version="1", metadata=metadata,
    )  # fmt: skip


def attributed(rows, known=(), **more):
    return attribute_rows(rows, rendition=record(**more), known=known, about="claim")


def names_of(made):
    by_id = {p.party_id: p.name for p in made.parties}
    return [by_id[link.party_id] for link in made.statement.chain.links]


class TestNames:
    @pytest.mark.parametrize(
        ("written", "expected"),
        [
            (("SOHR", "SOHR"), (SOHR,)),
            (("sohr",), (SOHR,)),
            (("SOHR, airwars",), (SOHR, AIRWARS)),
            (("SOHR Airwars",), (SOHR, AIRWARS)),
            (("SOHR and Air Wars",), (SOHR, AIRWARS)),
            (("Reuters News",), (REUTERS,)),
            (("A village council",), (("A village council", PartyKind.ORGANISATION),)),
            (("Local sources",), (("local sources", PartyKind.PLACEHOLDER),)),
            ((" ; ",), ()),
        ],
    )
    def test_each_party_once_and_in_one_form(self, written, expected):
        assert names_in(written) == expected

    def test_an_outlet_stands_before_the_source_it_has_it_from(self):
        assert chains_of(row(sources=("SOHR",), offices=("Reuters News",))) == ((REUTERS, SOHR),)

    def test_a_monitor_that_publishes_itself_stands_once(self):
        assert chains_of(row(sources=("SOHR",), offices=("SOHR",))) == ((SOHR,),)

    def test_two_sources_are_two_chains(self):
        assert chains_of(row(sources=("SOHR, Airwars",), offices=("SOHR", "Airwars"))) == (
            (SOHR,),
            (AIRWARS,),
        )

    def test_of_several_outlets_nobody_says_which_had_it_from_whom(self):
        assert chains_of(row(sources=("SOHR",), offices=("Reuters", "BBC"))) == ((SOHR,),)

    def test_a_row_that_names_no_source_has_it_from_its_outlet_and_else_from_the_record_alone(self):
        assert chains_of(row(sources=(), offices=("Reuters",))) == ((REUTERS,),)
        assert chains_of(row(sources=(), offices=())) == ((),)


class TestStatements:
    def test_rows_that_rest_on_the_same_people_make_one_statement_whatever_their_number(self):
        (made,) = attributed([row(1), row(2), row(3, sources=("SOHR", "SOHR"))])
        assert names_of(made) == ["UCDP", "Syrian Observatory for Human Rights"]
        assert made.statement.made.why.startswith("3 rows of the record say so and rest on the same people")
        assert [r.row_number for r in made.rows] == [1, 2, 3]

    def test_the_words_relied_on_are_those_of_the_most_exact_row(self):
        (made,) = attributed([row(1, where=3), row(2, where=1), row(3, where=2)])
        assert made.passage.text.startswith("id: 2\n")
        assert not made.passage.text.endswith("\n")

    def test_a_statement_is_a_suggestion_and_says_how_each_link_passed_it_on(self):
        (made,) = attributed([row(sources=("SOHR",), offices=("Reuters",))])
        assert [link.channel for link in made.statement.chain.links] == [
            Channel.RECORD, Channel.PUBLICATION, Channel.RECORD,
        ]  # fmt: skip
        assert not made.statement.made.is_judgement

    def test_a_party_of_the_case_is_met_under_any_spelling(self):
        own = Party(
            party_id="p-1", name="The Observatory in Coventry", kind=PartyKind.MONITOR, made=PERSON,
            aliases=("Syrian Observatory",),
        )  # fmt: skip
        (made,) = attributed([row()], known=(own,))
        assert made.statement.chain.innermost.party_id == "p-1"

    def test_the_record_is_kept_by_its_publisher_else_by_whom_its_columns_show_else_by_nobody_named(self):
        assert names_of(attributed([row()], metadata=(("publisher", "The Archive"),))[0])[0] == "The Archive"
        assert names_of(attributed([row()])[0])[0] == "UCDP"
        (made,) = attributed([row()], columns="")
        assert made.parties[0].kind is PartyKind.PLACEHOLDER

    def test_a_record_that_names_itself_as_its_source_is_one_link(self):
        (made,) = attributed([row(sources=("The Archive",))], metadata=(("publisher", "The Archive"),))
        assert names_of(made) == ["The Archive"]

    def test_a_row_that_does_not_stand_in_the_rendition_is_left_out(self):
        assert attributed([row(99)]) == ()

    def test_the_same_rows_in_any_order_give_the_same_statements(self):
        rows = [row(1), row(2, sources=("Airwars",)), row(3)]
        forth, back = attributed(rows), attributed(rows[::-1])
        assert [m.statement for m in forth] == [m.statement for m in back]


class TestEvents:
    def test_armed_sides_fight_and_civilians_are_assaulted_by_the_other_side(self):
        assert event_of(row()).action is Action.FIGHT
        against = event_of(row(sides=("Civilians", "IS")))
        assert (against.action, against.actor, against.counterpart) == (Action.ASSAULT, "IS", "Civilians")

    def test_deaths_keep_their_bounds(self):
        (count,) = event_of(row(best=4)).counts
        assert (count.as_written, count.low, count.high) == ("4", 1.0, 9.0)
