// For managers: how colleagues fare, and the groups among which work is shared.

import { desk } from "linli-desk/api.js";
import { GroupCard } from "linli-desk/groups.js";
import { Icon } from "linli-desk/icons.js";
import { PersonCard } from "linli-desk/person.js";

const DAYS = [7, 30, 90];
const EVERY = 30000; // milliseconds: who is here changes by itself

export default {
  components: { GroupCard, Icon, PersonCard },
  props: { topics: Object },
  data: () => ({ days: 7, people: null, groups: null, fresh: false, said: "", busy: false, dayChoices: DAYS }),
  computed: {
    tired() {
      return (this.people || []).filter((one) => one.care.why).length;
    },
  },
  mounted() {
    this.act(() => Promise.all([this.readPeople(), this.readGroups()]));
    this.timer = setInterval(() => !document.hidden && this.readPeople().catch(() => {}), EVERY);
    // Escape leads back, as everywhere at the desk.
    this.onKey = (event) => event.key === "Escape" && !event.target.closest("input") && location.assign("./");
    addEventListener("keydown", this.onKey);
  },
  beforeUnmount() {
    clearInterval(this.timer);
    removeEventListener("keydown", this.onKey);
  },
  template: `
    <main class="advice">
      <header class="advice-head"><a class="plain advice-back" href="./"><icon name="back"/>工作台</a><h1>团队</h1></header>
      <p class="advice-said" role="status">{{ said }}</p>
      <section aria-labelledby="people-title">
        <h2 id="people-title">同事</h2>
        <p class="advice-hint">{{ tired ? tired + ' 位同事刚经历了一段难熬的时间，队列会先分给别人；也请您问候一声。' : '负荷和难听的话都会计数；太累的时候系统会提议休息，并先把会话分给别人。' }}</p>
        <p class="advice-bar"><button v-for="one in dayChoices" :key="one" type="button" class="chip" :class="{ 'is-strong': one === days }" :aria-pressed="one === days" @click="turnTo(one)">{{ one }} 天</button>
          <a class="plain" href="advice"><icon name="bulb"/>推荐的采用情况</a></p>
        <ul v-if="people" class="people"><person-card v-for="one in people" :key="one.id" :person="one" :days="days"/></ul>
      </section>
      <section v-if="groups && people" aria-labelledby="groups-title">
        <h2 id="groups-title">小组</h2>
        <p class="advice-hint">小组懂的话题，先分给组里在岗的人；转会话时也可以转给小组。</p>
        <p class="advice-bar"><button type="button" class="plain is-strong" :disabled="fresh" @click="fresh = true"><icon name="plus"/>新建小组</button></p>
        <ul class="advice-list">
          <group-card v-if="fresh" :people="people" :topics="topics" :busy="busy" @keep="keep" @shut="fresh = false"/>
          <group-card v-for="one in groups" :key="one.id" :group="one" :people="people" :topics="topics" :busy="busy" @keep="keep" @drop="drop"/>
        </ul>
        <p v-if="!groups.length && !fresh" class="empty">还没有小组：所有会话分给所有在岗的人。</p>
      </section>
    </main>`,
  methods: {
    async act(work, words = "") {
      this.busy = true;
      this.said = "";
      try {
        await work();
        this.said = words;
      } catch (error) {
        this.said = error.detail || "没有成功，请再试一次。";
      } finally {
        this.busy = false;
      }
    },
    async readPeople() {
      const days = this.days;
      const people = await desk.people(days);
      if (days === this.days) this.people = people;
    },
    async readGroups() {
      this.groups = await desk.groups();
    },
    turnTo(days) {
      this.days = days;
      this.act(() => this.readPeople());
    },
    keep(id, body) {
      return this.act(async () => {
        await desk.keepGroup(id, body);
        this.fresh = false;
        await Promise.all([this.readGroups(), this.readPeople()]);
      }, `“${body.name}”已保存，马上生效。`);
    },
    drop(group) {
      return this.act(async () => {
        await desk.dropGroup(group.id);
        await Promise.all([this.readGroups(), this.readPeople()]);
      }, `“${group.name}”已删除，等着它的会话谁有空谁接。`);
    },
  },
};
