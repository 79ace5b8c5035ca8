#!/usr/bin/env bash
# Both commands of the README on a machine that has never seen the project, as far as one machine can play another: an
# empty folder, an empty npm cache, a HOME of its own. What is not committed is not there.
set -euo pipefail
cd "$(dirname "$0")/.."

fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT
mkdir "$fresh/home"
export HOME="$fresh/home" npm_config_cache="$fresh/npm"

git clone --quiet . "$fresh/clone"
cd "$fresh/clone"
bash scripts/start-and-look.sh
npm test
echo "From nothing to the end of the tests: $SECONDS s"
