// One picture compressed by sharp, on one thread: sharp-codec.js PNG OUT FORMAT QUALITY OPTIONS. Prints the processor time of the encoder, in s.
const fs = require('node:fs');
const sharp = require('sharp');

const [png, out, format, quality, options] = process.argv.slice(2);
sharp.cache(false);
sharp.concurrency(1);

async function encode() {
  const { data, info } = await sharp(png).raw().toBuffer({ resolveWithObject: true });
  const picture = sharp(data, { raw: info });
  const before = process.cpuUsage();
  const bytes = await picture.toFormat(format, { quality: Number(quality), ...JSON.parse(options) }).toBuffer();
  const { user, system } = process.cpuUsage(before);
  fs.writeFileSync(out, bytes);
  console.log((user + system) / 1e6);
}

encode();
