// The knowledge pages' way to /v1/knowledge.

import { call } from "linli-desk/api.js";

const of = (kind, id) => `/v1/knowledge/${kind}/` + id.split("/").map(encodeURIComponent).join("/");

/** Files and where they belong, as the import wants them. */
function parcel(files, aim) {
  const form = new FormData();
  for (const file of files) form.append("files", file, file.name);
  form.append("scope", aim.scope || "national");
  if (aim.region) form.append("region", aim.region);
  return form;
}

export const kb = {
  options: () => call("GET", "/v1/knowledge/options"),
  entries: (wanted, signal) => call("GET", "/v1/knowledge/entries?" + new URLSearchParams(wanted), undefined, signal),
  entry: (id) => call("GET", of("entries", id)),
  create: (form) => call("POST", "/v1/knowledge/entries", form),
  save: (id, form) => call("PUT", of("entries", id), form),
  withdraw: (id) => call("DELETE", of("entries", id)),
  check: (id, form, signal) => call("POST", of("check", id), form, signal),
  drafts: () => call("GET", "/v1/knowledge/drafts"),
  draft: (id) => call("GET", of("drafts", id)),
  keep: (id, form) => call("PUT", of("drafts", id), form),
  approve: (id, form) => call("POST", of("approvals", id), form),
  reject: (id) => call("DELETE", of("drafts", id)),
  clashes: () => call("GET", "/v1/knowledge/contradictions"),
  clashesOf: (id, form, signal) => call("POST", of("contradictions", id), form, signal),
  settle: (key) => call("PUT", `/v1/knowledge/settled/${key}`),
  reopen: (key) => call("DELETE", `/v1/knowledge/settled/${key}`),
  preview: (files, aim) => call("POST", "/v1/knowledge/imports/preview", parcel(files, aim)),
  apply: (files, aim) => call("POST", "/v1/knowledge/imports", parcel(files, aim)),
  history: () => call("GET", "/v1/knowledge/imports"),
  undo: (id) => call("POST", `/v1/knowledge/imports/${id}/undo`),
};
