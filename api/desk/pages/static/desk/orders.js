// The conversation's work orders, with what is due when.

import { dueWords, ORDER_KINDS, ORDER_STATUS } from "linli-desk/words.js";
import { Icon } from "linli-desk/icons.js";

export const OrderList = {
  components: { Icon },
  props: { orders: Array, now: Number, own: Boolean },
  emits: ["order"],
  template: `
    <section v-if="orders.length || own" class="orders" aria-labelledby="orders-title">
      <h2 id="orders-title"><icon name="tool"/>工单<button v-if="own" type="button" class="chip" @click="$emit('order')"><icon name="plus"/>新建</button></h2>
      <ul v-if="orders.length">
        <li v-for="order in orders" :key="order.id" class="order" :class="{ 'is-over': over(order) }">
          <p class="order-top"><b>{{ kinds[order.kind] }}</b><span class="order-number">{{ order.number }}</span><span class="order-state" :class="'is-' + order.status">{{ states[order.status] }}</span></p>
          <p>{{ order.description }}</p>
          <p class="order-more">{{ [order.location, order.phone, order.time].filter(Boolean).join(' · ') }}</p>
          <p v-if="running(order)" class="order-due">{{ over(order) ? '联系住户：' : '须联系住户：' }}{{ due(order) }}</p>
        </li>
      </ul>
      <p v-else class="empty">还没有工单。</p>
    </section>`,
  data: () => ({ kinds: ORDER_KINDS, states: ORDER_STATUS }),
  methods: {
    due(order) {
      return dueWords(order.due_at, this.now);
    },
    running: (order) => order.status === "open" || order.status === "assigned",
    over(order) {
      return this.running(order) && new Date(order.due_at).getTime() < this.now;
    },
  },
};
