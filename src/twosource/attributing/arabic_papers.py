"""Who made an Arabic paper: the body behind the noun for it speaks, and not the paper.

By hand: in `دراسة لمعهد القانون النهري` the maker opens at `لمعهد`, in `صور حللها المعهد` at `المعهد`.
"""

from twosource.attributing.frames import Parsed
from twosource.attributing.mentions import Mention


def maker_at(parsed: Parsed, first: int, last: int) -> int:
    """Return the token where the maker of a paper opens in first..last, or -1.

    `li-` is written on to the maker, a verb of making stands before it, or it stands at once behind a
    noun for what bodies publish: `تقرير المرصد`. Whoever papers merely came from made none.
    """
    paper = parsed.mention_at(first)
    if paper is None or paper.role != "papers":
        return -1
    for mention in parsed.mentions:
        if not paper.first < mention.first < last or not _is_body(mention):
            continue
        is_dative = mention.is_prefixed or parsed.tokens[mention.first].folded.startswith("لل")
        is_dative = is_dative or _is_role_with_to(parsed, mention)
        is_made = parsed.is_in("made_by", mention.first - 1)
        is_bound = mention.first == paper.first + 1 and parsed.is_in("published_works", paper.first)
        return mention.first if is_dative or is_made or is_bound else -1
    return -1


def _is_body(mention: Mention) -> bool:
    return mention.role == "groups" or (mention.publishes and not mention.is_place)


def _is_role_with_to(parsed: Parsed, mention: Mention) -> bool:
    folded = parsed.tokens[mention.first].folded
    return folded.startswith("ل") and folded not in parsed.lexicon.roles


def bare_title(parsed: Parsed, first: int, last: int) -> str:
    """Return a publication's name without its noun and without the adjective that places it.

    `قناة دلتا نيوز` and `دلتا نيوز` are one; `صحيفة محلية` has no name, and `مدونة الحارة` keeps its noun:
    one word with its article ("the neighbourhood") is called so with the noun, on its own pages too.
    """
    noun = parsed.mention_at(first)
    start = noun.first + 1 if noun is not None and noun.first == first else first
    end = last
    while end > start and parsed.is_in("placing", end - 1):
        end -= 1
    is_name = end > start and noun is not None and not parsed.words[first].startswith("ال")
    is_word = end - start == 1
    is_called_so = is_word and end == last and parsed.words[start].startswith("ال")
    is_name = is_name and not is_called_so and not (is_word and _is_adjective(parsed.words[start]))
    return parsed.text(start, end) if is_name else parsed.text(first, last)


def _is_adjective(word: str) -> bool:
    """Say whether one word without an article only describes: `محلية`."""
    return not word.startswith("ال") and word.endswith(("يه", "ي"))
