// The row of scenes: which phones are in sight. The phones of the others go on living, unseen.

import { button } from "./dom.js";
import { post, Refused } from "./server.js";

export class Scenes {
  constructor(chosen) {
    this.chosen = chosen;
    this.all = [];
    this.active = new URLSearchParams(location.hash.slice(1)).get("scene");
    this.list = document.getElementById("scenes-list");
    this.list.addEventListener("keydown", (event) => this.key(event));
  }

  update(scenes) {
    if (JSON.stringify(scenes) === JSON.stringify(this.all)) return;
    this.all = scenes;
    document.getElementById("scenes").hidden = scenes.length === 0;
    this.list.replaceChildren(...scenes.map((scene) => this.tab(scene)));
    if (!this.current()) this.active = scenes[0]?.code ?? null;
    this.mark();
    this.tell();
  }

  tab(scene) {
    const how = { role: "tab", class: "scene", "aria-controls": "phones", "data-scene": scene.code };
    return button({ ...how, onclick: () => this.show(scene.code) }, scene.title);
  }

  current() {
    return this.all.find((scene) => scene.code === this.active);
  }

  // A phone that belongs to no scene, since somebody has added it, stands in each.
  has(id) {
    const homes = this.all.filter((scene) => scene.phones.includes(Number(id)));
    return homes.length === 0 || homes.some((scene) => scene.code === this.active);
  }

  // Whose scene it is: the first of its phones.
  first() {
    return String(this.current()?.phones[0] ?? "");
  }

  show(code) {
    this.active = code;
    this.remember("scene", code);
    this.mark();
    this.tell();
    this.chosen();
  }

  // The demo makes the scene that somebody looks at before the others. A page that cannot say so shows it all the same.
  async tell() {
    if (!this.active) return;
    try {
      await post(`/sim/scenes/${encodeURIComponent(this.active)}`);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
  }

  mark() {
    for (const node of this.list.children) {
      const active = node.dataset.scene === this.active;
      node.setAttribute("aria-selected", String(active));
      node.tabIndex = active ? 0 : -1;
    }
    document.getElementById("scenes-hint").replaceChildren(this.current()?.hint ?? "");
  }

  // In the address, so that a page that is loaded again shows the same.
  remember(name, value) {
    const kept = new URLSearchParams(location.hash.slice(1));
    kept.set(name, value);
    history.replaceState(null, "", `#${kept}`);
  }

  key(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const at = this.all.findIndex((scene) => scene.code === this.active);
    const next = (at + step + this.all.length) % this.all.length;
    this.show(this.all[next].code);
    this.list.children[next].focus();
  }
}
