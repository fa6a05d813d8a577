// The text field with its buttons: commands, attach, the reply keyboard, and send.

import { button, el, icon, iconButton } from "./dom.js";

export class Composer {
  constructor(phone) {
    const { words } = phone;
    this.phone = phone;
    this.editing = null;
    this.field = el("textarea", {
      class: "field",
      rows: 1,
      dir: "auto",
      "aria-label": words.message,
      placeholder: words.message,
      maxlength: "4096",
    });
    this.commands = button(
      { class: "commands-button", hidden: true, onclick: () => this.showCommands() },
      icon("slash"),
      words.commands,
    );
    this.keys = iconButton("keys", words.keyboard, { hidden: true, "aria-expanded": "false" });
    this.attach = iconButton("clip", words.attach, { onclick: () => phone.attach.menu() });
    this.send = el(
      "button",
      { type: "submit", class: "icon-button disc send", "aria-label": words.send, title: words.send },
      icon("send"),
    );
    this.mic = iconButton("mic", words.voice_record, { class: "disc", onclick: () => phone.attach.record() });
    this.strip = el("div", { class: "strip", hidden: true });
    this.offers = el("div", { class: "offers", hidden: true });
    const pill = el("div", { class: "pill" }, this.field, this.keys, this.attach);
    this.form = el(
      "form",
      { class: "composer", onsubmit: (event) => this.submitted(event) },
      this.commands,
      pill,
      this.mic,
      this.send,
    );
    this.node = el("div", { class: "foot-write" }, this.offers, this.strip, this.form);
    this.listen();
    this.grown();
  }

  listen() {
    this.field.addEventListener("input", () => this.grown());
    this.field.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.stopEditing();
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.form.requestSubmit();
    });
  }

  update({ commands, keyboard }) {
    this.list = commands ?? [];
    this.commands.hidden = this.list.length === 0;
    this.field.placeholder = keyboard?.placeholder || this.phone.words.message;
    this.hinted = Boolean(keyboard?.placeholder);
    this.roomed();
  }

  // The field grows with what is typed; where there is nothing to send, the microphone stands in for "send".
  grown() {
    this.field.style.height = "auto";
    this.field.style.height = `${this.field.scrollHeight}px`;
    const empty = this.field.value.trim() === "" && this.editing === null;
    this.send.hidden = empty;
    this.mic.hidden = !empty;
    this.roomed();
    this.offer();
  }

  // A long hint or a text needs the room that the word on the menu button takes.
  roomed() {
    this.form.classList.toggle("field-used", this.hinted || this.field.value !== "");
  }

  // While a command is being typed, those that begin with it are offered above the field.
  offer() {
    const typed = this.field.value;
    const fitting = /^\/\w*$/.test(typed)
      ? (this.list ?? []).filter((item) => `/${item.command}`.startsWith(typed))
      : [];
    this.offers.replaceChildren(...fitting.map((item) => this.offered(item)));
    this.offers.hidden = fitting.length === 0;
  }

  offered(item) {
    const name = el("span", { class: "offer-command" }, `/${item.command}`);
    return button(
      { class: "offer", onclick: () => this.say(`/${item.command}`) },
      name,
      el("span", { dir: "auto" }, item.description),
    );
  }

  showCommands() {
    const act = (item) => () => this.phone.say(`/${item.command}`);
    const line = (item) => ({ icon: "slash", text: item.description, hint: `/${item.command}`, act: act(item) });
    this.phone.sheet.menu(this.phone.words.commands, this.list.map(line));
  }

  submitted(event) {
    event.preventDefault();
    const text = this.field.value.trim();
    if (text !== "") this.say(text);
    this.field.focus();
  }

  // What could not be sent comes back into the field, unless something else has been typed there since.
  async say(text) {
    const changed = this.editing;
    this.stopEditing();
    this.field.value = "";
    this.grown();
    const done = changed ? await this.phone.act("edit", { message_id: changed.id, text }) : await this.phone.say(text);
    if (done === null && this.field.value === "") {
      this.field.value = text;
      this.grown();
    }
  }

  edit(message) {
    const { words } = this.phone;
    const about = el(
      "span",
      { class: "strip-text" },
      el("strong", {}, words.editing),
      el("span", { dir: "auto" }, message.text),
    );
    this.editing = message;
    this.strip.replaceChildren(
      icon("edit"),
      about,
      iconButton("close", words.cancel, { onclick: () => this.stopEditing() }),
    );
    this.strip.hidden = false;
    this.field.value = message.text;
    this.grown();
    this.field.focus();
  }

  stopEditing() {
    if (this.editing === null) return;
    this.editing = null;
    this.strip.hidden = true;
    this.field.value = "";
    this.grown();
  }
}
