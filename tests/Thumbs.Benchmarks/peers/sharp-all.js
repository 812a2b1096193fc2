// Five widths in three formats of each source by sharp, from one decode and all at once: sharp-all.js SOURCES OUT.
const fs = require('node:fs');
const path = require('node:path');
const sharp = require('sharp');

const [sources, out] = process.argv.slice(2);
sharp.cache(false);
fs.mkdirSync(out, { recursive: true });

const renditions = (name) => {
  const picture = sharp(path.join(sources, name)).rotate();
  const stem = path.basename(name, '.jpg');
  return [640, 1280, 1920, 2560, 3840].flatMap((width) => ['avif', 'webp', 'jpeg'].map((format) => picture.clone()
    .resize({ width, withoutEnlargement: true })
    .toFormat(format, { quality: format === 'avif' ? 50 : 75 })
    .toFile(path.join(out, `${stem}-${width}.${format}`))));
};

Promise.all(fs.readdirSync(sources).filter((name) => name.endsWith('.jpg')).flatMap(renditions));
