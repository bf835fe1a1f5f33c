/** What the control API says and takes. */
import * as Schema from "effect/Schema"

const json = Schema.Unknown
const optional = Schema.optional

const positive = Schema.Int.check(Schema.isGreaterThan(0))

const names = Schema.Array(Schema.NonEmptyString)

/** Milliseconds since 1970, in the emulator's time. */
const millis = Schema.Finite

/**
 * Everything that was answered before is in the data file, whatever happens to the process. In milliseconds since 1970,
 * in the machine's time. Nothing where there is no data file.
 */
const saved = Schema.Finite

/** That the emulator is there. */
export const Health = Schema.Struct({
  status: Schema.Literal("ok"),
  version: Schema.String,
  /** Milliseconds since it started. */
  uptime: Schema.Finite,
  saved: optional(saved)
})

/** A state that is on the disk. */
export const SavePoint = Schema.Struct({ saved })

/** How faithfully an endpoint is emulated. */
export const CoverageEntry = Schema.Struct({
  path: Schema.String,
  notes: Schema.Array(Schema.String),
  /** The webhooks that a call may send. */
  webhooks: Schema.Array(Schema.String)
})

/** An app without its key. */
export const AppSummary = Schema.Struct({
  sdkAppId: Schema.Finite,
  administrators: Schema.Array(Schema.String),
  edition: Schema.String,
  accounts: Schema.Finite,
  groups: Schema.Finite,
  messages: Schema.Finite
})

/** What a new app may be given. */
export const NewAppRequest = Schema.Struct({
  sdkAppId: optional(positive),
  /** No white space around it. */
  secretKey: optional(Schema.NonEmptyString.check(Schema.isTrimmed())),
  /** At least one. */
  administrators: optional(names.check(Schema.isMinLength(1))),
  edition: optional(Schema.Literals(["trial", "standard", "premium"])),
  profileTags: optional(names),
  friendTags: optional(names),
  groupFields: optional(names),
  memberFields: optional(names)
})

/** How to connect to a new app. The only answer that ever holds a key. */
export const Connection = Schema.Struct({
  sdkAppId: Schema.Finite,
  secretKey: Schema.String,
  identifier: Schema.String,
  baseUrl: Schema.String
})

/** The state of an app as data. Nobody but the emulator needs to look inside. */
export const StateDocument = Schema.Struct({
  format: Schema.Literal("timkit-state"),
  version: Schema.Literal(1),
  sdkAppId: Schema.Finite,
  state: json
})

/** The emulator's time. */
export const ClockState = Schema.Struct({
  now: millis,
  frozen: Schema.Boolean,
  /** How far it is ahead of the machine's, in milliseconds. */
  offset: Schema.Finite
})

/** What is done to the clock, in this order. */
export const ClockChange = Schema.Struct({
  /** Back to the machine's time. */
  reset: optional(Schema.Literal(true)),
  /** Stops it, or lets it go on. */
  frozen: optional(Schema.Boolean),
  /** Sets it to milliseconds since 1970. */
  set: optional(millis),
  /** Moves it on by milliseconds. */
  advance: optional(Schema.Finite)
})

/** One call of the API. */
export const LogEntry = Schema.Struct({
  id: Schema.Finite,
  time: millis,
  /** Milliseconds that it took. */
  duration: Schema.Finite,
  sdkAppId: optional(Schema.Finite),
  /** Service and command, for example `v4/openim/sendmsg`. */
  path: Schema.String,
  identifier: optional(Schema.String),
  /** The body; a text where it was no JSON, or too long to be kept whole. */
  request: json,
  answer: json,
  /** The HTTP status; 0 where the connection was dropped. */
  status: Schema.Finite,
  code: Schema.Finite,
  /** What the code means. */
  explanation: optional(Schema.String),
  /** The fault rule that fired. */
  fault: optional(Schema.Finite)
})

/** A message as it is now. */
export const MessageRow = Schema.Struct({
  /** Counts up over all messages of an app, in the order in which they came. */
  serial: Schema.Finite,
  /** `c2c:alice:bob` with the two accounts in alphabetical order, `group:<GroupId>`, or `official:<account>`. */
  conversation: Schema.String,
  kind: Schema.Literals(["c2c", "group", "official"]),
  from: Schema.String,
  /** The receiver of a one-to-one message. */
  to: optional(Schema.String),
  /** The group, or the topic, of a message to it. */
  group: optional(Schema.String),
  /** Seconds since 1970. */
  time: Schema.Finite,
  /** `MsgKey`, where it has one. */
  key: optional(Schema.String),
  seq: optional(Schema.Finite),
  body: Schema.Array(Schema.Struct({ MsgType: Schema.String, MsgContent: json })),
  customData: optional(Schema.String),
  recalled: Schema.Boolean,
  modified: Schema.Boolean,
  /** Whether only those who were online got it. */
  onlineOnly: Schema.Boolean
})

/** A conversation, with its last message. */
export const ConversationRow = Schema.Struct({
  conversation: Schema.String,
  kind: Schema.Literals(["c2c", "group", "official"]),
  title: Schema.String,
  messages: Schema.Finite,
  last: optional(MessageRow)
})

/** An account. */
export const AccountRow = Schema.Struct({
  userId: Schema.String,
  nick: optional(Schema.String),
  faceUrl: optional(Schema.String),
  administrator: Schema.Boolean,
  robot: Schema.Boolean,
  online: Schema.Boolean
})

/** Everything about an account that the console shows. */
export const AccountDetail = Schema.Struct({
  ...AccountRow.fields,
  /** The profile by its fields. */
  profile: Schema.Record(Schema.String, json),
  friends: Schema.Finite,
  blocked: Schema.Finite,
  groups: Schema.Array(Schema.String),
  unread: Schema.Finite,
  /** Until when it may not write one-to-one and in groups, in seconds since 1970; 0 where it may. */
  mutedUntil: Schema.Struct({ c2c: Schema.Finite, group: Schema.Finite })
})

/** A group. */
export const GroupRow = Schema.Struct({
  groupId: Schema.String,
  type: Schema.String,
  name: Schema.String,
  owner: optional(Schema.String),
  members: Schema.Finite
})

/** Everything about a group that the console shows; the first 500 members. */
export const GroupDetail = Schema.Struct({
  ...GroupRow.fields,
  introduction: optional(Schema.String),
  notification: optional(Schema.String),
  muteAll: Schema.Boolean,
  memberList: Schema.Array(Schema.Struct({
    userId: Schema.String,
    role: Schema.String,
    nameCard: optional(Schema.String),
    /** Seconds since 1970; 0 where the member may write. */
    mutedUntil: Schema.Finite
  }))
})

/** What a fault does to a call. */
export const FaultKind = Schema.Union([
  /** Answers an error code without doing anything. */
  Schema.Struct({ kind: Schema.Literal("error-code"), code: Schema.Finite, info: optional(Schema.String) }),
  /** Answers an HTTP status without doing anything. */
  Schema.Struct({ kind: Schema.Literal("http-status"), status: Schema.Finite }),
  /** Drops the connection, before or after the call did its work. */
  Schema.Struct({ kind: Schema.Literal("drop"), when: Schema.Literals(["before", "after"]) }),
  /** Never answers, before or after the call did its work. */
  Schema.Struct({ kind: Schema.Literal("silence"), when: Schema.Literals(["before", "after"]) }),
  /** Does its work, and cuts the answer off in the middle. */
  Schema.Struct({ kind: Schema.Literal("truncate") }),
  /** Waits before it does its work. */
  Schema.Struct({ kind: Schema.Literal("delay"), milliseconds: Schema.Finite })
])

/** When a fault fires, and what it does. */
export const FaultRule = Schema.Struct({
  /** The command, for example `sendmsg` or `v4/openim/sendmsg`; `*` stands for any text. All when left out. */
  command: optional(Schema.String),
  /** An account that the body names as sender or receiver. */
  account: optional(Schema.String),
  /** Only the nth call that fits, counted from 1. */
  nth: optional(Schema.Finite),
  /** From 0 to 1. Always when left out. */
  probability: optional(Schema.Finite),
  /** How many times it fires at most. */
  count: optional(Schema.Finite),
  /** How long the rule lives, in milliseconds. */
  expiresIn: optional(Schema.Finite),
  fault: FaultKind
})

/** A fault rule, and what it has done. */
export const FaultRow = Schema.Struct({
  id: Schema.Finite,
  rule: FaultRule,
  /** How many calls fitted. */
  matched: Schema.Finite,
  /** How many times it fired. */
  fired: Schema.Finite,
  /** Until when it lives. */
  expires: optional(millis)
})

/** Whether calls are refused above a rate. */
export const Limits = Schema.Struct({
  /** Whether the documented rates hold. */
  enabled: Schema.Boolean,
  /** Other rates, by path, in calls a second. */
  rates: Schema.Record(Schema.String, Schema.Finite)
})

/** Where webhooks go. */
export const WebhookTarget = Schema.Struct({
  url: Schema.String,
  token: optional(Schema.String),
  commands: optional(Schema.Array(Schema.String)),
  whenFailing: optional(Schema.Literals(["deliver", "refuse"])),
  repeat: optional(Schema.Boolean)
})

/** Where webhooks go, without the token. */
export const WebhookState = Schema.Struct({
  /** Nothing where they go nowhere; `in process` for a function. */
  url: optional(Schema.String),
  signed: Schema.Boolean,
  commands: optional(Schema.Array(Schema.String)),
  whenFailing: Schema.Literals(["deliver", "refuse"]),
  repeat: Schema.Boolean
})

/** A webhook that was sent. */
export const DeliveryRow = Schema.Struct({
  id: Schema.Finite,
  command: Schema.String,
  blocking: Schema.Boolean,
  time: millis,
  query: Schema.Record(Schema.String, Schema.String),
  body: json,
  duration: optional(Schema.Finite),
  status: optional(Schema.Finite),
  answer: optional(Schema.String),
  failure: optional(Schema.String)
})

/** Something that has just happened. */
export const LiveEvent = Schema.Union([
  Schema.Struct({ type: Schema.Literal("message"), sdkAppId: Schema.Finite, message: MessageRow }),
  /** A message was recalled or modified. */
  Schema.Struct({ type: Schema.Literal("message-changed"), sdkAppId: Schema.Finite, message: MessageRow }),
  Schema.Struct({ type: Schema.Literal("call"), entry: LogEntry }),
  Schema.Struct({ type: Schema.Literal("webhook"), sdkAppId: Schema.Finite, delivery: DeliveryRow }),
  Schema.Struct({ type: Schema.Literal("state"), sdkAppId: Schema.Finite }),
  Schema.Struct({ type: Schema.Literal("clock"), clock: ClockState }),
  /** The listener was too slow: this many events before were left out. */
  Schema.Struct({ type: Schema.Literal("missed"), count: Schema.Finite })
])

/** What went wrong. */
export class ControlProblem extends Schema.TaggedError<ControlProblem>()("ControlProblem", {
  message: Schema.String
}, { httpApiStatus: 400 }) {}

/** What was asked for is not there. */
export class NotThere extends Schema.TaggedError<NotThere>()("NotThere", {
  message: Schema.String
}, { httpApiStatus: 404 }) {}

/** The data file cannot be written. The one that was there before still is. */
export class NotSaved extends Schema.TaggedError<NotSaved>()("NotSaved", {
  message: Schema.String
}, { httpApiStatus: 500 }) {}

/** Nothing that fits has come within the time. */
export class NothingYet extends Schema.TaggedError<NothingYet>()("NothingYet", {
  message: Schema.String
}, { httpApiStatus: 408 }) {}
