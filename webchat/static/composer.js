// Where one writes: text, files, recordings, quick buttons, START and the lift of a block.
import { get } from "./api.js";
import { askCaption, askPhone, askPosition, popup } from "./dialogs.js";
import { h, icon, round } from "./dom.js";
import { recorder } from "./recorder.js";
import { summary } from "./bubbles.js";
import { t } from "./texts.js";

const MOST = 30 * 1024 * 1024;

export class Composer {
  constructor(phone) {
    this.phone = phone;
    this.reply = null;
    this.open = true;
    this.area = h("textarea", { rows: 1, maxLength: 10000, placeholder: t("write"), "aria-label": t("write"), enterKeyHint: "send" });
    this.area.value = sessionStorage.getItem(this.draftKey) || "";
    this.area.addEventListener("input", () => this.typed());
    this.area.addEventListener("keydown", (event) => this.keyed(event));
    this.area.addEventListener("paste", (event) => this.files([...event.clipboardData.files]));
    this.picker = h("input", { type: "file", multiple: true, hidden: true, onchange: () => this.picked() });
    this.element = h("div", { className: "composer" });
    this.state = "";
  }

  get draftKey() {
    return `webchat.draft.${this.phone.user.id}`;
  }

  // Draws what fits the state of the chat; keeps the text field when nothing changed.
  draw() {
    const { chat, payload, blockedNow } = this.phone;
    const state = JSON.stringify([chat?.started, blockedNow, payload, chat?.keyboard, this.open, this.reply?.message_id]);
    if (!chat || state === this.state) return;
    this.state = state;
    const focused = this.element.contains(document.activeElement);
    if (blockedNow) this.element.replaceChildren(this.big(t("unblock"), () => this.phone.block(false)));
    else if (!chat.started || payload !== null) this.element.replaceChildren(this.big(t("start"), () => this.phone.start()));
    else this.element.replaceChildren(...[this.replying(), this.row(), this.keyboard(), this.picker].filter(Boolean));
    this.grow();
    if (focused) (this.element.querySelector("textarea") || this.element.querySelector("button"))?.focus({ preventScroll: true });
  }

  big(label, onclick) {
    return h("div", { className: "big" }, h("button", { type: "button", className: "primary", onclick }, label));
  }

  row() {
    const keyboard = this.phone.chat.keyboard?.keyboard;
    this.area.placeholder = this.phone.chat.keyboard?.input_field_placeholder || t("write");
    this.go = h("span", {});
    this.rowElement = h("div", { className: "row" },
      round("plus", t("attach"), (event) => this.attach(event.currentTarget), { "aria-haspopup": "menu" }),
      this.area,
      keyboard && round("keys", t(this.open ? "hideKeyboard" : "keyboard"), () => { this.open = !this.open; this.draw(); }, { "aria-expanded": String(this.open) }),
      round("slash", t("commands"), (event) => this.commands(event.currentTarget), { "aria-haspopup": "menu" }),
      this.go);
    this.action();
    return this.rowElement;
  }

  action() {
    const text = this.area.value.trim() !== "";
    if (this.go.dataset.text === String(text)) return;
    this.go.dataset.text = String(text);
    this.go.replaceChildren(text ? round("send", t("send"), () => this.send(), { className: "round go" }) : round("mic", t("record"), () => this.record()));
  }

  replying() {
    if (!this.reply) return null;
    return h("div", { className: "replying" },
      h("span", {}, h("b", {}, `${t("replyTo")} ${this.reply.out ? t("you") : this.phone.bot.name}`), h("i", {}, summary(this.reply))),
      round("close", t("cancelReply"), () => this.setReply(null)));
  }

  keyboard() {
    const markup = this.phone.chat.keyboard;
    if (!markup?.keyboard || !this.open) return null;
    return h("div", { className: "keys", role: "group", "aria-label": t("keyboard") },
      markup.keyboard.map((row) => h("div", {}, row.map((key) => h("button", { type: "button", onclick: () => this.pressed(key, markup) }, key.text)))));
  }

  async pressed(key, markup) {
    if (key.request_location) await this.position();
    else if (key.request_contact) await this.contact();
    else this.phone.say({ kind: "text", text: key.text });
    if (markup.one_time_keyboard) { this.open = false; this.draw(); }
  }

  setReply(message) {
    this.reply = message;
    this.draw();
    if (message) this.area.focus();
  }

  takeReply() {
    const id = this.reply?.message_id;
    this.reply = null;
    return id ? { reply_to: id } : {};
  }

  typed() {
    sessionStorage.setItem(this.draftKey, this.area.value);
    this.grow();
    this.action();
  }

  grow() {
    this.area.style.height = "auto";
    this.area.style.height = `${Math.min(this.area.scrollHeight + 3, 152)}px`;
  }

  keyed(event) {
    const phone = matchMedia("(pointer: coarse)").matches;
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing && !phone) {
      event.preventDefault();
      this.send();
    } else if (event.key === "Escape" && this.reply) {
      this.setReply(null);
    } else if (event.key === "ArrowUp" && !this.area.value) {
      event.preventDefault();
      this.phone.log.element.querySelector(".msg:last-of-type")?.focus();
    }
  }

  send() {
    const text = this.area.value.trim();
    if (!text) return;
    this.area.value = "";
    const reply = this.takeReply();
    this.typed();
    this.draw();
    this.phone.say({ kind: "text", text, ...reply });
    this.area.focus();
  }

  async commands(anchor) {
    const { commands } = await get("commands", { user: this.phone.user.id }).catch(() => ({ commands: [] }));
    if (!commands.length) return this.phone.toast(t("noCommands"));
    popup(anchor, commands.map((one) => ({ command: `/${one.command}`, note: one.description, run: () => this.phone.command(`/${one.command}`) })), t("commands"));
  }

  attach(anchor) {
    const choose = (accept) => () => { this.picker.accept = accept; this.picker.value = ""; this.picker.click(); };
    popup(anchor, [
      { icon: "photo", label: t("photo"), run: choose("image/*") },
      { icon: "file", label: t("document"), run: choose("") },
      { icon: "pin", label: t("position"), run: () => this.position() },
      { icon: "person", label: t("contact"), run: () => this.contact() },
    ], t("attach"));
  }

  async position() {
    const at = await askPosition();
    if (at) this.phone.say({ kind: "location", latitude: Number(at[0]), longitude: Number(at[1]), ...this.takeReply() });
  }

  async contact() {
    const answer = await askPhone();
    if (answer?.[0]) this.phone.say({ kind: "contact", phone_number: answer[0] });
  }

  picked() {
    return this.files([...this.picker.files], this.picker.accept === "image/*");
  }

  async files(files, photos = true) {
    if (!files.length) return;
    if (files.some((file) => file.size > MOST)) return this.phone.toast(t("tooLarge"));
    const chosen = files.slice(0, 10);
    const answer = await askCaption(chosen);
    if (!answer) return;
    const kind = (file) => (photos && /^image\/(png|jpeg|gif|webp)$/.test(file.type) && file.size < 1e7 ? "photo" : "document");
    const blobs = chosen.map((file) => ({ kind: kind(file), name: file.name, data: file }));
    const apart = new Set(blobs.map((blob) => blob.kind)).size > 1;
    const groups = apart ? ["photo", "document"].map((one) => blobs.filter((blob) => blob.kind === one)) : [blobs];
    groups.forEach((group, place) => this.phone.say({ kind: "files", caption: place ? "" : answer[0], ...this.takeReply() }, group));
    this.draw();
  }

  async record() {
    const recording = await recorder().catch(() => null);
    if (!recording) {
      this.picker.accept = "audio/*";
      this.picker.value = "";
      return this.picker.click();
    }
    const time = h("span", { role: "timer" }, "0:00");
    const end = async (keep) => {
      clearInterval(tick);
      const { data, duration } = await recording.stop();
      this.state = "";
      this.draw();
      if (keep && data.size) this.phone.say({ kind: "files", ...this.takeReply() }, [{ kind: "voice", name: "voice", data, duration }]);
    };
    const tick = setInterval(() => { time.textContent = recording.clock(); }, 250);
    const stop = round("send", t("stop"), () => end(true), { className: "round go" });
    this.rowElement.replaceChildren(h("div", { className: "recorder", "aria-label": t("recording") }, time, round("trash", t("discard"), () => end(false)), stop));
    stop.focus();
  }
}
