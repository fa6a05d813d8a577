// What slides up over one phone: menus, questions with a few fields, alerts; and toasts, which go by themselves.

import { button, el, icon } from "./dom.js";

const TOAST_MS = 4000;

// A sheet takes the phone over until it is closed: the rest is inert, Escape and a tap beside it close it.
export class Sheet {
  constructor(phone, covered) {
    this.phone = phone;
    this.covered = covered;
    this.back = el("div", {
      class: "sheet-back",
      hidden: true,
      onclick: (event) => event.target === this.back && this.close(),
    });
    this.back.addEventListener("keydown", (event) => event.key === "Escape" && this.close());
    phone.append(this.back);
  }

  open(title, ...content) {
    if (this.back.hidden) this.from = document.activeElement;
    this.left();
    const sheet = el(
      "div",
      { class: "sheet", role: "dialog", "aria-modal": "true", "aria-label": title, tabindex: "-1" },
      el("h2", {}, title),
      ...content,
    );
    this.back.replaceChildren(sheet);
    this.back.hidden = false;
    for (const node of this.covered) node.inert = true;
    const first = sheet.querySelector("[data-first]") ?? sheet.querySelector("input, button") ?? sheet;
    first.focus({ preventScroll: true });
    return sheet;
  }

  close() {
    if (this.back.hidden) return;
    this.back.hidden = true;
    this.back.replaceChildren();
    for (const node of this.covered) node.inert = false;
    this.left();
    if (this.from?.isConnected) this.from.focus({ preventScroll: true });
  }

  // What a sheet has to tidy up is set as `onclose` once it is open.
  left() {
    this.onclose?.();
    this.onclose = null;
  }

  // `entries`: [{icon, text, hint, act}] — one line each.
  menu(title, entries) {
    const line = (entry) => {
      const act = () => {
        this.close();
        entry.act();
      };
      return button(
        { class: "menu-line", onclick: act },
        icon(entry.icon),
        el("span", { class: "menu-text" }, entry.text),
        entry.hint && el("span", { class: "menu-hint", dir: "auto" }, entry.hint),
      );
    };
    this.open(title, el("div", { class: "menu" }, entries.map(line)));
  }

  // A small form: `fields` are elements, `yes` the word on the button that calls `act` with the form's values.
  ask(title, fields, yes, act, words) {
    const submit = (event) => {
      event.preventDefault();
      const values = Object.fromEntries(new FormData(form));
      this.close();
      act(values);
    };
    const buttons = el(
      "div",
      { class: "sheet-buttons" },
      button({ onclick: () => this.close() }, words.cancel),
      el("button", { type: "submit", class: "main" }, yes),
    );
    const form = el("form", { onsubmit: submit }, ...fields, buttons);
    if (!form.querySelector("input")) form.querySelector(".main").dataset.first = "";
    this.open(title, form);
  }

  alert(text, words) {
    const done = button({ class: "main", onclick: () => this.close() }, words.ok);
    this.open(text, el("div", { class: "sheet-buttons" }, done)).classList.add("alert");
  }
}

export function toast(holder, text, kind = "") {
  const note = el("div", { class: `toast ${kind}`, dir: "auto", role: kind === "error" ? "alert" : null }, text);
  holder.append(note);
  setTimeout(() => note.remove(), kind === "error" ? TOAST_MS * 2 : TOAST_MS);
}
