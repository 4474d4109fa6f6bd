// Talks to the server. A refusal is thrown with its code; a failed network has the code "network".

export class Refused extends Error {
  constructor(status, code, wait) {
    super(code);
    this.status = status;
    this.code = code;
    this.wait = wait;
  }
  get passing() {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

const bot = new URLSearchParams(location.search).get("bot");

function address(path, query = {}) {
  const url = new URL(`/chat/api/${path}`, location.origin);
  for (const [key, value] of Object.entries(query)) url.searchParams.set(key, value);
  if (bot) url.searchParams.set("bot", bot);
  return url;
}

async function request(path, query, options) {
  let answer;
  try {
    answer = await fetch(address(path, query), { credentials: "same-origin", ...options });
  } catch {
    throw new Refused(0, "network", 0);
  }
  const content = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Refused(answer.status, content.error || "", Number(answer.headers.get("retry-after")));
  return content;
}

export const get = (path, query) => request(path, query, {});
export const post = (path, query, body) =>
  request(path, query, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
export const upload = (query, blob) =>
  request("upload", query, { method: "POST", headers: { "content-type": "application/octet-stream" }, body: blob });
export const fileUrl = (id, user) => address(`file/${id}`, { user }).href;

// One stream for all phones of the page. It goes on where it ended; `state(up)` hears of breaks.
export function listen(watch, change, state) {
  let source, timer, tries = 0, ended = false;
  const mark = () => Object.entries(watch).map(([user, version]) => `${user}:${version}`).join(",");
  function open() {
    source = new EventSource(address("events", { watch: mark() }));
    source.onopen = () => { tries = 0; state(true); };
    source.onmessage = (event) => {
      const content = JSON.parse(event.data);
      watch[content.user] = content.version;
      change(content);
    };
    source.onerror = () => {
      state(false);
      source.close();
      if (!ended) timer = setTimeout(open, Math.min(500 * 2 ** tries++, 10000));
    };
  }
  open();
  const now = () => { if (source.readyState === EventSource.CLOSED) { clearTimeout(timer); tries = 0; open(); } };
  window.addEventListener("online", now);
  return () => {
    ended = true;
    clearTimeout(timer);
    window.removeEventListener("online", now);
    source.close();
  };
}
