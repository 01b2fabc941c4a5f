#!/usr/bin/env bash
# Checks the designs with annotations, and leaves SARIF in $NALSD_OUT. Its exit code is the check's.
# From the environment: NALSD_DESIGNS (may be empty), NALSD_OUT (a folder).
set -uo pipefail
where=()
if [ -n "${NALSD_DESIGNS:-}" ]; then where=(--designs "$NALSD_DESIGNS"); fi
mkdir -p "$NALSD_OUT"
nalsd check "${where[@]}" --format sarif > "$NALSD_OUT/nalsd.sarif"
nalsd check "${where[@]}" --format github
