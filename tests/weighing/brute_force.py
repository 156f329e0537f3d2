"""The slow, plain way to the same posterior: every combination of states, one after another.

Shares nothing with the source but the values and the vocabulary, so that agreement means something.
"""

from itertools import product

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
        return figures.get((item.name, at, ""), answer.p)
    raw = figures.get((item.name, at, hypothesis), likelihood(answer.words[hypothesis]).point)
    return (1 - e) * raw + e / 2


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
