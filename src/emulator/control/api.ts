/**
 * The control API of the emulator, under `/__tim/`: what tests and the console do to it that no client of the service
 * could. The OpenAPI document is made from this declaration.
 */
import * as HttpApi from "effect/http-api/HttpApi"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpApiMiddleware from "effect/http-api/HttpApiMiddleware"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as OpenApi from "effect/http-api/OpenApi"
import * as Schema from "effect/Schema"
import {
  AccountDetail,
  AccountRow,
  AppSummary,
  ClockChange,
  ClockState,
  Connection,
  ControlProblem,
  ConversationRow,
  CoverageEntry,
  DeliveryRow,
  FaultRow,
  FaultRule,
  GroupDetail,
  GroupRow,
  Health,
  Limits,
  LiveEvent,
  LogEntry,
  MessageRow,
  NewAppRequest,
  NothingYet,
  NotSaved,
  NotThere,
  SavePoint,
  StateDocument,
  WebhookState,
  WebhookTarget
} from "./schemas.ts"

const number = Schema.FiniteFromString
const optional = Schema.optional

/** The app that is meant, by its SDKAppID; the first when left out. */
const ofApp = { app: optional(number) }

/** A page, newest first: what fits the query, before an id. */
const page = {
  ...ofApp,
  /** Words and `from:` `to:` `group:` `type:` `code:` `cmd:` `before:` `after:` `is:recalled`; all must fit. */
  q: optional(Schema.String),
  /** Only what is older than this id or serial. */
  before: optional(number),
  /** At most so many, 1 to 1000; 100 when left out. */
  limit: optional(number)
}

const list = <S extends Schema.Top>(item: S) =>
  Schema.Struct({
    items: Schema.Array(item),
    /** Whether there are older ones. */
    more: Schema.Boolean,
    /** How many were forgotten to make room. */
    forgotten: Schema.Finite
  })

const general = HttpApiGroup.make("general").add(
  HttpApiEndpoint.get("health", "/health", { success: Health }),
  HttpApiEndpoint.get("coverage", "/coverage", { success: Schema.Array(CoverageEntry) }),
  HttpApiEndpoint.get("apps", "/apps", { success: Schema.Array(AppSummary) }),
  HttpApiEndpoint.post("createApp", "/apps", { payload: NewAppRequest, success: Connection, error: ControlProblem }),
  HttpApiEndpoint.get("events", "/events", { query: ofApp, success: HttpApiSchema.StreamSse({ data: LiveEvent }) })
)

const state = HttpApiGroup.make("state").add(
  HttpApiEndpoint.get("exportState", "/state", { query: ofApp, success: StateDocument, error: NotThere }),
  HttpApiEndpoint.put("importState", "/state", {
    query: ofApp,
    payload: StateDocument,
    error: [ControlProblem, NotThere]
  }),
  /** Back to the seed. */
  HttpApiEndpoint.post("reset", "/state/reset", { query: ofApp, error: NotThere }),
  HttpApiEndpoint.get("snapshots", "/snapshots", {
    query: ofApp,
    success: Schema.Array(Schema.Struct({ name: Schema.String, time: Schema.Finite })),
    error: NotThere
  }),
  HttpApiEndpoint.put("snapshot", "/snapshots/:name", {
    query: ofApp,
    params: { name: Schema.String },
    error: [ControlProblem, NotThere]
  }),
  HttpApiEndpoint.post("restore", "/snapshots/:name/restore", {
    query: ofApp,
    params: { name: Schema.String },
    error: NotThere
  }),
  /** Saves all apps to the data file, and answers once it is on the disk. */
  HttpApiEndpoint.post("save", "/save", { success: SavePoint, error: [NotSaved, NotThere] }),
  HttpApiEndpoint.get("clock", "/clock", { success: ClockState }),
  HttpApiEndpoint.post("changeClock", "/clock", { payload: ClockChange, success: ClockState, error: ControlProblem })
)

const records = HttpApiGroup.make("records").add(
  HttpApiEndpoint.get("log", "/log", { query: page, success: list(LogEntry), error: [ControlProblem, NotThere] }),
  HttpApiEndpoint.delete("clearLog", "/log", {}),
  HttpApiEndpoint.get("messages", "/messages", {
    query: { ...page, conversation: optional(Schema.String) },
    success: list(MessageRow),
    error: [ControlProblem, NotThere]
  }),
  /**
   * Waits until something fits the query, and answers the first that does; at once where it is there already. `of` says
   * what is waited for.
   */
  HttpApiEndpoint.get("wait", "/wait", {
    query: {
      ...ofApp,
      of: Schema.Literals(["messages", "log", "webhooks"]),
      q: optional(Schema.String),
      /** Only what is newer than this id or serial. */
      after: optional(number),
      /** Milliseconds, at most 60,000; 10,000 when left out. */
      timeout: optional(number)
    },
    success: Schema.Union([MessageRow, LogEntry, DeliveryRow]),
    error: [ControlProblem, NotThere, NothingYet]
  }),
  HttpApiEndpoint.get("conversations", "/conversations", {
    query: page,
    success: list(ConversationRow),
    error: [ControlProblem, NotThere]
  }),
  HttpApiEndpoint.get("accounts", "/accounts", {
    query: { ...ofApp, q: optional(Schema.String), offset: optional(number), limit: optional(number) },
    success: Schema.Struct({ items: Schema.Array(AccountRow), total: Schema.Finite }),
    error: NotThere
  }),
  HttpApiEndpoint.get("account", "/accounts/:userId", {
    query: ofApp,
    params: { userId: Schema.String },
    success: AccountDetail,
    error: NotThere
  }),
  HttpApiEndpoint.get("groups", "/groups", {
    query: { ...ofApp, q: optional(Schema.String), offset: optional(number), limit: optional(number) },
    success: Schema.Struct({ items: Schema.Array(GroupRow), total: Schema.Finite }),
    error: NotThere
  }),
  HttpApiEndpoint.get("group", "/groups/:groupId", {
    query: ofApp,
    params: { groupId: Schema.String },
    success: GroupDetail,
    error: NotThere
  }),
  /** Makes a call in the name of the app's first administrator, without a signature. Answers what the API answers. */
  HttpApiEndpoint.post("call", "/call", {
    query: ofApp,
    payload: Schema.Struct({ path: Schema.String, body: Schema.Unknown }),
    success: Schema.Unknown,
    error: [ControlProblem, NotThere]
  })
)

const behaviour = HttpApiGroup.make("behaviour").add(
  HttpApiEndpoint.get("faults", "/faults", { query: ofApp, success: Schema.Array(FaultRow), error: NotThere }),
  HttpApiEndpoint.post("addFault", "/faults", {
    query: ofApp,
    payload: FaultRule,
    success: FaultRow,
    error: [ControlProblem, NotThere]
  }),
  HttpApiEndpoint.delete("removeFault", "/faults/:id", { query: ofApp, params: { id: number }, error: NotThere }),
  HttpApiEndpoint.delete("removeFaults", "/faults", { query: ofApp, error: NotThere }),
  HttpApiEndpoint.get("limits", "/limits", { query: ofApp, success: Limits, error: NotThere }),
  HttpApiEndpoint.put("setLimits", "/limits", {
    query: ofApp,
    payload: Limits,
    success: Limits,
    error: [ControlProblem, NotThere]
  }),
  HttpApiEndpoint.get("webhooks", "/webhooks", { query: ofApp, success: WebhookState, error: NotThere }),
  HttpApiEndpoint.put("setWebhooks", "/webhooks", {
    query: ofApp,
    payload: WebhookTarget,
    success: WebhookState,
    error: [ControlProblem, NotThere]
  }),
  HttpApiEndpoint.delete("removeWebhooks", "/webhooks", { query: ofApp, error: NotThere }),
  HttpApiEndpoint.get("deliveries", "/webhooks/deliveries", {
    query: page,
    success: list(DeliveryRow),
    error: [ControlProblem, NotThere]
  }),
  HttpApiEndpoint.post("resend", "/webhooks/deliveries/:id/resend", {
    query: ofApp,
    params: { id: number },
    success: DeliveryRow,
    error: [ControlProblem, NotThere]
  }),
  /** Sends a webhook of something that only clients do. */
  HttpApiEndpoint.post("fire", "/webhooks/fire", {
    query: ofApp,
    payload: Schema.Struct({ command: Schema.String, body: Schema.Record(Schema.String, Schema.Unknown) }),
    success: DeliveryRow,
    error: [ControlProblem, NotThere]
  })
)

/** Answers requests that do not fit their schemas. */
export class BadRequests extends HttpApiMiddleware.Service<BadRequests>()("timkit/emulator/BadRequests", {
  error: ControlProblem
}) {}

/** The control API. */
export class ControlApi extends HttpApi.make("timkit-emulator")
  .add(general, state, records, behaviour)
  .prefix("/__tim")
  .middleware(BadRequests)
  .annotateMerge(OpenApi.annotations({
    title: "timkit emulator, control API",
    version: "1",
    description: "What tests and the console do to the emulator that no client of the service could."
  }))
{}
