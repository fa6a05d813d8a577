// One message as a bubble: what it says or carries, its time, and the buttons under it.

import { button, el, icon } from "./dom.js";
import { richText } from "./html.js";
import { contact, documentFile, photo, place, voice } from "./media.js";
import { day, hour } from "./moments.js";

const LONG_PRESS_MS = 550;

// What the chat shows, oldest first, as items for `reconcile`: a chip for each new day, then its messages.
export function chatItems(messages, view) {
  const items = [];
  let shown = "";
  for (const [index, message] of messages.entries()) {
    // Joining and leaving are no messages to read.
    if (message.kind === "service") continue;
    const date = day(message.time, view.language, view.zone);
    if (date !== shown) items.push(dayItem(date));
    shown = date;
    const last = messages[index + 1]?.mine !== message.mine;
    items.push({
      key: `message-${message.id}`,
      stamp: `${last}${JSON.stringify(message)}`,
      make: () => bubble(message, last, view),
    });
  }
  return items;
}

function dayItem(date) {
  return { key: `day-${date}`, stamp: date, make: () => el("p", { class: "day" }, el("span", {}, date)) };
}

function bubble(message, last, view) {
  const side = message.mine ? "mine" : "theirs";
  const node = el("article", { class: `message ${side}${last ? " last" : ""}`, "data-id": message.id });
  const content = [...carried(message, view), ...said(message, view), stamp(message, view)];
  const body = el("div", { class: `bubble${message.photo ? " with-photo" : ""}`, dir: "auto" }, content);
  node.append(body, ...rows(message, view));
  if (message.mine) addActions(node, body, message, view);
  return node;
}

function carried(message, view) {
  return [
    message.photo && photo(message.photo, view),
    (message.voice || message.audio) && voice(message.voice ?? message.audio, view),
    message.document && documentFile(message.document, view),
    message.contact && contact(message.contact),
    message.location && place(message.location, view),
  ].filter(Boolean);
}

function said(message, view) {
  return message.html
    ? [
        el(
          "span",
          { class: "text" },
          richText(message.html, (what) => view.open(what)),
        ),
      ]
    : [];
}

function stamp(message, view) {
  const time = el("time", { datetime: message.time }, hour(message.time, view.language, view.zone));
  const edited = message.edited ? el("span", { class: "edited" }, `${view.words.edited} `) : null;
  return el("p", { class: "stamp" }, edited, time, message.mine ? icon("seen") : null);
}

function rows(message, view) {
  if (!message.buttons?.length) return [];
  const lines = message.buttons.map((row) =>
    el(
      "div",
      { class: "inline-row" },
      row.map((item) => inline(item, message, view)),
    ),
  );
  return [el("div", { class: "inline" }, lines)];
}

function inline(item, message, view) {
  const label = el("span", { dir: "auto" }, item.text);
  if (item.url) {
    const onclick = (event) => {
      if (view.open({ href: item.url })) event.preventDefault();
    };
    return el(
      "a",
      { class: "inline-button to-link", href: item.url, target: "_blank", rel: "noopener noreferrer", onclick },
      label,
      icon("link"),
    );
  }
  return button({ class: "inline-button", onclick: (event) => view.tap(message, item, event.currentTarget) }, label);
}

// One's own text can be changed: the pencil for a mouse or a keyboard, a long press (the context menu) for a finger.
function addActions(node, body, message, view) {
  if (!message.text || carried(message, view).length) return;
  const edit = button(
    { class: "pencil", "aria-label": view.words.edit, title: view.words.edit, onclick: () => view.edit(message) },
    icon("edit"),
  );
  body.addEventListener("contextmenu", (event) => {
    event.preventDefault();
    view.actions(message);
  });
  longPress(body, () => view.actions(message));
  node.prepend(edit);
}

// Safari on a phone makes no context menu of a long press: the finger's time is taken here.
function longPress(node, act) {
  let timer;
  node.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "touch") timer = setTimeout(act, LONG_PRESS_MS);
  });
  for (const name of ["pointerup", "pointermove", "pointercancel"])
    node.addEventListener(name, () => clearTimeout(timer));
}
