#!/usr/bin/env bash
# Thumbnails by ImageMagick, one process a core with one thread: mogrify.sh SOURCES OUT
set -euo pipefail
mkdir -p "$2"
find "$1" -name '*.jpg' -print0 |
    xargs -0 -n 50 -P "$(getconf _NPROCESSORS_ONLN)" mogrify -limit thread 1 -path "$2" -quality 75 -thumbnail 128x128
