// Who wants to be called: number, time, what about.

import { desk } from "linli-desk/api.js";
import { Icon } from "linli-desk/icons.js";

export const CallbackList = {
  components: { Icon },
  props: { callbacks: Array, estates: Number, busy: Boolean },
  emits: ["open", "called"],
  template: `
    <section v-if="callbacks.length" aria-labelledby="callbacks-title">
      <h2 id="callbacks-title">要回电<span class="total is-some">{{ callbacks.length }}</span></h2>
      <ul class="items" id="callbacks">
        <li v-for="one in callbacks" :key="one.id" class="callback">
          <p class="item-top"><icon name="phone"/><a class="phone" :href="'tel:' + one.phone">{{ one.phone }}</a><span v-if="estates > 1" class="item-place">{{ one.estate }}</span></p>
          <p v-if="one.wanted" class="callback-when"><b>{{ one.wanted }}</b></p>
          <button type="button" class="item-text is-topic" @click="$emit('open', one.conversation_id)">{{ one.about || '看会话' }}</button>
          <p class="callback-acts"><button type="button" class="plain is-small" :disabled="busy" @click="$emit('called', one, true)">已回电</button><button type="button" class="quiet is-small" :disabled="busy" @click="$emit('called', one, false)">没接通{{ one.tries ? '（已 ' + one.tries + ' 次）' : '' }}</button></p>
        </li>
      </ul>
    </section>`,
};

/** Mixed into the desk. */
export const calling = {
  data: () => ({ callbacks: [] }),
  mounted() {
    this.readCallbacks();
  },
  methods: {
    async readCallbacks() {
      try {
        this.callbacks = await desk.callbacks();
      } catch {
        // read again with the next news
      }
    },
    async called(one, reached) {
      const done = await this.act(() => desk.called(one.id, reached));
      if (done) this.toast(reached ? "已记为回电完成。" : "已告诉住户没有接通，请他再定时间。", "is-good");
      this.readCallbacks();
    },
  },
};
