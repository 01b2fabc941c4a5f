#!/usr/bin/env bash
# Says on the pull request what became of its designs: one comment, written anew each time. Where the token
# may not comment, as on a fork's pull request, the same stands in the job's summary.
# From the environment: BASE_SHA, PR_NUMBER, GITHUB_REPOSITORY, GITHUB_STEP_SUMMARY, GH_TOKEN, NALSD_DESIGNS,
# NALSD_OUT. Names that a stranger chose (branches, titles, files) are never put into a command.
set -uo pipefail
marker='<!-- nalsd-diff -->'
body="$NALSD_OUT/diff.md"
where=()
if [ -n "${NALSD_DESIGNS:-}" ]; then where=(--designs "$NALSD_DESIGNS"); fi
mkdir -p "$NALSD_OUT"
case "${BASE_SHA:-}${PR_NUMBER:-}" in
  '' | *[!0-9a-f]*) echo "nalsd: no pull request, nothing to compare"; exit 0 ;;
esac
# A checkout has one commit unless it is told otherwise: the one to compare with is fetched by itself.
if ! git cat-file -e "$BASE_SHA^{commit}" 2> /dev/null; then
  git fetch --quiet --no-tags --no-recurse-submodules --depth=1 origin "$BASE_SHA" || true
fi
code=0
{ printf '%s\n' "$marker"; nalsd diff "$BASE_SHA" ${where[@]+"${where[@]}"}; } > "$body" || code=$?
if [ "$code" -gt 1 ]; then exit "$code"; fi

summarise() { cat "$body" >> "$GITHUB_STEP_SUMMARY"; : > "$NALSD_OUT/read-only"; }
comments="repos/$GITHUB_REPOSITORY/issues/$PR_NUMBER/comments"
mine=".[] | select(.user.type == \"Bot\" and (.body | startswith(\"$marker\"))) | .id"
if ! ids=$(gh api --paginate "$comments" --jq "$mine" 2> /dev/null); then summarise; exit 0; fi
id=${ids%%$'\n'*}
if [ -n "$id" ]; then
  gh api --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$id" -F "body=@$body" > /dev/null 2>&1 || summarise
else
  gh api --method POST "$comments" -F "body=@$body" > /dev/null 2>&1 || summarise
fi
