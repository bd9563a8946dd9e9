// The way to /v1: the cookie goes along, errors come back as words for people.

export const PREFIX = location.pathname.replace(/\/desk(\/.*)?$/, "");
const WITHIN = 15000; // milliseconds
const WITHIN_FILES = 300000; // an upload is read and indexed before it is answered

export class Refused extends Error {
  constructor(status, code, detail) {
    super(code);
    this.status = status;
    this.code = code;
    this.detail = detail;
  }

  /** The answer never came: nobody knows whether it was done. */
  get lost() {
    return this.status === 0;
  }
}

const NO_NETWORK = "网络没有通，请稍后再试。";
const NO_REASON = "没有成功，请再试一次。";

/** JSON or a form with files in, JSON out; raises `Refused`, or passes an AbortError of the caller's own signal on. */
export async function call(method, path, body, signal) {
  const aborter = new AbortController();
  const files = body instanceof FormData;
  const timer = setTimeout(() => aborter.abort(), files ? WITHIN_FILES : WITHIN);
  if (signal) signal.addEventListener("abort", () => aborter.abort());
  try {
    const response = await fetch(PREFIX + path, {
      method,
      headers: body && !files ? { "Content-Type": body instanceof Blob ? body.type : "application/json" } : {},
      body: files || body instanceof Blob ? body : body ? JSON.stringify(body) : undefined,
      credentials: "same-origin",
      cache: "no-store",
      signal: aborter.signal,
    });
    const data = response.status === 204 ? null : await response.json().catch(() => ({}));
    if (!response.ok) throw refusal(response.status, data);
    return data;
  } catch (error) {
    if (error instanceof Refused || (signal && signal.aborted)) throw error;
    throw new Refused(0, "no_network", NO_NETWORK);
  } finally {
    clearTimeout(timer);
  }
}

function refusal(status, data) {
  const refused = new Refused(status, (data && data.error) || "http_" + status, (data && data.detail) || NO_REASON);
  if (refused.code === "login_required") toLogin();
  return refused;
}

export function toLogin() {
  const here = location.pathname.slice(PREFIX.length);
  location.assign(PREFIX + "/desk/login?next=" + encodeURIComponent(here));
}

export const photoUrl = (id, size = "small") => `${PREFIX}/v1/desk/photos/${id}?size=${size}`;

const of = (id, rest = "") => "/v1/desk/conversations/" + encodeURIComponent(id) + rest;

export const desk = {
  queue: () => call("GET", "/v1/desk/queue"),
  mine: () => call("GET", "/v1/desk/mine"),
  view: (id) => call("GET", of(id)),
  claim: (id) => call("POST", of(id, "/claim")),
  reply: (id, body) => call("POST", of(id, "/replies"), body),
  flags: (id, draft, signal) => call("POST", of(id, "/flags"), { draft }, signal),
  suggestions: (id, signal) => call("GET", of(id, "/suggestions"), undefined, signal),
  typing: (id) => call("POST", of(id, "/typing")),
  workOrder: (id, body) => call("POST", of(id, "/work-orders"), body),
  close: (id, body) => call("POST", of(id, "/close"), body),
  summary: (id) => call("GET", of(id, "/summary")),
  read: (id, seq) => call("POST", of(id, "/read"), { seq }),
  photo: (id, clientId, file) => call("POST", of(id, "/photos?client_id=" + clientId), file),
  note: (id, text) => call("POST", of(id, "/notes"), { text }),
  history: (id) => call("GET", of(id, "/history")),
  canned: (id, q, signal) => call("GET", of(id, "/canned-replies?" + new URLSearchParams({ q })), undefined, signal),
  cannedAll: () => call("GET", "/v1/desk/canned-replies"),
  cannedUsed: (id) => call("POST", `/v1/desk/canned-replies/${id}/uses`),
  keepCanned: (id, body) => call(id ? "PUT" : "POST", "/v1/desk/canned-replies" + (id ? "/" + id : ""), body),
  dropCanned: (id) => call("DELETE", "/v1/desk/canned-replies/" + id),
  orders: (wanted) => call("GET", "/v1/desk/work-orders?" + new URLSearchParams(wanted)),
  orderSteps: (id) => call("GET", `/v1/desk/work-orders/${id}/steps`),
  moveOrder: (id, body) => call("POST", `/v1/desk/work-orders/${id}/steps`, body),
  giveBack: (id) => call("POST", of(id, "/return")),
  handBack: (id) => call("POST", of(id, "/hand-back")),
  team: (estate) => call("GET", "/v1/desk/team?" + new URLSearchParams({ estate })),
  presence: () => call("GET", "/v1/desk/presence"),
  setPresence: (body) => call("PUT", "/v1/desk/presence", body),
  declineBreak: () => call("POST", "/v1/desk/presence/decline-break"),
  people: (days) => call("GET", "/v1/desk/people?days=" + days),
  groups: () => call("GET", "/v1/desk/groups"),
  keepGroup: (id, body) => call(id ? "PUT" : "POST", "/v1/desk/groups" + (id ? "/" + id : ""), body),
  dropGroup: (id) => call("DELETE", "/v1/desk/groups/" + id),
  transfer: (id, body) => call("POST", of(id, "/transfer"), body),
  help: (id) => call("POST", of(id, "/help")),
  calls: () => call("GET", "/v1/desk/help"),
  takeOver: (id) => call("POST", of(id, "/take-over")),
  incidents: () => call("GET", "/v1/desk/incidents"),
  notify: (id, body) => call("POST", `/v1/desk/incidents/${id}/notices`, body),
  dismiss: (id) => call("POST", `/v1/desk/incidents/${id}/dismiss`),
  callbacks: () => call("GET", "/v1/desk/callbacks"),
  called: (id, reached) => call("POST", `/v1/desk/callbacks/${id}/called`, { reached }),
  settings: (estate) => call("GET", "/v1/desk/settings?" + new URLSearchParams({ estate })),
  setSettings: (estate, body) => call("PUT", "/v1/desk/settings?" + new URLSearchParams({ estate }), body),
  knowledge: (estate, q, signal) =>
    call("GET", "/v1/desk/knowledge?" + new URLSearchParams({ estate, q }), undefined, signal),
  provision: (law, article) => call("GET", `/v1/provisions/${encodeURIComponent(law)}/${article}`),
  logOut: () => call("POST", "/v1/staff/logout"),
};
