"""The slow, plain way to the same posterior: every combination of states, one after another.

Shares nothing with the source but the values and the vocabulary, so that agreement means something.
"""

from itertools import product
from math import comb

from twosource.terms import likelihood


def holds(when, world):
    return all(world[name] in values for name, values in when)


def row_for(rows, world):
    return next(row for row in rows if holds(row.when, world))


def p_state(variable, world):
    """P(shown state | parents), finer states summed, times the likelihood of the track record."""
    row = row_for(variable.rows, world)
    total, position = 0.0, 0
    for state in variable.states:
        for _ in variable.merged.get(state, (state,)):
            if state == world[variable.name]:
                total += row.p[position] * record_likelihood(variable.track_record, position)
            position += 1
    return total


def record_likelihood(record, mode):
    if record is None or record.n == 0:
        return 1.0
    theta = record.genuine_rate[mode]
    known = theta + record.unseen * (1 - theta)
    return (theta / known) ** record.n if known else 1.0


def p_item(item, hypothesis, world, e, figures):
    """P(item | hypothesis, states); `figures` overrides raw figures by (item, answer, hypothesis)."""
    at, answer = next((at, a) for at, a in enumerate(item.answers) if holds(a.when, world))
    if answer.p is not None:
        return p_shown(item, figures.get((item.name, at, ""), answer.p))
    raw = figures.get((item.name, at, hypothesis), likelihood(answer.words[hypothesis]).point)
    return (1 - e) * p_shown(item, raw) + e / 2


def p_shown(item, p):
    """The chance of what was seen of the pile: one picked out of n, or exactly k of n, the best k being 1."""
    n, k = getattr(item, "n_searched", 1), getattr(item, "n_found", None)
    if k is None:
        return p if n == 1 else 1 - (1 - p) ** n
    exactly = comb(n, k) * p**k * (1 - p) ** (n - k)
    return exactly / (comb(n, k) * (k / n) ** k * (1 - k / n) ** (n - k))


def weights(question, elicitation, *, negated=(), figures=None, condition=None):
    """Prior times likelihood of each named hypothesis; `condition` keeps only worlds it accepts."""
    variables = elicitation.variables
    named = [h.name for h in question.named]
    total_prior = sum(elicitation.prior[name] for name in named)
    found = []
    for hypothesis in named:
        total = 0.0
        for states in product(*(v.states for v in variables)):
            world = dict(zip((v.name for v in variables), states, strict=True))
            world[question.question_id] = hypothesis
            if condition is not None and not condition(world):
                continue
            p = elicitation.prior[hypothesis] / total_prior
            for variable in variables:
                p *= p_state(variable, world)
            for item in elicitation.items:
                x = p_item(item, hypothesis, world, elicitation.contamination, figures or {})
                p *= 1 - x if item.name in negated else x
            total += p
        found.append(total)
    return found


def posterior(question, elicitation, **options):
    found = weights(question, elicitation, **options)
    return [w / sum(found) for w in found]


def joint_worlds(pairs):
    """Every combination of the states of several questions and all their variables, with its weight.

    A world is prior times likelihood; priors are over the named hypotheses. Variables declared in more than
    one question count once.
    """
    variables = list({v.name: v for _, e in pairs for v in e.variables}.values())
    named = {q.question_id: [h.name for h in q.named] for q, _ in pairs}
    names = [*named, *(v.name for v in variables)]
    for states in product(*named.values(), *(v.states for v in variables)):
        world = dict(zip(names, states, strict=True))
        p = 1.0
        for question, elicitation in pairs:
            chosen = world[question.question_id]
            p *= elicitation.prior[chosen] / sum(elicitation.prior[n] for n in named[question.question_id])
            for item in elicitation.items:
                p *= p_item(item, chosen, world, elicitation.contamination, {})
        for variable in variables:
            p *= p_state(variable, world)
        yield world, p


def shares(pairs, *names):
    """P(states of these unknowns | everything seen), as a mapping from the states to the probability."""
    found, total = {}, 0.0
    for world, p in joint_worlds(pairs):
        key = tuple(world[name] for name in names)
        found[key] = found.get(key, 0.0) + p
        total += p
    return {key: p / total for key, p in found.items()}
