/** Paths that are known to exist, without an endpoint: what they take is not documented well enough. */

/** A path that only `client.call(path, body)` reaches. */
export interface OtherPath {
  readonly path: string
  /** What it seems to do, in one line. */
  readonly title: string
  /** The vendor's page, where there is one. */
  readonly docs?: string
}

/** Paths to be called as they are, with bodies of one's own. The emulator refuses them with 60009. */
export const otherPaths: ReadonlyArray<OtherPath> = [
  // The first generation of push to all; what replaced it has been replaced as well.
  { path: "v4/openim/im_push", title: "Push to all users, in the oldest form" },
  { path: "v4/openim/im_get_push_report", title: "Tell how a push went, in the oldest form" },
  { path: "v4/openim/im_set_attr_name", title: "Name the app's attributes, in the oldest form" },
  { path: "v4/openim/im_get_attr_name", title: "Tell how the app's attributes are named, in the oldest form" },
  { path: "v4/openim/im_set_attr", title: "Give users attributes, in the oldest form" },
  { path: "v4/openim/im_get_attr", title: "Tell which attributes users have, in the oldest form" },

  // Messages, figures and mixing of live rooms
  {
    path: "v4/live_engine_http_srv/send_text_msg",
    title: "Write a text into a live room",
    docs: "https://trtc.io/document/74353"
  },
  {
    path: "v4/live_engine_http_srv/send_custom_msg",
    title: "Send data of the app's own into a live room",
    docs: "https://trtc.io/document/74354"
  },
  { path: "v4/live_engine_http_srv/get_room_statistic", title: "Tell a live room's figures" },
  { path: "v4/live_engine_http_srv/resume_mcu_task", title: "Go on mixing a live room's streams" },

  // Gifts of live rooms
  { path: "v4/live_engine_http_srv/add_gift", title: "Make a gift" },
  { path: "v4/live_engine_http_srv/edit_gift", title: "Write parts of a gift" },
  { path: "v4/live_engine_http_srv/del_gift", title: "Remove a gift" },
  { path: "v4/live_engine_http_srv/get_gift", title: "Read a gift" },
  { path: "v4/live_engine_http_srv/get_gift_info_list", title: "Read all gifts" },
  { path: "v4/live_engine_http_srv/get_gift_count", title: "Tell how many gifts were given" },
  { path: "v4/live_engine_http_srv/set_gift_language", title: "Name and describe a gift in a language" },
  { path: "v4/live_engine_http_srv/get_gift_language", title: "Read how a gift is described in a language" },
  { path: "v4/live_engine_http_srv/del_gift_language", title: "Drop a gift's description in a language" },
  { path: "v4/live_engine_http_srv/add_gift_category", title: "Make a category of gifts" },
  { path: "v4/live_engine_http_srv/edit_gift_category", title: "Write parts of a category of gifts" },
  { path: "v4/live_engine_http_srv/del_gift_category", title: "Remove a category of gifts" },
  { path: "v4/live_engine_http_srv/get_gift_category", title: "Read the categories of gifts" },
  { path: "v4/live_engine_http_srv/set_gift_category_language", title: "Describe a category of gifts in a language" },
  { path: "v4/live_engine_http_srv/get_gift_category_language", title: "Read a category's description in a language" },
  { path: "v4/live_engine_http_srv/del_gift_category_language", title: "Drop a category's description in a language" },
  { path: "v4/live_engine_http_srv/add_gift_category_relations", title: "Sort gifts into a category" },
  { path: "v4/live_engine_http_srv/del_gift_category_relations", title: "Sort gifts out of a category" },

  // Conference rooms
  { path: "v4/room_engine_http_srv/create_room", title: "Open a conference" },
  { path: "v4/room_engine_http_srv/get_room_info", title: "Read a conference's description" },
  { path: "v4/room_engine_http_srv/kick_user_out", title: "Send somebody out of a conference" },
  { path: "v4/room_engine_http_mic/get_seat_list", title: "Tell who sits where" },
  { path: "v4/room_engine_http_mic/pick_user_on_seat", title: "Give somebody a seat" },
  { path: "v4/room_engine_http_mic/kick_user_off_seat", title: "Take somebody's seat away" },
  { path: "v4/room_engine_http_mic/switch_seat", title: "Give somebody another seat" }
]
