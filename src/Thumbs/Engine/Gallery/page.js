"use strict";

const perPage = 60;
const best = ["avif", "webp", "jpeg", "png", "gif"];
const shownByBrowsers = new Set([...best, "svg"]);

const { diagnostics, sources } = JSON.parse(document.getElementById("data").textContent);
const $ = id => document.getElementById(id);
const number = new Intl.NumberFormat("en");

let found = sources;
let page = 0;
let current = -1;

const bytesOf = bytes => {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let unit = 0;
  for (; bytes >= 999.5 && unit < units.length - 1; unit++)
    bytes /= 1000;
  return `${unit === 0 || bytes >= 99.5 ? Math.round(bytes) : bytes.toPrecision(2)} ${units[unit]}`;
};
const rangeOf = (least, most) => {
  const [from, to] = [bytesOf(least), bytesOf(most)].map(text => text.split(" "));
  return from[1] !== to[1] ? `${from.join(" ")} – ${to.join(" ")}` : from[0] !== to[0] ? `${from[0]}–${to.join(" ")}` : to.join(" ");
};
const counted = (count, word) => `${number.format(count)} ${word}${count === 1 ? "" : "s"}`;
const pixelsOf = image => `${image.width} × ${image.height}`;

/** Paths are plain text; what lies on another drive of Windows is an address already. */
const addressOf = path => path.startsWith("file:///") ? path : path.split("/").map(encodeURIComponent).join("/");
const shortOf = path => path.replace(/^(\.\.\/)+/, "");

const isFailed = source => source.problems.some(problem => problem.severity === "error");
const stateOf = source => isFailed(source) ? "error" : source.problems.some(problem => problem.severity === "warning") ? "warning" : "";

/** The widest rendition in its smallest format: the most that a visitor loads. */
const mostOf = source => source.renditions.reduce(
  (most, one) => !most || one.width > most.width || (one.width === most.width && one.bytes < most.bytes) ? one : most, null);

/** The smallest file that is large enough for a card on a sharp screen. */
const thumbnailOf = source => source.renditions
  .filter(one => shownByBrowsers.has(one.format))
  .reduce((chosen, one) => {
    const [wide, was] = [Math.min(one.width, 400), Math.min(chosen?.width ?? 0, 400)];
    return wide > was || (wide === was && one.bytes < chosen.bytes) ? one : chosen;
  }, null);

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function savedOf(bytes, before) {
  const share = 100 * (1 - bytes / before);
  const text = share >= 99.95 ? "99.9" : Math.abs(share) < 10 || share >= 98 ? Math.abs(share).toFixed(1) : Math.abs(share).toFixed(0);
  return element("span", { className: share >= 0 ? "saved" : "grown", textContent: share >= 0 ? `−${text} %` : `+${text} %` });
}

function pictureOf(file) {
  const image = element("img", { loading: "lazy", decoding: "async", alt: "", width: file.width, height: file.height });
  image.addEventListener("error", () => image.replaceWith("not shown"));
  image.src = addressOf(file.path);
  return image;
}

/** What is said of a source besides its size and format. */
const traitsOf = source => [
  source.color && element("span", { className: "swatch", style: `background: ${source.color}`, title: `Dominant colour: ${source.color}`, role: "img", ariaLabel: `Dominant colour ${source.color}` }),
  source.animated && element("span", { textContent: "animated" }),
  source.alpha && element("span", { textContent: "alpha" }),
].filter(Boolean);

// ---- The list

function cardOf(source, index) {
  const card = $("card").content.firstElementChild.cloneNode(true);
  const part = name => card.querySelector(name);
  const short = shortOf(source.path);
  const slash = short.lastIndexOf("/") + 1;
  part(".folder").textContent = short.slice(0, slash);
  part(".file").textContent = short.slice(slash);
  const open = part(".open");
  open.dataset.index = index;
  open.tabIndex = index % perPage === 0 ? 0 : -1;
  open.addEventListener("click", () => show(index));
  const thumbnail = thumbnailOf(source);
  part(".picture").append(thumbnail ? pictureOf(thumbnail) : isFailed(source) ? "failed" : "no preview");
  const most = mostOf(source);
  part(".bytes").append(bytesOf(source.bytes));
  if (most)
    part(".bytes").append(" → ", bytesOf(most.bytes), " ", savedOf(most.bytes, source.bytes));
  part(".formats").append(...formatLinesOf(source));
  part(".traits").append(...traitsOf(source));
  const state = stateOf(source);
  if (state !== "") {
    const badge = part(".badge");
    badge.hidden = false;
    badge.classList.add(state);
    badge.textContent = state === "error" ? "failed" : counted(source.problems.length, "warning");
  }
  return card;
}

/** A line for each format: its widths, and the bytes from the smallest to the largest file. */
const formatLinesOf = source => [...Map.groupBy(source.renditions, one => one.format)].map(([format, files]) => {
  const widths = [...new Set(files.map(one => one.width))].sort((left, right) => left - right);
  const bytes = files.map(one => one.bytes);
  return element("li", {},
    element("b", { textContent: format }),
    element("span", { textContent: `${widths.join(" · ")} px` }),
    element("span", { textContent: rangeOf(Math.min(...bytes), Math.max(...bytes)) }));
});

function showPage(wanted) {
  const pages = Math.max(1, Math.ceil(found.length / perPage));
  page = Math.min(Math.max(wanted, 0), pages - 1);
  const first = page * perPage;
  const cards = found.slice(first, first + perPage).map((source, i) => cardOf(source, first + i));
  $("images").replaceChildren(...cards);
  $("count").textContent = found.length === 0
    ? "No image matches."
    : `${counted(found.length, "image")}${pages > 1 ? `, ${number.format(first + 1)} to ${number.format(first + cards.length)} shown` : ""}`;
  $("pages").hidden = pages === 1;
  $("page").textContent = `${number.format(page + 1)} of ${number.format(pages)}`;
  $("previous-page").disabled = page === 0;
  $("next-page").disabled = page === pages - 1;
}

function turn(by) {
  showPage(page + by);
  scrollTo({ top: 0 });
}

function filter() {
  const words = $("search").value.toLowerCase().split(/\s+/).filter(word => word !== "");
  const [kind, format] = $("format").value.split(":");
  const state = $("state").value;
  found = sources.filter(source =>
    words.every(word => source.path.toLowerCase().includes(word))
    && (format === undefined || (kind === "source" ? source.format === format : source.renditions.some(one => one.format === format)))
    && (state === "" || stateOf(source) === state));
  showPage(0);
}

/** Arrow keys go from card to card, as in a grid; one card is in the order of the Tab key. */
function moveInGrid(event) {
  const cards = [...$("images").querySelectorAll(".open")];
  const from = cards.indexOf(document.activeElement);
  const tops = [...$("images").children].map(card => card.offsetTop);
  const columns = Math.max(1, tops.filter(top => top === tops[0]).length);
  const to = { ArrowLeft: from - 1, ArrowRight: from + 1, ArrowUp: from - columns, ArrowDown: from + columns, Home: 0, End: cards.length - 1 }[event.key];
  if (from < 0 || to === undefined || !cards[to])
    return;
  event.preventDefault();
  focusCard(cards, cards[to]);
}

function focusCard(cards, card) {
  cards.forEach(other => { other.tabIndex = other === card ? 0 : -1; });
  card.focus();
}

// ---- One image

function show(index) {
  current = index;
  const source = found[index];
  $("name").textContent = shortOf(source.path);
  $("facts").textContent = [source.width && `${pixelsOf(source)} px`, source.format, bytesOf(source.bytes), counted(source.renditions.length, "rendition")]
    .filter(Boolean).join(", ");
  $("traits").replaceChildren(...traitsOf(source));
  if (source.placeholder)
    $("traits").append(element("img", { src: source.placeholder, alt: "Placeholder", title: `Placeholder of ${source.placeholder.length} characters` }));
  $("problems").replaceChildren(...source.problems.map(problem => element("li", { className: problem.severity },
    element("a", { href: `${diagnostics}#${problem.code.toLowerCase()}`, rel: "noreferrer", target: "_blank", textContent: problem.code }), `: ${problem.text}`)));
  $("problems").hidden = source.problems.length === 0;
  $("previous").disabled = index === 0;
  $("next").disabled = index === found.length - 1;
  for (const part of ["comparison", "renditions", "markup-section"])
    $(part).hidden = source.renditions.length === 0;
  const most = mostOf(source);
  $("tiles").replaceChildren(...source.renditions.map(one => tileOf(source, one, one === most)));
  if (most)
    compare(source, most);
  if (!$("image").open)
    $("image").showModal();
  $("image").scrollTop = 0;
  $("tiles").scrollLeft = $("tiles").querySelector(":checked")?.parentElement.offsetLeft ?? 0;
}

function tileOf(source, one, isChosen) {
  const tile = $("tile").content.firstElementChild.cloneNode(true);
  const radio = tile.querySelector("input");
  radio.checked = isChosen;
  radio.addEventListener("change", () => compare(source, one));
  tile.querySelector(".picture").append(shownByBrowsers.has(one.format) ? pictureOf(one) : "not shown");
  tile.querySelector(".size").textContent = `${one.format} ${pixelsOf(one)}`;
  tile.querySelector(".bytes").append(bytesOf(one.bytes), " ", savedOf(one.bytes, source.bytes));
  return tile;
}

/** Puts the source and a rendition over one another, in the shape of the rendition. */
function compare(source, one) {
  const stage = $("stage");
  stage.style.aspectRatio = `${one.width} / ${one.height}`;
  stage.style.width = `min(100%, max(20rem, ${one.width}px), calc(70vh * ${one.width / one.height}))`;
  move(50);
  for (const [id, file] of [["before", source], ["after", one]]) {
    $(id).hidden = !shownByBrowsers.has(file.format);
    if ($(id).hidden)
      $(id).removeAttribute("src");
    else
      $(id).src = addressOf(file.path);
  }
  $("before-text").textContent = `Source: ${source.format}, ${bytesOf(source.bytes)}`;
  $("after-text").replaceChildren(`${one.format} ${pixelsOf(one)}: ${bytesOf(one.bytes)} `, savedOf(one.bytes, source.bytes));
  $("hint").textContent = [
    !shownByBrowsers.has(source.format) && `Browsers do not show ${source.format}: the source's side stays empty.`,
    !shownByBrowsers.has(one.format) && `Browsers do not show ${one.format}: the rendition's side stays empty.`,
    !isOneShape(source, one) && "The rendition has another shape; of the source its middle is shown.",
  ].filter(Boolean).join(" ");
  writeMarkup(source, one);
}

function move(percent) {
  $("slider").value = percent;
  $("stage").style.setProperty("--at", `${percent}%`);
}

/** Whether two pictures differ in size alone: the smaller one's height is what follows from the larger one's, give or take a px. */
function isOneShape(left, right) {
  const [small, large] = left.width < right.width ? [left, right] : [right, left];
  return Math.abs(small.width * large.height / large.width - small.height) <= 1;
}

// ---- Markup

const escaped = text => text.replaceAll("&", "&amp;").replaceAll("\"", "&quot;").replaceAll("<", "&lt;");

/** A picture element of all renditions that have the shape of one: better formats first, the oldest in the img. */
function markupOf(source, one) {
  const base = $("base").value.trim();
  const address = file => escaped(base + addressOf(file.path));
  const byFormat = Map.groupBy(source.renditions.filter(other => isOneShape(other, one)), other => other.format);
  const groups = best.filter(format => byFormat.has(format)).map(format => [
    format,
    [...new Map(byFormat.get(format).map(file => [file.width, file])).values()].sort((left, right) => left.width - right.width),
  ]);
  if (groups.length === 0)
    return "";
  const sizes = escaped($("sizes").value.trim() || "100vw");
  const set = files => `srcset="${files.map(file => `${address(file)} ${file.width}w`).join(", ")}" sizes="${sizes}"`;
  const [, fallback] = groups.pop();
  const largest = fallback.at(-1);
  return [
    "<picture>",
    ...groups.map(([format, files]) => `  <source type="image/${format}" ${set(files)}>`),
    `  <img ${set(fallback)}`,
    `       src="${address(largest)}" width="${largest.width}" height="${largest.height}" alt="" loading="lazy" decoding="async">`,
    "</picture>",
  ].join("\n");
}

function writeMarkup(source, one) {
  $("markup").value = markupOf(source, one);
  $("copied").textContent = "";
}

function writeMarkupOfChosen() {
  const chosen = [...$("tiles").querySelectorAll("input")].findIndex(radio => radio.checked);
  if (chosen >= 0)
    writeMarkup(found[current], found[current].renditions[chosen]);
}

async function copy() {
  $("markup").select();
  try {
    await navigator.clipboard.writeText($("markup").value);
    $("copied").textContent = "Copied.";
  } catch {
    // Not every browser lets a page from the disk write there.
    $("copied").textContent = "Selected: copy it with Ctrl+C.";
  }
}

// ---- The start

function showTotals() {
  const renditions = sources.reduce((sum, source) => sum + source.renditions.length, 0);
  const done = sources.filter(source => source.renditions.length > 0);
  const before = done.reduce((sum, source) => sum + source.bytes, 0);
  const after = done.reduce((sum, source) => sum + mostOf(source).bytes, 0);
  const count = state => sources.filter(source => stateOf(source) === state).length;
  const add = (term, ...value) => $("totals").append(element("div", {}, element("dt", { textContent: term }), element("dd", {}, ...value)));
  add(sources.length === 1 ? "image" : "images", number.format(sources.length));
  add(renditions === 1 ? "rendition" : "renditions", number.format(renditions));
  if (before > 0)
    add("for the largest of each, in its smallest format", `${bytesOf(before)} → ${bytesOf(after)} `, savedOf(after, before));
  if (count("warning") > 0)
    add("with warnings", number.format(count("warning")));
  if (count("error") > 0)
    add("failed", number.format(count("error")));
}

function offerFormats(id, kind, formats) {
  $(id).append(...[...new Set(formats)].filter(Boolean).sort().map(format => element("option", { value: `${kind}:${format}`, textContent: format })));
}

sources.forEach(source => { source.problems ??= []; });
showTotals();
offerFormats("source-formats", "source", sources.map(source => source.format));
offerFormats("rendition-formats", "rendition", sources.flatMap(source => source.renditions.map(one => one.format)));
showPage(0);

for (const id of ["search", "format", "state"])
  $(id).addEventListener("input", filter);
$("filters").addEventListener("submit", event => event.preventDefault());
$("previous-page").addEventListener("click", () => turn(-1));
$("next-page").addEventListener("click", () => turn(1));
$("images").addEventListener("keydown", moveInGrid);
$("images").addEventListener("focusin", event => focusCard([...$("images").querySelectorAll(".open")], event.target));
$("slider").addEventListener("input", event => move(event.target.value));
$("previous").addEventListener("click", () => show(current - 1));
$("next").addEventListener("click", () => show(current + 1));
$("close").addEventListener("click", () => $("image").close());
$("image").addEventListener("keydown", event => {
  const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (by && event.target.matches("button, dialog") && found[current + by]) {
    event.preventDefault();
    show(current + by);
  }
});
$("image").addEventListener("close", () => {
  if (Math.floor(current / perPage) !== page)
    showPage(Math.floor(current / perPage));
  $("images").querySelector(`[data-index="${current}"]`)?.focus();
});
for (const id of ["sizes", "base"])
  $(id).addEventListener("input", writeMarkupOfChosen);
$("copy").addEventListener("click", copy);
