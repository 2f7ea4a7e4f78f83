#!/bin/sh
# Serves an earlier release again: the one before the current one, or the one that is named.
#
#   deploy/rollback.sh ROOT [NAME]        such as: deploy/rollback.sh /srv/nyth
#
# RELOAD='…'        as for release.sh

. "$(dirname "$0")/common.sh"

[ $# -eq 1 ] || [ $# -eq 2 ] || stop "usage: $0 ROOT [NAME]"
[ -L "$1/current" ] || stop "nothing is served from $1 yet"
ours "$1"
root=$(realpath "$1")
lock "$root"

now=$(current "$root")
name=${2:-$(releases "$root" | sed "/^$now\$/,\$d" | tail -n 1)}
[ -n "$name" ] || stop "there is no release before $now"
[ -d "$root/releases/$name" ] || stop "there is no release $name; there are: $(releases "$root" | tr '\n' ' ')"
whole "$root/releases/$name" || stop "release $name is not whole: its files and SHA256SUMS differ"
share_assets "$root" "$root/releases/$name"
serve "$root" "$name"
