// Text with entities to elements. Offsets are UTF-16 units, as in JavaScript strings.
import { h, whole } from "./dom.js";
import { t } from "./texts.js";

const simple = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre" };
const blocks = new Set(["pre", "blockquote", "expandable_blockquote"]);
const safe = (url) => (/^(https?|tel|mailto|tg):/i.test(url) ? url : null);

export function rich(text, entities = [], command = () => {}) {
  return build(text, [...entities], 0, text.length, command);
}

function build(text, entities, from, to, command) {
  const out = [];
  let at = from;
  // Block elements break the line by themselves: one line break beside them is theirs.
  const plain = (start, end, afterBlock, beforeBlock) => {
    const first = afterBlock && text[start] === "\n" ? start + 1 : start;
    const last = beforeBlock && end > first && text[end - 1] === "\n" ? end - 1 : end;
    if (last > first) out.push(...whole(text.slice(first, last)));
  };
  let afterBlock = false;
  while (entities.length) {
    const entity = entities.shift();
    const end = Math.min(entity.offset + entity.length, to);
    if (entity.offset < at) continue;
    const block = blocks.has(entity.type);
    plain(at, entity.offset, afterBlock, block);
    afterBlock = block;
    const inner = [];
    while (entities.length && entities[0].offset < end) inner.push(entities.shift());
    out.push(wrap(entity, text.slice(entity.offset, end), build(text, inner, entity.offset, end, command), command));
    at = end;
  }
  plain(at, to, afterBlock, false);
  return out;
}

function link(url, children) {
  const href = safe(url);
  return href ? h("a", { href, target: "_blank", rel: "noopener noreferrer" }, children) : h("span", {}, children);
}

function spoiler(children) {
  const inner = h("span", {}, children);
  const box = h("button", { type: "button", className: "spoiler", "aria-label": t("spoiler") }, inner);
  box.addEventListener("click", (event) => {
    if (box.classList.contains("open")) return;
    event.stopPropagation();
    const open = h("span", { className: "spoiler open", tabIndex: -1 }, inner);
    box.replaceWith(open);
    open.focus();
  });
  return box;
}

function wrap(entity, raw, children, command) {
  const kind = entity.type;
  if (simple[kind]) return h(simple[kind], {}, children);
  if (kind === "text_link") return link(entity.url, children);
  if (kind === "url") return link(/^[a-z]+:/i.test(raw) ? raw : `http://${raw}`, children);
  if (kind === "email") return link(`mailto:${raw}`, children);
  if (kind === "phone_number") return link(`tel:${raw}`, children);
  if (kind === "spoiler") return spoiler(children);
  if (kind === "blockquote") return h("blockquote", {}, children);
  if (kind === "expandable_blockquote") {
    return h("blockquote", { className: "folded", onclick: (event) => event.currentTarget.classList.remove("folded") }, children);
  }
  if (kind === "bot_command") return h("button", { type: "button", className: "command", onclick: () => command(raw) }, children);
  return h("span", {}, children);
}
