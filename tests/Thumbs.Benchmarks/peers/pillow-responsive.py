"""Six renditions of each source by a process pool over Pillow: pillow-responsive.py SOURCES OUT. Decodes each source once."""
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from PIL import Image

WIDTHS = 320, 640, 1280
sources, out = Path(sys.argv[1]), Path(sys.argv[2])


def make(source):
    with Image.open(source) as image:
        for width in WIDTHS:
            rendition = image.copy()
            rendition.thumbnail((width, image.height))
            rendition.save(out / f"{source.stem}-{width}.jpg", quality=75)
            rendition.save(out / f"{source.stem}-{width}.webp", quality=75)


if __name__ == "__main__":
    out.mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor() as pool:
        for _ in pool.map(make, sorted(sources.glob("*.jpg"))):
            pass
