#!/usr/bin/env bash
# Thumbnails by vipsthumbnail, one process a core with one thread: vipsthumbnail.sh SOURCES OUT
set -euo pipefail
mkdir -p "$2"
export VIPS_CONCURRENCY=1
find "$1" -name '*.jpg' -print0 |
    xargs -0 -n 50 -P "$(getconf _NPROCESSORS_ONLN)" vipsthumbnail --size 128x128 --output "$2/%s.jpg[Q=75]"
