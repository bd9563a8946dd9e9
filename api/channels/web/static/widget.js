/*
 * 邻里 Linli: the residents' chat; widget-more.js follows when it is opened. See widget.md.
 * ES2019 and no flex `gap`: WeChat's WebView on older phones runs this as it is.
 */
(function () {
'use strict';

if (window.customElements === undefined || customElements.get('linli-chat')) return;

const script = document.currentScript;
const HOME = new URL((script && script.src) || location.href, location.href).origin;
const LIMIT = 2000; // characters (code points) of one message, as the server counts them
const COUNT_FROM = 1800;

// milliseconds
const timing = {
  retryFirst: 1000,
  retryMost: 30000,
  requestWithin: 15000,
  ackWithin: 8000, // then the message goes by REST, with the same client_id
  undeliveredAfter: 15000, // then the resident is told, while we go on trying
  pollEvery: 3000,
  pollHidden: 15000,
  gapAfter: 500,
  pingEvery: 25000,
  pongWithin: 10000,
  bannerAfter: 1200, // a blink of the network is nobody's business
  typingFor: 8000,
  resumeWithin: 2 * 3600 * 1000, // a conversation this young is followed with the panel closed
  keepUnsent: 10 * 60 * 1000, // older unsent messages wait for the resident's tap
};

const SUGGESTIONS = [
  ['没收房要交物业费吗？', 'home'],
  ['家里漏水，我要报修', 'tool'],
  ['停车位是怎么收费的？', 'car'],
  ['楼上装修太吵怎么办？', 'sound'],
  ['公共收益归谁所有？', 'coin'],
  ['我要投诉，找谁处理？', 'note'],
];

const HELP = { 110: '报警', 119: '火警', 120: '急救', 122: '交通事故' };
const SENDERS = ['resident', 'bot', 'agent', 'system'];

// ---- small helpers

function el(tag, props, children) {
  const node = document.createElement(tag);
  Object.keys(props || {}).forEach((name) => {
    const value = props[name];
    if (value === undefined || value === null || value === false) return;
    if (name === 'text') node.textContent = value;
    else if (name.slice(0, 2) === 'on') node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? '' : value);
  });
  (children || []).forEach((child) => child && node.appendChild(child));
  return node;
}

const ICONS = {
  mark: 'M3 11.2 12 4l9 7.2V18a2 2 0 0 1-2 2H9.5L5 22.5V20a2 2 0 0 1-2-2zM8.5 13.5h.01M12 13.5h.01M15.5 13.5h.01',
  close: 'M6 6l12 12M18 6 6 18',
  send: 'M12 19V5M6 11l6-6 6 6',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.5c.8-3.6 3.7-5.5 7.5-5.5s6.7 1.9 7.5 5.5',
  book: 'M12 6.5C10 5 7.5 4.5 4 4.5v13c3.5 0 6 .5 8 2 2-1.5 4.5-2 8-2v-13c-3.5 0-6 .5-8 2zM12 6.5v13',
  alert: 'M12 3.5 2.5 20h19zM12 10v4.5M12 17.3h.01',
  phone: 'M6 3.5h3l1.5 4.5-2 1.5a12 12 0 0 0 6 6l1.5-2 4.5 1.5v3a2 2 0 0 1-2.2 2A17 17 0 0 1 4 5.7a2 2 0 0 1 2-2.2z',
  home: 'M4 11 12 4.5 20 11v8.5H4zM10 19.5V14h4v5.5',
  tool: 'M14.5 6.5a4 4 0 0 1 5-1l-2.7 2.7 2 2 2.7-2.7a4 4 0 0 1-5.5 5L8.5 20a2 2 0 0 1-3-3l7.5-7.5a4 4 0 0 1 1.5-3z',
  car: 'M4 16.5v-4l2-5.5h12l2 5.5v4zM4 12.5h16M7 16.5V19M17 16.5V19M7.5 14.5h.01M16.5 14.5h.01',
  sound: 'M4 9.5v5h3.5L12 18.5v-13L7.5 9.5zM15.5 9a4 4 0 0 1 0 6M18 6.5a7.5 7.5 0 0 1 0 11',
  coin: 'M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM8.5 8 12 12l3.5-4M12 12v5M9 13.5h6',
  note: 'M5 4.5h14v15H5zM8.5 9h7M8.5 12.5h7M8.5 16h4',
};

function svg(tag, attributes) {
  const node = document.createElementNS('http://www.w3.org/2000/svg', tag);
  Object.keys(attributes).forEach((name) => node.setAttribute(name, attributes[name]));
  return node;
}

function icon(name) {
  const box = svg('svg', { viewBox: '0 0 24 24', 'aria-hidden': 'true', class: 'icon' });
  box.appendChild(svg('path', { d: ICONS[name] }));
  return box;
}

const closeButton = (label, onclick) => el('button', { class: 'close', 'aria-label': label, onclick }, [icon('close')]);

function newId() {
  const bytes = new Uint8Array(16);
  crypto.getRandomValues(bytes);
  return Array.from(bytes, (byte) => (byte + 256).toString(16).slice(1)).join('');
}

const lengthOf = (text) => Array.from(text).length;

function moment(iso) {
  const date = new Date(iso);
  return isNaN(date) ? new Date() : date;
}

const clock = (date) => date.toTimeString().slice(0, 5);
const inWords = (date, parts) => date.toLocaleDateString('zh-CN', Object.assign({ month: 'long', day: 'numeric' }, parts));

function dayName(date) {
  const today = new Date();
  const days = Math.round((new Date(today).setHours(0, 0, 0, 0) - new Date(date).setHours(0, 0, 0, 0)) / 864e5);
  if (days === 0) return '今天';
  if (days === 1) return '昨天';
  return inWords(date, date.getFullYear() === today.getFullYear() ? { weekday: 'long' } : { year: 'numeric' });
}

/** The server's words when they are Chinese, ours when they are not: no resident reads English. */
const kindly = (detail, otherwise) => (/[\u4e00-\u9fff]/.test(detail || '') ? detail : otherwise);

function fingerprint(text) {
  let hash = 5381;
  for (let i = 0; i < text.length; i += 1) hash = ((hash * 33) ^ text.charCodeAt(i)) >>> 0;
  return hash.toString(36);
}

// ---- text to nodes, never HTML

const LINKS = new RegExp(
  [
    'https?://[^\\s<>"\'，。；、！？）)】》」]+',
    '(?:\\+?86[- ]?)?1[3-9]\\d[- ]?\\d{4}[- ]?\\d{4}',
    '\\(?0\\d{2,3}\\)?[- ]?\\d{3,4}[- ]?\\d{4}',
    '400[- ]?\\d{3}[- ]?\\d{4}',
    '110|119|120|122|123\\d{2}',
  ].join('|'),
  'g'
);
// 120元, 110平, 119号 and parts of longer numbers are no telephone numbers
const NO_PHONE_BEFORE = /[\w.\-*¥￥第]$/;
const NO_PHONE_AFTER =
  /^(?:[\w*]|\.\d|[-~～至]\d|\s*(?:元|块|万|平|㎡|米|天|日|条|号|栋|幢|室|个|人|年|月|%|％|度|户|分|小时|千|斤|公|件|项|页|楼|层|伏|次|名))/;

/** Cut text into {text, href?}; href only ever starts with http or tel:. */
function pieces(text) {
  const found = [];
  let from = 0;
  let match;
  LINKS.lastIndex = 0;
  while ((match = LINKS.exec(text))) {
    const word = match[0];
    const end = match.index + word.length;
    const isUrl = word.slice(0, 4) === 'http';
    if (!isUrl && (NO_PHONE_BEFORE.test(text.slice(0, match.index)) || NO_PHONE_AFTER.test(text.slice(end)))) continue;
    if (match.index > from) found.push({ text: text.slice(from, match.index) });
    found.push({ text: word, href: isUrl ? word : 'tel:' + word.replace(/[^\d+]/g, '') });
    from = end;
  }
  if (from < text.length) found.push({ text: text.slice(from) });
  return found;
}

function inline(node, text) {
  text.split('**').forEach((part, index, parts) => {
    const bold = index % 2 === 1 && index < parts.length - 1;
    const target = bold ? node.appendChild(el('strong')) : node;
    pieces(part).forEach((piece) => target.appendChild(pieceNode(piece)));
  });
  return node;
}

function pieceNode(piece) {
  if (!piece.href) return document.createTextNode(piece.text);
  const outside = piece.href.slice(0, 4) === 'http';
  return el('a', {
    href: piece.href,
    text: piece.text,
    target: outside && '_blank',
    rel: outside && 'noopener noreferrer',
  });
}

/** Lines become paragraphs, "- " bullets and "1. " steps become lists. */
function formatted(text) {
  const box = el('div', { class: 'text' });
  let list = null;
  let gap = false;
  text.replace(/\r\n?/g, '\n').trim().split('\n').forEach((line) => {
    const item = /^\s*(?:([-•])\s+|(\d{1,2})(?:[.)]\s+|、))(.*)$/.exec(line);
    if (!line.trim()) { gap = true; return; }
    if (!item) {
      list = null;
      box.appendChild(inline(el('p', { class: gap && 'gap' }), line));
    } else {
      list = list || box.appendChild(el('ul'));
      const body = inline(el('span'), item[3]);
      list.appendChild(el('li', {}, [el('i', { text: item[2] ? item[2] + '.' : '·' }), body]));
    }
    gap = false;
  });
  return box;
}

function phonesIn(text) {
  const seen = {};
  pieces(text).forEach((piece) => {
    if (piece.href && piece.href.slice(0, 4) === 'tel:') seen[piece.href] = piece.text;
  });
  return Object.keys(seen).map((href) => ({ href, text: seen[href] }));
}

function citationName(citation) {
  const law = String(citation.law || '');
  const label = String(citation.label || (citation.article ? '第' + citation.article + '条' : ''));
  return label.indexOf(law) === 0 ? label : law + ' ' + label;
}

// ---- what survives a reload

/** One JSON record an estate in localStorage; in memory where the browser forbids that. */
class Store {
  constructor(key) {
    this.key = key;
    this.memory = null;
  }

  read() {
    if (this.memory) return this.memory;
    try {
      return JSON.parse(localStorage.getItem(this.key)) || {};
    } catch {
      return {};
    }
  }

  write(change) {
    const record = Object.assign({}, this.read(), change);
    if (this.memory) { this.memory = record; return; }
    try {
      localStorage.setItem(this.key, JSON.stringify(record));
    } catch {
      this.memory = record;
    }
  }
}

// ---- the way to the server

class Refused extends Error {
  constructor(status, body, token) {
    super(body.error || 'http_' + status);
    this.status = status;
    this.token = token;
    this.detail = body.detail;
  }
}

/** Session, socket, and REST polling while there is no socket; tells `talk` what it hears. */
class Link {
  constructor(server, estate, visitor, store, talk) {
    Object.assign(this, { server, estate, visitor, store, talk });
    this.mark = fingerprint(JSON.stringify(visitor));
    this.token = null;
    this.socket = null;
    this.running = false;
    this.attempt = 0;
    this.renewals = 0;
    this.wake = this.wake.bind(this);
  }

  get live() {
    return !!this.socket && this.socket.readyState === 1;
  }

  start() {
    if (this.running) return;
    this.running = true;
    this.watch('addEventListener');
    this.connect();
  }

  stop() {
    this.running = false;
    this.watch('removeEventListener');
    [this.retryTimer, this.pollTimer].forEach(clearTimeout);
    this.dropSocket();
  }

  watch(change) {
    ['online', 'offline', 'visibilitychange'].forEach((name) => (name[0] === 'o' ? window : document)[change](name, this.wake));
  }

  wake() {
    if (document.hidden) return;
    if (navigator.onLine === false) { this.talk.net('offline'); return; }
    this.attempt = 0;
    if (this.live) this.beat();
    else this.connect();
  }

  async connect() {
    clearTimeout(this.retryTimer);
    if (!this.running || this.connecting || this.live) return;
    this.connecting = true;
    try {
      await this.ensureSession();
      if (this.running) this.openSocket();
    } catch (error) {
      this.noSession(error);
    } finally {
      this.connecting = false;
    }
  }

  noSession(error) {
    const hopeless = error.status >= 400 && error.status < 500 && error.status !== 429 && error.status !== 408;
    if (hopeless) {
      this.stop();
      this.talk.fatal(kindly(error.detail, '在线客服暂时没有接通，请稍后再试。'));
      return;
    }
    this.talk.net('offline');
    this.retry();
  }

  retry() {
    clearTimeout(this.retryTimer);
    if (!this.running) return;
    const most = Math.min(timing.retryMost, timing.retryFirst * Math.pow(2, this.attempt));
    this.attempt += 1;
    this.retryTimer = setTimeout(() => this.connect(), most * (0.5 + Math.random() / 2));
  }

  // ---- session

  async ensureSession() {
    const saved = this.store.read();
    if (saved.token && saved.visitor === this.mark) {
      this.token = saved.token;
      return;
    }
    const body = { estate: this.estate };
    if (Object.keys(this.visitor).length) body.visitor = this.visitor;
    this.token = null;
    const session = await this.request('POST', '/v1/chat/sessions', body);
    this.token = session.token;
    this.store.write({ token: session.token, visitor: this.mark, seen: 0, estate: session.estate });
    this.talk.frame({ type: 'status', status: session.status });
  }

  /** Leave a token the server no longer takes, unless another tab already did. */
  renew(token) {
    if (!token || token !== this.token) return; // an answer to a question asked before the last renewal
    this.dropSocket();
    if (this.store.read().token === token) this.store.write({ token: null });
    this.token = null;
    this.renewals += 1;
    this.talk.renewed();
    if (this.renewals > 2) this.retry(); // a server that refuses its own tokens is not hammered
    else this.connect();
  }

  async request(method, path, body) {
    const headers = {};
    const token = this.token;
    if (token) headers.Authorization = 'Bearer ' + token;
    if (body) headers['Content-Type'] = body.type || 'application/json'; // a photo has a type
    const aborter = window.AbortController ? new AbortController() : null;
    const timer = setTimeout(() => aborter && aborter.abort(), timing.requestWithin * (body && body.type ? 6 : 1));
    try {
      const response = await fetch(this.server + path, {
        method,
        headers,
        body: body && (body.type ? body : JSON.stringify(body)),
        credentials: 'omit',
        cache: 'no-store',
        signal: aborter ? aborter.signal : undefined,
      });
      const data = await response.json().catch(() => ({}));
      if (!response.ok) throw new Refused(response.status, data || {}, token);
      return data;
    } finally {
      clearTimeout(timer);
    }
  }

  // ---- socket

  openSocket() {
    const url = this.server.replace(/^http/, 'ws') + '/v1/chat/socket?token=' + encodeURIComponent(this.token);
    let socket;
    try {
      socket = new WebSocket(url);
    } catch {
      this.lost();
      return;
    }
    this.socket = socket;
    socket.onopen = () => this.opened();
    socket.onmessage = (event) => this.heard(event.data);
    socket.onclose = () => { if (this.socket === socket) this.lost(); };
    // a proxy may swallow the handshake: that must not leave the resident waiting
    setTimeout(() => { if (this.socket === socket && socket.readyState === 0) this.lost(); }, timing.requestWithin);
  }

  opened() {
    clearTimeout(this.pollTimer);
    this.heartbeat = setInterval(() => this.beat(), timing.pingEvery);
    this.send({ type: 'sync', after: this.talk.cursor() });
    this.talk.net('online');
    this.talk.ready();
  }

  heard(data) {
    let frame;
    try {
      frame = JSON.parse(data);
    } catch {
      return;
    }
    this.heardAt = Date.now();
    if (!frame || typeof frame !== 'object') return;
    if (frame.type === 'error' && !frame.client_id && /token|auth|session/.test(frame.error || '')) {
      this.lost(); // REST tells for certain whether the token is at fault
      return;
    }
    if (frame.type !== 'error') this.attempt = this.renewals = 0;
    this.talk.frame(frame);
  }

  /** Ask for a sign of life; give up a socket that has not shown one in time. */
  beat() {
    const socket = this.socket;
    const asked = Date.now();
    this.send({ type: 'ping' });
    setTimeout(() => { if (this.socket === socket && this.heardAt < asked) this.lost(); }, timing.pongWithin);
  }

  send(frame) {
    if (!this.live) return false;
    this.socket.send(JSON.stringify(frame));
    return true;
  }

  dropSocket() {
    clearInterval(this.heartbeat);
    const socket = this.socket;
    this.socket = null;
    if (socket) {
      socket.onopen = socket.onmessage = socket.onclose = null;
      socket.close();
    }
  }

  lost() {
    this.dropSocket();
    if (!this.running) return;
    this.retry();
    this.poll();
  }

  // ---- REST, while there is no socket

  async poll() {
    clearTimeout(this.pollTimer);
    if (this.polling || !this.token) return;
    this.polling = true;
    let again = true;
    try {
      await this.fetchPages();
      this.talk.net('online');
      this.talk.ready();
    } catch (error) {
      again = error.status !== 401 && error.status !== 403;
      if (again) this.talk.net('offline');
      else this.renew(error.token);
    } finally {
      this.polling = false;
    }
    if (again && this.running && !this.live) {
      this.pollTimer = setTimeout(() => this.poll(), document.hidden ? timing.pollHidden : timing.pollEvery);
    }
  }

  async fetchPages() {
    let before;
    let page;
    do {
      before = this.talk.cursor();
      page = await this.request('GET', '/v1/chat/messages?after=' + before);
      this.renewals = 0;
      this.talk.page(page);
    } while (this.running && this.talk.cursor() > before && page.last_seq > this.talk.cursor());
  }
}

// ---- the conversation

/**
 * What was said, ordered by seq, and what is on its way. A message leaves `outbox` only when the
 * server has named its seq; until then it is sent again, which its client_id makes harmless.
 */
class Talk {
  constructor(store, view) {
    Object.assign(this, { store, view });
    this.archive = [];
    this.status = { status: 'connecting' };
    this.reset();
    this.outbox = (store.read().outbox || []).map((item) => this.revive(item));
  }

  reset() {
    this.messages = new Map();
    this.complete = 0; // everything up to this seq has arrived
    this.gapAsked = -1;
    this.read = 0; // how far a person at the desk has read
  }

  revive(item) {
    const old = Date.now() - item.at > timing.keepUnsent;
    return Object.assign({}, item, { state: old ? 'failed' : 'sending', held: old });
  }

  cursor() {
    return this.complete;
  }

  net(state) {
    this.view.net(state);
  }

  fatal(text) {
    this.view.fatal(text);
  }

  ordered() {
    return Array.from(this.messages.values()).sort((a, b) => a.seq - b.seq);
  }

  // ---- from the server

  frame(data) {
    this.setRead(data.read);
    if (data.type === 'message') this.add(data.message, false);
    else if (data.type === 'ack') this.acked(data.client_id, data.seq);
    else if (data.type === 'status') this.setStatus(data);
    else if (data.type === 'typing') this.view.typing(data.sender);
    else if (data.type === 'error') this.refused(data);
  }

  page(data) {
    this.setRead(data.read);
    if (data.pending) this.view.typing('bot');
    (data.messages || []).forEach((message) => this.add(message, true));
    if (data.status && data.status !== this.status.status) this.setStatus({ status: data.status });
  }

  setRead(seq) {
    if (!(seq > this.read)) return;
    this.read = seq;
    this.view.changed();
  }

  setStatus(status) {
    this.status = status;
    this.view.showStatus();
  }

  /** paged: everything before this message, after our cursor, came with it. */
  add(message, paged) {
    if (!message || typeof message.seq !== 'number') return;
    const known = this.messages.get(message.seq);
    const mine = this.outbox.find((item) => item.client_id === message.client_id);
    this.messages.set(message.seq, Object.assign({ payload: {} }, message, { key: known && known.key }));
    if (paged) this.complete = Math.max(this.complete, message.seq);
    while (this.messages.has(this.complete + 1)) this.complete += 1;
    if (mine) this.acked(mine.client_id, message.seq);
    if (!known && message.sender !== 'resident') this.view.typing(null);
    if (message.seq > this.complete) this.askForGap();
    this.view.changed();
  }

  /** A live message ahead of its turn: ask once for what lies between. */
  askForGap() {
    if (this.gapAsked === this.complete) return;
    this.gapAsked = this.complete;
    setTimeout(() => this.link.send({ type: 'sync', after: this.complete }), timing.gapAfter);
  }

  acked(clientId, seq) {
    const item = this.outbox.find((one) => one.client_id === clientId);
    if (!item || typeof seq !== 'number') return;
    const said = Object.assign(this.asMessage(item), { seq, created_at: new Date().toISOString() });
    this.messages.set(seq, Object.assign(said, this.messages.get(seq), { key: item.client_id }));
    while (this.messages.has(this.complete + 1)) this.complete += 1;
    this.remove(item);
    this.view.changed();
  }

  refused(error) {
    const item = this.outbox.find((one) => one.client_id === error.client_id);
    if (item && error.error === 'conversation_closed') this.link.renew(this.link.token);
    else if (item) this.reject(item, kindly(error.detail, '这条消息没有发出去。'));
    else this.view.toast(kindly(error.detail, '刚才出了点小问题，请再试一次。'));
  }

  renewed() {
    const past = this.ordered().map((message) => Object.assign(message, { old: true, key: 'a' + message.seq + newId() }));
    const line = { sender: 'system', text: '上次的会话已经结束，已为您接通新的会话，直接说就好。', payload: {}, key: newId() };
    line.created_at = new Date().toISOString();
    this.archive = this.archive.filter((old) => old.text !== line.text).concat(past, line);
    this.reset();
    this.view.changed();
  }

  // ---- from the resident

  say(text, photo, client_id = newId()) {
    const item = { client_id, text, photo, at: Date.now(), state: 'sending' };
    this.outbox.push(item);
    this.keep();
    this.deliver(item);
    this.view.changed(true);
  }

  again(item) {
    item.held = false;
    this.deliver(item);
    if (!this.link.live) this.link.wake();
    this.view.changed();
  }

  /** There is a way to the server again: send everything that is not waiting for a tap. */
  ready() {
    this.outbox.filter((item) => !item.held).forEach((item) => this.deliver(item));
  }

  deliver(item) {
    if (item.state !== 'sending') this.view.changed();
    item.state = 'sending';
    item.reason = '';
    clearTimeout(item.timer);
    item.timer = setTimeout(() => this.undelivered(item), timing.undeliveredAfter);
    if (!item.photo && this.link.send({ type: 'message', client_id: item.client_id, text: item.text })) {
      setTimeout(() => { if (this.outbox.includes(item)) this.drain(); }, timing.ackWithin);
    } else {
      this.drain();
    }
  }

  /** By REST, one after another so that their order holds. */
  async drain() {
    if (this.draining || !this.link.token) return;
    this.draining = true;
    const tried = [];
    const next = () => this.outbox.find((item) => item.state === 'sending' && !tried.includes(item));
    for (let item = next(); item; item = next()) {
      tried.push(item);
      if (await this.post(item)) continue;
      // a socket that lives brings words to the server, but no photo
      if (item.photo) setTimeout(() => this.link.running && this.ready(), timing.pollEvery);
      break;
    }
    this.draining = false;
  }

  async post(item) {
    try {
      const body = { client_id: item.client_id, text: item.text };
      const answer = await (item.photo ? (await this.view.more()).post(item) : this.link.request('POST', '/v1/chat/messages', body));
      this.acked(item.client_id, answer.seq);
      return true;
    } catch (error) {
      return this.postFailed(item, error);
    }
  }

  /** true: go on with the next message; false: the way itself is broken. */
  postFailed(item, error) {
    if (error.status === 401 || error.status === 403 || error.message === 'conversation_closed') {
      this.link.renew(error.token);
      return false;
    }
    if (!error.status || error.status >= 500) return false;
    this.reject(item, kindly(error.detail, '这条消息没有发出去。'));
    return true;
  }

  reject(item, reason) {
    Object.assign(item, { state: 'failed', held: true, reason });
    clearTimeout(item.timer);
    this.view.changed();
  }

  undelivered(item) {
    if (!this.outbox.includes(item)) return;
    item.state = 'failed';
    this.view.changed();
  }

  remove(item) {
    clearTimeout(item.timer);
    this.outbox = this.outbox.filter((one) => one !== item);
    const kept = (this.store.read().outbox || []).filter((one) => one.client_id !== item.client_id);
    this.store.write({ outbox: kept, at: Date.now() });
  }

  /** Add what is unsent to the record, beside what another tab may have put there. */
  keep() {
    const mine = this.outbox.map(({ client_id, text, photo, at }) => ({ client_id, text, photo, at }));
    const others = (this.store.read().outbox || []).filter((one) => !mine.some((own) => own.client_id === one.client_id));
    this.store.write({ outbox: others.concat(mine), at: Date.now() });
  }

  /** Everything to show, in order: {key, message, item?}; with item it is still on its way. */
  shown() {
    const waiting = this.outbox.map((item) => ({ key: item.client_id, item, message: this.asMessage(item) }));
    return this.archive.concat(this.ordered()).map((message) => ({ key: message.key || 's' + message.seq, message, read: message.seq <= this.read })).concat(waiting);
  }

  asMessage(item) {
    return { sender: 'resident', text: item.text, payload: item.photo ? { photos: [{ local: item.client_id }] } : {}, created_at: new Date(item.at).toISOString() };
  }
}

// ---- looks

// one rule a line, no spaces: this file is weighed
const CSS = `
:host{all:initial;display:block}
:host([mode=inline]){height:100%}
:host([hidden]),[hidden]{display:none !important}
.linli{
  --accent:var(--linli-accent,#2c6858);--mark:var(--accent);
  --on-accent:var(--linli-on-accent,#fff);
  --size:var(--linli-font-size,17px);
  --radius:var(--linli-radius,18px);
  --paper:#faf6ef;--card:#fff;--ink:#2a2723;--soft:#655e55;--line:#e7dfd3;--edge:#8f867a;
  --tint:#e9f0ea;--wall:#cfdfd4;--lamp:#f2b45c;--shade:rgba(42,36,28,.18);
  --danger:#a3261d;--danger-ink:#701a13;--danger-paper:#fdf0ed;--danger-line:#e5a79f;
  font:400 var(--size)/1.6 -apple-system,"PingFang SC","HarmonyOS Sans SC",MiSans,"Noto Sans CJK SC",
    "Noto Sans SC","Microsoft YaHei",sans-serif;
  color:var(--ink);text-align:left;-webkit-tap-highlight-color:transparent;
}
@media (prefers-color-scheme: dark){
  .linli{
    --paper:#1a1917;--card:#272521;--ink:#f0ebe3;--soft:#b8afa2;--line:#3b3731;--edge:#857d72;
    --tint:#22302a;--wall:#2c4339;--lamp:#d99a45;--shade:rgba(0,0,0,.5);
    --danger:#b23a30;--danger-ink:#ffd9d3;--danger-paper:#381f1c;--danger-line:#7d3a33;
    --mark:#8fcdb6;color-scheme:dark;
 }
}
*,*::before,*::after{box-sizing:border-box}
button,textarea{font:inherit;color:inherit;margin:0}
button{cursor:pointer;background:none;border:0;padding:0;touch-action:manipulation}
a{color:inherit;text-decoration:underline;text-decoration-thickness:1px;text-underline-offset:3px}
p{margin:0}
:focus{outline:3px solid var(--mark);outline-offset:2px}
:focus:not(:focus-visible),textarea:focus,.panel:focus{outline:none}
.log:focus,.article:focus{outline-offset:-3px}
.icon{width:1.25em;height:1.25em;flex:none;display:block;fill:none;stroke:currentColor;
  stroke-width:1.8;stroke-linecap:round;stroke-linejoin:round}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip:rect(0 0 0 0);white-space:nowrap}

.launcher{position:fixed;z-index:2147483000;right:20px;right:calc(20px + env(safe-area-inset-right));
  bottom:20px;bottom:calc(20px + env(safe-area-inset-bottom));display:flex;align-items:center;
  min-height:56px;padding:0 22px 0 18px;border-radius:28px;font-weight:600;
  background:var(--accent);color:var(--on-accent);box-shadow:0 8px 24px var(--shade)}
.launcher .icon{width:26px;height:26px;margin-right:10px}
.badge{position:absolute;top:-6px;right:-2px;min-width:24px;height:24px;padding:0 7px;border-radius:12px;
  background:#b3261e;color:#fff;font-size:14px;line-height:24px;text-align:center}

.panel{display:flex;flex-direction:column;position:relative;overflow:hidden;background:var(--paper);
  height:100%;min-height:420px;border:1px solid var(--line);border-radius:calc(var(--radius) + 4px)}
.inline{height:100%}
.floating .panel{position:fixed;z-index:2147483001;right:20px;bottom:20px;width:420px;height:700px;min-height:0;
  max-height:calc(100vh - 40px);box-shadow:0 18px 60px var(--shade)}
.floating .panel{animation:rise .2s ease-out}
.main{display:flex;flex-direction:column;flex:1;min-height:0}

.head{display:flex;align-items:center;flex:none;padding:12px 12px 12px 16px;padding-top:calc(12px + var(--top,0px));
  background:var(--card);border-bottom:1px solid var(--line)}
.avatar{width:42px;height:42px;flex:none;border-radius:14px;display:flex;align-items:center;
  justify-content:center;background:var(--tint);color:var(--mark);margin-right:12px}
.avatar .icon{width:26px;height:26px}
.title{flex:1;min-width:0}
.title h2{margin:0;font-size:1.06em;line-height:1.35;font-weight:650;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
.status{font-size:.88em;line-height:1.4;color:var(--soft)}
.status::before{content:"";display:inline-block;width:8px;height:8px;margin:0 7px 1px 1px;border-radius:50%;background:var(--edge)}
.status.bot::before,.status.human::before{background:#4d9b78}
.status.queued::before{background:var(--lamp)}
.person{display:flex;align-items:center;flex:none;min-height:44px;margin-left:8px;padding:0 14px 0 11px;border-radius:22px;
  font-size:.94em;font-weight:600;border:1.5px solid var(--mark);background:var(--card)}
.person .icon{margin-right:5px}
.person[aria-disabled=true],.send[aria-disabled=true]{border-color:var(--line);color:var(--soft);cursor:default}
.close{width:44px;height:44px;flex:none;margin-left:4px;border-radius:14px;display:flex;align-items:center;justify-content:center;color:var(--soft)}

.banner{flex:none;padding:8px 16px;background:var(--tint);border-bottom:1px solid var(--line);font-size:.92em;line-height:1.5}
.banner button{margin-left:10px;min-height:32px;text-decoration:underline;text-underline-offset:3px;font-weight:600}

.log{flex:1;min-height:0;overflow-y:auto;overscroll-behavior:contain;padding:16px 16px 8px;position:relative}
.hero{padding:4px 0 18px}
.street{display:block;width:100%;height:auto;max-height:84px;margin-bottom:18px}
.street .far{fill:var(--line)} .street .near{fill:var(--wall)} .street .lit{fill:var(--lamp)} .street .ground{fill:var(--line)}
.hero h3{margin:0 0 6px;font-size:1.3em;line-height:1.4;font-weight:650}
.hero p{color:var(--soft)}
.asks{display:grid;grid-template-columns:1fr 1fr;grid-gap:10px;margin:18px 0 16px}
.asks button{display:flex;align-items:center;min-height:60px;padding:12px 12px 12px 11px;text-align:left;line-height:1.45;
  font-size:.96em;border:1px solid var(--line);border-radius:14px;background:var(--card)}
.asks .icon{margin-right:8px;color:var(--mark)}
.asks button:hover,.chip:hover,.reply:hover{border-color:var(--mark)}
.hero .danger{font-size:.92em;line-height:1.7}
.hero .danger a{font-weight:600;color:var(--ink);white-space:nowrap}

.day{display:block;margin:14px 0 12px;text-align:center;font-size:.85em;color:var(--soft)}
.row{margin:0 0 16px;animation:appear .18s ease-out}
.who{display:flex;align-items:center;margin:0 0 5px 2px;font-size:.86em;line-height:1.4;color:var(--soft)}
.who .icon{width:18px;height:18px;margin-right:6px;color:var(--mark)}
.who b{font-weight:600;color:var(--ink)}
.who time{margin-left:8px}
.made{margin:3px 0 0 2px;font-size:.8em;color:var(--soft)}
.card{display:inline-block;max-width:94%;padding:11px 15px;border-radius:6px var(--radius) var(--radius) var(--radius);
  background:var(--card);border:1px solid var(--line);overflow-wrap:break-word;word-break:break-word}
.agent .card{background:var(--tint);border-color:transparent}
.text * + p,.text * + ul{margin-top:5px}
.text * + .gap{margin-top:11px}
.text ul{margin:0;padding:0;list-style:none}
.text li{display:flex;margin-top:4px}
.text li i{flex:none;min-width:1.1em;font-style:normal;font-weight:700;color:var(--soft)}
.text li span{flex:1;min-width:0}
.resident{text-align:right}
.resident .card{text-align:left;max-width:84%;white-space:pre-wrap;background:var(--accent);border-color:transparent;color:var(--on-accent);
  border-radius:var(--radius) var(--radius) 6px var(--radius)}
.state{display:block;margin:4px 4px 0;font-size:.84em;line-height:1.4;color:var(--soft)}
button.state{display:inline-block;min-height:36px;color:var(--danger-ink);text-decoration:underline;text-underline-offset:3px}
.system{text-align:center}
.system .card{max-width:92%;padding:5px 14px;font-size:.9em;border:0;border-radius:14px;background:var(--line);color:var(--ink)}
.extras{display:flex;flex-wrap:wrap;margin:8px 0 -8px}
.chip,.reply{display:inline-flex;align-items:center;min-height:40px;margin:0 8px 8px 0;padding:5px 13px;line-height:1.35;text-align:left;border-radius:12px;border:1px solid var(--line);background:var(--card)}
.chip{font-size:.9em}
.chip .icon{margin-right:6px;color:var(--mark)}
.reply{min-height:44px;border:1.5px solid var(--mark);border-radius:22px;padding:5px 17px;font-weight:550}
.emergency .card{border:1.5px solid var(--danger-line);border-left:6px solid var(--danger);background:var(--danger-paper);color:var(--ink);width:94%}
.emergency h4{display:flex;align-items:center;margin:0 0 6px;font-size:1.06em;color:var(--danger-ink)}
.emergency h4 .icon{margin-right:8px}
.calls{display:grid;grid-template-columns:repeat(auto-fit,minmax(200px,1fr));grid-gap:8px;margin-top:12px}
.calls a{display:flex;align-items:center;justify-content:center;min-height:48px;padding:4px 12px;border-radius:12px;background:var(--danger);color:#fff;font-weight:650;text-decoration:none;text-align:center}
.calls .icon{margin-right:8px}

.typing{display:flex;align-items:center;min-height:30px;margin-bottom:10px;font-size:.88em;color:var(--soft)}
.dots{display:inline-flex;margin-right:9px}
.dots i{width:7px;height:7px;margin-right:4px;border-radius:50%;background:var(--edge);animation:breathe 1.2s infinite}
.dots i:nth-child(2){animation-delay:.2s} .dots i:nth-child(3){animation-delay:.4s}
.newer{position:absolute;left:50%;bottom:100%;transform:translate(-50%,-10px);display:flex;align-items:center;min-height:40px;padding:0 16px 0 12px;border-radius:20px;font-size:.92em;white-space:nowrap;
  background:var(--ink);color:var(--paper);box-shadow:0 4px 16px var(--shade)}
.newer .icon{margin-right:6px;transform:rotate(180deg)}

.foot{flex:none;position:relative;padding:10px 12px;padding-bottom:calc(10px + var(--bottom,0px));background:var(--card);border-top:1px solid var(--line)}
.write{display:flex;align-items:flex-end;border:1.5px solid var(--edge);border-radius:24px;padding:3px 4px 3px 16px;background:var(--paper)}
.write:focus-within{border-color:var(--mark);box-shadow:0 0 0 1px var(--mark)}
textarea{flex:1;min-width:0;height:44px;max-height:148px;padding:9px 0;border:0;background:none;resize:none;font-size:1em;font-size:max(16px, 1em);line-height:26px;overflow-y:auto;border-radius:0}
textarea::placeholder{color:var(--soft);opacity:1}
.send{width:44px;height:44px;flex:none;margin-left:6px;border-radius:50%;display:flex;align-items:center;justify-content:center;background:var(--accent);color:var(--on-accent)}
.send[aria-disabled=true]{background:var(--line)}
.count{margin:6px 6px 0;font-size:.86em;line-height:1.4;color:var(--soft);text-align:right}
.count.over{color:var(--danger-ink);font-weight:600}


@keyframes rise{from{transform:translateY(16px);opacity:0}}
@keyframes appear{from{opacity:0}}
@keyframes breathe{50%{opacity:.25}}
@media (max-width: 480px),(max-height: 480px){
  .floating .panel{top:0;left:0;right:auto;bottom:auto;width:100%;height:100%;max-height:none;border:0;border-radius:0;
    --top:env(safe-area-inset-top,0px);--bottom:env(safe-area-inset-bottom,0px)}
}
@media (max-width: 400px){.head{padding-left:12px} .avatar{margin-right:9px} .log{padding-left:12px;padding-right:12px}}
@media (max-width: 340px){.asks{grid-template-columns:1fr}}
@media (prefers-reduced-motion: reduce){*{animation:none !important}}
`;

/** A row of neighbouring houses, some windows lit. */
function street() {
  const box = svg('svg', { viewBox: '0 22 380 70', class: 'street', 'aria-hidden': 'true' });
  const far = 'M14 88V46l26-20 26 20v42zM150 88V30h44v58zM286 88V50l30-24 30 24v38z';
  const near = 'M58 88V56l34-26 34 26v32zM118 88V44h40v44zM186 88V58l36-28 36 28v30zM252 88V40h42v48zM338 88V62l18-14 18 14v26z';
  const lit = 'M84 60h7v9h-7zM96 60h7v9h-7zM127 52h8v9h-8zM142 66h8v9h-8zM214 62h8v9h-8zM262 50h8v9h-8zM277 64h8v9h-8zM262 64h8v9h-8zM352 66h8v8h-8z';
  [['far', far], ['near', near], ['lit', lit], ['ground', 'M4 87h372v2H4z']].forEach(([name, d]) => {
    box.appendChild(svg('path', { class: name, d }));
  });
  return box;
}

// ---- nodes of the conversation

function nameOf(message) {
  if (message.sender === 'bot') return '智能助手';
  return staffName(message.payload && message.payload.agent);
}

function waitingWords({ position, wait_minutes: minutes, opens_at: opens }) {
  if (opens) {
    const at = new Date(opens);
    return '现在是下班时间，同事 ' + at.getHours() + ':' + String(at.getMinutes()).padStart(2, '0') + ' 上班后联系您';
  }
  if (!position) return '正在为您转接，请稍等';
  const place = position > 1 ? '前面还有 ' + (position - 1) + ' 位' : '下一位就是您';
  return '正在为您转接，' + place + (minutes ? '，约 ' + minutes + ' 分钟' : '');
}

function staffName(name) {
  if (!name) return '人工客服';
  return name.indexOf('客服') >= 0 ? name : '客服' + name;
}

function whoLine(message) {
  return el('div', { class: 'who' }, [
    icon(message.sender === 'bot' ? 'mark' : 'person'),
    el('b', { text: nameOf(message) }),
    el('time', { text: clock(moment(message.created_at)) }),
  ]);
}

function emergencyCard(text) {
  const calls = phonesIn(text).map(({ href, text: number }) => {
    const what = HELP[number] ? number + ' ' + HELP[number] : number;
    return el('a', { href }, [icon('phone'), el('span', { text: '拨打 ' + what })]);
  });
  return el('div', { class: 'card' }, [
    el('h4', {}, [icon('alert'), el('span', { text: '紧急情况，请先这样做' })]),
    formatted(text),
    calls.length ? el('div', { class: 'calls' }, calls) : null,
  ]);
}

function extras(kind, items, build) {
  const usable = Array.isArray(items) ? items.filter((item) => item && typeof item === 'object') : [];
  return usable.length ? el('div', { class: 'extras ' + kind }, usable.map(build)) : null;
}

function residentRow(message) {
  return el('div', { class: 'row resident' }, [
    el('span', { class: 'unseen', text: '我说：' }),
    el('div', { class: 'card', text: message.text }),
    el('div', { class: 'delivery' }),
  ]);
}

function systemRow(message) {
  return el('div', { class: 'row system' }, [inline(el('div', { class: 'card' }), message.text)]);
}

/** actions: cite(citation, opener), say(text) */
function answerRow(message, actions) {
  const payload = message.payload || {};
  const emergency = !!payload.emergency;
  return el('div', { class: 'row ' + message.sender + (emergency ? ' emergency' : ''), role: emergency && 'alert' }, [
    whoLine(message),
    emergency ? emergencyCard(message.text) : el('div', { class: 'card' }, [formatted(message.text)]),
    payload.worded_by === 'ai' ? el('div', { class: 'made', text: 'AI 生成，客服已核对' }) : null,
    extras('citations', payload.citations, (citation) =>
      el('button', { class: 'chip', 'aria-haspopup': 'dialog', title: '查看原文',
        onclick: (event) => actions.cite(citation, event.currentTarget) },
      [icon('book'), el('span', { text: citationName(citation) })])),
    extras('buttons', payload.buttons, (button) =>
      el('button', { class: 'reply', text: button.title || button.text,
        onclick: () => actions.say(String(button.text || button.title)) })),
  ]);
}

function rowNode(message, actions) {
  const plain = Object.assign({}, message, { text: String(message.text || '') });
  if (!SENDERS.includes(message.sender) || message.sender === 'system') return systemRow(plain);
  return message.sender === 'resident' ? residentRow(plain) : answerRow(plain, actions);
}

/** The little line under a resident's message; built anew only when it changes. */
function showDelivery(node, row, again) {
  const box = node.querySelector('.delivery');
  const state = row.item ? row.item.state + row.item.reason : row.read ? 'read' : 'sent';
  if (!box || box.getAttribute('data-state') === state) return;
  box.setAttribute('data-state', state);
  box.textContent = '';
  box.appendChild(deliveryLine(row, again));
}

function deliveryLine(row, again) {
  if (!row.item) {
    return el('span', { class: 'state' }, [
      el('span', { text: row.read ? '已读' : '✓', 'aria-hidden': !row.read && 'true' }),
      !row.read && el('span', { class: 'unseen', text: '已送达' }),
      document.createTextNode(' ' + clock(moment(row.message.created_at))),
    ]);
  }
  if (row.item.state === 'sending') return el('span', { class: 'state', text: '发送中…' });
  const text = (row.item.reason || '') + '未送达，点击重发';
  return el('button', { class: 'state', text, onclick: () => again(row.item) });
}

// ---- the element

class LinliChat extends HTMLElement {
  static get timing() {
    return timing;
  }

  connectedCallback() {
    if (!this.shadowRoot) this.build();
    this.fit = this.fit.bind(this);
    (window.visualViewport || window).addEventListener('resize', this.fit);
    if (this.isInline || this.hasAttribute('open')) this.open(true);
    else if (Date.now() - (this.store.read().at || 0) < timing.resumeWithin) this.link.start();
  }

  disconnectedCallback() {
    (window.visualViewport || window).removeEventListener('resize', this.fit);
    this.lockPage(false);
    this.link.stop();
    [this.typingTimer, this.toastTimer, this.netTimer].forEach(clearTimeout);
    this.netTimer = null;
  }

  get isInline() {
    return this.getAttribute('mode') === 'inline';
  }

  get isOpen() {
    return !this.panel.hidden;
  }

  get isFullScreen() {
    return !this.isInline && window.matchMedia('(max-width: 480px), (max-height: 480px)').matches;
  }

  // ---- building

  build() {
    const estate = this.getAttribute('estate') || '';
    const server = (this.getAttribute('server') || HOME).replace(/\/+$/, '');
    this.store = new Store('linli:' + server + ':' + estate);
    this.talk = new Talk(this.store, this);
    this.link = new Link(server, estate, this.visitor(), this.store, this.talk);
    this.talk.link = this.link;
    this.rows = new Map();
    this.attachShadow({ mode: 'open' });
    this.dress(CSS);
    this.shadowRoot.appendChild(this.frame());
    this.showStatus();
    this.changed();
    this.grow();
  }

  visitor() {
    const known = {};
    ['name', 'phone', 'room'].forEach((key) => {
      const value = this.getAttribute('visitor-' + key);
      if (value) known[key] = value;
    });
    return known;
  }

  /** A constructed sheet passes pages whose security policy forbids inline styles. */
  dress(css) {
    try {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
      this.shadowRoot.adoptedStyleSheets = Array.from(this.shadowRoot.adoptedStyleSheets).concat(sheet);
    } catch {
      this.shadowRoot.appendChild(el('style', { text: css }));
    }
  }

  frame() {
    this.badge = el('span', { class: 'badge', hidden: true });
    this.launcher = el('button', { class: 'launcher', hidden: this.isInline, 'aria-haspopup': 'dialog',
      onclick: () => this.open() }, [icon('mark'), el('span', { text: '联系物业' }), this.badge]);
    this.main = el('div', { class: 'main' }, [this.headBar(), this.bannerBar(), this.logBox(), this.footBar()]);
    this.panel = el('section', { class: 'panel', hidden: true, tabindex: '-1', role: this.isInline ? 'region' : 'dialog',
      'aria-label': '物业在线客服', onkeydown: (event) => this.panelKey(event) }, [this.main]);
    return el('div', { class: 'linli ' + (this.isInline ? 'inline' : 'floating'), lang: 'zh-CN' }, [this.launcher, this.panel]);
  }

  headBar() {
    this.titleText = el('h2');
    this.statusLine = el('div', { class: 'status', role: 'status' });
    this.personLabel = el('span', { text: '转人工' });
    this.person = el('button', { class: 'person', onclick: () => this.handOff() }, [icon('person'), this.personLabel]);
    const close = closeButton('收起对话', () => this.close());
    close.hidden = this.isInline;
    return el('header', { class: 'head' }, [el('div', { class: 'avatar' }, [icon('mark')]),
      el('div', { class: 'title' }, [this.titleText, this.statusLine]), this.person, close]);
  }

  bannerBar() {
    this.banner = el('div', { class: 'banner', role: 'status', hidden: true });
    return this.banner;
  }

  logBox() {
    this.list = el('div', { role: 'log', 'aria-live': 'off', 'aria-label': '对话内容' });
    this.typingLine = el('div', { class: 'typing', role: 'status', hidden: true });
    this.hero = this.heroBox();
    this.log = el('div', { class: 'log', tabindex: '0', 'aria-label': '对话', onscroll: () => this.scrolled() },
      [this.hero, this.list, this.typingLine]);
    return this.log;
  }

  heroBox() {
    this.greeting = el('h3');
    const own = (this.getAttribute('suggestions') || '').split('|').filter((text) => text.trim());
    const asks = own.length ? own.map((text) => [text.trim(), 'note']) : SUGGESTIONS;
    const danger = inline(el('p', { class: 'danger' }), '遇到危险先打电话：火警 119、报警 110、急救 120');
    return el('div', { class: 'hero' }, [street(), this.greeting,
      el('p', { text: '物业的事直接问我，回答会注明依据；随时可以转人工。' }),
      el('div', { class: 'asks' }, asks.map(([text, name]) =>
        el('button', { onclick: () => this.say(text) }, [icon(name), el('span', { text })]))), danger]);
  }

  footBar() {
    this.newer = el('button', { class: 'newer', hidden: true, onclick: () => this.toEnd() },
      [icon('send'), el('span', { text: '有新消息' })]);
    this.input = el('textarea', { rows: '1', placeholder: '请说说您的问题', 'aria-label': '输入消息', enterkeyhint: 'send', autocomplete: 'off',
      oninput: () => this.typed(), onkeydown: (event) => this.inputKey(event),
      oncompositionstart: () => { this.composing = true; }, oncompositionend: () => { this.composing = false; } });
    this.sendButton = el('button', { class: 'send', 'aria-label': '发送', onclick: () => this.submit() }, [icon('send')]);
    this.count = el('div', { class: 'count', role: 'status', hidden: true });
    return el('footer', { class: 'foot' }, [this.newer, el('div', { class: 'write' }, [this.input, this.sendButton]), this.count]);
  }

  /** What waits until the chat is opened: photos, the verdict, the article. Adds `extras`. */
  more() {
    this.moring = this.moring || new Promise((done, fail) => {
      if (LinliChat.extras) done();
      else document.head.appendChild(el('script', { src: HOME + '/widget-more.js', onload: done, onerror: fail }));
    }).then(() => {
      this.extras = LinliChat.extras(this, { el, icon, svg, inline, closeButton, citationName, moment, inWords, newId });
      this.rows.forEach((node) => node.remove());
      this.rows.clear();
      this.changed();
      return this.extras;
    });
    this.moring.catch(() => { this.moring = null; });
    return this.moring;
  }

  // ---- opening and closing

  open(quietly) {
    if (this.isOpen) return;
    this.panel.hidden = false;
    this.launcher.hidden = true;
    this.link.start();
    this.more().catch(() => {});
    this.lockPage(this.isFullScreen);
    this.fit();
    this.toEnd();
    if (quietly) return;
    // no keyboard over what the resident came to read
    const touch = window.matchMedia('(pointer: coarse)').matches;
    (touch ? this.panel : this.input).focus();
  }

  close() {
    if (this.isInline || !this.isOpen) return;
    this.panel.hidden = true;
    this.launcher.hidden = false;
    this.lockPage(false);
    this.launcher.focus();
  }

  /** Keep the page behind the full-screen panel from scrolling. */
  lockPage(on) {
    const style = document.documentElement.style;
    if (on && this.pageOverflow === undefined) {
      this.pageOverflow = style.overflow;
      style.overflow = 'hidden';
    } else if (!on && this.pageOverflow !== undefined) {
      style.overflow = this.pageOverflow;
      this.pageOverflow = undefined;
    }
  }

  /** On a phone, fill what the keyboard leaves visible; stay at the end if we were there. */
  fit() {
    const atEnd = this.atEnd();
    const view = window.visualViewport;
    const full = this.isOpen && this.isFullScreen;
    this.panel.style.height = full && view ? view.height + 'px' : '';
    this.panel.style.top = full && view ? view.offsetTop + 'px' : '';
    if (full) this.panel.setAttribute('aria-modal', 'true');
    else this.panel.removeAttribute('aria-modal');
    if (atEnd) this.toEnd();
  }

  panelKey(event) {
    if (event.key === 'Escape' && !event.isComposing) {
      event.stopPropagation();
      if (this.sheet) this.extras.closeSheet();
      else this.close();
    } else if (event.key === 'Tab') {
      if (this.sheet) this.keepInside(event, this.sheet);
      else if (this.isFullScreen) this.keepInside(event, this.panel);
    }
  }

  keepInside(event, box) {
    const stops = Array.from(box.querySelectorAll('button, a[href], textarea, [tabindex="0"]')).filter((node) => node.offsetParent);
    const edge = event.shiftKey ? stops[0] : stops[stops.length - 1];
    const here = this.shadowRoot.activeElement;
    if (here !== edge && stops.includes(here)) return;
    event.preventDefault();
    stops[event.shiftKey ? stops.length - 1 : 0].focus();
  }

  // ---- what the resident does

  inputKey(event) {
    if (event.key !== 'Enter' || event.shiftKey) return;
    // Enter that picks a word of the input method; 229 covers Safari, which ends the composition first
    if (event.isComposing || this.composing || event.keyCode === 229) return;
    event.preventDefault();
    this.submit();
  }

  typed() {
    this.grow();
    const now = Date.now();
    const heard = this.talk.status.status === 'human' || this.talk.status.status === 'queued';
    if (!heard || !this.input.value || now - (this.typedAt || 0) < 3000) return;
    this.typedAt = now;
    this.link.send({ type: 'typing' });
  }

  grow() {
    const atEnd = this.atEnd();
    this.input.style.height = '';
    if (this.input.scrollHeight > this.input.clientHeight) this.input.style.height = Math.min(148, this.input.scrollHeight) + 'px';
    const length = lengthOf(this.input.value.trim());
    const over = length - LIMIT;
    this.count.hidden = length < COUNT_FROM;
    this.count.className = over > 0 ? 'count over' : 'count';
    const words = over > 0 ? '超出 ' + over + ' 字，请分几次发送' : length + ' / ' + LIMIT;
    if (!this.count.hidden && this.count.textContent !== words) this.count.textContent = words;
    this.sendButton.setAttribute('aria-disabled', String(!length || over > 0));
    if (atEnd) this.toEnd();
  }

  submit() {
    const text = this.input.value.trim();
    if (!text || lengthOf(text) > LIMIT) { this.input.focus(); return; }
    this.input.value = '';
    this.grow();
    this.say(text);
    this.input.focus();
  }

  say(text) {
    this.talk.say(text);
  }

  handOff() {
    if (this.person.getAttribute('aria-disabled') === 'true') return;
    this.setPerson('正在转接', true);
    this.personTimer = setTimeout(() => this.showStatus(), 8000);
    if (this.link.send({ type: 'hand_off' })) return;
    // with no way to the server the words wait in the outbox: the bot knows them
    this.link.request('POST', '/v1/chat/hand-off').then((answer) => this.talk.setStatus(answer), () => this.say('转人工'));
  }

  // ---- what the conversation shows

  setPerson(label, disabled) {
    this.personLabel.textContent = label;
    this.person.setAttribute('aria-disabled', String(disabled));
  }

  showStatus() {
    clearTimeout(this.personTimer);
    const { status, agent } = this.talk.status;
    const texts = {
      bot: '智能助手 为您服务',
      queued: waitingWords(this.talk.status),
      human: staffName(agent) + ' 为您服务',
      closed: '会话已结束，有事可继续留言',
    };
    this.setText(this.statusLine, texts[status] || '正在连接…');
    this.statusLine.className = 'status ' + (texts[status] ? status : '');
    this.person.hidden = status === 'human' || status === 'queued';
    this.setPerson('转人工', false);
    const estate = this.store.read().estate || {};
    this.setText(this.titleText, estate.name ? estate.name + '物业' : '物业在线客服');
    this.setText(this.greeting, '您好，这里是' + (estate.name || '邻里'));
  }

  setText(node, text) {
    if (node.textContent !== text) node.textContent = text; // a screen reader repeats what is set again
  }

  typing(sender) {
    clearTimeout(this.typingTimer);
    const who = sender === 'agent' ? staffName(this.talk.status.agent) : '智能助手';
    this.typingLine.hidden = !sender;
    this.typingLine.textContent = '';
    if (!sender) return;
    const atEnd = this.atEnd();
    this.typingLine.appendChild(el('span', { class: 'dots', 'aria-hidden': 'true' }, [el('i'), el('i'), el('i')]));
    this.typingLine.appendChild(el('span', { text: who + '正在输入' }));
    this.typingTimer = setTimeout(() => this.typing(null), timing.typingFor);
    if (atEnd) this.toEnd();
  }

  net(state) {
    if (state === 'online') {
      clearTimeout(this.netTimer);
      this.netTimer = null;
      if (this.offline) this.banner.hidden = true;
      this.offline = false;
      setTimeout(() => this.list.setAttribute('aria-live', 'polite'), 1500); // history is not read out
      return;
    }
    if (this.offline || this.netTimer) return;
    this.netTimer = setTimeout(() => this.showOffline(), timing.bannerAfter);
  }

  showOffline() {
    this.netTimer = null;
    this.offline = true;
    const cut = navigator.onLine === false;
    this.banner.hidden = false;
    this.setText(this.banner, cut ? '网络断开了。消息会先存着，恢复后自动发出。' : '网络不太稳定，正在重新连接，消息不会丢。');
  }

  toast(text) {
    clearTimeout(this.toastTimer);
    this.banner.hidden = false;
    this.banner.textContent = text;
    this.toastTimer = setTimeout(() => (this.offline ? this.showOffline() : (this.banner.hidden = true)), 6000);
  }

  fatal(text) {
    this.banner.hidden = false;
    this.banner.textContent = text;
    this.setText(this.statusLine, '暂时没有接通');
    this.banner.appendChild(el('button', { text: '再试一次', onclick: () => {
      this.banner.hidden = true;
      this.link.start();
    } }));
  }

  /** Bring the list in line with the conversation, touching only what differs. */
  changed(own) {
    const stay = own || this.atEnd();
    const before = this.list.lastChild;
    const rows = this.withDays(this.talk.shown());
    const wanted = new Set(rows.map((row) => row.key));
    this.rows.forEach((node, key) => { if (!wanted.has(key)) { node.remove(); this.rows.delete(key); } });
    let place = this.list.firstChild;
    rows.forEach((row) => {
      const node = this.nodeFor(row);
      if (node === place) place = place.nextSibling;
      else this.list.insertBefore(node, place);
      showDelivery(node, row, (item) => this.talk.again(item));
    });
    this.hero.hidden = rows.some((row) => row.message && row.message.sender === 'resident');
    this.onlyLastButtons();
    if (this.extras) this.extras.changed();
    this.follow(stay, before);
    this.countUnseen();
  }

  nodeFor(row) {
    if (!this.rows.has(row.key)) {
      const actions = { cite: (citation, opener) => this.more().then((more) => more.cite(citation, opener), () => this.toast('原文暂时没有打开，请再试一次。')), say: (text) => this.say(text) };
      const node = row.day ? el('time', { class: 'day', text: row.day }) : rowNode(row.message, actions);
      if (this.extras && row.message) this.extras.dress(node, row.message);
      this.rows.set(row.key, node);
    }
    return this.rows.get(row.key);
  }

  withDays(rows) {
    const seen = new Set();
    return rows.reduce((all, row) => {
      const day = dayName(moment(row.message.created_at));
      if (!seen.has(day)) all.push({ key: 'd' + day, day });
      seen.add(day);
      return all.concat(row);
    }, []);
  }

  /** Replies offered earlier no longer fit what has been said since. */
  onlyLastButtons() {
    const rows = Array.from(this.list.children);
    const answered = rows.reduce((last, node, index) => (/resident|bot|agent/.test(node.className) ? index : last), -1);
    rows.forEach((node, index) => {
      const replies = node.querySelector('.buttons');
      if (replies) replies.hidden = index !== answered;
    });
  }

  countUnseen() {
    const rows = this.talk.ordered();
    const last = rows.length ? rows[rows.length - 1].seq : 0;
    const seen = this.store.read().seen || 0;
    if (this.isOpen && last > seen) {
      this.store.write({ seen: last });
      if (this.talk.status.status === 'human' && !document.hidden) this.link.send({ type: 'read', seq: last });
    }
    const count = this.isOpen ? 0 : rows.filter((row) => row.seq > seen && row.sender !== 'resident').length;
    this.badge.hidden = !count;
    this.setText(this.badge, count ? (count > 99 ? '99+' : String(count)) : '');
    this.launcher.setAttribute('aria-label', count ? '联系物业，' + count + ' 条新消息' : '联系物业');
  }

  // ---- scrolling

  atEnd() {
    return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 90;
  }

  /** The end, or the beginning of a last answer that is longer than the window. */
  follow(stay, before) {
    const last = this.list.lastElementChild;
    if (!stay) {
      this.newer.hidden = this.newer.hidden && last === before;
      return;
    }
    const tall = last && last !== before && last.offsetHeight > this.log.clientHeight - 40;
    if (tall && !last.classList.contains('resident')) this.log.scrollTop = last.offsetTop - 12;
    else this.toEnd();
  }

  toEnd() {
    this.log.scrollTop = this.hero.hidden ? this.log.scrollHeight : 0;
    this.newer.hidden = true;
  }

  scrolled() {
    if (this.atEnd()) this.newer.hidden = true;
  }

}

customElements.define('linli-chat', LinliChat);

// ---- <script data-estate="…">

function place() {
  const data = script.dataset;
  const chat = document.createElement('linli-chat');
  Object.keys(data).forEach((key) => {
    chat.setAttribute(key.replace(/[A-Z]/g, (letter) => '-' + letter.toLowerCase()), data[key]);
  });
  const target = data.target && document.querySelector(data.target);
  if (!target && data.mode === 'inline') chat.removeAttribute('mode');
  (target || document.body).appendChild(chat);
}

if (script && script.dataset.estate) {
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', place);
  else place();
}
})();
