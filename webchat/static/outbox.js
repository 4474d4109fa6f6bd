// What was sent and is not yet on the server: kept in order, tried again, never doubled (client_id).
import { post, upload } from "./api.js";
import { random } from "./dom.js";

export class Outbox {
  constructor(user, changed) {
    this.user = user;
    this.changed = changed;
    this.key = `webchat.outbox.${user}`;
    this.items = this.load();
    this.busy = false;
    this.retry = () => { clearTimeout(this.timer); this.run(); };
    window.addEventListener("online", this.retry);
    this.run();
  }

  load() {
    try {
      return JSON.parse(localStorage.getItem(this.key)) || [];
    } catch {
      return [];
    }
  }

  save() {
    localStorage.setItem(this.key, JSON.stringify(this.items.filter((item) => !item.blobs)));
    this.changed();
  }

  add(content, blobs) {
    this.items.push({ client_id: random(), date: Math.floor(Date.now() / 1000), content, blobs, failed: "" });
    this.save();
    this.run();
  }

  remove(id) {
    this.items = this.items.filter((item) => item.client_id !== id);
    this.save();
  }

  again(id) {
    for (const item of this.items) if (item.client_id === id) item.failed = "";
    this.save();
    this.run();
  }

  async run() {
    if (this.busy || this.ended) return;
    this.busy = true;
    let wait = 1000;
    for (let item; (item = this.items.find((one) => !one.failed)); ) {
      try {
        await this.push(item);
        this.remove(item.client_id);
        wait = 1000;
      } catch (error) {
        if (!error.passing) {
          item.failed = error.code || "?";
          this.save();
          continue;
        }
        item.waiting = true;
        this.changed();
        this.timer = setTimeout(this.retry, error.wait ? error.wait * 1000 : wait);
        break;
      }
    }
    this.busy = false;
  }

  async push(item) {
    if (item.blobs) {
      item.ids ??= [];
      for (const blob of item.blobs.slice(item.ids.length)) {
        const query = { user: this.user, kind: blob.kind, name: blob.name, type: blob.data.type, duration: blob.duration || 0 };
        item.ids.push((await upload(query, blob.data)).file_id);
      }
      item.content.files = item.ids;
    }
    const answer = await post("send", { user: this.user }, { ...item.content, client_id: item.client_id });
    this.sent?.(answer.messages, item.client_id);
  }

  get unsaved() {
    return this.items.some((item) => item.blobs);
  }

  end() {
    this.ended = true;
    clearTimeout(this.timer);
    window.removeEventListener("online", this.retry);
  }
}
