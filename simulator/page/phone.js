// One phone: its header, its chat with the bot and what stands under it.

import { Attach } from "./attach.js";
import { Composer } from "./composer.js";
import { button, el, iconButton, reconcile } from "./dom.js";
import { ReplyKeyboard } from "./keyboard.js";
import { startOf } from "./links.js";
import { chatItems } from "./message.js";
import { hour } from "./moments.js";
import { placeOf } from "./places.js";
import { Reading } from "./reading.js";
import { post, Refused } from "./server.js";
import { Sheet, toast } from "./sheet.js";
import { words } from "./words.js";

const TYPING_MS = 5000;

export class Phone {
  // `page` knows the bot, whether this phone is in sight, and how a photo is shown large.
  constructor(state, page) {
    Object.assign(this, { id: state.id, name: state.name, language: state.language, role: state.role, hint: state.hint, page });
    this.words = words(state.language);
    this.zone = placeOf(state.language).zone;
    this.seen = null;
    this.look = 0;
    this.sending = Promise.resolve();
    this.node = el("section", { class: "phone", lang: state.language, "data-id": state.id });
    this.build();
    this.update(state);
  }

  build() {
    const owner = el(
      "p",
      { class: "phone-owner", lang: "en" },
      el("strong", { dir: "auto" }, this.name),
      ` · ${this.role} · ${this.page.languageName(this.language)}`,
    );
    const hint = el("p", { class: "phone-hint", lang: "en", hidden: !this.hint }, this.hint);
    this.list = el("div", { class: "chat-list" });
    this.chat = el(
      "div",
      { class: "chat", role: "log", tabindex: "0", "aria-label": `${this.page.bot.name}` },
      this.list,
    );
    this.reading = new Reading(this.chat, this.list, this);
    this.toasts = el("div", { class: "toasts", role: "status" });
    this.main = el("div", { class: "phone-main" }, this.chat, this.reading.latest, this.toasts);
    this.composer = new Composer(this);
    this.keyboard = new ReplyKeyboard((item) => this.key(item), this.composer.keys);
    this.big = button({ class: "big", onclick: () => this.bigTapped() });
    this.notice = el("p", { class: "foot-notice", hidden: true }, this.words.blocked);
    this.foot = el("footer", { class: "phone-foot" }, this.composer.node, this.keyboard.node, this.notice, this.big);
    const screen = el("div", { class: "screen" }, this.statusLine(), this.head(), this.main, this.foot);
    this.node.append(owner, hint, screen);
    this.sheet = new Sheet(screen, [this.header, this.main, this.foot]);
    this.attach = new Attach(this);
  }

  statusLine() {
    this.hour = el("span");
    return el(
      "div",
      { class: "phone-status", "aria-hidden": "true" },
      this.hour,
      el("span", { class: "signal" }),
      el("span", { class: "battery" }),
    );
  }

  head() {
    const { bot } = this.page;
    this.under = el("p", { class: "head-under" }, this.words.bot);
    this.title = el("h2", { dir: "auto" });
    const title = el("div", { class: "head-title" }, this.title, this.under);
    const more = iconButton("more", this.words.more, { onclick: () => this.moreMenu() });
    this.header = el(
      "header",
      { class: "phone-head" },
      el("span", { class: "avatar", "aria-hidden": "true" }, initial(bot.name)),
      title,
      more,
    );
    return this.header;
  }

  // Many changes can come within one frame when the clock is walked: the last one is drawn.
  update(state) {
    // an older look that arrives late
    if (state.look < this.look) return;
    this.look = state.look;
    if (this.state === undefined) {
      this.state = state;
      this.draw();
    } else {
      if (this.next === undefined) requestAnimationFrame(() => this.drawNext());
      this.next = state;
    }
  }

  drawNext() {
    this.state = this.next;
    this.next = undefined;
    this.draw();
  }

  draw() {
    const { screen, keyboard, blocked } = this.state;
    const fresh = this.seen === null ? [] : screen.filter((message) => !this.seen.has(message.id));
    if (fresh.some((message) => !message.mine)) this.stopTyping();
    reconcile(this.list, screen.length ? chatItems(screen, this) : [this.welcome()]);
    for (const message of fresh) this.bubbleOf(message)?.classList.add("fresh");
    this.seen = new Set(screen.map((message) => message.id));
    this.title.replaceChildren(this.page.bot.name);
    this.composer.update(this.state);
    this.keyboard.update(blocked ? null : keyboard);
    this.drawFoot();
    this.reading.came(fresh);
  }

  drawFoot() {
    const empty = this.state.screen.length === 0;
    const { blocked } = this.state;
    this.big.hidden = !(blocked || empty);
    this.notice.hidden = !blocked;
    this.composer.node.hidden = blocked || empty;
    this.big.replaceChildren(blocked ? this.words.unblock : this.words.start);
  }

  welcome() {
    const { bot } = this.page;
    const about = this.state.description || `@${bot.username}`;
    const make = () =>
      el(
        "div",
        { class: "welcome" },
        el("span", { class: "avatar", "aria-hidden": "true" }, initial(bot.name)),
        el("strong", { dir: "auto" }, bot.name),
        el("p", { dir: "auto" }, about),
      );
    return { key: "welcome", stamp: about, make };
  }

  bubbleOf(message) {
    return this.list.querySelector(`[data-key="message-${message.id}"]`);
  }

  // --- what the person does ---

  // Resolves to null when the simulator refused, after saying why on this phone.
  async act(verb, body = {}) {
    try {
      return (await post(`/sim/phones/${this.id}/${verb}`, body)) ?? {};
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.toast(error.message, "error");
      return null;
    }
  }

  // One after the other: what was typed first arrives first.
  say(text) {
    const said = this.sending.then(() => this.act("say", { text }));
    this.sending = said;
    return said;
  }

  async tap(message, item, node) {
    node.setAttribute("aria-busy", "true");
    await this.act("tap", { message_id: message.id, data: item.data });
    node.removeAttribute("aria-busy");
  }

  key(item) {
    if (item.request_contact) this.attach.contact();
    else if (item.request_location) this.attach.place();
    else this.say(item.text);
  }

  edit(message) {
    this.composer.edit(message);
  }

  // The menu of a long press.
  actions(message) {
    const copy = () => navigator.clipboard.writeText(message.text);
    this.sheet.menu(this.words.actions, [
      { icon: "edit", text: this.words.edit, act: () => this.edit(message) },
      { icon: "copy", text: this.words.copy, act: copy },
    ]);
  }

  moreMenu() {
    const { words: own, state } = this;
    const block = {
      icon: "block",
      text: state.blocked ? own.unblock : own.block,
      act: () => this.act(state.blocked ? "unblock" : "block"),
    };
    this.sheet.menu(own.more, [{ icon: "link", text: own.link, act: () => this.askLink() }, block]);
  }

  askLink() {
    const field = el("input", { name: "link", required: true, autocomplete: "off", dir: "ltr", placeholder: "join_…" });
    const start = ({ link }) => this.start(startOf(link) ?? link.trim());
    this.sheet.ask(
      this.words.link,
      [el("label", {}, this.words.link_hint, field)],
      this.words.start,
      start,
      this.words,
    );
  }

  start(payload) {
    return this.act("start", payload ? { payload } : {});
  }

  bigTapped() {
    return this.state.blocked ? this.act("unblock") : this.start("");
  }

  // A command is said, a link to this bot starts it on this phone; true when nothing is left for the browser to do.
  open({ command, href }) {
    if (command) return (this.say(command), true);
    const payload = startOf(href, this.page.bot.username);
    if (payload === null) return false;
    this.start(payload);
    return true;
  }

  enlarge(address) {
    this.page.enlarge(address);
  }

  // --- what the bot does ---

  toast(text, kind = "") {
    if (kind === "alert") this.sheet.alert(text, this.words);
    else toast(this.toasts, text, kind);
  }

  typing() {
    this.under.replaceChildren(this.words.typing);
    this.under.classList.add("is-typing");
    clearTimeout(this.typingEnd);
    this.typingEnd = setTimeout(() => this.stopTyping(), TYPING_MS);
  }

  stopTyping() {
    this.under.replaceChildren(this.words.bot);
    this.under.classList.remove("is-typing");
  }

  inSight() {
    return this.page.inSight(this);
  }

  counted() {
    this.page.counted(this);
  }

  turned(now) {
    this.hour.replaceChildren(hour(now, this.language, this.zone));
  }
}

function initial(name) {
  return [...name.trim()][0]?.toUpperCase() ?? "?";
}
