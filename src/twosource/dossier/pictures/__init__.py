"""Pictures of a dossier as SVG with text as text: stemma, timeline, weighing."""

from twosource.dossier.pictures.draw import draw

__all__ = ["draw"]
