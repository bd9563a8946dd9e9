// Work orders: what is due when, and the next step, of which the resident is told.

import { desk, photoUrl } from "linli-desk/api.js";
import { Frame } from "linli-desk/dialogs.js";
import { dueWords, ORDER_KINDS, ORDER_STATUS } from "linli-desk/words.js";
import { Icon } from "linli-desk/icons.js";

const RUNNING = ["open", "accepted", "on_the_way", "assigned"];
const running = (order) => RUNNING.includes(order.status);
const NEXT = {
  open: ["accepted", "on_the_way", "done", "cancelled"],
  accepted: ["on_the_way", "assigned", "done", "cancelled"],
  on_the_way: ["assigned", "done", "cancelled"],
  assigned: ["done", "cancelled"],
  done: ["open"],
  cancelled: ["open"],
};
const STEPS = { open: "重新打开", accepted: "接单", on_the_way: "出发", assigned: "开始处理", done: "完成", cancelled: "取消" };

export const OrderCard = {
  components: { Icon },
  props: { order: Object, now: Number, busy: Boolean },
  emits: ["move", "photo"],
  data: () => ({ kinds: ORDER_KINDS, states: ORDER_STATUS, STEPS, words: "" }),
  computed: {
    over() {
      return running(this.order) && new Date(this.order.due_at).getTime() < this.now;
    },
    due() {
      return dueWords(this.order.due_at, this.now);
    },
    next() {
      return NEXT[this.order.status] || [];
    },
  },
  template: `
    <li class="order" :class="{ 'is-over': over }" :data-number="order.number">
      <p class="order-top"><b>{{ kinds[order.kind] }}</b><span class="order-number">{{ order.number }}</span><span class="order-state" :class="'is-' + order.status">{{ states[order.status] }}</span></p>
      <p>{{ order.description }}</p>
      <p class="order-more">{{ [order.estate, order.location, order.phone, order.time].filter(Boolean).join(' · ') }}</p>
      <p v-if="running(order)" class="order-due"><icon v-if="over" name="alert"/>{{ over ? '联系住户：' : '须联系住户：' }}{{ due }}</p>
      <p v-if="order.photos.length" class="photos is-small"><button v-for="id in order.photos" :key="id" type="button" class="photo" aria-label="放大照片" @click="$emit('photo', id)"><img :src="photoUrl(id)" alt="照片" loading="lazy"></button></p>
      <details class="order-move"><summary>下一步</summary>
        <input v-model.trim="words" maxlength="300" aria-label="附给住户的话" placeholder="附一句话给住户（可不填）">
        <p class="chips"><button v-for="status in next" :key="status" type="button" class="chip" :class="{ 'is-strong': status !== 'cancelled' }" :disabled="busy" @click="move(status)">{{ STEPS[status] }}</button></p>
      </details>
    </li>`,
  methods: {
    running,
    photoUrl,
    move(status) {
      this.$emit("move", this.order, { status, words: this.words });
      this.words = "";
    },
  },
};
export const OrderList = {
  components: { Icon, OrderCard },
  props: { orders: Array, now: Number, own: Boolean, busy: Boolean },
  emits: ["order", "move", "photo"],
  template: `
    <section v-if="orders.length || own" class="orders" aria-labelledby="orders-title">
      <h2 id="orders-title"><icon name="tool"/>工单<button v-if="own" type="button" class="chip" @click="$emit('order')"><icon name="plus"/>新建</button></h2>
      <ul v-if="orders.length"><order-card v-for="order in orders" :key="order.id" :order="order" :now="now" :busy="busy" @move="(order, step) => $emit('move', order, step)" @photo="$emit('photo', $event)"/></ul>
      <p v-else class="empty">还没有工单。</p>
    </section>`,
};

const FILTERS = [
  { id: "overdue", name: "已超时", wanted: { overdue: true } }, { id: "running", name: "进行中", wanted: {} },
  ...Object.entries(ORDER_STATUS).map(([id, name]) => ({ id, name, wanted: { status: id } })),
];

export const OrderBoard = {
  components: { Frame, OrderCard },
  props: { now: Number, busy: Boolean, move: Function },
  emits: ["shut", "problem", "open"],
  data: () => ({ filters: FILTERS, chosen: "running", orders: null }),
  template: `
    <Frame title="工单" wide @shut="$emit('shut')">
      <p class="chips board-filters" role="group" aria-label="按状态看"><button v-for="one in filters" :key="one.id" type="button" class="chip" :aria-pressed="one.id === chosen" @click="choose(one.id)">{{ one.name }}</button></p>
      <p v-if="orders && !orders.length" class="empty">没有这样的工单。</p>
      <ul v-else-if="orders" class="board"><order-card v-for="order in orders" :key="order.id" :order="order" :now="now" :busy="busy" @move="moved" @photo="$emit('open', order.conversation_id)"/></ul>
    </Frame>`,
  mounted() {
    this.read();
  },
  methods: {
    choose(id) {
      this.chosen = id;
      this.read();
    },
    async read() {
      const chosen = this.chosen;
      try {
        const found = await desk.orders(this.filters.find((one) => one.id === chosen).wanted);
        if (chosen === this.chosen) this.orders = found;
      } catch (error) {
        this.$emit("problem", error);
      }
    },
    async moved(order, step) {
      await this.move(order, step);
      this.read();
    },
  },
};
