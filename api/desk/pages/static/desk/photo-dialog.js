// One photo, as large as the page allows.

import { photoUrl } from "linli-desk/api.js";
import { Frame } from "linli-desk/dialogs.js";

export const PhotoDialog = {
  components: { Frame },
  props: { id: String },
  emits: ["shut"],
  computed: {
    source() {
      return photoUrl(this.id, "full");
    },
  },
  template: `<Frame title="照片" wide @shut="$emit('shut')"><img class="photo-whole" :src="source" alt="照片"></Frame>`,
};
