// One group of colleagues: its name, what it knows, who belongs to it.

import { Icon } from "linli-desk/icons.js";

const NEW = { id: "", name: "", topics: [], members: [] };

export const GroupCard = {
  components: { Icon },
  props: { group: Object, people: Array, topics: Object, busy: Boolean },
  emits: ["keep", "drop", "shut"],
  data() {
    return { form: this.copied(), sure: false };
  },
  computed: {
    changed() {
      return JSON.stringify(this.form) !== JSON.stringify(this.copied());
    },
    here() {
      const members = this.people.filter((one) => this.form.members.includes(one.username));
      return members.length ? `${members.filter((one) => one.here).length} 人在岗` : "还没有成员";
    },
  },
  watch: {
    // Read again after any change: what is being written here stays, unless this one changed.
    group(now, before) {
      if (JSON.stringify(now) !== JSON.stringify(before)) this.form = this.copied();
    },
  },
  template: `
    <li class="advice-card group" :data-name="form.name">
      <form @submit.prevent="$emit('keep', form.id, body())">
        <label>名称<input ref="name" v-model.trim="form.name" class="group-name" name="name" maxlength="40" required placeholder="如 工程组"></label>
        <fieldset class="picks"><legend>懂的话题</legend><label v-for="(name, id) in topics" :key="id" class="pick" :class="{ 'is-on': form.topics.includes(id) }"><input v-model="form.topics" type="checkbox" :value="id">{{ name }}</label></fieldset>
        <fieldset class="picks"><legend>成员<span>{{ here }}</span></legend><label v-for="one in people" :key="one.id" class="pick" :class="{ 'is-on': form.members.includes(one.username) }"><input v-model="form.members" type="checkbox" :value="one.username">{{ one.name }}</label></fieldset>
        <p class="offer-acts"><button class="primary is-small" :disabled="busy || !form.name || !changed">保存</button>
          <button v-if="!form.id" type="button" class="quiet is-small" @click="$emit('shut')">取消</button>
          <button v-else-if="!sure" type="button" class="quiet is-small" @click="sure = true">删除</button>
          <template v-else><button type="button" class="danger is-small" :disabled="busy" @click="$emit('drop', group)">确定删除</button><button type="button" class="quiet is-small" @click="sure = false">不删</button></template></p>
      </form>
    </li>`,
  mounted() {
    if (!this.form.id) this.$refs.name.focus();
  },
  methods: {
    copied() {
      const { id, name, topics, members } = this.group || NEW;
      return { id, name, topics: [...topics], members: [...members] };
    },
    body() {
      const { name, topics, members } = this.form;
      return { name, topics, members };
    },
  },
};
