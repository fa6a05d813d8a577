// How far the person has read: keeps the chat at its end, or counts what came while one reads above or elsewhere.

import { button, el, icon } from "./dom.js";

// Nearer to the end of the chat than this, in pixels, new messages scroll into view.
const NEAR = 120;

export class Reading {
  constructor(chat, list, phone) {
    this.chat = chat;
    this.phone = phone;
    this.unread = 0;
    this.pinned = true;
    this.latest = button({ class: "latest", hidden: true, onclick: () => this.toEnd() });
    this.latest.setAttribute("aria-label", phone.words.latest);
    this.follow(list);
  }

  // The chat stays at its end while it grows (a picture loads, a keyboard opens), unless its person has scrolled away.
  follow(list) {
    this.chat.addEventListener("scroll", () => {
      this.pinned = this.chat.scrollHeight - this.chat.scrollTop - this.chat.clientHeight < NEAR;
      this.pinned ? this.read() : this.show();
    });
    const observer = new ResizeObserver(() => this.pinned && this.toEnd());
    observer.observe(this.chat);
    observer.observe(list);
  }

  // New messages, one's own or the bot's.
  came(messages) {
    if (messages.some((message) => message.mine)) this.pinned = true;
    if (this.pinned) this.toEnd();
    const heard = messages.filter((message) => !message.mine).length;
    if (!(this.pinned && this.phone.inSight())) this.unread += heard;
    this.show();
  }

  toEnd() {
    this.chat.scrollTop = this.chat.scrollHeight;
    this.pinned = true;
    this.read();
  }

  read() {
    if (!this.phone.inSight()) return;
    this.unread = 0;
    this.show();
  }

  show() {
    this.latest.hidden = this.pinned;
    const badge = el("span", { class: "badge" }, String(this.unread));
    this.latest.replaceChildren(icon("down"), ...(this.unread ? [badge] : []));
    this.phone.counted();
  }
}
