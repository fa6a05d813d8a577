// The reply keyboard under the text field: rows of large buttons that the bot has set out.

import { button, el, icon } from "./dom.js";

export class ReplyKeyboard {
  // `chosen` gets the button that was tapped; `toggle` is the phone's own button that shows or hides the rows.
  constructor(chosen, toggle) {
    this.node = el("div", { class: "keys", hidden: true });
    this.chosen = chosen;
    this.toggle = toggle;
    this.stamp = "null";
    toggle.addEventListener("click", () => this.show(this.node.hidden));
  }

  update(keyboard) {
    const stamp = JSON.stringify(keyboard);
    if (stamp === this.stamp) return;
    this.stamp = stamp;
    this.keyboard = keyboard;
    const rows = keyboard?.rows ?? [];
    this.node.replaceChildren(
      ...rows.map((row) =>
        el(
          "div",
          { class: "keys-row" },
          row.map((item) => this.key(item)),
        ),
      ),
    );
    this.toggle.hidden = rows.length === 0;
    this.show(rows.length > 0);
  }

  key(item) {
    const act = () => {
      if (this.keyboard.one_time) this.show(false);
      this.chosen(item);
    };
    const sign = item.request_contact ? icon("phone") : item.request_location ? icon("place") : null;
    return button({ class: "key", onclick: act }, sign, el("span", { dir: "auto" }, item.text));
  }

  show(open) {
    this.node.hidden = !open;
    this.toggle.setAttribute("aria-expanded", String(open));
  }
}
