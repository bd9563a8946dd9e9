// Native dialogs: the browser keeps the focus inside, closes on Escape, gives it back.

import { desk } from "linli-desk/api.js";
import { articleName, articleOf, LAW_STATUS, ORDER_KINDS } from "linli-desk/words.js";
import { Icon } from "linli-desk/icons.js";

export const Frame = {
  components: { Icon },
  props: { title: String, wide: Boolean },
  emits: ["shut"],
  template: `
    <dialog ref="box" class="dialog" :class="{ 'is-wide': wide }" aria-labelledby="dialog-title" @close="$emit('shut')" @click="outside">
      <div class="dialog-inner"><header><h2 id="dialog-title">{{ title }}</h2><button type="button" class="quiet icon-only" aria-label="关闭" @click="shut"><icon name="close"/></button></header><slot/></div>
    </dialog>`,
  mounted() {
    this.$refs.box.showModal();
  },
  methods: {
    shut() {
      this.$refs.box.close();
    },
    outside(event) {
      if (event.target === this.$refs.box) this.shut();
    },
  },
};

export const ArticleDialog = {
  components: { Frame },
  props: { refer: String },
  emits: ["shut", "problem"],
  data: () => ({ found: null, failed: "" }),
  computed: {
    title() {
      return this.found ? `《${this.found.law}》${this.found.label}` : articleName(this.refer);
    },
    status() {
      return this.found ? this.found.status_name || LAW_STATUS[this.found.status] || "" : "";
    },
  },
  template: `
    <Frame :title="title" @shut="$emit('shut')">
      <div class="article" tabindex="0">
        <p v-if="failed" class="empty">{{ failed }}</p>
        <template v-else-if="found"><p class="article-text">{{ found.text || '原文尚未收录，请以官方公布的文本为准。' }}</p>
          <p class="article-meta"><span class="tag" :class="found.status === 'in_force' ? 'is-good' : 'is-danger'">{{ status }}</span><span v-if="found.effective_date">{{ found.effective_date }} 起施行</span><span>来源：{{ found.source }}</span></p></template>
        <p v-else class="empty">正在取原文…</p>
      </div>
    </Frame>`,
  async mounted() {
    const wanted = articleOf(this.refer);
    try {
      this.found = await desk.provision(wanted.law, wanted.article);
    } catch (error) {
      this.failed = error.detail;
    }
  },
};

export const ConfirmDialog = {
  components: { Frame },
  props: { ask: Object, busy: Boolean },
  emits: ["shut", "yes"],
  template: `
    <Frame :title="ask.title" @shut="$emit('shut')">
      <p class="dialog-lead">{{ ask.words }}</p>
      <div class="dialog-acts"><button type="button" class="quiet" @click="$emit('shut')">取消</button><button ref="yes" type="button" class="primary" :disabled="busy" @click="$emit('yes')">{{ ask.yes }}</button></div>
    </Frame>`,
  mounted() {
    this.$refs.yes.focus();
  },
};

const PHONE = /1[3-9]\d{9}|0\d{2,3}-?\d{7,8}/;
const known = (text) => (text && !/^未/.test(text) ? text : "");

/** What the brief and the resident's data already say, so that nobody types it again. */
export function orderFrom(view) {
  const brief = view.brief || {};
  const what = known(brief.what) || view.item.last_text;
  return {
    kind: view.item.emergency ? "emergency" : view.item.reason === "complaint" ? "complaint" : "repair",
    location: known(brief.where) || view.resident.room || "",
    description: what.replace(/^【.*?】/, ""),
    phone: view.resident.phone || (PHONE.exec(brief.who || "") || [""])[0],
    time: "",
    due_hours: 0,
  };
}

const DUES = [[0, "按惯例（紧急半小时，其他 24 小时）"], [1, "1 小时"], [2, "2 小时"], [4, "4 小时"], [8, "8 小时"], [24, "1 天"], [72, "3 天"]];

export const OrderDialog = {
  components: { Frame },
  props: { view: Object, busy: Boolean },
  emits: ["shut", "done"],
  data() {
    return { order: orderFrom(this.view), kinds: ORDER_KINDS, dues: DUES };
  },
  computed: {
    ready() {
      return !!this.order.description.trim();
    },
  },
  template: `
    <Frame title="新建工单" @shut="$emit('shut')">
      <form class="form" @submit.prevent="ready && $emit('done', { ...order })">
        <fieldset class="segments"><legend>类型</legend><label v-for="(name, kind) in kinds" :key="kind" :class="{ 'is-on': order.kind === kind }"><input v-model="order.kind" type="radio" name="kind" :value="kind">{{ name }}</label></fieldset>
        <label>位置<input v-model.trim="order.location" name="location" maxlength="120" placeholder="几栋几单元几室，或公共区域"></label>
        <label>情况<textarea v-model="order.description" name="description" rows="3" maxlength="1000" required></textarea></label>
        <div class="form-pair"><label>联系电话<input v-model.trim="order.phone" name="phone" inputmode="tel" maxlength="30"></label><label>方便的时间<input v-model.trim="order.time" name="time" maxlength="60" placeholder="如 今晚7点后"></label></div>
        <label>多久内联系住户<select v-model.number="order.due_hours" name="due_hours"><option v-for="[hours, name] in dues" :key="hours" :value="hours">{{ name }}</option></select></label>
        <p class="form-note">建好后，单号和时限会自动告诉住户。</p>
        <div class="dialog-acts"><button type="button" class="quiet" @click="$emit('shut')">取消</button><button class="primary" :disabled="!ready || busy">{{ busy ? '正在提交…' : '提交工单' }}</button></div>
      </form>
    </Frame>`,
};

const KEYS = [
  ["/", "查知识、法条"], ["j　k", "在列表里下移、上移"], ["Enter", "打开选中的会话"], ["C", "接入正在看的会话"],
  ["R", "开始写回复"], ["Enter", "发送（在回复框里）"], ["Shift+Enter", "换行"],
  ["Alt+1　2　3", "展开、再按采用推荐回复"], ["Alt+0", "不用展开的这条推荐"], ["U", "更新推荐"], ["Alt+Enter", "用提示里更好的说法（在回复框里）"],
  ["Alt+↓　↑", "下一处、上一处提示（在回复框里）"], ["Alt+R", "用 AI 改写草稿"], ["F", "发照片"],
  ["/", "找常用语（在空的回复框里）"], ["W", "建工单"], ["O", "工单列表"], ["N", "写内部备注"], ["T", "转给同事、小组或队列"],
  ["H", "请同事接手"], ["A", "接手同事的求助"], ["G", "交还智能助手"], ["V", "看事件，合并处理"], ["L", "回电清单"], ["Y", "答应住户的事"], ["P", "我的状态：在岗、离开、休息"], ["Z", "照提议休息 10 分钟"], ["E", "结束会话"], ["B", "展开、收起摘要"], ["M", "铃声静音"], ["D", "浅色、深色"], ["S", "更多：设置、知识库、团队、退出"], ["Esc", "退回一步"], ["?", "打开这张表"],
];

export const HelpDialog = {
  components: { Frame },
  emits: ["shut"],
  data: () => ({ keys: KEYS }),
  template: `
    <Frame title="键盘操作" @shut="$emit('shut')">
      <dl class="keys"><div v-for="[key, what] in keys" :key="key + what"><dt><kbd>{{ key }}</kbd></dt><dd>{{ what }}</dd></div></dl>
      <p class="form-note">回复里的标记：<span class="flagged is-block">双线</span> 不能发出，<span class="flagged is-warn">波浪线</span> 请留意，<span class="flagged is-info">点线</span> 是建议。</p>
    </Frame>`,
};
