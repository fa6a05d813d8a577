// Telegram's HTML made safe: only its few tags are built anew, everything else becomes plain text.

import { button, el } from "./dom.js";
import { read } from "./markup.js";

const TAGS = new Set(["b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "code", "pre", "blockquote", "br"]);
const DROPPED = new Set(["script", "style", "template", "iframe", "object", "embed", "svg", "math", "noscript"]);
const SCHEMES = /^(https?|tg|tel|mailto):/i;
// A web address, or a command that stands on its own: Telegram makes both of them tappable.
const ADDRESS = /(https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)])/;
const COMMAND = /(?<![\p{L}\p{N}/])(\/[a-z][a-z0-9_]{0,31})(?![\p{L}\p{N}_/])/u;
const TAPPABLE = new RegExp(`${ADDRESS.source}|${COMMAND.source}`, "gu");

// `open` gets {href} or {command} of what was tapped.
export function richText(html, open) {
  return copied(read(html), open, true);
}

function copied(source, open, linked) {
  const parts = document.createDocumentFragment();
  for (const node of source) {
    if (typeof node !== "string") parts.append(element(node, open, linked));
    else parts.append(...(linked ? tappable(node, open) : [node]));
  }
  return parts;
}

function element({ tag, attributes, inner: source }, open, linked) {
  if (DROPPED.has(tag)) return "";
  if (tag === "a") return link(attributes.get("href") ?? "", copied(source, open, false), open);
  if (tag === "tg-spoiler" || attributes.get("class") === "tg-spoiler") return spoiler(copied(source, open, false));
  const inner = copied(source, open, linked && tag !== "code" && tag !== "pre");
  return TAGS.has(tag) ? el(tag, {}, inner) : inner;
}

function tappable(text, open) {
  const parts = [];
  let from = 0;
  for (const found of text.matchAll(TAPPABLE)) {
    parts.push(text.slice(from, found.index));
    parts.push(found[1] ? link(found[1], found[1], open) : command(found[2], open));
    from = found.index + found[0].length;
  }
  return [...parts, text.slice(from)];
}

function command(text, open) {
  return button({ class: "text-command", onclick: () => open({ command: text }) }, text);
}

function link(href, content, open) {
  if (!SCHEMES.test(href)) return content;
  const onclick = (event) => {
    if (open({ href })) event.preventDefault();
  };
  return el("a", { href, target: "_blank", rel: "noopener noreferrer", onclick }, content);
}

function spoiler(content) {
  const node = button(
    { class: "spoiler", "aria-label": "Hidden text: tap to show", onclick: shown },
    el("span", {}, content),
  );
  function shown() {
    node.replaceWith(...node.firstElementChild.childNodes);
  }
  return node;
}
