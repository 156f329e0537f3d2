"""Hosts, sealed keepers and the withdrawn: whose failure takes whom along, beside brute force."""

from dataclasses import replace
from itertools import combinations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from twosource.evidence.testimony import Made, Tie
from twosource.terms import Access, Channel, PartyKind, Standing
from twosource.tracing import TraceSettings, headline, trace
from twosource.tracing.cut import reaching
from twosource.tracing.worlds import World, _guests, _introduce, fewest

NAMES = list("abcdefg")
MADE = Made(by="person:Nadia", standing=Standing.JUDGEMENT)


def tied(guest, host):
    return Tie(
        tie_id=f"{guest}-{host}", from_party=guest, to_party=host, kind="introduced by", p=1.0, made=MADE
    )


def world_of(edges, starts, desk, ties):
    """A world as tracing builds it: with the detours, the plain graph beside it, and who falls with whom."""
    plain = World(frozenset(starts), {t: frozenset(h) for t, h in edges.items()}, frozenset(desk), {})
    led, held = {t: set(h) for t, h in edges.items()}, set(desk)
    _introduce(led, held, ties, {})
    return World(
        frozenset(starts),
        {t: frozenset(h) for t, h in led.items()},
        frozenset(held),
        {},
        plain=plain,
        guests=_guests(ties, {}),
    )


def brute(world, firm=frozenset()):
    """Try every set: it fails, and everybody it introduced fails with it."""
    free = [n for n in NAMES if n not in firm]
    for size in range(len(free) + 1):
        for chosen in combinations(free, size):
            gone = set(chosen).union(*(world.guests.get(n, ()) for n in chosen))
            edges = {t: h - gone for t, h in world.plain.edges.items() if t not in gone}
            if not reaching(edges, world.plain.starts - gone) & (world.plain.desk - gone):
                return size
    return None


@st.composite
def worlds(draw):
    pairs = [(a, b) for a in NAMES for b in NAMES if a != b]
    edges = {}
    for tail, head in draw(st.lists(st.sampled_from(pairs), max_size=16)):
        edges.setdefault(tail, set()).add(head)
    starts = draw(st.sets(st.sampled_from(NAMES), max_size=4))
    desk = draw(st.sets(st.sampled_from(NAMES), max_size=4))
    ties = [tied(g, h) for g, h in draw(st.lists(st.sampled_from(pairs), max_size=4, unique=True))]
    return world_of(edges, starts, desk, ties)


@settings(max_examples=300, deadline=None)
@given(worlds())
def test_with_hosts_the_cut_is_as_small_as_brute_force_finds(world):
    """Hosts of carriers among them: no smaller set leaves nothing, guests failing with their hosts."""
    assert fewest(world, at_most=9).size == brute(world)


@settings(max_examples=150, deadline=None)
@given(worlds(), st.sets(st.sampled_from(NAMES), max_size=3))
def test_those_relied_on_are_no_part_of_it(world, firm):
    """With some uncuttable the answer is brute force's, or there is none."""
    cut = fewest(world, uncuttable=firm, at_most=9)
    expected = brute(world, frozenset(firm))
    if expected is None:
        assert not cut.is_complete
    else:
        assert cut.size <= 9
        assert cut.size == expected
        assert not cut.party_ids & firm


def test_a_host_of_a_carrier_lends_it_no_road_of_its_own():
    """What the host says reaches the desk through one keeper only, though its guest has another reader."""
    edges = {"w": {"h"}, "h": {"k"}, "v": {"k"}, "g": {"o"}}
    world = world_of(edges, {"w", "v"}, {"k", "o"}, [tied("g", "h")])
    assert fewest(world, at_most=5).size == 1
    assert fewest(world, at_most=5).party_ids == {"k"}


def counted(story, withdrawn=(), trusted=()):
    evidence = replace(story.evidence(), withdrawn=tuple(withdrawn))
    (outcome,) = trace([evidence], settings=TraceSettings(samples=500, trusted=tuple(trusted)))
    return outcome.values[0]


def test_a_withdrawn_broadcaster_takes_its_forty_copies_along(story):
    """Nobody becomes the first in its place: a copy that credits nobody has it from it all the same."""
    text = " ".join(f"word{i}" for i in range(60))
    story.report("broadcaster", ("witness", Access.SAW), text=text)
    for number in range(8):
        story.report(f"outlet_{number}", "broadcaster", on=1)
    story.report("blog", text=text + " more", on=2)
    count = counted(story, ["broadcaster"])
    assert count.kappa_mode == 0
    assert headline(count, story.parties).startswith("10 reports. No pair of hands is left")
    assert count.paths == ()


def test_a_withdrawn_host_takes_its_guests_and_a_withdrawn_guest_takes_nobody(story):
    story.report("paper", ("witness", Access.SAW)).report("other", ("second", Access.SAW))
    story.tie("witness", "group")
    assert counted(story).kappa_mode == 2
    assert counted(story, ["group"]).kappa_mode == 1
    assert counted(story, ["witness"]).kappa_mode == 1
    assert counted(story, ["paper", "other"]).kappa_mode == 0


def test_one_of_two_names_of_one_party_takes_the_other_along(story):
    story.report("paper", ("witness", Access.SAW)).tie("witness", "alias", kind="same as")
    assert counted(story, ["alias"]).kappa_mode == 0


def test_a_withdrawn_member_leaves_what_other_members_say(story):
    story.report("paper", ("one", Access.SAW)).report("other", ("two", Access.SAW))
    story.tie("one", "group", kind="member of").tie("two", "group", kind="member of")
    assert counted(story, ["one"]).kappa_mode == 1
    assert counted(story, ["one", "two"]).kappa_mode == 0
    assert counted(story, ["group"]).kappa_mode == 0


def test_withdrawing_somebody_who_plays_no_part_changes_nothing(story):
    story.report("paper", ("witness", Access.SAW))
    assert counted(story, ["stranger"]) == counted(story)


CHAINS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 3)), min_size=2, max_size=6)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chains=CHAINS, gone=st.integers(0, 4), is_tied=st.booleans())
def test_removing_a_chain_never_raises_kappa(new_story, chains, gone, is_tied):
    """Draw by draw: whoever is withdrawn, what is left has at most as many hands."""
    story = new_story()
    for outlet, witness in chains:
        story.report(f"outlet_{outlet}", (f"witness_{witness}", Access.SAW))
    if is_tied:
        story.tie("witness_0", "outlet_1", 0.5)
    before, after = counted(story), counted(story, [f"outlet_{gone}"])
    assert mean(after.kappa) <= mean(before.kappa) + 1e-9
    assert mean(after.k) <= mean(before.k) + 1e-9


def mean(p):
    return sum(i * x for i, x in enumerate(p))


def kept(story, **how):
    """Two letters of two offices, both through one courier."""
    for office in ("north", "south"):
        story.party(office, PartyKind.OFFICE)
        letter = f"letter of {office}"
        story.report((office, Access.DID, Channel.DOCUMENT), exhibit=letter, on=None)
        story.keep(letter, office, "courier", f"paper of {office}")
    story.custody = [replace(event, **how) for event in story.custody]
    return story


def test_two_origins_with_one_keeper_are_one_pair_of_hands(new_story):
    """The keeper could have written, chosen or renamed both."""
    count = counted(kept(new_story()))
    assert (count.k_mode, count.kappa_mode) == (2, 1)
    assert count.chokepoints[0].party_ids == ("courier",)


def test_a_courier_of_sealed_letters_is_no_pair_of_hands(new_story):
    """Nothing could be altered on the way to the courier and from it, and nothing was chosen."""
    assert counted(kept(new_story(), could_alter=False)).kappa_mode == 2


def test_a_gap_or_a_pile_keeps_the_courier_on_the_way(new_story):
    assert counted(kept(new_story(), could_alter=False, is_gap=True)).kappa_mode == 1
    assert counted(kept(new_story(), could_alter=False, n_searched=400)).kappa_mode == 1


def test_sealed_on_one_side_only_keeps_the_courier_on_the_way(new_story):
    story = kept(new_story())
    story.custody = [replace(e, could_alter=e.from_party == "courier") for e in story.custody]
    assert counted(story).kappa_mode == 1


def test_one_translator_of_two_letters_is_one_pair_of_hands(new_story):
    """Who reads for a desk that cannot read stands among the keepers of the paper."""
    story = new_story()
    for office in ("north", "south"):
        story.party(office, PartyKind.OFFICE)
        story.report((office, Access.DID, Channel.DOCUMENT), exhibit=office, on=None)
        story.keep(office, office, f"courier of {office}", "translator")
    assert counted(story).kappa_mode == 1
    assert counted(story).chokepoints[0].party_ids == ("translator",)
