"""The campaign: faults that an archive meets in ten years, met in minutes, and the proof that each would be seen.

    python -m tests.campaign                     what each commit is held to, all lines, in minutes
    python -m tests.campaign nightly             the long figures, for hours
    python -m tests.campaign --only F4 --seed 7  one line, with the chance of an earlier run
    python -m tests.campaign --record            writes the figures into docs/reliability.md
    CI=true python -m tests.campaign --may-not-run F2,F4,F5    fails where any other line could not be run

A line breaks something in many ways and asserts what must hold; its control takes away what guards against that, and
the line must see it. `lines` is the table, `judging` says what is a fault, `children` and `tracing` do the killing.
"""

import sys
from pathlib import Path

TESTS = Path(__file__).parent.parent
if str(TESTS) not in sys.path:  # the tests beside us are imported by their names, as pytest does it
    sys.path.insert(0, str(TESTS))
