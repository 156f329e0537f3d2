"""Pictures of a dossier as SVG with text as text: stemma, timeline, weighing."""
