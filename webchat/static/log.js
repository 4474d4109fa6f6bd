// The list of messages of a phone: what is shown, in which order, and where it stands.
import { bubble } from "./bubbles.js";
import { h } from "./dom.js";
import { t } from "./texts.js";
import { dayName } from "./times.js";

// Groups messages: albums become one item, days get a line.
function itemsOf(messages) {
  const items = [];
  let day = "", before = null;
  for (const message of messages) {
    const name = dayName(message.date);
    const last = items[items.length - 1];
    const sameAlbum = last?.album && last.album === message.media_group_id && last.messages[0].out === message.out;
    if (name !== day) items.push({ key: `day ${message.date - (message.date % 86400)} ${name}`, day: name, sign: name });
    if (name === day && sameAlbum) {
      last.messages.push(message);
    } else {
      const first = !before || before.out !== message.out || name !== day || message.date - before.date > 600;
      items.push({ key: message.client_id ? `c ${message.client_id}` : `m ${message.message_id}`, messages: [message], first, album: message.media_group_id });
    }
    day = name;
    before = message;
  }
  return items;
}

const signOf = (item) => item.sign ?? JSON.stringify([item.first, item.messages.map((m) => [m.version, m.pending, m.failed, m.message_id, m.waiting])]);

export class Log {
  constructor(phone) {
    this.phone = phone;
    this.shown = new Map();
    this.element = h("div", { className: "log", role: "log", "aria-live": "polite", "aria-relevant": "additions", tabIndex: 0, "aria-label": t("messages", { bot: phone.bot.name }) });
    this.element.addEventListener("scroll", () => this.scrolled(), { passive: true });
    this.element.addEventListener("keydown", (event) => this.keyed(event));
    this.element.addEventListener("contextmenu", (event) => this.menu(event));
    this.element.addEventListener("load", () => this.pinned && this.toEnd(), true);
    this.touch();
    new ResizeObserver(() => this.pinned && this.toEnd()).observe(this.element);
    this.pinned = true;
  }

  draw(messages, { more, fresh }) {
    const items = itemsOf(messages);
    const wanted = new Set(items.map((item) => item.key));
    for (const [key, entry] of this.shown) {
      if (wanted.has(key)) continue;
      entry.element.remove();
      this.shown.delete(key);
    }
    this.earlier(more);
    let after = this.top?.isConnected ? this.top : null;
    for (const item of items) after = this.put(item, after, fresh);
    this.blank(messages.length === 0);
    if (this.pinned) this.toEnd();
    this.scrolled();
  }

  put(item, after, fresh) {
    const sign = signOf(item);
    let entry = this.shown.get(item.key);
    if (!entry || entry.sign !== sign) {
      const element = item.day ? h("div", { className: "day" }, item.day) : bubble(item.messages, this.phone, { first: item.first, old: fresh || Boolean(entry) });
      const edited = item.messages?.[0].edit_date;
      if (entry) {
        if (edited && edited !== entry.edited) element.classList.add("flash");
        const key = entry.element.contains(document.activeElement) ? document.activeElement.dataset.key : null;
        const held = entry.element === document.activeElement;
        entry.element.replaceWith(element);
        if (held) element.focus({ preventScroll: true });
        if (key) (element.querySelector(`[data-key="${CSS.escape(key)}"]`) || element).focus({ preventScroll: true });
      }
      entry = { element, sign, edited };
      this.shown.set(item.key, entry);
    }
    const spot = after ? after.nextSibling : this.element.firstChild;
    if (spot !== entry.element) this.element.insertBefore(entry.element, spot);
    return entry.element;
  }

  earlier(more) {
    if (more && !this.top) {
      this.top = h("button", { type: "button", className: "plain earlier", onclick: () => this.phone.loadOlder() }, t("older"));
      this.element.prepend(this.top);
    } else if (!more && this.top) {
      this.top.remove();
      this.top = null;
    }
  }

  blank(empty) {
    if (empty && !this.nothing) {
      this.nothing = h("div", { className: "empty" }, h("img", { src: "/chat/static/icon.svg", alt: "" }), h("b", {}, t("emptyTitle")), t("emptyHint"));
      this.element.append(this.nothing);
    } else if (!empty && this.nothing) {
      this.nothing.remove();
      this.nothing = null;
    }
  }

  toEnd() {
    this.element.scrollTop = this.element.scrollHeight;
  }

  scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.element;
    this.pinned = scrollHeight - scrollTop - clientHeight < 60;
    this.phone.scrolled(this.pinned);
  }

  // Keeps what is looked at in its place while older messages come in above.
  async holding(work) {
    const before = this.element.scrollHeight - this.element.scrollTop;
    this.pinned = false;
    await work();
    this.element.scrollTop = this.element.scrollHeight - before;
  }

  jump(id) {
    const target = [...this.element.querySelectorAll(".msg")].find((one) => one.dataset.id === String(id));
    if (!target) return;
    target.scrollIntoView({ block: "center", behavior: "smooth" });
    target.classList.remove("flash");
    void target.offsetWidth;
    target.classList.add("flash");
  }

  keyed(event) {
    const all = [...this.element.querySelectorAll(".msg")];
    const now = all.indexOf(document.activeElement);
    if (event.key === "ArrowUp" || event.key === "ArrowDown") {
      if (document.activeElement !== this.element && now < 0) return;
      event.preventDefault();
      const next = now < 0 ? all.length - 1 : now + (event.key === "ArrowUp" ? -1 : 1);
      all[Math.min(Math.max(next, 0), all.length - 1)]?.focus();
    } else if (now >= 0 && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      this.phone.messageMenu(Number(all[now].dataset.id), all[now]);
    }
  }

  menu(event) {
    const target = event.target.closest(".msg");
    if (!target?.dataset.id || event.target.closest("a, input, video")) return;
    if (String(getSelection())) return;
    event.preventDefault();
    const spot = event.clientX || event.clientY ? { x: event.clientX, y: event.clientY } : target;
    this.phone.messageMenu(Number(target.dataset.id), spot);
  }

  touch() {
    let timer;
    const stop = () => clearTimeout(timer);
    this.element.addEventListener("touchstart", (event) => {
      const at = event.touches[0];
      timer = setTimeout(() => this.menu({ target: event.target, clientX: at.clientX, clientY: at.clientY, preventDefault() {} }), 550);
    }, { passive: true });
    for (const end of ["touchend", "touchmove", "touchcancel"]) this.element.addEventListener(end, stop, { passive: true });
  }
}
