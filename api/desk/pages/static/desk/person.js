// One colleague: at work or not, how much is in their hands, how hard the run was.

import { Icon } from "linli-desk/icons.js";
import { MODES } from "linli-desk/team.js";
import { clock } from "linli-desk/words.js";

const ROLES = { agent: "客服", trainer: "培训师", manager: "主管" };
const GONE = { name: "不在线", icon: "moon" };

export const PersonCard = {
  components: { Icon },
  props: { person: Object, days: Number },
  computed: {
    mode() {
      const { mode, here } = this.person;
      return mode === "here" && !here ? GONE : MODES[mode];
    },
    state() {
      return this.mode.name + (this.person.until ? "到 " + clock(this.person.until) : "");
    },
    role() {
      return [ROLES[this.person.role], ...this.person.groups].join(" · ");
    },
    share() {
      return Math.min(100, (this.person.open / this.person.capacity) * 100) + "%";
    },
    breaks() {
      const { proposed, taken, declined } = this.person.span.breaks;
      return proposed ? `提议休息 ${proposed} 次：休息了 ${taken} 次，没休息 ${declined} 次` : "没有提议过休息";
    },
  },
  template: `
    <li class="advice-card person" :class="{ 'is-tired': person.care.why }" :data-username="person.username">
      <p class="person-top"><b>{{ person.name }}</b><span>{{ role }}</span><span class="person-state" :class="{ 'is-here': person.here }"><icon :name="mode.icon"/>{{ state }}</span></p>
      <p class="person-load"><span>手上 {{ person.open }}/{{ person.capacity }}</span><i aria-hidden="true"><b :style="{ width: share }"></b></i></p>
      <p>这一段（两小时内）：接待 {{ person.care.taken }} 个，难听的话 {{ person.care.abused }} 句</p>
      <p v-if="person.care.why" class="person-tired"><icon name="cup"/>该歇一会儿了</p>
      <p class="person-span">近 {{ days }} 天：接待 {{ person.span.taken }} 个，难听的话 {{ person.span.abused }} 句；{{ breaks }}</p>
    </li>`,
};
