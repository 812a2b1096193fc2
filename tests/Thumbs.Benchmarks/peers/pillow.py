"""Thumbnails by a process pool over Pillow: pillow.py SOURCES OUT. One process a core, as concurrent.futures has it."""
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from PIL import Image

sources, out = Path(sys.argv[1]), Path(sys.argv[2])


def make(source):
    with Image.open(source) as image:
        image.thumbnail((128, 128))
        image.save(out / source.name, quality=75)


if __name__ == "__main__":
    out.mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor() as pool:
        for _ in pool.map(make, sorted(sources.glob("*.jpg"))):
            pass
