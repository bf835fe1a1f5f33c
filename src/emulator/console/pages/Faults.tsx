/** @jsxImportSource preact */
import type { VNode } from "preact"
import { api } from "../api.ts"
import { FaultForm, inWords } from "../components/FaultForm.tsx"
import { Act, Badge, Card, Moment, Problem } from "../components/Parts.tsx"
import { Files, Snapshots } from "../components/State.tsx"
import { Name } from "../components/Text.tsx"
import { many, seconds } from "../format.ts"
import { useLoad } from "../hooks.ts"
import type { FaultRule } from "../rows.ts"
import { appId, attempt } from "../store.ts"

/** What people want to see go wrong most. */
const presets: ReadonlyArray<readonly [title: string, rule: FaultRule]> = [
  ["The next message fails", { command: "sendmsg", count: 1, fault: { kind: "error-code", code: 90994 } }],
  ["A fifth of all calls break", { probability: 0.2, fault: { kind: "drop", when: "after" } }],
  ["Everything takes two seconds", { fault: { kind: "delay", milliseconds: 2000 } }]
]

const Rules = (): VNode => {
  const app = appId.value
  const { data, problem, reload } = useLoad(`${app}`, () => api.faults(app), ({ type }) => type === "call")
  const add = (rule: FaultRule): Promise<void> =>
    attempt(() => api.addFault(app, rule), "The rule is in force").then(reload)
  return (
    <Card
      wide
      title="Faults"
      actions={data !== undefined && data.length > 1 && (
        <Act onClick={() => attempt(() => api.removeFaults(app), "Removed").then(reload)}>Remove all</Act>
      )}
    >
      <p class="muted">What goes wrong on purpose. The first rule that fires counts.</p>
      <Problem text={problem} />
      {data?.length === 0 && (
        <div class="chips">
          {presets.map(([title, rule]) => <Act key={title} icon="faults" onClick={() => add(rule)}>{title}</Act>)}
        </div>
      )}
      <ul class="plain-rows" aria-label="Fault rules">
        {data?.map(({ expires, fired, id, matched, rule }) => (
          <li key={id} data-testid="fault">
            <Badge kind="warn">{id}</Badge>
            <span class="row-main">
              <strong><Name text={rule.command ?? "*"} /></strong>
              <small><Name text={inWords(rule)} /></small>
            </span>
            <small class="row-side">
              {many(matched, "call")} fitted, {fired} fired
              {expires !== undefined && <span>until <Moment as={seconds} millis={expires} /></span>}
            </small>
            <Act
              icon="close"
              label={`Remove rule ${id}`}
              onClick={() => attempt(() => api.removeFault(app, id), "Removed").then(reload)}
            />
          </li>
        ))}
      </ul>
      <details class="fold">
        <summary>Add a rule</summary>
        <FaultForm onAdded={reload} />
      </details>
    </Card>
  )
}

const Rates = (): VNode => {
  const app = appId.value
  const { data, problem, reload } = useLoad(`${app}`, () => api.limits(app))
  const rates = Object.entries(data?.rates ?? {})
  return (
    <Card title="Rates">
      <label class="check switch">
        <input
          type="checkbox"
          role="switch"
          checked={data?.enabled === true}
          disabled={data === undefined}
          onChange={({ currentTarget: { checked } }) =>
            void attempt(
              () => api.setLimits(app, { enabled: checked, rates: data?.rates ?? {} }),
              checked ? "Calls above the documented rates are refused" : "Calls are never too many"
            ).then(reload)}
        />
        Refuse calls above the documented rates
      </label>
      <Problem text={problem} />
      {rates.length > 0 && (
        <ul class="plain-rows">
          {rates.map(([path, rate]) => <li key={path}><Name text={path} /> <small>{rate} a second</small></li>)}
        </ul>
      )}
    </Card>
  )
}

export const Faults = (): VNode => (
  <div class="page scroll">
    <h1>Faults and state</h1>
    <div class="cards">
      <Rules key={appId.value} />
      <Rates />
      <Files />
      <Snapshots />
    </div>
  </div>
)
