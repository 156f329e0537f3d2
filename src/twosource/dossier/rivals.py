"""What else could be: the story behind each rival.

A rival is easiest judged by its story: what would have to be so behind the evidence. Only what differs from
the leader's story is told, because the rest is shared.
"""

from collections.abc import Mapping

from twosource.dossier.asked import Asked
from twosource.dossier.contexts import Sentence
from twosource.evidence.readouts import Story

STATES_TOLD = 6


def rival_stories(asked: Asked) -> tuple[Sentence, ...]:
    """Return the most probable story under each rival, as a sentence each, in the order of the question."""
    stories, lead = asked.weighing.stories, asked.lead.name
    own = next((dict(s.states) for s in stories if s.hypothesis == lead), {})
    return tuple(asked.say(_story(asked, s, own)) for s in stories if s.hypothesis != lead)


def _story(asked: Asked, story: Story, own: Mapping[str, str]) -> str:
    words = asked.words
    elicited = asked.elicitation
    texts = {v.name: v.text for v in elicited.variables} if elicited else {}
    differing = [(name, state) for name, state in story.states if own.get(name) != state]
    told = [
        words.say("story_state", what=texts.get(name) or name, state=words.quote(state))
        for name, state in differing[:STATES_TOLD]
    ]
    left = len(differing) - len(told)
    if left:
        told.append(
            words.fixed["story_more_one"] if left == 1 else words.say("story_more", n=words.prose(left))
        )
    if own and len(differing) < len(story.states):
        key = "story_else" if differing else "story_same"
        told.append(words.say(key, lead=asked.called(asked.lead.name)))
    return words.say(
        "story",
        rival=asked.called(story.hypothesis),
        told=words.fixed["semicolon"].join(told),
        **asked.worded(story.p),
    )
