// Making elements and icons: text always goes in as text, never as markup.

const SVG = "http://www.w3.org/2000/svg";

// Each icon is one path in a box of 24 by 24, drawn with a stroke.
const ICONS = {
  send: "M4 4l17 8-17 8 3-8zM7 12h14",
  clip: "M20 11l-8.5 8.5a5 5 0 0 1-7-7L13 4a3.4 3.4 0 0 1 5 5l-8.5 8.5a1.7 1.7 0 0 1-2.4-2.4L14.5 7.800",
  keys: "M3 6h18v12H3zM7 10h.01M11 10h.01M15 10h.01M18 10h.01M8 14h8",
  more: "M12 5h.01M12 12h.01M12 19h.01",
  edit: "M4 20l1-4L16 5l3 3L8 19zM14 7l3 3",
  mic: "M12 3a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3zM6 11a6 6 0 0 0 12 0M12 17v4",
  stop: "M7 7h10v10H7z",
  play: "M8 5l11 7-11 7z",
  pause: "M8 5v14M16 5v14",
  load: "M12 4v11M7 11l5 5 5-5M5 20h14",
  file: "M6 3h8l4 4v14H6zM14 3v4h4",
  place: "M12 21s-6-6-6-11a6 6 0 0 1 12 0c0 5-6 11-6 11zM12 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4z",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 21a8 8 0 0 1 16 0",
  photo: "M3 6h18v13H3zM3 16l5-5 5 5 3-3 5 4M16 10h.01",
  close: "M6 6l12 12M18 6L6 18",
  down: "M6 9l6 6 6-6",
  slash: "M4 7h16M4 12h16M4 17h10",
  block: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM6 6l12 12",
  link: "M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1",
  copy: "M8 8h12v12H8zM16 8V4H4v12h4",
  seen: "M2 13l4 4L15 7M11 16l1 1L21 7",
  phone: "M8 3h8v18H8zM11 18h2",
};

export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

export function button(props, ...children) {
  return el("button", { type: "button", ...props }, ...children);
}

export function iconButton(name, label, props = {}) {
  return button({ "aria-label": label, title: label, ...props, class: `icon-button ${props.class ?? ""}` }, icon(name));
}

// Brings the children of `parent` in line with `items` ({key, stamp, make}), touching only what has changed, so that a
// voice note goes on playing and a focus stays where it is while the rest of the chat moves on.
export function reconcile(parent, items) {
  const known = new Map([...parent.children].map((node) => [node.dataset.key, node]));
  let before = parent.firstElementChild;
  for (const item of items) {
    let node = known.get(item.key);
    known.delete(item.key);
    if (node === undefined || node.stamp !== item.stamp) {
      const fresh = made(item);
      if (node === undefined) parent.insertBefore(fresh, before);
      else before = before === node ? swapped(node, fresh) : (swapped(node, fresh), before);
      node = fresh;
    }
    if (node === before) before = node.nextElementSibling;
    else if (node.nextElementSibling !== before) parent.insertBefore(node, before);
  }
  for (const node of known.values()) node.remove();
}

function made(item) {
  const node = item.make();
  node.dataset.key = item.key;
  node.stamp = item.stamp;
  return node;
}

function swapped(old, fresh) {
  const focused = old.contains(document.activeElement);
  old.replaceWith(fresh);
  if (focused) fresh.querySelector("button, a")?.focus({ preventScroll: true });
  return fresh;
}
