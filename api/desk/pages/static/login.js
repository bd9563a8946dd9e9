import { call } from "linli-desk/api.js";

export default {
  props: { nextPage: String },
  data: () => ({ username: "", password: "", shown: false, busy: false, error: "" }),
  template: `
    <div class="login">
      <form class="login-card" @submit.prevent="logIn" novalidate>
        <div class="login-brand"><img src="static/favicon.svg" alt="" width="44" height="44"><div><h1>邻里</h1><p>坐席工作台</p></div></div>
        <label for="username">用户名</label>
        <input id="username" ref="username" v-model.trim="username" name="username" autocomplete="username"
          autocapitalize="none" spellcheck="false" maxlength="40" autofocus :aria-invalid="!!error">
        <label for="password">密码</label>
        <div class="login-password">
          <input id="password" ref="password" v-model="password" name="password" :type="shown ? 'text' : 'password'"
            autocomplete="current-password" maxlength="200" :aria-invalid="!!error" aria-describedby="login-error">
          <button type="button" class="quiet" :aria-pressed="shown" @click="shown = !shown">{{ shown ? '隐藏' : '显示' }}</button>
        </div>
        <p id="login-error" class="login-error" role="alert">{{ error }}</p>
        <button class="primary" :disabled="busy">{{ busy ? '正在登录…' : '登录' }}</button>
        <p class="login-help">忘记密码请找您的主管重设。</p>
      </form>
    </div>`,
  mounted() {
    this.$refs.username.focus();
  },
  methods: {
    async logIn() {
      if (!this.username || !this.password) {
        this.fail(this.username ? "请输入密码。" : "请输入用户名。");
        return;
      }
      this.busy = true;
      this.error = "";
      try {
        await call("POST", "/v1/staff/login", { username: this.username, password: this.password });
        location.assign(this.nextPage);
      } catch (error) {
        this.busy = false;
        this.fail(this.words(error));
      }
    },
    words(error) {
      if (error.code === "login_failed") return "用户名或密码不对，请再试一次。";
      if (error.code === "too_many_attempts") return "试的次数有点多，请等五分钟再来，或找主管帮忙。";
      return error.detail;
    },
    fail(words) {
      this.error = words;
      const field = this.username && words !== "请输入用户名。" ? "password" : "username";
      this.$nextTick(() => this.$refs[field].select());
    },
  },
};
