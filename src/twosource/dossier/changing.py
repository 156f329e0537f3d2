"""What would change the picture: the likeliest failure first, then the smallest things that pass the lead on.

An editor asks which one thing, if wrong, would turn the answer round. So what changes the lead comes one by
one, the rest as a table, and what was tried in vain is counted.
"""

from collections.abc import Sequence

from twosource.dossier.asked import Asked
from twosource.dossier.contexts import Sentence, Table
from twosource.dossier.naming import short
from twosource.dossier.wording import capital, name
from twosource.evidence.readouts import Flip

TOLD = 7
"""Changes said in sentences; further ones are rows of a table."""


def likeliest_failure(asked: Asked) -> tuple[Sentence, ...]:
    """Return the most probable failure that takes the lead away, or that none does.

    Nothing where no failure was tried, nor where one changes the lead and how probable it is was not asked.
    """
    weighing, words = asked.weighing, asked.words
    flip, untried = weighing.likeliest_failure, weighing.failure_untried
    tried = [f.changes_lead for f in weighing.flips if f.kind == "failure"]
    if flip is None and (any(tried) or not tried):
        return ()
    bound = words.percent(untried)
    if flip is None:
        return (asked.say(words.say("no_failure_found" if untried else "no_failure", bound=bound)),)
    then = asked.worded(_p_of(asked, flip))
    text = words.say(
        "likeliest_found" if untried else "likeliest",
        what=what_of(asked, flip),
        **asked.worded(flip.p_event or 0.0),
        lead=asked.called(flip.new_lead),
        then=then["word"],
        then_p=then["p"],
        bound=bound,
    )
    return (asked.say(text, _resting_on(asked, flip)),)


def changes(asked: Asked) -> tuple[Sentence, ...]:
    """Return what changes the lead, the smallest first, besides the likeliest failure."""
    return tuple(_change(asked, flip) for flip in _changing(asked)[:TOLD])


def more_changes(asked: Asked) -> Table | None:
    """Return what else changes the lead, where there is more than is said in sentences."""
    more, words = _changing(asked)[TOLD:], asked.words
    if not more:
        return None
    n = len(more)
    rows = [
        (opening(asked, f), short(asked.weighing, f.new_lead), _worded(asked, _p_of(asked, f))) for f in more
    ]
    return Table(
        caption=words.fixed["more_changes_one"]
        if n == 1
        else capital(words.say("more_changes", n=words.prose(n))),
        headers=words.listed("more_changes_heads"),
        rows=tuple(rows),
        numeric=(2,),
    )


def unmoved(asked: Asked) -> Sentence | None:
    """Return in how many cases tried the lead stays, or None where every one changes it."""
    still, words = _still(asked), asked.words
    if not still:
        return None
    n = len(still)
    text = words.fixed["unmoved_one"] if n == 1 else words.say("unmoved", n=words.prose(n))
    return asked.say(text, (name for f in still for name in f.names))


def unmoved_cases(asked: Asked) -> Table | None:
    """Return the cases tried in which the lead stays, each with the leader's figure then."""
    still = _still(asked)
    if not still:
        return None
    return Table(
        caption=asked.words.fixed["unmoved_caption"],
        headers=asked.words.listed("unmoved_heads"),
        rows=tuple((opening(asked, f), _worded(asked, f.p[asked.at])) for f in still),
        numeric=(1,),
    )


def opening(asked: Asked, flip: Flip) -> str:
    """Return what is tried: "Without “letter 1”", "Had we seen …", "After a failure of …"."""
    what = what_of(asked, flip)
    return capital(asked.words.say(flip.kind, what=what) if flip.kind in asked.words.fixed else what)


def what_of(asked: Asked, flip: Flip) -> str:
    """Return what is dropped, turned round or failing, in the words people gave it."""
    items, words = asked.items, asked.words
    hands = {items[n].chokepoint for n in flip.names if n in items}
    sharing = {i.name for i in items.values() if i.chokepoint and hands == {i.chokepoint}}
    if flip.kind == "retraction" and len(flip.names) > 1 and sharing == set(flip.names):
        return words.say("all_of", hands=name(hands.pop()))
    if flip.kind == "negation":
        return asked.listed(_opposite(asked, n) for n in flip.names)
    return asked.listed(asked.named(n) for n in flip.names)


def _opposite(asked: Asked, item_name: str) -> str:
    item = asked.items.get(item_name)
    if item is not None and item.opposite:
        return asked.words.quote(item.opposite)
    return asked.words.say("opposite", text=asked.words.quote(item.text if item else item_name))


def _changing(asked: Asked) -> Sequence[Flip]:
    """Return what changes the lead, fewest things first: all that came through one pair of hands is one."""
    likeliest = asked.weighing.likeliest_failure
    told = (likeliest.kind, set(likeliest.names)) if likeliest else None
    found = [f for f in asked.weighing.flips if f.changes_lead and (f.kind, set(f.names)) != told]
    return sorted(found, key=lambda f: _n_things(asked, f))


def _n_things(asked: Asked, flip: Flip) -> int:
    hands = {asked.items[n].chokepoint or n if n in asked.items else n for n in flip.names}
    return len(hands) if flip.kind == "retraction" else len(flip.names)


def _still(asked: Asked) -> list[Flip]:
    return [f for f in asked.weighing.flips if not f.changes_lead]


def _change(asked: Asked, flip: Flip) -> Sentence:
    words = asked.words
    lead = asked.called(flip.new_lead)
    text = words.say("change", opening=opening(asked, flip), lead=lead, **asked.worded(_p_of(asked, flip)))
    if flip.p_event is not None:
        text += words.say("change_p", **asked.worded(flip.p_event))
    return asked.say(text, _resting_on(asked, flip))


def _p_of(asked: Asked, flip: Flip) -> float:
    """Return the figure of the new leader after a flip."""
    names = [h.name for h in asked.weighing.hypotheses]
    at = names.index(flip.new_lead) if flip.new_lead in names else -1
    return flip.p[at] if 0 <= at < len(flip.p) else max(flip.p, default=0.0)


def _worded(asked: Asked, p: float) -> str:
    return f"{asked.words.how_likely(p)}{asked.words.fixed['list_comma']}{asked.words.percent(p)}"


def _resting_on(asked: Asked, flip: Flip) -> tuple[str, ...]:
    """Return the items a flip is about: those named, or those whose answers depend on what fails."""
    if any(n in asked.items for n in flip.names):
        return flip.names
    failing = set(flip.names)
    items = asked.items.values()
    depends = (i.name for i in items if any(v in failing for a in i.answers for v, _ in a.when))
    return (*flip.names, *depends)
