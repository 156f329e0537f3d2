"""What the desk works with: store, originals, settings and somebody to tell how far it is."""

from dataclasses import dataclass, field
from pathlib import Path

from twosource.attributing import AttributeSettings
from twosource.desk.case import CaseFolder
from twosource.desk.declarations import Declarations, read_declarations
from twosource.desk.gazetteers import CaseGazetteers
from twosource.desk.marking import LateTagger
from twosource.desk.runs import Progress, silent
from twosource.desk.sealing import LateSandbox, usual_sandbox
from twosource.intake import IntakeSettings
from twosource.matching import MatchSettings
from twosource.ports import Clock, Originals
from twosource.reading import ReadSettings
from twosource.sandbox import SandboxSettings
from twosource.store import Store
from twosource.tagging import TaggerSettings
from twosource.tracing import TraceSettings
from twosource.weighing import WeighSettings

# What may be an event record.
TABLES = frozenset({"text/csv", "text/tab-separated-values"})
NOTHING_DECLARED = 'schema = "twosource-case/1"\n'


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Every stage's settings in one value; part of what makes a run repeatable.

    `uses_model` says whether the trained tagger joins the rules, where it is installed.
    """

    intake: IntakeSettings = field(default_factory=IntakeSettings)
    read: ReadSettings = field(default_factory=ReadSettings)
    attribute: AttributeSettings = field(default_factory=AttributeSettings)
    match: MatchSettings = field(default_factory=MatchSettings)
    trace: TraceSettings = field(default_factory=TraceSettings)
    weigh: WeighSettings = field(default_factory=WeighSettings)
    sandbox: SandboxSettings = field(default_factory=usual_sandbox)
    tag: TaggerSettings = field(default_factory=TaggerSettings)
    uses_model: bool = True
    max_traced_claims: int = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Workplace:
    """One open case."""

    folder: CaseFolder
    store: Store
    originals: Originals
    settings: Settings
    clock: Clock
    sandbox: LateSandbox
    tagger: LateTagger
    gazetteers: CaseGazetteers
    progress: Progress = silent

    def declared(self) -> Declarations:
        """Read what people declared; nothing where there is no case.toml. Raises DeclarationError."""
        path: Path = self.folder.declarations
        text = path.read_text("utf-8") if path.is_file() else NOTHING_DECLARED
        return read_declarations(text, source=path.name)
