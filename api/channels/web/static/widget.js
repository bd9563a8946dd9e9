/*
 * 邻里 Linli: the residents' chat, one file without dependencies.
 *
 *   <script src="https://host/widget.js" data-estate="yunqi"></script>
 *
 * puts <linli-chat> on the page. Options, on the script as data-… or on the element without "data-":
 *   estate         id of the estate (required)
 *   mode           "inline" sits in a container instead of floating; target="#id" names it
 *   open           floating panel starts open
 *   visitor-name, visitor-phone, visitor-room   what the page knows about its visitor
 *   suggestions    questions of the empty state, separated by |
 *   server         origin of the server; by default that of this script
 * Theme, as CSS custom properties on linli-chat or :root: --linli-accent, --linli-on-accent,
 * --linli-font-size, --linli-radius.
 *
 * ES2019 and no flex `gap`: WeChat's WebView on older phones must run this as it is.
 */
(function () {
  'use strict';

  if (window.customElements === undefined || customElements.get('linli-chat')) return;

  const script = document.currentScript;
  const HOME = new URL((script && script.src) || location.href, location.href).origin;
  const LIMIT = 2000; // characters (code points) of one message, as the server counts them
  const COUNT_FROM = 1800;

  /** Milliseconds; open to change through customElements.get('linli-chat').timing. */
  const timing = {
    retryFirst: 1000,
    retryMost: 30000,
    requestWithin: 15000,
    ackWithin: 8000, // then the message goes by REST, with the same client_id
    undeliveredAfter: 15000, // then the resident is told, while we go on trying
    pollEvery: 3000,
    pollHidden: 15000,
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
    ['公共收益归谁、怎么用？', 'coin'],
    ['我要投诉，找谁处理？', 'note'],
  ];

  const STATUS_OF_LAW = {
    in_force: '现行有效',
    repealed: '已废止',
    superseded: '已被新版本取代',
    not_yet: '尚未施行',
  };
  const HELP = { 110: '报警', 119: '火警', 120: '急救', 122: '交通事故' };
  const SENDERS = ['resident', 'bot', 'agent', 'system'];

  // ---------------------------------------------------------------- small helpers

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
    down: 'M12 5v14M6 13l6 6 6-6',
    book: 'M12 6.5C10 5 7.5 4.5 4 4.5v13c3.500 0 6 .5 8 2 2-1.500 4.500-2 8-2v-13c-3.500 0-6 .5-8 2zM12 6.500v13',
    alert: 'M12 3.500 2.500 20h19zM12 10v4.500M12 17.300h.01',
    phone: 'M6 3.500h3l1.500 4.500-2 1.500a12 12 0 0 0 6 6l1.500-2 4.500 1.500v3a2 2 0 0 1-2.200 2A17 17 0 0 1 4 5.700a2 2 0 0 1 2-2.200z',
    home: 'M4 11 12 4.500 20 11v8.500H4zM10 19.500V14h4v5.500',
    tool: 'M14.500 6.500a4 4 0 0 1 5-1l-2.700 2.700 2 2 2.700-2.700a4 4 0 0 1-5.500 5L8.500 20a2 2 0 0 1-3-3l7.500-7.500a4 4 0 0 1 1.500-3z',
    car: 'M4 16.500v-4l2-5.500h12l2 5.500v4zM4 12.500h16M7 16.500V19M17 16.500V19M7.500 14.500h.01M16.500 14.500h.01',
    sound: 'M4 9.500v5h3.500L12 18.500v-13L7.500 9.500zM15.500 9a4 4 0 0 1 0 6M18 6.500a7.500 7.500 0 0 1 0 11',
    coin: 'M12 20.500a8.500 8.500 0 1 0 0-17 8.500 8.500 0 0 0 0 17zM8.500 8 12 12l3.500-4M12 12v5M9 13.500h6',
    note: 'M5 4.500h14v15H5zM8.500 9h7M8.500 12.500h7M8.500 16h4',
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

  function newId() {
    const bytes = new Uint8Array(16);
    crypto.getRandomValues(bytes);
    return Array.from(bytes, (byte) => (byte + 256).toString(16).slice(1)).join('');
  }

  const lengthOf = (text) => Array.from(text).length;
  const two = (number) => (number < 10 ? '0' : '') + number;

  function moment(iso) {
    const date = new Date(iso);
    return isNaN(date) ? new Date() : date;
  }

  const clock = (date) => two(date.getHours()) + ':' + two(date.getMinutes());

  function dayName(date) {
    const today = new Date();
    const days = Math.round((new Date(today).setHours(0, 0, 0, 0) - new Date(date).setHours(0, 0, 0, 0)) / 864e5);
    if (days === 0) return '今天';
    if (days === 1) return '昨天';
    const year = date.getFullYear() === today.getFullYear() ? '' : date.getFullYear() + '年';
    return year + (date.getMonth() + 1) + '月' + date.getDate() + '日 星期' + '日一二三四五六'[date.getDay()];
  }

  /** The server's words when they are Chinese, ours when they are not: no resident reads English. */
  const kindly = (detail, otherwise) => (/[\u4e00-\u9fff]/.test(detail || '') ? detail : otherwise);

  function fingerprint(text) {
    let hash = 5381;
    for (let i = 0; i < text.length; i += 1) hash = ((hash * 33) ^ text.charCodeAt(i)) >>> 0;
    return hash.toString(36);
  }

  // ---------------------------------------------------------------- text to nodes, never HTML

  const LINKS = new RegExp(
    [
      'https?://[^\\s<>"\'，。；、！？）)】》」]+',
      '(?:\\+?86[- ]?)?1[3-9]\\d[- ]?\\d{4}[- ]?\\d{4}',
      '\\(?0\\d{2,3}\\)?[- ]?\\d{7,8}',
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

  // ---------------------------------------------------------------- what survives a reload

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

  // ---------------------------------------------------------------- the way to the server

  class Refused extends Error {
    constructor(status, body) {
      super(body.error || 'http_' + status);
      this.status = status;
      this.detail = body.detail;
    }
  }

  /**
   * Session, socket, and REST polling while there is no socket.
   *
   * talk receives: frame(data), page(data), ready(), net(state), renewed(), fatal(text), cursor().
   */
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
      window.addEventListener('online', this.wake);
      window.addEventListener('offline', this.wake);
      document.addEventListener('visibilitychange', this.wake);
      this.connect();
    }

    stop() {
      this.running = false;
      window.removeEventListener('online', this.wake);
      window.removeEventListener('offline', this.wake);
      document.removeEventListener('visibilitychange', this.wake);
      [this.retryTimer, this.pollTimer].forEach(clearTimeout);
      this.dropSocket();
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
    async renew() {
      if (this.renewing) return;
      this.renewing = true;
      this.dropSocket();
      if (this.store.read().token === this.token) this.store.write({ token: null });
      this.renewals += 1;
      this.talk.renewed();
      this.renewing = false;
      if (this.renewals > 2) this.retry(); // a server that refuses its own tokens is not hammered
      else this.connect();
    }

    async request(method, path, body) {
      const headers = {};
      if (this.token) headers.Authorization = 'Bearer ' + this.token;
      if (body) headers['Content-Type'] = 'application/json';
      const aborter = window.AbortController ? new AbortController() : null;
      const timer = setTimeout(() => aborter && aborter.abort(), timing.requestWithin);
      try {
        const response = await fetch(this.server + path, {
          method,
          headers,
          body: body && JSON.stringify(body),
          credentials: 'omit',
          cache: 'no-store',
          signal: aborter ? aborter.signal : undefined,
        });
        const data = await response.json().catch(() => ({}));
        if (!response.ok) throw new Refused(response.status, data || {});
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
      this.stopPolling();
      socket.onopen = () => this.opened();
      socket.onmessage = (event) => this.heard(event.data);
      socket.onclose = () => { if (this.socket === socket) this.lost(); };
      // a proxy may swallow the handshake: that must not leave the resident waiting
      setTimeout(() => { if (this.socket === socket && socket.readyState === 0) this.lost(); }, timing.requestWithin);
    }

    opened() {
      this.heardAt = Date.now();
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
      if (Date.now() - this.heardAt > timing.pingEvery + timing.pongWithin) this.lost();
      else this.send({ type: 'ping' });
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
        else this.renew();
      } finally {
        this.polling = false;
      }
      if (again && this.running && !this.live) {
        this.pollTimer = setTimeout(() => this.poll(), document.hidden ? timing.pollHidden : timing.pollEvery);
      }
    }

    async fetchPages() {
      let before = -1;
      let last = 0;
      while (this.running && this.talk.cursor() > before && (before < 0 || last > before)) {
        before = this.talk.cursor();
        const page = await this.request('GET', '/v1/chat/messages?after=' + before);
        this.renewals = 0;
        this.talk.page(page);
        last = page.last_seq || 0;
        if (last <= this.talk.cursor()) return;
      }
    }

    stopPolling() {
      clearTimeout(this.pollTimer);
    }
  }

  // ---------------------------------------------------------------- the conversation

  /**
   * What was said, ordered by seq, and what is on its way, ordered by time.
   *
   * A message leaves `outbox` only when the server has named its seq for our client_id; until then
   * it is sent again after every reconnect, which the client_id makes harmless.
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
    }

    revive(item) {
      const old = Date.now() - item.at > timing.keepUnsent;
      return Object.assign({}, item, { state: old ? 'failed' : 'sending', held: old });
    }

    cursor() {
      return this.complete;
    }

    ordered() {
      return Array.from(this.messages.values()).sort((a, b) => a.seq - b.seq);
    }

    // ---- from the server

    frame(data) {
      if (data.type === 'message') this.add(data.message, false);
      else if (data.type === 'ack') this.acked(data.client_id, data.seq);
      else if (data.type === 'status') this.setStatus(data);
      else if (data.type === 'typing') this.view.typing(data.sender);
      else if (data.type === 'error') this.refused(data);
    }

    page(data) {
      (data.messages || []).forEach((message) => this.add(message, true));
      if (data.status && data.status !== this.status.status) this.setStatus({ status: data.status });
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
      setTimeout(() => this.link.send({ type: 'sync', after: this.complete }), 500);
    }

    acked(clientId, seq) {
      const item = this.outbox.find((one) => one.client_id === clientId);
      if (!item || typeof seq !== 'number') return;
      const said = { seq, sender: 'resident', text: item.text, payload: {}, created_at: new Date().toISOString() };
      this.messages.set(seq, Object.assign(said, this.messages.get(seq), { key: item.client_id }));
      while (this.messages.has(this.complete + 1)) this.complete += 1;
      this.remove(item);
      this.view.changed();
    }

    refused(error) {
      const item = this.outbox.find((one) => one.client_id === error.client_id);
      if (item && error.error === 'conversation_closed') this.link.renew();
      else if (item) this.reject(item, kindly(error.detail, '这条消息没有发出去。'));
      else this.view.toast(kindly(error.detail, '刚才出了点小问题，请再试一次。'));
    }

    renewed() {
      const past = this.ordered().map((message) => Object.assign(message, { key: 'a' + message.seq + newId() }));
      const line = { sender: 'system', text: '上次的会话已经结束，已为您接通新的会话，直接说就好。', payload: {}, key: newId() };
      line.created_at = new Date().toISOString();
      this.archive = this.archive.filter((old) => old.text !== line.text).concat(past, line);
      this.reset();
      this.outbox.forEach((item) => { item.after = 0; });
      this.view.changed();
    }

    // ---- from the resident

    say(text) {
      const after = this.ordered().reduce((_, message) => message.seq, 0);
      const item = { client_id: newId(), text, at: Date.now(), after, state: 'sending' };
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
      if (this.link.send({ type: 'message', client_id: item.client_id, text: item.text })) {
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
        if (!(await this.post(item))) break;
      }
      this.draining = false;
    }

    async post(item) {
      try {
        const body = { client_id: item.client_id, text: item.text };
        const answer = await this.link.request('POST', '/v1/chat/messages', body);
        this.acked(item.client_id, answer.seq);
        return true;
      } catch (error) {
        return this.postFailed(item, error);
      }
    }

    /** true: go on with the next message; false: the way itself is broken. */
    postFailed(item, error) {
      if (error.status === 401 || error.status === 403 || error.message === 'conversation_closed') {
        this.link.renew();
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
      const mine = this.outbox.map(({ client_id, text, at, after }) => ({ client_id, text, at, after }));
      const others = (this.store.read().outbox || []).filter((one) => !mine.some((own) => own.client_id === one.client_id));
      this.store.write({ outbox: others.concat(mine), at: Date.now() });
    }

    /**
     * Everything to show, in order: {key, message, item?}.
     *
     * When the server's copy of a message comes before its ack, both stand for the same words. Only
     * one is shown, but the unacknowledged one stays in the outbox: equal words are no proof.
     */
    shown() {
      const waiting = this.outbox.slice();
      const rows = this.archive.map((message) => ({ key: message.key, message }));
      this.ordered().forEach((message) => {
        const twin = message.sender === 'resident' && !message.key &&
          waiting.findIndex((item) => item.text === message.text && message.seq > item.after);
        const item = typeof twin === 'number' && twin >= 0 ? waiting.splice(twin, 1)[0] : null;
        rows.push({ key: message.key || (item ? item.client_id : 's' + message.seq), message });
      });
      return rows.concat(waiting.map((item) => ({ key: item.client_id, item, message: this.asMessage(item) })));
    }

    asMessage(item) {
      return { sender: 'resident', text: item.text, payload: {}, created_at: new Date(item.at).toISOString() };
    }
  }
