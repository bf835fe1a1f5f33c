/** The commands about users: profiles, friends, followers, online state; and the alarm about too many requests. */
import * as wire from "../../endpoint/wire.ts"
import { eachFriend } from "../answers.ts"
import { command } from "../Command.ts"

/** Whose list it is, and who is on it. */
const pair = () => ({
  /** The owner of the list. */
  From_Account: wire.string,
  /** The other user. */
  To_Account: wire.string
})

const pairs = () => ({ PairList: wire.list(wire.object(pair())) })

export const requestOverLimit = /* @__PURE__ */ command("Alert.RequestOverLimit", {
  title: "Requests to an endpoint were refused, since there were too many",
  family: "operation",
  docs: "https://cloud.tencent.com/document/product/269/1523",
  body: () => ({
    /** The service in the endpoint's path, for example `openim`. */
    ServiceName: wire.string,
    /** The last part of the endpoint's path, for example `batchsendmsg`. */
    Command: wire.string,
    /** Requests per second that were made. */
    Request: wire.integer,
    /** Requests per second that are allowed. */
    Limit: wire.integer
  })
})

export const stateChange = /* @__PURE__ */ command("State.StateChange", {
  title: "A user came online or went offline",
  family: "state",
  docs: "https://trtc.io/document/34357",
  body: () => ({
    Info: wire.object({
      /** `Disconnect`: the connection was lost. */
      Action: wire.openEnum("Login", "Logout", "Disconnect"),
      To_Account: wire.string,
      /** `Register` with a login, `Unregister` with a logout, `LinkClose` or `TimeOut` with a lost connection. */
      Reason: wire.openEnum("Register", "Unregister", "LinkClose", "TimeOut")
    }),
    /** The devices that a login put out; with `Login` only. */
    KickedDevice: wire.optional(wire.list(wire.object({
      Platform: wire.openEnum("iOS", "Android", "Web", "Windows", "iPad", "Mac", "Linux")
    })))
  })
})

export const profileUpdated = /* @__PURE__ */ command("Profile.CallbackPortraitSet", {
  title: "A profile was changed",
  family: "profile",
  docs: "https://trtc.io/document/48733",
  body: () => ({
    /** Who changed it. */
    Operator_Account: wire.string,
    /** Whose profile it is. */
    From_Account: wire.string,
    /** The fields that were changed. */
    ProfileItem: wire.list(wire.object({
      /** For example `Tag_Profile_IM_Nick`. */
      Tag: wire.string,
      /** A text, or for numeric tags an unsigned integer. */
      Value: wire.union([wire.string, wire.number])
    }))
  })
})

export const beforeFriendAdd = /* @__PURE__ */ command("Sns.CallbackPrevFriendAdd", {
  title: "Before a user asks others to be friends",
  family: "sns",
  docs: "https://trtc.io/document/43468",
  body: () => ({
    /** Who made the call. */
    Requester_Account: wire.string,
    /** Who wants to have friends. */
    From_Account: wire.string,
    /** Who is asked. */
    FriendItem: wire.list(wire.object({
      To_Account: wire.string,
      Remark: wire.optional(wire.string),
      /** The friend group that the friend goes to. */
      GroupName: wire.optional(wire.string),
      /** How the friend was found: `AddSource_Type_` and a keyword. */
      AddSource: wire.string,
      /** What is said to the friend. */
      AddWording: wire.optional(wire.string)
    })),
    /** Whether one gets the other on the list, or both each other. */
    AddType: wire.openEnum("Add_Type_Single", "Add_Type_Both"),
    /** 1: forced by an administrator. */
    ForceAddFlags: wire.integer
  }),
  answer: eachFriend("FriendItem")
})

export const beforeFriendResponse = /* @__PURE__ */ command("Sns.CallbackPrevFriendResponse", {
  title: "Before a user answers requests to be friends",
  family: "sns",
  docs: "https://trtc.io/document/43467",
  body: () => ({
    /** Who made the call. */
    Requester_Account: wire.string,
    /** Who answers. */
    From_Account: wire.string,
    ResponseFriendItem: wire.list(wire.object({
      /** Who had asked. */
      To_Account: wire.string,
      Remark: wire.optional(wire.string),
      /** The friend group that the friend goes to. */
      TagName: wire.optional(wire.string),
      ResponseAction: wire.openEnum("Response_Action_AgreeAndAdd", "Response_Action_Agree", "Response_Action_Reject")
    }))
  }),
  answer: eachFriend("ResponseFriendItem")
})

export const friendAdded = /* @__PURE__ */ command("Sns.CallbackFriendAdd", {
  title: "Users became friends",
  family: "sns",
  docs: "https://trtc.io/document/34359",
  body: () => ({
    /** One pair for each list that has a new entry: two where both have each other. */
    PairList: wire.list(wire.object({
      ...pair(),
      /** Who asked to be friends. */
      Initiator_Account: wire.string
    })),
    /** What led to it: a request, or the answer to one. Both come in two spellings. */
    ClientCmd: wire.openEnum("friend_add", "FriendAdd", "friend_response", "FriendResponse"),
    /** The administrator who did it; empty where a client did. */
    Admin_Account: wire.string,
    /** 1: forced by an administrator. */
    ForceFlag: wire.integer
  })
})

export const friendDeleted = /* @__PURE__ */ command("Sns.CallbackFriendDelete", {
  title: "Users are friends no longer",
  family: "sns",
  docs: "https://trtc.io/document/34360",
  body: pairs
})

export const blocklistAdded = /* @__PURE__ */ command("Sns.CallbackBlackListAdd", {
  title: "Users were put on a blocklist",
  family: "sns",
  docs: "https://trtc.io/document/34361",
  body: pairs
})

export const blocklistRemoved = /* @__PURE__ */ command("Sns.CallbackBlackListDelete", {
  title: "Users were taken off a blocklist",
  family: "sns",
  docs: "https://trtc.io/document/34362",
  body: pairs
})

export const followed = /* @__PURE__ */ command("Follow.CallbackAfterFollowAdd", {
  title: "A user followed others",
  family: "follow",
  docs: "https://trtc.io/document/70355",
  body: () => ({
    /** Who follows. */
    From_Account: wire.string,
    /** Who has a new follower. */
    FollowList: wire.list(wire.object({ To_Account: wire.string }))
  })
})

export const unfollowed = /* @__PURE__ */ command("Follow.CallbackAfterFollowDelete", {
  title: "A user stopped following others",
  family: "follow",
  docs: "https://trtc.io/document/70356",
  body: () => ({
    /** Who followed. */
    From_Account: wire.string,
    /** Who lost a follower: the ids themselves, unlike where followers are added. */
    To_Account: wire.list(wire.string)
  })
})

/** All of them. */
export const peopleCommands = [
  requestOverLimit,
  stateChange,
  profileUpdated,
  beforeFriendAdd,
  beforeFriendResponse,
  friendAdded,
  friendDeleted,
  blocklistAdded,
  blocklistRemoved,
  followed,
  unfollowed
] as const
