// Six renditions of each source by sharp, a call for each: sharp-responsive.js SOURCES OUT.
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const sharp = require('sharp');

const [sources, out] = process.argv.slice(2);
sharp.cache(false);
sharp.concurrency(1);
fs.mkdirSync(out, { recursive: true });
const names = fs.readdirSync(sources).filter((name) => name.endsWith('.jpg')).values();

async function work() {
  for (const name of names) {
    const stem = path.basename(name, '.jpg');
    for (const width of [320, 640, 1280]) {
      const rendition = (format) => sharp(path.join(sources, name))
        .rotate()
        .resize({ width, withoutEnlargement: true })
        .toFormat(format, { quality: 75 })
        .toFile(path.join(out, `${stem}-${width}.${format}`));
      await rendition('jpeg');
      await rendition('webp');
    }
  }
}

Promise.all(os.cpus().map(work));
