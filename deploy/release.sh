#!/bin/sh
# Puts a release that `nyth publish` made on the server, in one step and losing no reader.
#
#   deploy/release.sh RELEASE ROOT        such as: deploy/release.sh release /srv/nyth
#
# KEEP=5            how many releases stay on the server
# RELOAD='…'        a command that makes nginx read its configuration again, such as 'systemctl reload nginx'

. "$(dirname "$0")/common.sh"

[ $# -eq 2 ] || stop "usage: $0 RELEASE ROOT"
[ -f "$1/SHA256SUMS" ] || stop "$1 is not a release: run nyth publish first"
case ${KEEP:-5} in '' | *[!0-9]*) stop "KEEP is a number of releases, not $KEEP" ;; esac
ours "$2"
mkdir -p "$2"
root=$(realpath "$2")
lock "$root"
mkdir -p "$root/releases"

# only what the release lists: what somebody laid beside it since is not for readers
mkdir "$root/.incoming"
(cd "$1" && cut -c 67- SHA256SUMS | xargs -d '\n' cp --parents -t "$root/.incoming" SHA256SUMS) ||
    stop "not all that $1/SHA256SUMS names could be copied, so nothing was changed"
chmod -R u=rwX,go=rX "$root/.incoming"
whole "$root/.incoming" || stop "$1 is not whole: its files and SHA256SUMS differ"
share_assets "$root" "$root/.incoming"

# by the time to the nanosecond, so that names sort as they were made
name=$(date -u +%Y%m%dT%H%M%S.%N)
mv -T "$root/.incoming" "$root/releases/$name"
serve "$root" "$name"

releases "$root" | head -n "-${KEEP:-5}" | while IFS= read -r old; do
    [ "$old" != "$name" ] || continue
    # out of sight first: a release that is half deleted must not look like one
    mv -T "$root/releases/$old" "$root/.outgoing"
    rm -rf "$root/.outgoing"
done
