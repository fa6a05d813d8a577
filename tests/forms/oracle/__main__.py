"""Asks ODK's engine anew, keeps what it says and writes the page: `make oracle` (needs node 20 and npm).

In the night more fillings are tried than are kept, other ones each night.
"""

import json
import random
import sys
from collections.abc import Sequence

from tests.forms.oracle import filled
from tests.forms.oracle.cases import ZONE, expressions, instance, xform
from tests.forms.oracle.judge import judged, version
from tests.forms.oracle.small import KEPT, PAGE, page
from tests.forms.oracle.whole import Outcome, differences, ours, settled
from tests.nightly import times


def functions() -> None:
    asked = expressions()
    results: dict[str, object] = {}
    for source, told in zip(asked, judged([(xform(one), instance()) for one in asked], ZONE), strict=True):
        results[source] = None if "error" in told else told["/data/out"][0]
    kept = {"engine": version(), "results": results}
    KEPT.write_text(json.dumps(kept, indent=0, ensure_ascii=False) + "\n", "utf-8")
    PAGE.write_text(page(), "utf-8")


def forms(seeds: Sequence[int]) -> int:
    """How many differences there are; each is told with the form's file."""
    count = 0
    fillings = filled.ask(seeds)
    for one in fillings:
        if isinstance(one.outcome, Outcome):
            form = filled.form_of(one.file)
            for told in differences(form, ours(form, settled(form, one.answers)), one.outcome):
                if (one.file, told.partition(":")[0]) not in filled.ON_PURPOSE:
                    print(f"{one.file}: {told}")
                    count += 1
    if tuple(seeds) == filled.SEEDS:
        filled.keep(fillings)
    return count


if __name__ == "__main__":
    if "forms" not in sys.argv:
        functions()
    found = forms(filled.SEEDS)
    for seed in random.sample(range(2, 1_000_000), times(0, 4)):
        print(f"Filled by chance {seed}")
        found += forms((seed,))
    sys.exit(found > 0)
