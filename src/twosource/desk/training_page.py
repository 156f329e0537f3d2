"""The page that lies beside exported training data: what it holds, in what form, and what it gives away."""

SCHEMA = "twosource-training/1"
LINES = "reviewed.jsonl"

README = """# Judged attributions

**These files contain words of the cache.** Whoever holds them can read sentences of the leaked material.
Give them to nobody who may not read the cache. Ask the same question again before you publish them, or
anything trained on them.

Written by Twosource {version} from what people judged in one case: {n_lines} sentences and {n_judged}
judgements ({by_verdict}). Names of protected parties are blocked out ({block}). Left out because a
protected party speaks in them: {n_left_out} sentences{conditions}.

`{lines}` holds one JSON object a line, in UTF-8:

- `schema`: `{schema}`
- `id`: a key of the sentence; it does not say where the sentence stands
- `language`: two letters, empty where unknown
- `tokens`: words and signs in order, as Twosource cuts them
- `labels`: one per token, of everything people accepted or put in place: `B-source`, `I-source`, `B-cue`,
  `I-cue`, `B-content`, `I-content` or `O`
- `is_whole`: whether every suggestion of the sentence was judged; only then may an `O` be learned from
- `attributions`: one per judgement, with
  - `source`, `cue`, `content`: lists of [first, last) tokens, linked by standing in one object;
    `content` is null where nobody said where it begins and ends
  - `verdict`: `accepted`; `corrected` (the ranges are the correction's); `rejected` (the ranges are what
    was wrong, and no label comes from them)
  - `stance`, `hedge`, `access`: as judged
  - `by`: a number for each person within this file; it names nobody
  - `made_by`, `p`: the machine step with its version that had suggested it, and its own probability

The words were judged by people at work, mostly one per sentence. It is no corpus that two people marked
apart, and what nobody suggested is not in it.
"""
