"""The additive weather model beside mgcv's bam."""

from __future__ import annotations

import shutil

import measure
from measure import median
from workloads import HERE, line, verdict


def additive(bench) -> dict | None:
    """Eight smooths on Dongsi's hours, log PM2.5, beside mgcv::bam(discrete = TRUE)."""
    file = next((f for f in bench.beijing if "Dongsi" in f.name), None)
    if file is None:
        return None
    rscript = shutil.which("Rscript")
    if rscript is None:
        print("skipped: no Rscript (apt-get install r-base-core r-cran-mgcv)")
        return None
    measure.warm([file])
    ours, theirs = [], []
    # Contestants take turns, so that a busy minute hits both.
    for _ in range(bench.rounds):
        mine = measure.run(bench.built("AdditiveWorkload"), file, 5)
        peer = measure.run(rscript, HERE / "peers" / "additive_bam.R", file, 5)
        ours += mine.answer["seconds"]
        theirs += peer.answer["seconds"]
    found, reference = mine.answer, peer.answer
    print(f"  {found['rows']} rows; mgcv {reference['version']} on {reference['rows']} rows")
    line("airaccord, the fit", median(ours), mine.peak_megabytes)
    line("mgcv bam(discrete = TRUE), the fit", median(theirs), peer.peak_megabytes,
         f"ratio {median(theirs) / median(ours):.2f}")
    verdict("at least 2 times faster than bam", median(theirs) / median(ours) >= 2)
    apart = abs(found["devianceExplained"] - reference["devianceExplained"])
    verdict(f"deviance explained within 0.005 (apart {apart:.5f})", apart < 0.005)
    return {
        "airaccord_seconds": median(ours), "bam_seconds": median(theirs),
        "deviance_explained": [found["devianceExplained"], reference["devianceExplained"]]}


WORKLOADS = {"additive": additive}
