"""A case with one question that several people can answer: nothing received, everything declared."""

CASE = """
schema = "twosource-case/1"

[parties.witness_1]
name = "Yusuf Marwan"
label = "a courier"
kind = "person"
protected = true

[claims.guns]
text = "Guns were withdrawn from Palmyra"
action = "withdraw"
place = "Palmyra"

[question.moved]
text = "Were the guns moved before the town fell?"
prior = { moved = 1, stayed = 1, sold = 1, something_else = 1 }
prior_why = "nothing known before"
[question.moved.hypotheses]
moved = "the guns were moved"
stayed = "the guns stayed"
sold = "the guns were sold"
something_else = "something else"

[question.moved.variables.channel]
text = "how the channel works"
states = ["sound", "unsound"]
failed = ["unsound"]
rows = [{ p = [0.9, 0.1] }]
why = "a broadcaster with an editor"

[[question.moved.items]]
name = "report"
text = "the channel reports that guns left, says Yusuf Marwan"
claim = "guns"
why = "an order was seen"
answers = [
  { when = { channel = "unsound" }, words = { moved = "likely", stayed = "likely", sold = "likely" } },
  { words = { moved = "very likely", stayed = "unlikely", sold = "likely" } },
]

[[question.moved.items]]
name = "tracks"
text = "there are tracks on the road"
why = "heavy things leave tracks"
answers = [{ words = { moved = "likely", stayed = "unlikely", sold = "likely" } }]

[[question.moved.items]]
name = "rain"
text = "it rained that week"
why = "measured"
answers = [{ p = 0.3 }]

[[question.moved.findings]]
name = "bill"
text = "a bill of sale"
hours = 5
why = "sellers write bills"
answers = [{ words = { moved = "unlikely", stayed = "unlikely", sold = "very likely" } }]
"""

OTHER = """
[question.who]
text = "Who gave the order?"
prior = { here = 1, there = 1, something_else = 1 }
prior_why = "nothing known before"
[question.who.hypotheses]
here = "somebody here"
there = "somebody there"
something_else = "something else"

[[question.who.items]]
name = "seal"
text = "a seal"
why = "seals are kept"
answers = [{ words = { here = "likely", there = "unlikely" } }]
"""

FOR_TRACKS = {"moved": "very likely", "stayed": "very unlikely", "sold": "likely"}
ALIKE = {"moved": "likely", "stayed": "likely", "sold": "likely"}
EVERYTHING = (
    ("report", ("channel=unsound",)),
    ("report", ()),
    ("tracks", ()),
    ("bill", ()),
)
