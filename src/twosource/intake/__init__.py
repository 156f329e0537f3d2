"""From a cache as it lies there to exhibits: walk, keep by hash, identify, open containers.

In: paths a person received. Out: one outcome per item found, with its exhibit and its holding, or
the sentence why not. Bytes go to the originals port; nothing is ever written under a received name.
"""

from twosource.intake.identifying import identify, label_of
from twosource.intake.receiving import receive, reopen
from twosource.intake.settings import IntakeSettings
from twosource.intake.surveying import Survey, survey

__all__ = ["IntakeSettings", "Survey", "identify", "label_of", "receive", "reopen", "survey"]
