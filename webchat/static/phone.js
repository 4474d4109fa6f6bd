// One phone: a person, the chat with the bot, and what the person does there.
import { get, post, fileUrl } from "./api.js";
import { Composer } from "./composer.js";
import { ask, notice, popup } from "./dialogs.js";
import { h, icon, random, round, whole } from "./dom.js";
import { summary, wordsOf } from "./bubbles.js";
import { Log } from "./log.js";
import { Outbox } from "./outbox.js";
import { t } from "./texts.js";

const PATIENCE = 12000;

export class Phone {
  constructor(user, bot, page, title = "") {
    Object.assign(this, { user, bot, page, title, messages: new Map(), chat: null, more: false, payload: null, pressed: new Map(), first: true, active: false });
    this.command = (text) => this.say({ kind: "text", text });
    this.outbox = new Outbox(user.id, () => this.draw());
    this.outbox.sent = (messages, id) => this.arrived(messages, id);
    this.log = new Log(this);
    this.composer = new Composer(this);
    this.build();
  }

  get blockedNow() {
    return Boolean(this.chat?.blocked);
  }

  build() {
    this.status = h("span", {}, t("online"));
    this.pin = h("button", { type: "button", className: "pin", hidden: true, onclick: () => this.jump(this.chat.pinned.message_id) });
    this.banner = h("div", { className: "notice", role: "status", hidden: true }, t("offline"));
    this.badge = h("span", { className: "badge", hidden: true });
    this.down = h("button", { type: "button", className: "down", hidden: true, "aria-label": t("newest"), onclick: () => { this.log.toEnd(); } }, icon("down"), this.badge);
    this.toasts = h("div", { className: "toasts", role: "status", "aria-live": "assertive" });
    const head = h("header", { className: "bar" }, h("div", { className: "avatar", "aria-hidden": "true" }, [...this.bot.name][0]),
      h("div", { className: "who" }, h("h2", {}, this.bot.name), this.status),
      round("more", t("menu"), (event) => this.menu(event.currentTarget), { "aria-haspopup": "menu" }));
    this.room = h("div", { className: "room" }, this.log.element, this.down, this.toasts);
    this.element = h("section", { className: "phone", "aria-label": this.title || this.bot.name }, head, this.banner, this.pin, this.room, this.composer.element);
    const wake = () => this.page.activate(this);
    this.element.addEventListener("pointerdown", wake);
    this.element.addEventListener("focusin", wake);
    for (const kind of ["dragover", "drop"]) this.element.addEventListener(kind, (event) => this.dropped(event));
  }

  dropped(event) {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    if (event.type === "drop" && this.chat?.started && !this.blockedNow) this.composer.files([...event.dataTransfer.files]);
  }

  // What the stream tells.
  change(change) {
    for (const message of change.messages) {
      if (message.deleted) this.messages.delete(message.message_id);
      else this.messages.set(message.message_id, message);
      if (message.client_id) this.outbox.remove(message.client_id);
    }
    if (this.first) this.more = change.more;
    for (const id of this.messages.keys()) if (id <= change.chat.erased_to) this.messages.delete(id);
    if (change.chat.keyboard && JSON.stringify(change.chat.keyboard) !== JSON.stringify(this.chat?.keyboard)) this.composer.open = true;
    if (change.chat.keyboard?.force_reply && !this.first) this.composer.area.focus();
    this.chat = change.chat;
    this.draw();
    this.first = false;
    for (const toast of change.toasts) this.answered(toast);
    this.seen();
  }

  arrived(messages, id) {
    messages.forEach((message, place) => {
      if (!this.messages.has(message.message_id)) this.messages.set(message.message_id, { ...message, out: true, version: 0, client_id: place ? undefined : id });
    });
  }

  draw() {
    if (!this.chat) return;
    const kept = [...this.messages.values()].sort((a, b) => a.message_id - b.message_id);
    const waiting = this.outbox.items.map((item) => this.pendingView(item));
    this.composer.draw();
    this.log.draw([...kept, ...waiting], { more: this.more, fresh: this.first });
    const acting = this.chat.action && !this.blockedNow;
    this.status.textContent = acting ? t("typing") : t("online");
    this.status.classList.toggle("acting", Boolean(acting));
    const pinned = this.chat.pinned;
    this.pin.hidden = !pinned;
    if (pinned) this.pin.replaceChildren(h("span", {}, h("b", {}, t("pinned")), summary(pinned)));
    this.badge.textContent = this.chat.unread;
    this.badge.hidden = !this.chat.unread;
    this.page.counted();
  }

  pendingView(item) {
    const { content } = item;
    const view = { client_id: item.client_id, date: item.date, out: true, pending: !item.failed, failed: item.failed, waiting: item.waiting };
    if (content.kind === "text") return { ...view, text: content.text };
    if (content.kind === "location") return { ...view, location: content };
    if (content.kind === "contact") return { ...view, contact: content };
    const blob = item.blobs[0];
    item.local ??= item.blobs.map((one) => URL.createObjectURL(one.data));
    const file = { file_id: "", file_name: blob.name, file_size: blob.data.size, duration: blob.duration };
    return { ...view, local: item.local, caption: content.caption, [blob.kind]: blob.kind === "photo" ? [file] : file };
  }

  say(content, blobs) {
    this.log.pinned = true;
    this.outbox.add(content, blobs);
    this.page.activate(this);
  }

  start() {
    const text = `/start ${this.payload || ""}`.trim();
    this.payload = null;
    this.page.started();
    this.say({ kind: "text", text });
    this.draw();
  }

  async tap(message, key, button) {
    const mark = `${message.message_id} ${key.callback_data}`;
    if (this.pressed.has(mark)) return;
    const press = { timer: setTimeout(() => this.release(mark, t("noAnswer")), PATIENCE) };
    this.pressed.set(mark, press);
    this.look(message.message_id);
    try {
      press.id = (await post("tap", { user: this.user.id }, { message_id: message.message_id, data: key.callback_data, client_id: random() })).callback_id;
      if (press.answer) this.answered(press.answer);
    } catch (error) {
      this.release(mark, error.status ? t("noCode", { code: error.code }) : t("noNetwork"));
    }
    button?.isConnected && button.focus({ preventScroll: true });
  }

  release(mark, text) {
    const press = this.pressed.get(mark);
    if (!press) return;
    clearTimeout(press.timer);
    this.pressed.delete(mark);
    this.look(Number(mark.split(" ")[0]));
    if (text) this.toast(text);
  }

  // Draws one message anew, as a button of it changed.
  look(id) {
    const message = this.messages.get(id);
    if (message) this.messages.set(id, { ...message, version: `${message.version}.${this.pressed.size}${random()}` });
    this.draw();
  }

  answered(toast) {
    const found = [...this.pressed].find(([, press]) => press.id === toast.id);
    if (found) this.release(found[0]);
    else for (const [mark, press] of this.pressed) if (!press.id && mark.startsWith(`${toast.message_id} `)) press.answer = toast;
    if (!found && [...this.pressed.values()].some((press) => press.answer === toast)) return;
    if (toast.show_alert && toast.text) notice(toast.text, this.title || this.bot.name);
    else if (toast.text || toast.url) this.toast(toast.text || t("answered"), toast.url);
  }

  toast(text, url) {
    const link = url && /^https?:/i.test(url) && h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, t("link"));
    const element = h("div", { className: "toast" }, h("span", {}, whole(text)), link);
    this.toasts.append(element);
    setTimeout(() => element.remove(), 2600 + text.length * 60 + (url ? 6000 : 0));
  }

  scrolled(atEnd) {
    if (!this.down) return;
    this.down.hidden = atEnd;
    if (atEnd) this.seen();
  }

  seen() {
    const last = Math.max(0, ...this.messages.keys());
    if (!this.chat?.unread || !this.active || !this.log.pinned || document.hidden || this.marked === last) return;
    this.marked = last;
    post("read", { user: this.user.id }, { message_id: last }).catch(() => { this.marked = 0; });
  }

  async loadOlder() {
    const before = Math.min(...this.messages.keys());
    const found = await get("messages", { user: this.user.id, before }).catch(() => null);
    if (!found) return this.toast(t("noNetwork"));
    this.more = found.more;
    await this.log.holding(() => {
      for (const message of found.messages) this.messages.set(message.message_id, message);
      this.draw();
    });
  }

  pictures() {
    return [...this.messages.values()].filter((message) => message.photo).sort((a, b) => a.message_id - b.message_id)
      .map((message) => ({ id: message.message_id, src: fileUrl(message.photo[message.photo.length - 1].file_id, this.user.id), caption: message.caption }));
  }

  jump(id) {
    this.log.jump(id);
  }

  messageMenu(id, spot) {
    const message = this.messages.get(id);
    if (!message) return;
    const text = wordsOf(message);
    popup(spot, [
      !this.blockedNow && this.chat.started && { icon: "reply", label: t("reply"), run: () => this.composer.setReply(message) },
      text && { icon: "copy", label: t("copy"), run: () => this.copy(text) },
    ].filter(Boolean), t("menu"));
  }

  async copy(text) {
    await navigator.clipboard?.writeText(text).catch(() => {});
    this.toast(t("copied"));
  }

  // Links to this page with ?start= stay in this phone.
  follow(event, url) {
    const target = new URL(url, location.origin);
    if (target.origin !== location.origin || target.pathname !== "/" || !target.searchParams.has("start")) return;
    event.preventDefault();
    this.payload = target.searchParams.get("start");
    this.draw();
  }

  menu(anchor) {
    const blocked = this.blockedNow;
    popup(anchor, [...this.page.settings(), { icon: "block", label: t(blocked ? "unblock" : "block"), bad: !blocked, run: () => this.askBlock(!blocked) }], t("menu"));
  }

  async askBlock(blocked) {
    if (!blocked || await ask(t("block"), t("blockAsk", { bot: this.bot.name }), t("block"), true)) await this.block(blocked);
  }

  async block(blocked) {
    await post("block", { user: this.user.id }, { blocked }).catch(() => this.toast(t("noNetwork")));
  }

  connected(up) {
    this.banner.hidden = up;
    if (up) this.outbox.retry();
  }

  end() {
    this.outbox.end();
    for (const press of this.pressed.values()) clearTimeout(press.timer);
    this.element.remove();
  }
}
