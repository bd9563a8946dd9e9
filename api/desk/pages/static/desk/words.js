// Names and small formats, in one place.

export const SENDERS = { resident: "住户", bot: "智能助手", agent: "客服", system: "系统" };
export const MOODS = { calm: "平静", upset: "不满", angry: "愤怒", afraid: "害怕" };
export const RESULTS = [
  { id: "solved", name: "已解决", hint: "住户的问题已经答复或办好" },
  { id: "work_order", name: "已转工单", hint: "由工程或管家上门跟进" },
  { id: "referred", name: "已转介", hint: "已给出负责单位和联系方式" },
  { id: "unsolved", name: "未解决", hint: "如实记录，便于复盘" },
];
export const ORDER_KINDS = { repair: "报修", complaint: "投诉", emergency: "紧急" };
export const ORDER_STATUS = {
  open: "待派单", accepted: "已接单", on_the_way: "上门途中", assigned: "处理中", done: "已完成", cancelled: "已取消",
};
export const CHANNELS = { web: "网页", wechat: "微信" };
export const CODES = {
  impatient: "不耐烦",
  blaming: "指责业主",
  dismissive: "敷衍冷漠",
  buck_passing: "推诿",
  condescending: "说教讽刺",
  threatening: "威胁施压",
  abusive: "辱骂",
  unlawful_collection: "违法催费",
  overpromise: "过度承诺",
  privacy_leak: "泄露他人信息",
  wrong_citation: "法条引用有误",
  rights_misstated: "错误陈述权利",
  no_empathy: "缺少共情",
  no_next_step: "缺少下一步",
};
export const SEVERITIES = { block: "不能发", warn: "请留意", info: "建议" };
export const LAW_STATUS = {
  in_force: "现行有效",
  repealed: "已废止",
  superseded: "已被新版本取代",
  not_yet: "尚未施行",
};

export function clock(iso) {
  const date = new Date(iso);
  return String(date.getHours()).padStart(2, "0") + ":" + String(date.getMinutes()).padStart(2, "0");
}

const DAY = 86400000;
const midnight = (date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();

export function dayName(iso) {
  const date = new Date(iso);
  const days = Math.round((midnight(new Date()) - midnight(date)) / DAY);
  if (days === 0) return "今天";
  if (days === 1) return "昨天";
  return `${date.getMonth() + 1}月${date.getDate()}日`;
}

/** 0:05, 12:40, 1时05分: short enough for a list. */
export function span(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return minutes + ":" + String(seconds % 60).padStart(2, "0");
  const hours = Math.floor(minutes / 60);
  return hours < 24 ? `${hours}时${String(minutes % 60).padStart(2, "0")}分` : `${Math.floor(hours / 24)}天`;
}

export function spoken(milliseconds) {
  const minutes = Math.floor(milliseconds / 60000);
  return minutes < 1 ? "不到一分钟" : minutes < 60 ? `${minutes}分钟` : `${Math.floor(minutes / 60)}小时${minutes % 60}分钟`;
}

export function dueWords(iso, now) {
  const left = new Date(iso).getTime() - now;
  const at = dayName(iso) === "今天" ? clock(iso) : `${new Date(iso).getMonth() + 1}月${new Date(iso).getDate()}日 ${clock(iso)}`;
  return left < 0 ? `已超时（${at}）` : `${at} 前`;
}

/** 民法典:944 → {law, article}; null for a skill dimension or an entry. */
export function articleOf(ref) {
  const match = /^(.+):(\d+)$/.exec(ref || "");
  return match ? { law: match[1], article: Number(match[2]) } : null;
}

export const articleName = (ref) => {
  const found = articleOf(ref);
  return found ? `${found.law}第${found.article}条` : ref;
};

export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
