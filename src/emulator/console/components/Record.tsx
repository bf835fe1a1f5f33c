/** @jsxImportSource preact */
/** Calls and webhooks, in lists and in full. */
import type { VNode } from "preact"
import { api } from "../api.ts"
import { exact, span } from "../format.ts"
import type { Call, Delivery } from "../rows.ts"
import { toCurl, toTypeScript } from "../snippets.ts"
import { appId, attempt, coverage } from "../store.ts"
import { textField } from "../text.ts"
import { Act, Badge, Copy, Facts, Moment } from "./Parts.tsx"
import { Line } from "./Split.tsx"
import { Json, MaybeJson, Name } from "./Text.tsx"

/** The command of a path, which is what people call it. */
const commandOf = (path: string): string => path.slice(path.lastIndexOf("/") + 1)

const Code = ({ code, status }: Pick<Call, "code" | "status">): VNode =>
  status === 0
    ? <Badge kind="bad">dropped</Badge>
    : status !== 200
    ? <Badge kind="bad">HTTP {status}</Badge>
    : code === 0
    ? <Badge kind="good">OK</Badge>
    : <Badge kind="bad">{code}</Badge>

/** Whom a body names, in few words. */
const between = (body: unknown): string => {
  const from = textField(body, "From_Account")
  const to = textField(body, "To_Account") || textField(body, "GroupId")
  return [from, to].filter((name) => name !== "").join(" → ")
}

export const CallLine = ({ call }: { readonly call: Call }): VNode => (
  <Line title={commandOf(call.path)} second={between(call.request)}>
    <span>
      {call.fault !== undefined && <Badge kind="warn">fault</Badge>} <Code code={call.code} status={call.status} />
    </span>
    <small><Moment as={exact} millis={call.time} /> · {span(call.duration)}</small>
  </Line>
)

/** What is assumed about an endpoint. */
const Notes = ({ path }: { readonly path: string }): VNode | null => {
  const { notes = [], webhooks = [] } = coverage.value.find((each) => each.path === path) ?? {}
  if (notes.length + webhooks.length === 0) return null
  return (
    <section class="notes">
      <h3>How faithful this is</h3>
      <ul>{notes.map((note) => <li key={note}>{note}</li>)}</ul>
      {webhooks.length > 0 && <p>May send {webhooks.map((each) => <code key={each}>{each}</code>)}</p>}
    </section>
  )
}

export const CallBody = ({ call }: { readonly call: Call }): VNode => (
  <div class="record" data-testid="call">
    <Facts
      of={[
        ["Answer", <Code code={call.code} status={call.status} />],
        ["Meaning", call.explanation],
        ["Fault", call.fault !== undefined && `rule ${call.fault} fired`],
        ["Time", <Moment as={exact} millis={call.time} />],
        ["Took", span(call.duration)],
        ["By", call.identifier !== undefined && <Name text={call.identifier} />],
        ["App", call.sdkAppId ?? "none: the call was refused before anybody knew whose it was"]
      ]}
    />
    <div class="actions">
      <Copy label="Copy as curl" text={() => toCurl(call)} />
      <Copy label="Copy as TypeScript" text={() => toTypeScript(call)} />
    </div>
    <h3>Request</h3>
    <Json value={call.request} />
    <h3>Answer</h3>
    {typeof call.answer === "string" ? <MaybeJson text={call.answer} /> : <Json value={call.answer} />}
    <Notes path={call.path} />
  </div>
)

const Outcome = ({ delivery: { failure, status } }: { readonly delivery: Delivery }): VNode =>
  failure !== undefined
    ? <Badge kind="bad">{failure}</Badge>
    : status === undefined
    ? <Badge>under way</Badge>
    : <Badge kind="good">{status}</Badge>

export const DeliveryLine = ({ delivery }: { readonly delivery: Delivery }): VNode => (
  <Line title={delivery.command} second={between(delivery.body)}>
    <span>{delivery.blocking && <Badge kind="accent">asks</Badge>} <Outcome delivery={delivery} /></span>
    <small>
      <Moment as={exact} millis={delivery.time} /> {delivery.duration !== undefined && `· ${span(delivery.duration)}`}
    </small>
  </Line>
)

export const DeliveryBody = ({ delivery }: { readonly delivery: Delivery }): VNode => (
  <div class="record" data-testid="delivery">
    <Facts
      of={[
        ["Outcome", <Outcome delivery={delivery} />],
        ["HTTP status", delivery.status],
        ["Kind", delivery.blocking ? "asks before something happens" : "tells what has happened"],
        ["Sent", <Moment as={exact} millis={delivery.time} />],
        ["Took", delivery.duration !== undefined && span(delivery.duration)]
      ]}
    />
    <div class="actions">
      <Act icon="undo" onClick={() => attempt(() => api.resend(appId.peek(), delivery.id), "Sent once more")}>
        Send again
      </Act>
      <Copy label="Copy the body" text={() => JSON.stringify(delivery.body, null, 2)} />
    </div>
    <h3>Query</h3>
    <Json value={delivery.query} />
    <h3>Body</h3>
    <Json value={delivery.body} />
    <h3>Answer</h3>
    {delivery.answer === undefined ? <p class="muted">There was none.</p> : <MaybeJson text={delivery.answer} />}
  </div>
)
