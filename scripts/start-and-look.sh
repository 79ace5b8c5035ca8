#!/usr/bin/env bash
# `npm start` as its user has it: from whatever is there to a page that is looked at in a browser, and Ctrl-C.
set -euo pipefail
cd "$(dirname "$0")/.."

log=$(mktemp)
# A job of its own, as at a terminal: Ctrl-C goes to all of it.
set -m
npm start >"$log" 2>&1 &
job=$!
set +m
trap 'kill -KILL -- "-$job" 2>/dev/null || true; rm -f "$log"' EXIT

fail() { echo "$1" >&2; cat "$log" >&2; exit 1; }

started=$SECONDS
url=
while [ -z "$url" ]; do
  kill -0 "$job" 2>/dev/null || fail 'npm start has ended'
  [ $((SECONDS - started)) -lt 300 ] || fail 'npm start serves nothing within five minutes'
  sleep 0.2
  url=$(sed -nE 's/^Simulator: (http:[^ ]+) .*/\1/p' "$log")
done
echo "npm start serves $url after $((SECONDS - started)) s"

node --import tsx scripts/look.ts "$url"

kill -INT -- "-$job"
# What that gives is the shell's affair: 0, or 130 where npm's shell dies of it.
status=0
wait "$job" || status=$?
case "$status" in 0 | 130) ;; *) fail "npm start ended with $status after Ctrl-C" ;; esac
for _ in $(seq 50); do kill -0 -- "-$job" 2>/dev/null || break; sleep 0.1; done
! curl -s -o /dev/null "$url" || fail 'something still answers after Ctrl-C'
! kill -0 -- "-$job" 2>/dev/null || fail 'something still runs after Ctrl-C'
echo 'Ctrl-C ended it, and all of it.'
