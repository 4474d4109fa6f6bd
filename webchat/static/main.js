// Starts the page: one phone, or the phones of the demo side by side.
import { get, listen, post } from "./api.js";
import { askName } from "./dialogs.js";
import { h } from "./dom.js";
import { Phone } from "./phone.js";
import { lang, setLanguage, t } from "./texts.js";
import { setZone } from "./times.js";

const app = document.getElementById("app");
const page = {
  phones: [], slots: [], session: null, stop: null, away: null,

  activate(phone) {
    if (phone.active) return;
    for (const one of this.phones) {
      one.active = one === phone;
      one.element.classList.toggle("active", one.active);
    }
    this.slots.forEach((slot) => slot.tab.setAttribute("aria-selected", String(slot.phone.active)));
    if (phone.log.pinned) phone.log.toEnd();
    phone.seen();
  },

  counted() {
    const all = this.phones.reduce((sum, phone) => sum + (phone.chat?.unread || 0), 0);
    document.title = `${all ? `(${all}) ` : ""}${this.session.bot.name}`;
    for (const slot of this.slots) {
      const unread = slot.phone?.chat?.unread || 0;
      slot.badges.forEach((badge) => {
        badge.hidden = !unread;
        badge.textContent = unread;
        badge.setAttribute("aria-label", t("unread", { n: unread }));
      });
    }
  },

  started() {
    const url = new URL(location.href);
    url.searchParams.delete("start");
    history.replaceState(null, "", url);
  },

  settings() {
    const large = document.documentElement.dataset.size === "large";
    const items = [
      { icon: "globe", label: t("language"), run: () => { setLanguage(lang() === "zh" ? "en" : "zh"); show(); } },
      { icon: "text", label: t(large ? "largeOn" : "large"), run: () => resize(!large) },
    ];
    return this.session.mode === "real" ? [...items, { icon: "person", label: t("rename"), run: rename }] : items;
  },
};

function resize(large) {
  document.documentElement.dataset.size = large ? "large" : "normal";
  localStorage.setItem("webchat.size", large ? "large" : "normal");
  for (const phone of page.phones) phone.log.pinned && phone.log.toEnd();
  const button = document.querySelector(".top .size");
  if (button) button.textContent = t(large ? "largeOn" : "large");
}

async function enter(name) {
  const { user } = await post("session", {}, { name, fallback: t("guest"), language: navigator.language });
  page.session.user = user;
}

async function rename() {
  const answer = await askName(page.session.user.first_name);
  if (answer?.[0]) await enter(answer[0]);
}

function connect() {
  page.stop?.();
  clearTimeout(page.away);
  const watch = Object.fromEntries(page.phones.map((phone) => [phone.user.id, 0]));
  const change = (content) => page.phones.filter((phone) => phone.user.id === content.user).forEach((phone) => phone.change(content));
  page.stop = listen(watch, change, (up) => {
    clearTimeout(page.away);
    if (up) page.phones.forEach((phone) => phone.connected(true));
    else page.away = setTimeout(() => page.phones.forEach((phone) => phone.connected(false)), 1500);
  });
}

function chosen(key, users) {
  const id = Number(localStorage.getItem(`webchat.holder.${key}`));
  return users.find((user) => user.id === id) || users.find((user) => user.language_code.startsWith(lang())) || users[0];
}

function demoPhone(definition, place) {
  const title = definition[`title_${lang()}`];
  const slot = { badges: [1, 2].map(() => h("span", { className: "badge", hidden: true })) };
  const phone = (user) => new Phone(user, page.session.bot, page, title);
  const select = h("select", { "aria-label": `${t("who")}: ${title}`, onchange: () => swap(definition.users.find((user) => user.id === Number(select.value))) },
    definition.users.map((user) => h("option", { value: user.id }, user.first_name)));
  const holder = h("div", { className: "holder" }, h("strong", {}, title), slot.badges[0], definition.users.length > 1 ? select : h("span", {}, definition.users[0].first_name));
  function swap(user) {
    localStorage.setItem(`webchat.holder.${definition.key}`, user.id);
    const old = slot.phone;
    slot.phone = phone(user);
    slot.phone.element.prepend(holder);
    old.element.before(slot.phone.element);
    old.end();
    page.phones[place] = slot.phone;
    page.activate(slot.phone);
    connect();
    select.focus();
  }
  const user = chosen(definition.key, definition.users);
  select.value = user.id;
  slot.phone = phone(user);
  slot.phone.element.prepend(holder);
  slot.tab = h("button", { type: "button", role: "tab", "aria-selected": "false", onclick: () => page.activate(slot.phone) }, title, slot.badges[1]);
  return slot;
}

function demo() {
  page.slots = page.session.phones.map(demoPhone);
  page.phones = page.slots.map((slot) => slot.phone);
  const large = document.documentElement.dataset.size === "large";
  const top = h("header", { className: "top" }, h("img", { src: "/chat/static/icon.svg", alt: "" }), h("h1", {}, `${page.session.bot.name} · ${t("demo")}`), h("p", {}, t("demoHint")),
    h("button", { type: "button", className: "plain size", onclick: () => resize(document.documentElement.dataset.size !== "large") }, t(large ? "largeOn" : "large")),
    h("button", { type: "button", className: "plain", "aria-label": t("languageLabel"), onclick: () => { setLanguage(lang() === "zh" ? "en" : "zh"); show(); } }, t("language")));
  const phones = h("main", { className: "phones" }, page.phones.map((phone) => phone.element));
  phones.style.setProperty("--count", page.phones.length);
  app.className = "app demo";
  app.replaceChildren(top, h("div", { className: "tabs", role: "tablist", "aria-label": t("phones") }, page.slots.map((slot) => slot.tab)), phones);
}

function real() {
  page.slots = [];
  page.phones = [new Phone(page.session.user, page.session.bot, page)];
  app.className = "app real";
  app.replaceChildren(h("main", { className: "phones" }, page.phones[0].element));
}

function show() {
  const payload = new URLSearchParams(location.search).get("start");
  page.phones.forEach((phone) => phone.end());
  (page.session.mode === "demo" ? demo : real)();
  if (payload !== null) page.phones[0].payload = payload;
  app.removeAttribute("aria-busy");
  page.activate(page.phones[0]);
  connect();
}

async function begin() {
  setLanguage(lang());
  if (localStorage.getItem("webchat.size") === "large") document.documentElement.dataset.size = "large";
  for (let wait = 500; !page.session; wait = Math.min(wait * 2, 8000)) {
    page.session = await get("session").catch(() => null);
    if (!page.session) await new Promise((done) => setTimeout(done, wait));
  }
  setZone(page.session.zone);
  document.title = page.session.bot.name;
  if (page.session.mode === "real" && !page.session.user) await enter((await askName(""))?.[0] || "");
  show();
}

document.addEventListener("visibilitychange", () => page.phones.forEach((phone) => phone.seen()));
window.addEventListener("beforeunload", (event) => { if (page.phones.some((phone) => phone.outbox.unsaved)) event.preventDefault(); });
begin();
