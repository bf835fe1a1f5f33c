/** @jsxImportSource preact */
import type { VNode } from "preact"
import { useEffect, useState } from "preact/hooks"
import { api } from "../api.ts"
import { Connect } from "../components/Connect.tsx"
import { Icon } from "../components/Icon.tsx"
import { writing } from "../components/NewMessage.tsx"
import { Act, Badge, Button, Card, Copy, Problem } from "../components/Parts.tsx"
import { CallLine } from "../components/Record.tsx"
import { help, ThemeSwitch } from "../components/Shell.tsx"
import { count, day, seconds, span } from "../format.ts"
import { useFeed } from "../hooks.ts"
import { go, type PageName, parameter } from "../router.ts"
import type { App, Call, ClockChange, Delivery } from "../rows.ts"
import { app, appId, attempt, clock, coverage, emulatorNow, setClock } from "../store.ts"
import { firstScript } from "../snippets.ts"

const useNow = (): number => {
  const [, tick] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => tick((count) => count + 1), 500)
    return () => clearInterval(timer)
  }, [])
  return emulatorNow()
}

const hour = 3_600_000

/** A clock that is off by less is as the machine's, in milliseconds. */
const slack = 500

const ClockCard = (): VNode => {
  const now = useNow()
  const { frozen = false, offset = 0 } = clock.value ?? {}
  const turn = (change: ClockChange, done: string): Promise<boolean> =>
    attempt(() => api.changeClock(change).then(setClock), done)
  return (
    <Card
      title="Clock"
      actions={frozen
        ? <Badge kind="accent">frozen</Badge>
        : Math.abs(offset) > slack
        ? <Badge kind="warn">{offset > 0 ? "ahead" : "behind"} {span(Math.abs(offset))}</Badge>
        : <Badge>as on this machine</Badge>}
    >
      <p class="clock"><strong>{seconds(now)}</strong> <span>{day(now)}</span></p>
      <div class="actions">
        <Act onClick={() => turn({ frozen: !frozen }, frozen ? "It goes on" : "It stands still")}>
          {frozen ? "Let it go on" : "Freeze"}
        </Act>
        <Act onClick={() => turn({ advance: hour }, "One hour on")}>+ 1 hour</Act>
        <Act onClick={() => turn({ advance: 24 * hour }, "One day on")}>+ 1 day</Act>
        <Act
          disabled={!frozen && Math.abs(offset) < slack}
          onClick={() => turn({ reset: true }, "Back to the machine's time")}
        >
          Reset
        </Act>
      </div>
    </Card>
  )
}

interface CountersProps {
  readonly app: App
  readonly calls: number
  readonly webhooks: number
}

const Counters = ({ app, calls, webhooks }: CountersProps): VNode => {
  const numbers: ReadonlyArray<readonly [string, number, PageName, { readonly tab?: string }]> = [
    ["Accounts", app.accounts, "accounts", {}],
    ["Groups", app.groups, "accounts", { tab: "groups" }],
    ["Messages", app.messages, "conversations", {}],
    ["Calls", calls, "requests", {}],
    ["Webhooks", webhooks, "webhooks", {}]
  ]
  return (
    <div class="counters">
      {numbers.map(([name, number, page, parameters]) => (
        <button
          key={name}
          type="button"
          onClick={() => go(page, parameters)}
          data-testid={`count-${name.toLowerCase()}`}
        >
          <strong>{count(number)}</strong>
          <span>{name}</span>
        </button>
      ))}
    </div>
  )
}

/** What to do first, while nothing was done yet. */
const FirstSteps = (): VNode => (
  <Card wide title="First steps">
    <ol class="steps">
      <li>
        <h3>Run this</h3>
        <p class="muted">It finds the emulator by the lines above.</p>
        <pre class="code-block" tabIndex={0}><code>{firstScript}</code></pre>
        <Copy label="Copy" text={() => firstScript} />
      </li>
      <li>
        <h3>Sign somebody in</h3>
        <p class="muted">A UserSig for a client, or for curl.</p>
        <pre class="code-block" tabIndex={0}><code>npx timkit usersig new alice</code></pre>
        <Copy label="Copy" text={() => "npx timkit usersig new alice"} />
      </li>
      <li>
        <h3>Send a message here</h3>
        <p class="muted">As anybody, to anybody. Accounts are made on the way.</p>
        <Button
          kind="primary"
          icon="send"
          onClick={() => {
            writing.value = ""
          }}
        >
          Send a message
        </Button>
      </li>
    </ol>
  </Card>
)

const Latest = ({ calls }: { readonly calls: ReadonlyArray<Call> }): VNode => (
  <Card wide title="Latest calls" actions={<Button kind="link" onClick={() => go("requests")}>All of them</Button>}>
    <ul class="rows boxed" aria-label="Latest calls">
      {calls.slice(0, 6).map((call) => (
        <li key={call.id}>
          <button type="button" class="row" data-row onClick={() => go("requests", { at: String(call.id) })}>
            <CallLine call={call} />
          </button>
        </li>
      ))}
    </ul>
  </Card>
)

export const Overview = (): VNode | null => {
  const id = appId.value
  const calls = useFeed<Call>({
    key: `${id}`,
    load: () => api.log(undefined, { limit: 6 }),
    idOf: (call) => call.id,
    rowOf: (event) => event.type === "call" ? event.entry : undefined,
    searched: false
  })
  const deliveries = useFeed<Delivery>({
    key: `${id}`,
    load: () => api.deliveries(id, { limit: 1 }),
    idOf: (delivery) => delivery.id,
    rowOf: (event) => event.type === "webhook" && event.sdkAppId === id ? event.delivery : undefined,
    searched: false
  })
  if (app.value === undefined) return null
  return (
    <div class="page scroll">
      <header class="hero">
        <div>
          <h1>Tencent Chat, on your machine</h1>
          <p class="muted">
            {coverage.value.length > 0 && <>{coverage.value.length} endpoints answer here. </>}
            Whatever your program does appears in this console at once.
          </p>
        </div>
        <div class="actions keyboard-only">
          <Button
            kind="link"
            icon="keyboard"
            onClick={() => {
              help.value = true
            }}
          >
            Keys
          </Button>
        </div>
        <div class="narrow-only"><ThemeSwitch /></div>
      </header>
      <Problem text={calls.problem} />
      <Counters app={app.value} calls={calls.rows[0]?.id ?? 0} webhooks={deliveries.rows[0]?.id ?? 0} />
      <div class="cards">
        <Connect key={parameter("app")} app={app.value} />
        <ClockCard />
        {app.value.messages === 0 ? <FirstSteps /> : <Latest calls={calls.rows} />}
      </div>
      <p class="muted colophon"><Icon name="conversations" /> Nothing here is fetched from anywhere else.</p>
    </div>
  )
}
