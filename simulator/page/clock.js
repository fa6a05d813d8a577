// The bar on top: the simulated day and hour, and the buttons that let time pass.

import { dayShort, hour } from "./moments.js";
import { post, Refused } from "./server.js";

export class Clock {
  constructor(refused) {
    this.refused = refused;
    this.buttons = [...document.querySelectorAll("[data-by]")];
    for (const node of this.buttons) node.addEventListener("click", () => this.turn(node.dataset.by));
  }

  update(now, running) {
    document.getElementById("now").setAttribute("datetime", now);
    document.getElementById("now-day").replaceChildren(dayShort(now));
    document.getElementById("now-hour").replaceChildren(hour(now, "en"));
    this.walking(running);
  }

  walking(running) {
    const bar = document.getElementById("walk-bar");
    document.getElementById("walk").hidden = !running;
    for (const node of this.buttons) node.disabled = Boolean(running);
    if (!running) return;
    bar.max = running.of;
    bar.value = running.done;
    document.getElementById("walk-text").replaceChildren(`day ${running.done} of ${running.of}`);
  }

  async turn(by) {
    for (const node of this.buttons) node.disabled = true;
    try {
      await post("/sim/clock", { by });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.refused(error.message);
      this.walking(null);
    }
  }
}
