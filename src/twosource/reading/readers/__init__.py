"""One module per family of formats. A reader gets a stream and limits, and knows nothing else."""
