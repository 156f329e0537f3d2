"""The training of the model stands beside the package, as the benchmarks do."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
