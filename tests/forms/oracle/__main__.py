"""Asks ODK's engine anew, keeps what it says and writes the page: `make oracle` (needs node 20 and npm)."""

import json

from tests.forms.oracle.cases import ZONE, expressions, instance, xform
from tests.forms.oracle.judge import judged, version
from tests.forms.oracle.small import KEPT, PAGE, page


def functions() -> None:
    asked = expressions()
    results: dict[str, object] = {}
    for source, told in zip(asked, judged([(xform(one), instance()) for one in asked], ZONE), strict=True):
        results[source] = None if "error" in told else told["/data/out"][0]
    kept = {"engine": version(), "results": results}
    KEPT.write_text(json.dumps(kept, indent=0, ensure_ascii=False) + "\n", "utf-8")
    PAGE.write_text(page(), "utf-8")


if __name__ == "__main__":
    functions()
