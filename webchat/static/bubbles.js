// One message, or one album, as an element.
import { fileUrl } from "./api.js";
import { viewer } from "./dialogs.js";
import { dots, h, icon, whole } from "./dom.js";
import { rich } from "./entities.js";
import { lang, t } from "./texts.js";
import { clock } from "./times.js";

const kinds = ["photo", "voice", "audio", "video", "animation", "video_note", "sticker", "venue", "location", "contact", "poll", "document"];
const minutes = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
const bytes = (n) => (n < 1e6 ? `${Math.max(1, Math.round(n / 1e3))} KB` : `${(n / 1e6).toFixed(1)} MB`);

export const kindOf = (message) => kinds.find((kind) => kind in message) || "text";

// The words of a message; what a link hands to the bot at the start is not shown.
export const wordsOf = (message) => (message.text ?? message.caption ?? "").replace(/^\/start [\w-]+$/, "/start");

export function summary(message) {
  const text = wordsOf(message);
  const names = { video_note: "videoNote", animation: "video" };
  const kind = kindOf(message);
  return text ? text.replaceAll("\n", " ").slice(0, 120) : kind !== "text" ? t(names[kind] || kind) : message.position_erased ? t("positionErased") : "";
}

export function bubble(messages, phone, shape) {
  const main = messages[0];
  const last = messages[messages.length - 1];
  const body = messages.length > 1 ? album(messages, phone) : content(main, phone);
  const caption = wordsOf(main);
  const entities = main.entities || main.caption_entities;
  const bare = !caption && ["photo"].includes(kindOf(main)) && !main.reply_to_message && !main.reactions?.length;
  const box = h("div", { className: "bubble" }, main.reply_to_message && quote(main.reply_to_message, phone), body,
    caption && h("div", { className: "text" }, rich(caption, entities, phone.command)),
    main.position_erased && h("div", { className: "text note" }, t("positionErased")),
    main.reactions?.length ? h("div", { className: "reactions" }, main.reactions.map((emoji) => h("span", {}, emoji))) : null,
    stamp(main));
  const classes = ["msg", main.out ? "out" : "in", shape.first && "first", shape.old && "old", bare && "mediaonly", main.edit_date && "edited", main.pending && "pending", main.failed && "failed", main.reply_markup && "keyed"];
  const label = `${main.out ? t("you") : phone.bot.name}, ${clock(main.date)}`;
  const element = h("div", { className: classes.filter(Boolean).join(" "), role: "article", tabIndex: -1, "aria-label": `${label}: ${summary(main)}`, dataset: { id: main.message_id ?? "", last: last.message_id ?? "" } },
    box, main.reply_markup && inline(main, phone), main.failed && trouble(main, phone));
  return element;
}

function stamp(message) {
  const state = message.pending ? icon("clock") : message.out && !message.failed ? icon("check") : null;
  return h("span", { className: "stamp" }, message.edit_date ? `${t("edited")} ` : "", h("time", {}, clock(message.date)), state);
}

function quote(target, phone) {
  return h("button", { type: "button", className: "quote", onclick: () => phone.jump(target.message_id) },
    h("b", {}, target.from?.is_bot ? phone.bot.name : t("you")), h("span", {}, summary(target)));
}

function trouble(message, phone) {
  const known = { too_large: "tooLarge", too_long: "tooLong", blocked: "blocked" }[message.failed];
  const why = known ? t(known, { bot: phone.bot.name }) : t("failed");
  return h("div", { className: "trouble", role: "alert" }, why,
    h("button", { type: "button", onclick: () => phone.outbox.again(message.client_id) }, t("retry")),
    h("button", { type: "button", onclick: () => phone.outbox.remove(message.client_id) }, t("remove")));
}

const source = (message, phone, file) => message.local?.[0] || fileUrl(file.file_id, phone.user.id);
const photoOf = (message) => message.photo?.[message.photo.length - 1];

function open(message, phone) {
  const pictures = phone.pictures();
  viewer(pictures, Math.max(0, pictures.findIndex((one) => one.id === message.message_id)));
}

function album(messages, phone) {
  const n = messages.length;
  const tiles = messages.map((message, place) => {
    const file = photoOf(message);
    if (!file) return h("div", {}, content(message, phone));
    const size = n === 2 || n === 4 || (n % 3 === 2 && place < 2) || (n % 3 === 1 && n > 4 && place < 4) ? "half" : n === 1 ? "full" : "";
    return h("button", { type: "button", className: size, "aria-label": `${t("photo")} ${place + 1}/${n}`, onclick: () => open(message, phone) },
      h("img", { src: source(message, phone, file), alt: message.caption || t("photo"), loading: "lazy" }));
  });
  return h("div", { className: messages.every(photoOf) ? "album" : "files" }, tiles);
}

function content(message, phone) {
  const kind = kindOf(message);
  return makers[kind]?.(message, phone) ?? null;
}

const makers = {
  photo(message, phone) {
    const file = photoOf(message);
    const image = h("img", { src: source(message, phone, file), alt: message.caption || t("photo"), width: file.width || null, height: file.height || null });
    return h("button", { type: "button", className: "picture", "aria-label": t("photo"), onclick: () => open(message, phone) }, image);
  },
  voice: (message, phone) => player(source(message, phone, message.voice), message.voice.duration),
  audio: (message, phone) => player(source(message, phone, message.audio), message.audio.duration),
  video: (message, phone) => h("video", { src: source(message, phone, message.video), controls: true, preload: "metadata" }),
  animation: (message, phone) => h("video", { src: source(message, phone, message.animation), controls: true, loop: true, muted: true }),
  video_note: (message, phone) => h("video", { src: source(message, phone, message.video_note), controls: true, preload: "metadata" }),
  sticker: (message, phone) => h("div", { className: "sticker" }, h("img", { src: source(message, phone, message.sticker), alt: message.sticker.emoji || t("sticker") })),
  document(message, phone) {
    const file = message.document;
    return h("a", { className: "file", href: source(message, phone, file), download: file.file_name || "file" },
      h("span", { className: "disc" }, icon("file")), h("span", {}, file.file_name || t("document"), h("span", {}, file.file_size ? bytes(file.file_size) : "")));
  },
  location: (message) => place(message.location, t("position")),
  venue: (message) => place(message.venue.location, message.venue.title, message.venue.address),
  contact: (message) => h("a", { className: "file", href: `tel:${message.contact.phone_number}` },
    h("span", { className: "disc" }, icon("person")), h("span", {}, message.contact.first_name || t("contact"), h("span", {}, message.contact.phone_number))),
  poll: (message) => h("div", { className: "poll" }, h("strong", {}, message.poll.question), h("ul", {}, message.poll.options.map((one) => h("li", {}, one.text)))),
};

function place(at, title, address) {
  const { latitude: lat, longitude: lon } = at;
  const maps = { zh: `https://uri.amap.com/marker?position=${lon},${lat}&coordinate=wgs84&name=${encodeURIComponent(title)}`, en: `https://www.openstreetmap.org/?mlat=${lat}&mlon=${lon}#map=17/${lat}/${lon}` };
  return h("a", { className: "place", href: maps[lang()], target: "_blank", rel: "noopener noreferrer" },
    h("div", { className: "map", "aria-hidden": "true" }, icon("pin")),
    h("div", { className: "under" }, title, address ? ` · ${address}` : ` · ${lat.toFixed(5)}, ${lon.toFixed(5)}`, h("span", {}, t("openMap"))));
}

function player(src, duration) {
  const audio = h("audio", { src, preload: "none" });
  const time = h("time", {}, minutes(duration || 0));
  const length = () => (Number.isFinite(audio.duration) ? audio.duration : duration || 1);
  const slide = h("input", { type: "range", min: 0, max: 1000, value: 0, "aria-label": t("progress"), oninput: () => { audio.currentTime = (slide.value / 1000) * length(); } });
  const button = h("button", { type: "button", className: "disc", "aria-label": t("play"), onclick: () => (audio.paused ? audio.play() : audio.pause()) }, icon("play"));
  const show = () => {
    button.replaceChildren(icon(audio.paused ? "play" : "pause"));
    button.setAttribute("aria-label", t(audio.paused ? "play" : "pause"));
  };
  audio.addEventListener("play", show);
  audio.addEventListener("pause", show);
  audio.addEventListener("ended", () => { slide.value = 0; });
  audio.addEventListener("timeupdate", () => { slide.value = (audio.currentTime / length()) * 1000; time.textContent = minutes(audio.currentTime); });
  return h("div", { className: "voice" }, button, slide, time, audio);
}

function inline(message, phone) {
  const rows = message.reply_markup.inline_keyboard || [];
  return h("div", { className: "inline", role: "group", "aria-label": t("kb") }, rows.map((row) => h("div", {}, row.map((key) => button(message, key, phone)))));
}

const label = (key) => h("span", {}, whole(key.text));

function button(message, key, phone) {
  const look = `key ${key.style ? `${key.style}-style` : ""}`;
  if (key.url) {
    return h("a", { className: look, href: /^(https?|tel|mailto):/i.test(key.url) ? key.url : "#", target: "_blank", rel: "noopener noreferrer", onclick: (event) => phone.follow(event, key.url) }, label(key), outArrow());
  }
  if (key.copy_text) return h("button", { type: "button", className: look, onclick: () => phone.copy(key.copy_text.text) }, label(key));
  if (key.callback_data === undefined) return h("button", { type: "button", className: look, disabled: true }, label(key));
  const busy = phone.pressed.has(`${message.message_id} ${key.callback_data}`);
  return h("button", { type: "button", className: busy ? `${look} busy` : look, "aria-busy": busy || null, dataset: { key: `${message.message_id} ${key.callback_data}` }, onclick: (event) => phone.tap(message, key, event.currentTarget) }, label(key), busy && dots());
}

function outArrow() {
  const arrow = icon("arrow");
  arrow.classList.add("out-arrow");
  return arrow;
}
