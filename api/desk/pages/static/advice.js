// For trainers and managers: replies that wait for a yes, and what agents make of advice.

import { call } from "linli-desk/api.js";
import { Icon } from "linli-desk/icons.js";
import { CODES } from "linli-desk/words.js";

const DAYS = [7, 30, 90];
const STATUS = { proposed: "待审核", approved: "已通过", rejected: "不采用" };
const NONE = { proposed: "没有待审核的回复。", approved: "还没有通过的回复。", rejected: "没有不采用的回复。" };

export default {
  components: { Icon },
  data: () => ({
    days: 30, rates: null, status: "proposed", replies: [], said: "", busy: false, dayChoices: DAYS, statuses: STATUS, nones: NONE,
  }),
  computed: {
    tables() {
      return [
        { title: "按来源", rows: this.rates.kinds },
        { title: "按情境", rows: this.rates.situations },
      ].filter((table) => table.rows.length);
    },
  },
  async mounted() {
    await Promise.all([this.readRates(), this.readReplies()]);
  },
  template: `
    <main class="advice">
      <header class="advice-head"><a class="plain advice-back" href="./"><icon name="back"/>工作台</a><h1>推荐与采用</h1></header>
      <section aria-labelledby="replies-title">
        <h2 id="replies-title">好回复</h2>
        <p class="advice-hint">从圆满结束的会话里收集，您通过以后，遇到类似的问题才会推荐给客服。</p>
        <p class="advice-bar"><button v-for="(name, key) in statuses" :key="key" type="button" class="chip" :class="{ 'is-strong': key === status }" :aria-pressed="key === status" @click="show(key)">{{ name }}</button>
          <button type="button" class="plain is-strong" :disabled="busy" @click="gather"><icon name="inbox"/>收集新的</button></p>
        <p class="advice-said" role="status">{{ said }}</p>
        <ul v-if="replies.length" class="advice-list">
          <li v-for="reply in replies" :key="reply.id" class="advice-card">
            <p class="advice-asked">住户：{{ reply.question }}</p>
            <label>回复<textarea v-model="reply.text" rows="3" maxlength="4000"></textarea></label>
            <label class="advice-check"><input v-model="reply.everywhere" type="checkbox">各小区通用</label>
            <p class="offer-acts"><button v-if="status !== 'approved'" type="button" class="primary is-small" :disabled="busy" @click="decide(reply, 'approved')">通过</button>
              <button v-else type="button" class="plain is-small" :disabled="busy" @click="decide(reply, 'approved')">保存</button>
              <button v-if="status !== 'rejected'" type="button" class="quiet is-small" :disabled="busy" @click="decide(reply, 'rejected')">不采用</button></p>
          </li>
        </ul>
        <p v-else class="empty">{{ nones[status] }}</p>
      </section>
      <section v-if="rates" aria-labelledby="rates-title">
        <h2 id="rates-title">采用情况</h2>
        <p class="advice-bar"><button v-for="one in dayChoices" :key="one" type="button" class="chip" :class="{ 'is-strong': one === days }" :aria-pressed="one === days" @click="turnTo(one)">{{ one }} 天</button></p>
        <div v-for="table in tables" :key="table.title" class="advice-scroll"><table>
          <caption>{{ table.title }}</caption>
          <thead><tr><th scope="col"></th><th scope="col">推荐</th><th scope="col">采用</th><th scope="col">改后用</th><th scope="col">没用</th><th scope="col">忽略</th></tr></thead>
          <tbody><tr v-for="row in table.rows" :key="row.name"><th scope="row">{{ row.name }}</th><td>{{ row.offered }}</td><td>{{ share(row.taken) }}</td><td>{{ share(row.edited) }}</td><td>{{ share(row.ignored) }}</td><td>{{ share(row.dismissed) }}</td></tr></tbody>
        </table></div>
        <div v-if="rates.flags.length" class="advice-scroll"><table>
          <caption>发送前的提示</caption>
          <thead><tr><th scope="col"></th><th scope="col">改好</th><th scope="col">照发</th><th scope="col">写理由后发出</th></tr></thead>
          <tbody><tr v-for="row in rates.flags" :key="row.code"><th scope="row">{{ codes[row.code] || row.code }}</th><td>{{ row.fixed }}</td><td>{{ row.sent }}</td><td>{{ row.overridden }}</td></tr></tbody>
        </table></div>
        <p v-if="!tables.length && !rates.flags.length" class="empty">这段时间还没有记录。</p>
      </section>
    </main>`,
  created() {
    this.codes = CODES;
  },
  methods: {
    share: (part) => Math.round(part * 100) + "%",
    async act(work) {
      this.busy = true;
      this.said = "";
      try {
        await work();
      } catch (error) {
        this.said = error.detail || "没有成功，请再试一次。";
      } finally {
        this.busy = false;
      }
    },
    readRates() {
      return this.act(async () => (this.rates = await call("GET", "/v1/desk/coach/rates?days=" + this.days)));
    },
    turnTo(days) {
      this.days = days;
      this.readRates();
    },
    readReplies() {
      return this.act(async () => (this.replies = await call("GET", "/v1/desk/coach/replies?status=" + this.status)));
    },
    show(status) {
      this.status = status;
      this.readReplies();
    },
    gather() {
      return this.act(async () => {
        const { proposed } = await call("POST", "/v1/desk/coach/replies/gather");
        this.status = "proposed";
        this.replies = await call("GET", "/v1/desk/coach/replies?status=proposed");
        this.said = proposed ? `收集到 ${proposed} 条，请审核。` : "没有新的回复可收集。";
      });
    },
    decide(reply, status) {
      return this.act(async () => {
        const body = { status, text: status === "approved" ? reply.text : "", everywhere: reply.everywhere };
        await call("POST", "/v1/desk/coach/replies/" + encodeURIComponent(reply.id), body);
        if (status !== this.status) this.replies = this.replies.filter((one) => one.id !== reply.id);
        this.said = STATUS[status] + "。";
      });
    },
  },
};
