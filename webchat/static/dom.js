// Makes elements.

export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key === "dataset") Object.assign(element.dataset, value);
    else if (key in element && !key.startsWith("aria") && key !== "list") element[key] = value;
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

const paths = {
  send: "M4 12 20 4l-5 16-4-6.5z M11 13.5 20 4", more: "M12 5.5v.01 M12 12v.01 M12 18.5v.01", slash: "M15.5 4.5 8.5 19.5",
  plus: "M12 5v14 M5 12h14", close: "M6 6l12 12 M18 6 6 18", mic: "M12 3.5a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0v-5a3 3 0 0 1 3-3z M5.5 11.5a6.5 6.5 0 0 0 13 0 M12 18v3",
  photo: "M4 6.5A1.5 1.5 0 0 1 5.5 5h13A1.5 1.5 0 0 1 20 6.5v11a1.5 1.5 0 0 1-1.5 1.5h-13A1.5 1.5 0 0 1 4 17.5z M4 16l4.5-4.5 4 4 2.5-2.5 5 5 M15.5 9v.01",
  file: "M7 3.5h7l4 4v12a1 1 0 0 1-1 1H7a1 1 0 0 1-1-1v-15a1 1 0 0 1 1-1z M14 3.5v4h4", pin: "M12 21s-6.5-6-6.5-11a6.5 6.5 0 0 1 13 0c0 5-6.5 11-6.5 11z M12 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4z",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8z M4.5 20.5a7.5 7.5 0 0 1 15 0", down: "M6 9l6 6 6-6", left: "M15 5l-7 7 7 7", right: "M9 5l7 7-7 7", block: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z M5.7 5.7l12.6 12.6",
  reply: "M10 6 4 12l6 6 M4 12h9a7 7 0 0 1 7 6", copy: "M9 9h10v11H9z M15 9V4H5v11h4", check: "M5 12.5l4.5 4.5L19 7.5", clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z M12 7v5l3 2", play: "M8 5v14l11-7z", pause: "M8 5v14 M16 5v14",
  keys: "M3.5 6.5h17v11h-17z M7 10v.01 M12 10v.01 M17 10v.01 M7.5 14h9", arrow: "M7 17 17 7 M9 7h8v8", text: "M4 19 9 6l5 13 M5.8 15h6.4 M15 19l3-8 3 8 M16 16.5h4", globe: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z M3 12h18 M12 3c3 3 3 15 0 18 M12 3c-3 3-3 15 0 18", stop: "M12 19V5 M6 11l6-6 6 6", trash: "M5 7h14 M9 7V4h6v3 M7 7l1 13h8l1-13",
};

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "ic");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", paths[name]);
  svg.append(path);
  return svg;
}

export const dots = () => h("span", { className: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i"));

export function round(name, label, onclick, more = {}) {
  return h("button", { type: "button", className: "round", "aria-label": label, title: label, onclick, ...more }, icon(name));
}

// Text whose short tokens with hyphens and digits, such as XQ-20261123-0042, do not break at the hyphens.
export function whole(text) {
  return text.split(/((?<![\w-])(?=[\w-]{3,24}(?![\w-]))\w+(?:-\w+)+)/).map((part, place) => (place % 2 && /\d/.test(part) ? h("span", { className: "whole" }, part) : part));
}

export const random = () => crypto.getRandomValues(new Uint32Array(4)).reduce((text, n) => text + n.toString(36), "");
