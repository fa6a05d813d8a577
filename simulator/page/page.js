// The page: brings phones, tabs and clock together and keeps them in line with the simulator.

import { Clock } from "./clock.js";
import { button, el } from "./dom.js";
import { Phone } from "./phone.js";
import { Scenes } from "./scenes.js";
import { listen, post, Refused, state } from "./server.js";
import { toast } from "./sheet.js";

// The same width as in page.css: under it one phone is shown at a time.
const narrow = window.matchMedia("(max-width: 719px)");

class Page {
  constructor() {
    this.phones = new Map();
    this.languages = [];
    this.active = new URLSearchParams(location.hash.slice(1)).get("phone");
    this.scenes = new Scenes(() => this.arrange());
    this.clock = new Clock((text) => this.say(text));
    this.look = 0;
    this.holder = document.getElementById("phones");
    this.tabs = document.getElementById("tabs");
    this.offline = document.getElementById("offline");
    this.viewer = document.getElementById("viewer");
    this.addDialog = document.getElementById("add");
    this.wire();
  }

  wire() {
    for (const id of ["add-wide", "add-narrow"])
      document.getElementById(id).addEventListener("click", () => this.askPhone());
    document.getElementById("add-cancel").addEventListener("click", () => this.addDialog.close());
    document.getElementById("add-form").addEventListener("submit", (event) => this.addPhone(event));
    this.viewer.addEventListener("click", () => this.viewer.close());
    this.tabs.addEventListener("keydown", (event) => this.tabKey(event));
    narrow.addEventListener("change", () => this.arrange());
  }

  // --- staying in line with the simulator ---

  async load() {
    const known = await state();
    this.bot = known.bot;
    this.languages = known.languages;
    this.fillChoices(known.roles);
    document.title = known.bot.name;
    this.scenes.update(known.scenes);
    this.drop(new Set(known.phones.map((phone) => String(phone.id))));
    for (const phone of known.phones) this.place(phone);
    this.tick(known);
    this.arrange();
  }

  // A simulator that was started anew may know other phones.
  drop(known) {
    for (const [key, phone] of this.phones) {
      if (known.has(key)) continue;
      phone.node.remove();
      phone.tab.remove();
      this.phones.delete(key);
    }
  }

  async refresh() {
    try {
      await this.load();
      this.offline.hidden = true;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.offline.hidden = false;
    }
  }

  // The simulator may have been started anew, and count its looks from the beginning.
  lost() {
    this.offline.hidden = false;
    for (const one of [this, ...this.phones.values()]) one.look = 0;
  }

  heard(event) {
    const phone = this.phones.get(String(event.phone));
    if (event.kind === "clock") this.walked(event);
    else if (event.kind === "added") this.refresh();
    else if (event.kind === "changed") phone ? phone.update(event.state) : this.refresh();
    else if (event.kind === "toast" && phone) phone.toast(event.text, event.alert ? "alert" : "");
    else if (event.kind === "typing" && phone) phone.typing();
  }

  walked(event) {
    this.tick(event);
    if (event.error) this.say(event.error);
  }

  tick({ look, now, running }) {
    // an older look that arrives late
    if (look < this.look) return;
    this.look = look;
    this.now = now;
    this.clock.update(now, running);
    for (const phone of this.phones.values()) phone.turned(now);
  }

  // What is in front is decided when all are there: before, whoever the address names may not be.
  place(known) {
    const key = String(known.id);
    const phone = this.phones.get(key);
    if (phone) {
      phone.update(known);
      return;
    }
    const fresh = new Phone(known, this);
    this.phones.set(key, fresh);
    fresh.tab = this.tab(fresh);
    this.tabs.append(fresh.tab);
    this.holder.append(fresh.node);
    if (this.now) fresh.turned(this.now);
  }

  // --- tabs and what is in sight ---

  tab(phone) {
    const id = `phone-${phone.id}`;
    phone.node.id = id;
    const badge = el("span", { class: "badge", hidden: true });
    return button(
      { role: "tab", class: "tab", "aria-controls": id, onclick: () => this.show(phone) },
      el("span", { class: "tab-name", dir: "auto" }, phone.name),
      badge,
    );
  }

  show(phone) {
    this.active = String(phone.id);
    this.scenes.remember("phone", phone.id);
    this.arrange();
  }

  arrange() {
    const there = [...this.phones.values()].filter((phone) => this.scenes.has(phone.id));
    if (!there.some((phone) => String(phone.id) === this.active)) {
      const first = there.find((phone) => String(phone.id) === this.scenes.first()) ?? there[0];
      this.active = first ? String(first.id) : null;
    }
    document.getElementById("none").hidden = this.phones.size > 0;
    for (const phone of this.phones.values()) this.arrangeOne(phone, String(phone.id) === this.active);
  }

  arrangeOne(phone, active) {
    phone.node.hidden = phone.tab.hidden = !this.scenes.has(phone.id);
    phone.node.classList.toggle("active", active);
    phone.node.setAttribute("role", narrow.matches ? "tabpanel" : "region");
    phone.node.setAttribute("aria-label", `${phone.name}, ${phone.role}`);
    phone.tab.setAttribute("aria-selected", String(active));
    phone.tab.tabIndex = active ? 0 : -1;
    if (phone.reading.pinned && this.inSight(phone)) phone.reading.toEnd();
    if (active) phone.tab.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  tabKey(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const all = [...this.phones.values()].filter((phone) => this.scenes.has(phone.id));
    const at = all.findIndex((phone) => String(phone.id) === this.active);
    const next = all[(at + step + all.length) % all.length];
    this.show(next);
    next.tab.focus();
  }

  inSight(phone) {
    return this.scenes.has(phone.id) && (!narrow.matches || String(phone.id) === this.active);
  }

  counted(phone) {
    const badge = phone.tab?.querySelector(".badge");
    if (!badge) return;
    badge.hidden = phone.reading.unread === 0;
    badge.replaceChildren(String(phone.reading.unread));
    this.phones.get(this.active)?.tab.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  // --- adding a phone, showing a photo, saying something ---

  languageName(code) {
    return this.languages.find((language) => language.code === code)?.name ?? code;
  }

  fillChoices(roles) {
    const languages = this.languages.map(({ code, name }) => el("option", { value: code, lang: code }, name));
    document.getElementById("add-language").replaceChildren(...languages);
    const offered = roles.map(({ role, name }) => el("option", { value: role }, name));
    document.getElementById("add-role").replaceChildren(...offered);
  }

  askPhone() {
    document.getElementById("add-error").replaceChildren();
    document.getElementById("add-form").reset();
    this.addDialog.showModal();
  }

  async addPhone(event) {
    event.preventDefault();
    const values = Object.fromEntries(new FormData(event.target));
    try {
      const made = await post("/sim/phones", { ...values, name: values.name.trim() });
      this.place(made);
      this.show(this.phones.get(String(made.id)));
      this.addDialog.close();
      this.phones.get(String(made.id)).node.scrollIntoView({ inline: "nearest", block: "nearest" });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      document.getElementById("add-error").replaceChildren(error.message);
    }
  }

  enlarge(address) {
    document.getElementById("viewer-image").src = address;
    this.viewer.showModal();
  }

  say(text) {
    toast(document.getElementById("notices"), text, "error");
  }
}

const page = new Page();
await page.refresh();
listen(
  (event) => page.heard(event),
  (connected) => (connected ? page.refresh() : page.lost()),
);
