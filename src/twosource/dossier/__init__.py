"""Assessments to dossier: compose a page from evidence, hold it to the gate, set it as one HTML text."""

from twosource.dossier.compose import compose
from twosource.dossier.contexts import DossierPage
from twosource.dossier.gate import GateProblem, check
from twosource.dossier.material import EditorSentence, Material
from twosource.dossier.render import render

__all__ = ["DossierPage", "EditorSentence", "GateProblem", "Material", "check", "compose", "render"]
