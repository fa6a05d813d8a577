// What can be sent besides words: the attach menu with photo, voice note, file, place and contact.

import { el, iconButton } from "./dom.js";
import { placeOf } from "./places.js";
import { base64, microphone, samplePicture, sampleSound, smallPicture } from "./recorder.js";

export class Attach {
  constructor(phone) {
    this.phone = phone;
    this.words = phone.words;
    this.picker = el("input", { type: "file", hidden: true, "aria-label": this.words.choose });
    phone.node.append(this.picker);
  }

  menu() {
    const { words } = this;
    this.phone.sheet.menu(words.attach, [
      { icon: "photo", text: words.photo, act: () => this.pick("image/*", (file) => this.picture(file)) },
      { icon: "photo", text: words.photo_sample, act: () => this.samplePicture() },
      { icon: "mic", text: words.voice_record, act: () => this.record() },
      { icon: "mic", text: words.voice_sample, act: () => this.hum() },
      {
        icon: "mic",
        text: `${words.voice}: ${words.choose}`,
        act: () => this.pick("audio/*", (file) => this.send("voice", file, file.name)),
      },
      {
        icon: "file",
        text: words.document,
        act: () => this.pick("", (file) => this.captioned("document", file, file.name)),
      },
      { icon: "place", text: words.place, act: () => this.place() },
      { icon: "person", text: words.contact, act: () => this.contact() },
    ]);
  }

  pick(accept, then) {
    this.picker.accept = accept;
    this.picker.value = "";
    this.picker.onchange = () => this.picker.files[0] && then(this.picker.files[0]);
    this.picker.click();
  }

  async picture(file) {
    let small;
    try {
      small = await smallPicture(file);
    } catch {
      return this.phone.toast(this.words.not_a_picture, "error");
    }
    return this.captioned("photo", small, file.name.replace(/\.\w+$/, ".jpg"));
  }

  async samplePicture() {
    await this.captioned("photo", await samplePicture(), "sample.jpg");
  }

  captioned(verb, blob, name) {
    const { words } = this;
    const address = verb === "photo" ? URL.createObjectURL(blob) : null;
    const shown = address
      ? el("img", { class: "preview", src: address, alt: words.photo })
      : el("p", { class: "preview-name", dir: "auto" }, name);
    const field = el("input", {
      name: "caption",
      maxlength: "1024",
      dir: "auto",
      placeholder: words.caption,
      "aria-label": words.caption,
      autocomplete: "off",
    });
    this.phone.sheet.ask(
      words[verb],
      [shown, field],
      words.send,
      ({ caption }) => this.send(verb, blob, name, { caption }),
      words,
    );
    this.phone.sheet.onclose = () => address && URL.revokeObjectURL(address);
  }

  async send(verb, blob, name, more = {}) {
    await this.phone.act(verb, { file: await base64(blob), name, ...more });
  }

  async record() {
    let tape;
    try {
      tape = await microphone();
    } catch {
      return this.phone.toast(this.words.no_microphone, "error");
    }
    return this.recording(tape);
  }

  recording(tape) {
    const { words } = this;
    const { sheet } = this.phone;
    let kept = false;
    const stop = async () => {
      kept = true;
      sheet.close();
      await this.recorded(await tape.stop());
    };
    const close = iconButton("close", words.cancel, { onclick: () => sheet.close() });
    const done = iconButton("send", words.voice_stop, { class: "disc", "data-first": true, onclick: stop });
    sheet.open(words.recording, el("div", { class: "recording" }, close, el("span", { class: "recording-dot" }), done));
    sheet.onclose = () => kept || tape.drop();
  }

  async hum() {
    this.phone.toast(this.words.recording);
    await this.recorded(await sampleSound());
  }

  async recorded({ blob, seconds }) {
    const ending = blob.type.includes("ogg") ? "ogg" : blob.type.includes("mp4") ? "m4a" : "webm";
    await this.send("voice", blob, `voice.${ending}`, { duration: seconds });
  }

  place() {
    const { words } = this;
    const { lat, lon } = placeOf(this.phone.language);
    const field = (name, label, value, most) =>
      el(
        "label",
        {},
        label,
        el("input", { name, type: "number", step: "any", min: -most, max: most, required: true, value }),
      );
    const fields = [field("lat", words.latitude, lat, 90), field("lon", words.longitude, lon, 180)];
    const share = (values) => this.phone.act("location", { lat: Number(values.lat), lon: Number(values.lon) });
    this.phone.sheet.ask(words.place_title, fields, words.place_share, share, words);
  }

  contact() {
    const { words } = this;
    this.phone.sheet.ask(
      words.contact_title,
      [el("p", {}, words.contact_text)],
      words.contact_share,
      () => this.phone.act("contact"),
      words,
    );
  }
}
