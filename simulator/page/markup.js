// HTML read without the browser: a browser may load, run or report what it reads, even where nobody sees it.

const TAG = /<(\/?)([a-z][a-z0-9-]*)(?=[\s/>])((?:[^>"']|"[^"]*"|'[^']*')*)>/;
const COMMENT = /<!--.*?-->|<[!?][^>]*>/;
const PIECE = new RegExp(`${COMMENT.source}|${TAG.source}|[^<]+|<`, "gis");
const ATTRIBUTE = /([^\s"'=<>/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g;
const REFERENCE = /&(?:#x([0-9a-f]{1,6})|#([0-9]{1,7})|(lt|gt|amp|quot));/gi;
const NAMED = { lt: "<", gt: ">", amp: "&", quot: '"' };
const EMPTY = new Set(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"]);

// What is in it, in order: a text is a string, an element {tag, attributes, inner}. What is not closed ends with its
// parent, and an end without a start is nothing.
export function read(html) {
  const open = [{ tag: "", inner: [] }];
  for (const [piece, closing, name, attributes] of html.matchAll(PIECE)) {
    if (name !== undefined) (closing ? close : start)(open, name.toLowerCase(), attributes);
    else if (piece === "<" || !piece.startsWith("<")) open.at(-1).inner.push(plain(piece));
  }
  return open[0].inner;
}

function start(open, tag, attributes) {
  const element = { tag, attributes: valuesOf(attributes), inner: [] };
  open.at(-1).inner.push(element);
  if (!EMPTY.has(tag)) open.push(element);
}

function close(open, tag) {
  const at = open.findLastIndex((element) => element.tag === tag);
  if (at > 0) open.length = at;
}

function valuesOf(attributes) {
  const found = [...attributes.matchAll(ATTRIBUTE)];
  return new Map(found.map(([, name, ...values]) => [name.toLowerCase(), plain(values.find((one) => one) ?? "")]));
}

function plain(text) {
  return text.replace(REFERENCE, (whole, hex, decimal, name) => {
    if (name) return NAMED[name.toLowerCase()];
    const code = hex ? parseInt(hex, 16) : Number(decimal);
    return code > 0 && code < 0x110000 ? String.fromCodePoint(code) : whole;
  });
}
