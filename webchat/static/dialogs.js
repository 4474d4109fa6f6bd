// Dialogs and small menus. Each dialog gives the focus back where it was.
import { h, icon, round } from "./dom.js";
import { t } from "./texts.js";

export function dialog(build, props = {}) {
  return new Promise((done) => {
    const box = h("dialog", props);
    let result = null;
    const end = (value) => { result = value; box.close(); };
    box.append(...[build(end, box)].flat());
    box.addEventListener("close", () => { box.remove(); done(result); });
    box.addEventListener("click", (event) => { if (event.target === box) end(null); });
    document.body.append(box);
    box.showModal();
  });
}

export const notice = (text, title) =>
  dialog((end) => [
    h("h2", {}, title || t("alert")),
    h("p", { className: "say" }, text),
    h("div", { className: "actions" }, h("button", { type: "button", className: "primary", autofocus: true, onclick: () => end(true) }, t("ok"))),
  ], { role: "alertdialog", "aria-label": title || t("alert") });

export const ask = (title, text, yes, bad = false) =>
  dialog((end) => [
    h("h2", {}, title),
    h("p", {}, text),
    h("div", { className: "actions" },
      h("button", { type: "button", className: "plain", autofocus: true, onclick: () => end(false) }, t("cancel")),
      h("button", { type: "button", className: bad ? "primary bad" : "primary", onclick: () => end(true) }, yes)),
  ], { "aria-label": title });

function form(end, title, hint, fields, yes, no = t("cancel")) {
  const inputs = fields.map((field) => h("input", { autocomplete: "off", ...field }));
  const submit = (event) => { event.preventDefault(); end(inputs.map((input) => input.value.trim())); };
  return h("form", { method: "dialog", onsubmit: submit },
    h("h2", {}, title), hint && h("p", {}, hint),
    inputs.map((input, place) => h("label", {}, fields[place].label, input)),
    h("div", { className: "actions" },
      h("button", { type: "button", className: "plain", onclick: () => end(null) }, no),
      h("button", { className: "primary" }, yes)));
}

export const askName = (value) =>
  dialog((end) => form(end, t("askName"), t("askNameHint"), [{ label: t("name"), value, maxLength: 64, autocomplete: "given-name", autofocus: true }], t("ok"), t(value ? "cancel" : "skip")), { "aria-label": t("askName") });

export const askPhone = () =>
  dialog((end) => form(end, t("contact"), "", [{ label: t("phoneNumber"), type: "tel", autocomplete: "tel", required: true, pattern: "[0-9+() \\-]{3,24}", autofocus: true }], t("send")), { "aria-label": t("contact") });

export function askPosition() {
  const degrees = (label, most) => ({ label, type: "number", step: "any", min: -most, max: most, required: true, inputMode: "decimal" });
  return dialog((end) => {
    const state = h("p", { role: "status" }, t("positionHint"));
    const found = (at) => end([at.coords.latitude, at.coords.longitude]);
    const lost = () => { state.textContent = t("noPosition"); };
    const locate = () => {
      state.textContent = t("locating");
      navigator.geolocation.getCurrentPosition(found, lost, { enableHighAccuracy: true, timeout: 15000 });
    };
    const fields = form(end, t("position"), "", [degrees(t("latitude"), 90), degrees(t("longitude"), 180)], t("send"));
    fields.querySelector("h2").after("geolocation" in navigator && h("button", { type: "button", className: "primary wide", onclick: locate }, t("locate")), state);
    return fields;
  }, { "aria-label": t("position") });
}

export const askCaption = (files) =>
  dialog((end, box) => {
    const urls = files.map((file) => (file.type.startsWith("image/") ? URL.createObjectURL(file) : null));
    box.addEventListener("close", () => urls.forEach((url) => url && URL.revokeObjectURL(url)));
    const shown = files.map((file, place) => (urls[place] ? h("img", { src: urls[place], alt: file.name }) : h("span", {}, file.name)));
    const fields = form(end, t("sendFiles", { n: files.length }), "", [{ label: t("caption"), maxLength: 1024, autofocus: true }], t("send"));
    fields.querySelector("h2").after(h("div", { className: "previews" }, shown));
    return fields;
  }, { "aria-label": t("files") });

export function viewer(pictures, start) {
  return dialog((end, box) => {
    let at = start;
    const image = h("img", { alt: "" });
    const caption = h("figcaption", {});
    const show = (step) => {
      at = (at + step + pictures.length) % pictures.length;
      image.src = pictures[at].src;
      image.alt = caption.textContent = pictures[at].caption || "";
      caption.hidden = !pictures[at].caption;
    };
    box.addEventListener("keydown", (event) => {
      if (event.key === "ArrowRight") show(1);
      if (event.key === "ArrowLeft") show(-1);
    });
    show(0);
    const many = pictures.length > 1;
    return [h("figure", { onclick: (event) => event.target !== image && end(null) }, image, caption),
      many && round("left", t("previous"), () => show(-1), { className: "round prev" }),
      many && round("right", t("next"), () => show(1), { className: "round next" }),
      round("close", t("close"), () => end(null), { className: "round shut", autofocus: true })].filter(Boolean);
  }, { className: "viewer", "aria-label": t("photo") });
}

let closeOpen = null;

// A menu beside a point or an element: items are {icon, label, note, run, bad}.
export function popup(anchor, items, label) {
  closeOpen?.();
  const back = document.activeElement;
  const menu = h("div", { className: "popup", role: "menu", "aria-label": label });
  const close = () => {
    menu.remove();
    document.removeEventListener("pointerdown", outside, true);
    closeOpen = null;
    back?.focus?.({ preventScroll: true });
  };
  const outside = (event) => { if (!menu.contains(event.target)) close(); };
  menu.append(...items.map((item) => h("button", { type: "button", role: "menuitem", className: item.bad ? "bad" : "", onclick: () => { close(); item.run(); } },
    item.icon && icon(item.icon), h("span", {}, item.command && h("b", {}, item.command), item.command && " ", item.note ? h("small", {}, item.note) : item.label))));
  menu.addEventListener("keydown", (event) => {
    const keys = [...menu.querySelectorAll("button")], now = keys.indexOf(document.activeElement);
    if (event.key === "Escape" || event.key === "Tab") { event.preventDefault(); close(); }
    if (event.key === "ArrowDown") { event.preventDefault(); keys[(now + 1) % keys.length].focus(); }
    if (event.key === "ArrowUp") { event.preventDefault(); keys[(now - 1 + keys.length) % keys.length].focus(); }
  });
  document.body.append(menu);
  const spot = anchor instanceof Element ? anchor.getBoundingClientRect() : { left: anchor.x, right: anchor.x, top: anchor.y, bottom: anchor.y };
  const room = (anchor instanceof Element ? anchor : document.elementFromPoint(anchor.x, anchor.y))?.closest(".phone")?.getBoundingClientRect();
  const edge = Math.min(room?.right ?? innerWidth, innerWidth);
  const left = Math.max(8, Math.min(Math.max(8, spot.left), edge - menu.offsetWidth - 8));
  const above = spot.top - menu.offsetHeight - 6;
  menu.style.left = `${left}px`;
  menu.style.top = `${above > 8 && spot.top > innerHeight / 2 ? above : Math.min(spot.bottom + 6, innerHeight - menu.offsetHeight - 8)}px`;
  document.addEventListener("pointerdown", outside, true);
  closeOpen = close;
  menu.querySelector("button")?.focus({ preventScroll: true });
}
