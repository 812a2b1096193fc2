// Thumbnails by sharp: sharp.js SOURCES OUT. As many images at a time as there are cores, and one thread for each.
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
    await sharp(path.join(sources, name))
      .rotate()
      .resize(128, 128, { fit: 'inside' })
      .jpeg({ quality: 75 })
      .toFile(path.join(out, name));
  }
}

Promise.all(os.cpus().map(work));
