/*
 * What the residents' chat fetches when it is opened: photos, the verdict on a service that has
 * ended, the article behind an answer. The same rules as widget.js: ES2019, no flex `gap`.
 */
(function () {
'use strict';

const Chat = window.customElements && customElements.get('linli-chat');
if (!Chat || Chat.extras) return;

const TYPES = 'image/jpeg,image/png,image/webp';
const LONGEST = 1800; // pixels; the server keeps no more
const WORDS_MOST = 200;
const SCORES = ['很不满意', '不太满意', '一般', '满意', '非常满意'];
const STATUS_OF_LAW = {
  in_force: '现行有效',
  repealed: '已废止',
  superseded: '已被新版本取代',
  not_yet: '尚未施行',
};
const CAMERA = 'M4 8h3.5L9 5.5h6L16.5 8H20v11H4zM12 16.5a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4z';
const STAR = 'M12 4l2.4 5.2 5.6.7-4.1 3.9 1 5.6-4.9-2.7-4.9 2.7 1-5.6L4 9.9l5.6-.7z';

const CSS = `
.veil{position:absolute;top:0;right:0;bottom:0;left:0;z-index:2;background:rgba(20,17,13,.45);animation:appear .15s}
.sheet{position:absolute;left:0;right:0;bottom:0;z-index:3;max-height:86%;display:flex;flex-direction:column;background:var(--card);border-radius:22px 22px 0 0;animation:rise .2s ease-out}
.sheet header{display:flex;align-items:flex-start;padding:18px 12px 10px 20px}
.sheet h3{flex:1;margin:0;padding-top:6px;font-size:1.18em;line-height:1.4;font-weight:650}
.sheet h3 small{display:block;font-size:.8em;font-weight:400;color:var(--soft)}
.article{overflow-y:auto;padding:0 20px 22px;padding-bottom:calc(22px + var(--bottom,0px))}
.article .law{padding:14px 16px;border-radius:14px;background:var(--paper);border-left:4px solid var(--mark);line-height:1.85}
.article .law p + p{margin-top:8px}
.facts{margin:16px 0 0;font-size:.92em}
.facts div{display:flex;padding:4px 0}
.facts dt{flex:none;width:5em;color:var(--soft)}
.facts dd{margin:0;flex:1;min-width:0;word-break:break-word}
.article .try{margin-top:12px}
.photo-button{width:40px;height:44px;flex:none;margin-left:-10px;display:flex;align-items:center;justify-content:center;color:var(--soft)}
.photo{display:block;overflow:hidden;border-radius:12px;background:var(--line);min-width:90px;min-height:70px;max-width:240px}
.photo img{display:block;width:100%;height:auto;max-height:300px;object-fit:cover}
.photo span{display:block;padding:20px 14px;font-size:.9em;color:var(--soft)}
.has-photo .card{padding:5px}
.sheet .whole{display:block;max-width:100%;max-height:70vh;margin:0 auto;border-radius:10px}
.verdict{max-width:420px;margin:10px auto 0;padding:14px 14px 12px;border:1px solid var(--line);border-radius:16px;background:var(--card);text-align:center}
.verdict p{margin-bottom:8px;font-weight:600}
.stars{display:flex;justify-content:center}
.stars button{width:48px;height:48px;display:flex;align-items:center;justify-content:center;color:var(--edge);border-radius:12px}
.stars .icon{width:30px;height:30px}
.stars .on{color:#a86a00} .stars .on path{fill:#f2b45c}
.verdict .named{min-height:1.6em;margin:2px 0 6px;font-weight:400;color:var(--soft);font-size:.92em}
.verdict textarea{display:block;width:100%;height:64px;padding:8px 12px;border:1.5px solid var(--edge);border-radius:12px;background:var(--paper)}
.verdict .acts{display:flex;justify-content:center;align-items:center;flex-wrap:wrap;margin:10px 0 -8px}
.verdict .skip{min-height:44px;margin:0 8px 8px 0;padding:5px 14px;color:var(--soft);text-decoration:underline;text-underline-offset:3px}
`;

Chat.extras = function (chat, tools) {
const { el, svg, inline, closeButton, citationName, moment, inWords, newId } = tools;
const { link, talk, store } = chat;
const previews = new Map(); // client_id → data URL of a photo that is on its way
const pictures = new Map(); // id → promise of an object URL
const verdicts = new Map(); // seq of the closing → its box
const sheets = {};

function drawn(path) {
  const box = svg('svg', { viewBox: '0 0 24 24', 'aria-hidden': 'true', class: 'icon' });
  box.appendChild(svg('path', { d: path }));
  return box;
}

// ---- a sheet over the conversation

function openSheet(title, body, opener) {
  closeSheet();
  sheets.opener = opener;
  sheets.veil = el('div', { class: 'veil', onclick: closeSheet });
  sheets.title = el('h3', { text: title });
  const close = closeButton('关闭', closeSheet);
  chat.sheet = el('div', { class: 'sheet', role: 'dialog', 'aria-modal': 'true', 'aria-label': title },
    [el('header', {}, [sheets.title, close]), body]);
  chat.panel.appendChild(sheets.veil);
  chat.panel.appendChild(chat.sheet);
  chat.main.setAttribute('aria-hidden', 'true');
  close.focus();
}

function closeSheet() {
  if (!chat.sheet) return;
  sheets.veil.remove();
  chat.sheet.remove();
  chat.sheet = null;
  chat.main.removeAttribute('aria-hidden');
  if (sheets.opener && sheets.opener.isConnected) sheets.opener.focus();
}

// ---- the article behind an answer

function cite(citation, opener) {
  const article = el('div', { class: 'article', tabindex: '0', 'aria-live': 'polite' });
  openSheet(citationName(citation), article, opener);
  loadArticle(citation, article);
}

async function loadArticle(citation, box) {
  box.textContent = '正在打开原文…';
  try {
    const path = [citation.law, citation.article].map((part) => encodeURIComponent(part)).join('/');
    const provision = await link.request('GET', '/v1/provisions/' + path);
    box.textContent = '';
    articleNodes(provision).forEach((node) => box.appendChild(node));
    const full = provision.full_name;
    if (full && full !== citation.law && box.isConnected) sheets.title.appendChild(el('small', { text: full }));
  } catch (error) {
    box.textContent = error.status === 404 ? '这一条的原文没有收录在这里。' : '原文暂时没有打开，可能是网络不稳。';
    const retry = el('button', { class: 'reply', text: '再试一次', onclick: () => loadArticle(citation, box) });
    box.appendChild(el('div', { class: 'try' }, [retry]));
  }
}

function factRow(name, value) {
  return value ? el('div', {}, [el('dt', { text: name }), el('dd', {}, [inline(el('span'), String(value))])]) : null;
}

function articleNodes(provision) {
  const law = el('div', { class: 'law' });
  const text = provision.text || '这一条的原文没有收录在这里，请以官方公布的文本为准。';
  String(text).split('\n').filter((line) => line.trim()).forEach((line) => law.appendChild(el('p', { text: line.trim() })));
  return [law, el('dl', { class: 'facts' }, [
    factRow('效力', STATUS_OF_LAW[provision.status] || provision.status),
    factRow('施行日期', provision.effective_date && inWords(moment(provision.effective_date), { year: 'numeric' })),
    factRow('来源', provision.source),
  ])];
}

// ---- photos

const chooser = el('input', { type: 'file', accept: TYPES, multiple: true, hidden: true, onchange: chosen });
chat.input.parentNode.insertBefore(el('button', { class: 'photo-button', 'aria-label': '发照片', title: '发照片',
  onclick: () => chooser.click() }, [drawn(CAMERA), chooser]), chat.input);
chooser.addEventListener('click', (event) => event.stopPropagation());

async function chosen() {
  const files = Array.from(chooser.files).slice(0, 9);
  chooser.value = '';
  for (const file of files) {
    try {
      const data = await shrunk(file);
      const id = newId();
      keepPreview(id, data);
      talk.say('[照片]', true, id);
    } catch {
      chat.toast('“' + file.name + '”打不开，请选 JPG、PNG 或 WebP 格式的照片。');
    }
  }
}

/** A data URL of the photo, upright and small: metadata does not even leave the phone. */
async function shrunk(file) {
  const url = URL.createObjectURL(file);
  try {
    const image = await loaded(url);
    const scale = Math.min(1, LONGEST / Math.max(image.naturalWidth, image.naturalHeight));
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(image.naturalWidth * scale));
    canvas.height = Math.max(1, Math.round(image.naturalHeight * scale));
    const pen = canvas.getContext('2d');
    pen.fillStyle = '#fff';
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(image, 0, 0, canvas.width, canvas.height);
    return canvas.toDataURL('image/jpeg', 0.85);
  } finally {
    URL.revokeObjectURL(url);
  }
}

function loaded(url) {
  return new Promise((done, fail) => {
    const image = new Image();
    image.onload = () => done(image);
    image.onerror = fail;
    image.src = url;
  });
}

// A photo that is not sent yet survives a reload, as words do, where the browser has room.
const keyOf = (id) => store.key + ':photo:' + id;

function keepPreview(id, data) {
  previews.set(id, data);
  try { localStorage.setItem(keyOf(id), data); } catch { /* this page still has it */ }
}

function previewOf(id) {
  if (previews.has(id)) return previews.get(id);
  try { return localStorage.getItem(keyOf(id)); } catch { return null; }
}

/** Called by the outbox in place of a message's post. */
async function post(item) {
  const data = previewOf(item.client_id);
  if (!data) throw Object.assign(new Error('gone'), { status: 410, detail: '照片没有存下来，请重新选一次。' });
  const answer = await link.request('POST', '/v1/chat/photos?client_id=' + item.client_id, blobOf(data));
  previews.set(item.client_id, data); // the row goes on showing it
  try { localStorage.removeItem(keyOf(item.client_id)); } catch { /* nothing was kept */ }
  return answer;
}

function blobOf(data) {
  const text = atob(data.split(',')[1]);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i += 1) bytes[i] = text.charCodeAt(i);
  return new Blob([bytes], { type: 'image/jpeg' });
}

/** Fetched with the token, which an address in an <img> could not carry. */
function pictureOf(id, size) {
  const key = id + size;
  if (!pictures.has(key)) {
    const headers = { Authorization: 'Bearer ' + link.token };
    const fetched = fetch(link.server + '/v1/chat/photos/' + id + '?size=' + size, { headers, credentials: 'omit' })
      .then((response) => (response.ok ? response.blob() : Promise.reject(response)))
      .then((blob) => URL.createObjectURL(blob));
    fetched.catch(() => pictures.delete(key));
    pictures.set(key, fetched);
  }
  return pictures.get(key);
}

function photoNode(photo) {
  const button = el('button', { class: 'photo', 'aria-label': '查看照片', onclick: () => enlarge(photo, button) },
    [el('span', { text: '正在打开照片…' })]);
  show(photo, 'small', button);
  return button;
}

async function show(photo, size, box, look) {
  try {
    const src = (photo.local && previewOf(photo.local)) || (await pictureOf(photo.id, size));
    const image = el('img', { src, alt: '照片', class: look, width: photo.width, height: photo.height });
    const stay = chat.atEnd();
    image.onload = () => stay && chat.toEnd();
    box.textContent = '';
    box.appendChild(image);
  } catch {
    box.textContent = '';
    box.appendChild(el('span', { text: '照片没有打开，点一下再试' }));
  }
}

function enlarge(photo, button) {
  if (!button.querySelector('img')) show(photo, 'small', button);
  const box = el('div', { class: 'article', text: '正在打开照片…' });
  openSheet('照片', box, button);
  show(photo, 'full', box, 'whole');
}

// ---- the verdict, asked at each end

function verdictBox(seq) {
  let score = 0;
  const stars = SCORES.map((name, index) => el('button', { 'aria-label': index + 1 + ' 分，' + name, 'aria-pressed': 'false',
    onclick: () => choose(index + 1) }, [drawn(STAR)]));
  const named = el('p', { class: 'named', role: 'status', text: '1 分很不满意，5 分非常满意' });
  const words = el('textarea', { maxlength: WORDS_MOST, placeholder: '想说一句什么吗？（可不填）', 'aria-label': '评价的话', hidden: true });
  const send = el('button', { class: 'reply', text: '提交评价', hidden: true, onclick: () => give(score) });
  const skip = el('button', { class: 'skip', text: '这次不评', onclick: () => give(0) });
  const box = el('div', { class: 'verdict', role: 'group', 'aria-label': '评价这次服务' },
    [el('p', { text: '这次服务您满意吗？' }), el('div', { class: 'stars' }, stars), named, words, el('div', { class: 'acts' }, [skip, send])]);

  function choose(chosenScore) {
    score = chosenScore;
    stars.forEach((star, index) => {
      star.className = index < score ? 'on' : '';
      star.setAttribute('aria-pressed', String(index + 1 === score));
    });
    named.textContent = score + ' 分，' + SCORES[score - 1];
    words.hidden = send.hidden = false;
    if (chat.atEnd()) chat.toEnd();
  }

  async function give(value) {
    skip.disabled = send.disabled = true;
    try {
      await link.request('POST', '/v1/chat/satisfaction', { seq, score: value, words: value ? words.value.trim() : '' });
      box.hidden = true;
    } catch (error) {
      chat.toast(/[\u4e00-\u9fff]/.test(error.detail || '') ? error.detail : '评价没有送到，请稍后再点一次。');
    }
    skip.disabled = send.disabled = false;
  }
  return box;
}

/** Once a verdict is in the log, nobody is asked again: on any page, after any reload. */
function changed() {
  const given = new Set(talk.ordered().map((message) => message.payload.verdict && message.payload.verdict.of));
  verdicts.forEach((box, seq) => { box.hidden = box.hidden || given.has(seq); });
}

// ---- what a row gets besides its words

function dress(node, message) {
  const payload = message.payload || {};
  const photos = Array.isArray(payload.photos) ? payload.photos : [];
  const card = node.querySelector('.card');
  if (photos.length && card) {
    node.classList.add('has-photo');
    card.textContent = '';
    photos.forEach((photo) => card.appendChild(photoNode(photo)));
  }
  if (payload.lifecycle === 'closed' && message.seq && !message.old) {
    const box = verdictBox(message.seq);
    verdicts.set(message.seq, box);
    node.appendChild(box);
  }
}

chat.dress(CSS);
return { cite, closeSheet, post, dress, changed };
};
})();
