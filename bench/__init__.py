"""What the machine's steps are worth: one runner, one module per benchmark, peers run side by side."""
