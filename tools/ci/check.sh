#!/usr/bin/env bash
# Checks the designs with annotations, and leaves SARIF in $NALSD_OUT. Its exit code is the check's. Where the
# token may only read, as on a fork's pull request, the findings stand in the job's summary too.
# From the environment: NALSD_DESIGNS (may be empty), NALSD_OUT (a folder), FORK (`true` or not),
# GITHUB_STEP_SUMMARY. diff.sh leaves $NALSD_OUT/read-only when it was refused. Bash 3.2 of macOS takes an
# empty list for one that is not set, hence `where[@]+`.
set -uo pipefail
where=()
if [ -n "${NALSD_DESIGNS:-}" ]; then where=(--designs "$NALSD_DESIGNS"); fi
mkdir -p "$NALSD_OUT"
nalsd check ${where[@]+"${where[@]}"} --format sarif > "$NALSD_OUT/nalsd.sarif"
if [ "${FORK:-}" = true ] || [ -e "$NALSD_OUT/read-only" ]; then
  # Indented text is code, and nothing that an author writes ends it. A summary holds 1 MiB.
  {
    printf '\n## Findings\n\n'
    nalsd check ${where[@]+"${where[@]}"} 2>&1 | tr -d '\r' | head -c 400000 | sed 's/^/    /'
    printf '\n'
  } >> "${GITHUB_STEP_SUMMARY:-/dev/null}"
fi
nalsd check ${where[@]+"${where[@]}"} --format github
