"""Options that several commands share: who judges and why, and in which language sentences come."""

import click

BY = click.option("--by", default="", help="Who says so: a name. It is recorded with the judgement.")
WHY = click.option("--why", default="", help="Your reason, in a sentence.")
LANGUAGE = click.option(
    "--language",
    type=click.Choice(("en", "ar")),
    default="en",
    show_default=True,
    help="The language of the words round the names.",
)
