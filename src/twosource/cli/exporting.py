"""The command that writes judgements out as training data; it asks first, and sends nothing anywhere."""

import sys
from pathlib import Path

import click

from twosource.cli.door import Session, command
from twosource.cli.printing import plural, safe
from twosource.desk.training_export import TrainingPlan, export_training, plan_training
from twosource.errors import UsageError


@command(
    "export",
    examples=[
        "twosource export --training ../judged            says what would leave, and asks",
        "twosource export --training ../judged --yes",
    ],
)
@click.option(
    "--training",
    "folder",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="Write judged suggestions as training data into this folder, outside the case.",
)
@click.option("--yes", is_flag=True, help="Do not ask.")
def export(session: Session, folder: Path, yes: bool) -> None:
    """Write what people accepted, corrected and rejected as training data. It contains words of the cache."""
    with session.desk() as desk:
        plan = plan_training(desk.work)
        if not yes:
            _ask(session, plan, folder)
        answer = export_training(desk.work, folder)
    if session.printer.document("exported", answer):
        return
    session.printer.say(
        f"{plural(answer.n_sentences, 'sentence')} with {plural(answer.n_judged, 'judgement')} written to "
        f"{safe(answer.folder)}; {answer.n_left_out:,} left out because a protected party speaks in them."
    )
    session.printer.say("The folder contains words of the cache: guard it like the cache.", style="bold")
    session.printer.next(f"less {safe(str(folder / 'README.md'))}")


def _ask(session: Session, plan: TrainingPlan, folder: Path) -> None:
    told = (
        f"{plural(plan.n_sentences, 'sentence')} of the cache with {plural(plan.n_judged, 'judgement')} "
        f"would be written to {safe(str(folder))}, outside the case."
    )
    if plan.conditions:
        told += f" The material was given under conditions: {safe('; '.join(plan.conditions))}."
    if session.printer.as_json or not sys.stdin.isatty():
        raise UsageError(
            told,
            safe="Nothing was written.",
            remedy="Give --yes where that is meant, or run it in a terminal.",
        )
    session.printer.say(told)
    if not click.confirm("Write them?", default=False):
        raise UsageError("You said no.", safe="Nothing was written.", remedy="Give --yes where it is meant.")
