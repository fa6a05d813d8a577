// What a message can carry besides words: a photo, a voice note, a file, a contact, a place.

import { button, el, icon, iconButton } from "./dom.js";
import { fileSize } from "./moments.js";

export function photo(file, view) {
  const image = el("img", {
    src: file.url,
    alt: view.words.photo,
    width: file.width || null,
    height: file.height || null,
  });
  return button({ class: "photo", "aria-label": view.words.photo_open, onclick: () => view.enlarge(file.url) }, image);
}

export function documentFile(file, view) {
  const size = file.size ? el("span", { class: "file-size" }, fileSize(file.size, view.language)) : null;
  const about = el("span", { class: "file-about" }, el("span", { class: "file-name", dir: "auto" }, file.name), size);
  return el(
    "a",
    { class: "file", href: file.url, download: file.name, title: view.words.download },
    el("span", { class: "disc" }, icon("load")),
    about,
  );
}

export function contact(person) {
  const name = [person.first_name ?? person.name, person.last_name].filter(Boolean).join(" ");
  const about = el(
    "span",
    { class: "file-about" },
    el("span", { class: "file-name", dir: "auto" }, name),
    el("span", { dir: "ltr" }, person.phone_number ?? person.phone),
  );
  return el("div", { class: "file" }, el("span", { class: "disc" }, icon("person")), about);
}

export function place(spot, view) {
  const [lat, lon] = [spot.latitude ?? spot.lat, spot.longitude ?? spot.lon].map((figure) => Number(figure).toFixed(4));
  const map = el("span", { class: "map", role: "img", "aria-label": view.words.place }, icon("place"));
  return el("div", { class: "place" }, map, el("span", { class: "place-about", dir: "ltr" }, `${lat}, ${lon}`));
}

// A player of its own, since the browser's is wider than a bubble on a small screen.
export function voice(file, view) {
  const audio = el("audio", { src: file.url, preload: "metadata" });
  const bar = el("progress", { class: "voice-bar", max: 1, value: 0, "aria-label": view.words.voice });
  const clock = el("span", { class: "voice-clock" }, minutes(file.duration));
  const play = iconButton("play", view.words.play, {
    class: "disc",
    onclick: () => (audio.paused ? audio.play().catch(silent) : audio.pause()),
  });
  const show = () => toggled(play, audio, view);
  for (const name of ["play", "pause", "ended"]) audio.addEventListener(name, show);
  audio.addEventListener("timeupdate", () => moved(audio, bar, clock));
  // A recording of the browser's own does not know how long it is until it has been played.
  audio.addEventListener(
    "loadedmetadata",
    () => Number.isFinite(audio.duration) && clock.replaceChildren(minutes(audio.duration)),
  );
  audio.addEventListener("error", silent);
  return el("div", { class: "voice" }, play, el("span", { class: "voice-about" }, bar, clock), audio);

  // A sound that this browser cannot play is shown as such, and the chat goes on.
  function silent() {
    play.disabled = true;
  }
}

function toggled(play, audio, view) {
  const name = audio.paused ? "play" : "pause";
  play.replaceChildren(icon(name));
  play.setAttribute("aria-label", view.words[name]);
}

function moved(audio, bar, clock) {
  if (Number.isFinite(audio.duration)) bar.value = audio.currentTime / audio.duration;
  clock.replaceChildren(minutes(audio.ended ? audio.duration : audio.currentTime));
}

function minutes(seconds) {
  if (!Number.isFinite(seconds)) return "0:00";
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
