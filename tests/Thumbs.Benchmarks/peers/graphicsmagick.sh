#!/usr/bin/env bash
# Thumbnails by GraphicsMagick, decoded near their size, one process a core: graphicsmagick.sh SOURCES OUT
set -euo pipefail
mkdir -p "$2"
out=$(realpath "$2")
# It keeps the folders of the names it is given below its output folder.
cd "$1"
export OMP_NUM_THREADS=1
find . -name '*.jpg' -printf '%P\0' |
    xargs -0 -n 50 -P "$(getconf _NPROCESSORS_ONLN)" \
        gm mogrify -output-directory "$out" -size 128x128 -quality 75 -thumbnail 128x128
