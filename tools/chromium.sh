#!/bin/sh
# The browser tests drive the system's Chromium. On Debian, as root, it comes from Debian's packages by
# itself; elsewhere the tests say what is missing (and are skipped, but for CI=true).
for name in chromium chromium-browser google-chrome; do
  command -v "$name" >/dev/null 2>&1 && exit 0
done
if [ "$(id -u)" = 0 ] && [ -r /etc/debian_version ] && command -v apt-get >/dev/null 2>&1; then
  echo "installing Chromium for the browser tests"
  export DEBIAN_FRONTEND=noninteractive
  { apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium; } >/dev/null && exit 0
  echo "Chromium could not be installed: the browser tests will say so" >&2
fi
exit 0
