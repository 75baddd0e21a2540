#!/bin/sh
# Joins the style files into one for each entry point, in dist/style.
set -eu
cd "$(dirname "$0")"
mkdir -p ../dist/style
for client in portal admin; do
    parts=$(find . -path "./$client/*.css" | sort)
    # The names are ours, without spaces.
    # shellcheck disable=SC2086
    cat layers.css tokens.css base.css components/*.css "$client.css" $parts > "../dist/style/$client.css.$$"
    mv "../dist/style/$client.css.$$" "../dist/style/$client.css"
done
