/** The control API, as far as the console uses it. */
import type {
  Account,
  AccountDetails,
  App,
  Call,
  Clock,
  ClockChange,
  Connection,
  Conversation,
  Coverage,
  Delivery,
  Fault,
  FaultRule,
  Group,
  GroupDetails,
  Limits,
  Listing,
  Message,
  NewApp,
  Slice,
  Webhooks,
  WebhookTarget
} from "./rows.ts"

/** What went wrong, in words that can be shown. */
export class ApiProblem extends Error {}

type Query = { readonly [name: string]: string | number | undefined }

const ask = async <Answer>(method: string, path: string, query: Query = {}, body?: unknown): Promise<Answer> => {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== "") parameters.set(name, String(value))
  }
  let response: Response
  let text: string
  try {
    response = await fetch(`/__tim/${path}?${parameters}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } })
    })
    text = await response.text()
  } catch {
    throw new ApiProblem("The emulator does not answer. Is it still running?")
  }
  let answer: unknown
  try {
    answer = text === "" ? undefined : JSON.parse(text)
  } catch {
    answer = undefined
  }
  if (response.ok) return answer as Answer
  const { message } = (answer ?? {}) as { readonly message?: unknown }
  throw new ApiProblem(typeof message === "string" ? message : `The emulator answered HTTP ${response.status}.`)
}

/** An app by its SDKAppID. */
type Of = number | undefined

/** What a page of a list is asked for with. */
export interface PageQuery {
  readonly q?: string
  readonly before?: number | undefined
  readonly limit?: number
  readonly conversation?: string
}

const page = <Row>(path: string) => (app: Of, query: PageQuery): Promise<Listing<Row>> =>
  ask("GET", path, { app, ...query })

const slice = <Row>(path: string) => (app: Of, q: string, limit: number): Promise<Slice<Row>> =>
  ask("GET", path, { app, q, limit })

/** What an app is asked, or told with a body. */
const of = <Answer, Body = undefined>(method: string, path: string) =>
(
  app: Of,
  ...[body]: Body extends undefined ? [] : [body: Body]
): Promise<Answer> => ask(method, path, { app }, body)

/** The same about one of several things. */
const about =
  <Answer>(method: string, path: (name: string) => string) => (app: Of, name: string | number): Promise<Answer> =>
    ask(method, path(encodeURIComponent(name)), { app })

export const api = {
  coverage: () => ask<ReadonlyArray<Coverage>>("GET", "coverage"),
  apps: () => ask<ReadonlyArray<App>>("GET", "apps"),
  createApp: (app: NewApp) => ask<Connection>("POST", "apps", {}, app),
  clock: () => ask<Clock>("GET", "clock"),
  changeClock: (change: ClockChange) => ask<Clock>("POST", "clock", {}, change),
  log: page<Call>("log"),
  clearLog: () => ask<void>("DELETE", "log"),
  messages: page<Message>("messages"),
  conversations: page<Conversation>("conversations"),
  accounts: slice<Account>("accounts"),
  account: about<AccountDetails>("GET", (userId) => `accounts/${userId}`),
  groups: slice<Group>("groups"),
  group: about<GroupDetails>("GET", (groupId) => `groups/${groupId}`),
  /** Calls the API as the app's administrator. */
  call: of<unknown, { readonly path: string; readonly body: object }>("POST", "call"),
  faults: of<ReadonlyArray<Fault>>("GET", "faults"),
  addFault: of<Fault, FaultRule>("POST", "faults"),
  removeFault: about<void>("DELETE", (id) => `faults/${id}`),
  removeFaults: of<void>("DELETE", "faults"),
  limits: of<Limits>("GET", "limits"),
  setLimits: of<Limits, Limits>("PUT", "limits"),
  webhooks: of<Webhooks>("GET", "webhooks"),
  setWebhooks: of<Webhooks, WebhookTarget>("PUT", "webhooks"),
  removeWebhooks: of<void>("DELETE", "webhooks"),
  deliveries: page<Delivery>("webhooks/deliveries"),
  resend: about<Delivery>("POST", (id) => `webhooks/deliveries/${id}/resend`),
  fire: of<Delivery, { readonly command: string; readonly body: object }>("POST", "webhooks/fire"),
  snapshots: of<ReadonlyArray<{ readonly name: string; readonly time: number }>>("GET", "snapshots"),
  snapshot: about<void>("PUT", (name) => `snapshots/${name}`),
  restore: about<void>("POST", (name) => `snapshots/${name}/restore`),
  exportState: of<object>("GET", "state"),
  importState: of<void, unknown>("PUT", "state"),
  reset: of<void>("POST", "state/reset")
}

/** Calls the API as the app's administrator; a refusal is a problem. */
export const perform = async (app: Of, path: string, body: object): Promise<void> => {
  const answer = await api.call(app, { path, body })
  const { ErrorCode, ErrorInfo } = (answer ?? {}) as { readonly ErrorCode?: unknown; readonly ErrorInfo?: unknown }
  if (ErrorCode !== 0) throw new ApiProblem(`Refused with ${String(ErrorCode)}: ${String(ErrorInfo)}`)
}

/** What went wrong, as a sentence. */
export const tell = (error: unknown): string => error instanceof Error ? error.message : String(error)
