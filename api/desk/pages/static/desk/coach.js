// Suggestions: at most three, the best one open, the others a line each; silent when there is
// nothing worth saying, folded while a warning on the draft wants to be read.

import { articleOf } from "linli-desk/words.js";
import { Icon } from "linli-desk/icons.js";

export const CoachPanel = {
  components: { Icon },
  props: { offers: Array, open: Object, stale: Boolean, own: Boolean },
  emits: ["take", "dismiss", "refresh", "article", "unfold"],
  template: `
    <section v-if="own && (offers.length || stale)" class="coach" aria-labelledby="coach-title">
      <h2 id="coach-title"><icon name="spark"/>推荐回复<button v-if="stale" type="button" class="chip is-strong" title="更新推荐 U" @click="$emit('refresh')">住户又说话了，更新</button></h2>
      <ul class="offers">
        <li v-for="(offer, index) in offers" :key="offer.text" class="offer" :class="{ 'is-taken': offer.state === 'taken', 'is-folded': offer !== open }">
          <button v-if="offer !== open" type="button" class="offer-line" aria-expanded="false" @click="$emit('unfold', offer)"><b>{{ offer.why }}</b><span>{{ offer.text }}</span><kbd v-if="offer.state !== 'taken'">Alt+{{ index + 1 }}</kbd><icon v-else name="check"/></button>
          <template v-else>
            <p class="offer-why"><span>{{ offer.why }}</span><kbd v-if="offer.state !== 'taken'">Alt+{{ index + 1 }}</kbd><span v-else class="offer-done"><icon name="check"/>已采用，可改</span></p>
            <p class="offer-text">{{ offer.text }}</p>
            <p v-if="offer.sources.length" class="chips"><template v-for="source in offer.sources" :key="source.ref">
              <button v-if="isArticle(source)" type="button" class="chip" @click="$emit('article', source.ref)"><icon name="book"/>{{ source.title }}</button>
              <span v-else class="source" :title="source.ref">{{ source.title }}</span></template></p>
            <p class="offer-acts">
              <button type="button" class="primary is-small" @click="$emit('take', offer)">{{ offer.state === 'taken' ? '再次采用' : '采用' }}</button>
              <button type="button" class="quiet is-small" title="不用这一条 Alt+0" @click="$emit('dismiss', offer)">忽略</button>
            </p>
          </template>
        </li>
      </ul>
    </section>`,
  methods: {
    isArticle: (source) => source.kind === "provision" && !!articleOf(source.ref),
  },
};
