# shellcheck shell=sh
# What release.sh and rollback.sh share. A server's folder, ROOT, holds:
#
#   releases/NAME/   every release that is kept, named by its time
#   current          a symlink to the one that is served
#   .nyth-server     says that the folder is ours; nothing is removed or put in place where it is missing
#
# Everything is made beside and takes its place by one rename, so a run that is killed changes nothing that is served.

set -euf
export LC_ALL=C
umask 022

say() {
    echo "$(basename "$0"): $*" >&2
}

stop() {
    say "$@"
    exit 1
}

MARK=.nyth-server

# A folder of ours, or one that is not there yet or empty; what else may be in it is not ours to clear away.
ours() {
    [ -f "$1/$MARK" ] || [ ! -e "$1" ] || { [ -d "$1" ] && [ -z "$(ls -A "$1")" ]; } ||
        stop "$1 holds something that these scripts did not put there. Nothing was changed. Name an empty folder;" \
            "if an earlier edition of these scripts made it, run: touch '$1/$MARK'"
}

# One run at a time: the lock goes with the process, however it ends.
lock() {
    exec 9>"$1/$MARK"
    flock -w 60 9 || stop "another run is at work in $1"
    rm -rf "$1/.incoming" "$1/.outgoing" "$1/.current"
}

releases() {
    find "$1/releases" -mindepth 1 -maxdepth 1 -type d -regex '.*/[0-9]+T[0-9]+[.][0-9]+' -printf '%f\n' | sort
}

current() {
    [ ! -L "$1/current" ] || basename "$(readlink "$1/current")"
}

whole() {
    (cd "$1" && sha256sum --check --quiet --strict SHA256SUMS >/dev/null 2>&1)
}

# A reader may hold a page of any kept release and ask for its style sheet only now. Hashed names never clash,
# so each release also offers the hashed files of the others; hard links cost no space.
share_assets() {
    root=$1 receiver=$2
    for giver in $(releases "$root"); do
        [ "$root/releases/$giver" != "$receiver" ] || continue
        (
            cd "$root/releases/$giver"
            while IFS= read -r file; do
                [ -e "$receiver/$file" ] || echo "$file"
            done <immutable.txt | xargs -r cp --link --parents --target-directory="$receiver"
        )
    done
}

serve() {
    root=$1 name=$2
    sync -f "$root/releases/$name/SHA256SUMS"
    ln -s "releases/$name" "$root/.current"
    mv -T "$root/.current" "$root/current"
    # nginx reads headers and redirects when it starts; pages and assets it takes from the new release at once
    [ -z "${RELOAD:-}" ] || sh -c "$RELOAD" 9>&- ||
        stop "serving $name, but the web server does not know its headers and redirects yet: this failed: $RELOAD"
    say "serving $name"
}
