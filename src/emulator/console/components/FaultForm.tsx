/** @jsxImportSource preact */
import type { VNode } from "preact"
import { useState } from "preact/hooks"
import { api, tell } from "../api.ts"
import type { FaultRule } from "../rows.ts"
import { appId, coverage, say } from "../store.ts"
import { Button, Field, Problem } from "./Parts.tsx"

type Kind = FaultRule["fault"]["kind"]

/** A field of the form. What has a least value is a number. */
interface Input {
  readonly name: string
  readonly label: string
  readonly placeholder?: string
  readonly hint?: string
  readonly min?: number
  readonly max?: number
  readonly list?: string
  /** What stands in it first. It must not be left empty then. */
  readonly value?: number
  readonly choices?: readonly [string, string]
}

const when: Input = { name: "when", label: "When", choices: ["before", "after"] }

/** What each kind of fault does, and needs to know. */
const kinds: { readonly [Each in Kind]: readonly [title: string, ...inputs: ReadonlyArray<Input>] } = {
  "error-code": [
    "answer an error code",
    { name: "code", label: "Code", min: 1, value: 60008 },
    { name: "info", label: "ErrorInfo", placeholder: "that of the code" }
  ],
  "http-status": ["answer an HTTP status", { name: "status", label: "Status", min: 200, max: 599, value: 503 }],
  drop: ["drop the connection", when],
  silence: ["never answer", when],
  truncate: ["cut the answer off"],
  delay: ["wait first", { name: "milliseconds", label: "Milliseconds", min: 0, max: 600_000, value: 2000 }]
}

/** When a rule fires. */
const conditions: ReadonlyArray<Input> = [
  {
    name: "command",
    label: "To which calls",
    placeholder: "all",
    list: "paths",
    hint: "sendmsg, v4/openim/sendmsg or v4/openim/*"
  },
  { name: "account", label: "Of which account", placeholder: "any" },
  { name: "nth", label: "Only the nth that fits", placeholder: "each", min: 1 },
  { name: "probability", label: "Probability", placeholder: "1", min: 0, max: 1 },
  { name: "count", label: "At most so often", placeholder: "no limit", min: 1 },
  { name: "expiresIn", label: "For milliseconds", placeholder: "until removed", min: 1 }
]

const Inputs = ({ of }: { readonly of: ReadonlyArray<Input> }): VNode => (
  <>
    {of.map(({ choices, hint, label, list, max, min, name, placeholder, value }) => (
      <Field key={name} label={label} hint={hint}>
        {choices === undefined
          ? (
            <input
              name={name}
              type={min === undefined ? "text" : "number"}
              min={min}
              max={max}
              step="any"
              list={list}
              value={value}
              required={value !== undefined}
              placeholder={placeholder}
              autocomplete="off"
            />
          )
          : (
            <select name={name}>
              {choices.map((each) => <option key={each} value={each}>{each} the work</option>)}
            </select>
          )}
      </Field>
    ))}
  </>
)

/** The fields that were filled in, as what they are. */
const filled = (data: FormData, inputs: ReadonlyArray<Input>): { readonly [name: string]: string | number } =>
  Object.fromEntries(
    inputs.map(({ min, name }) => [name, String(data.get(name) ?? "").trim(), min !== undefined] as const)
      .filter(([, text]) => text !== "")
      .map(([name, text, isNumber]) => [name, isNumber ? Number(text) : text])
  )

/** Makes a rule for what goes wrong. */
export const FaultForm = ({ onAdded }: { readonly onAdded: () => void }): VNode => {
  const [kind, setKind] = useState<Kind>("error-code")
  const [problem, setProblem] = useState("")
  const [, ...details] = kinds[kind]
  const add = async (event: Event): Promise<void> => {
    event.preventDefault()
    const data = new FormData(event.currentTarget as HTMLFormElement)
    // The emulator checks rules; what the fields allow fits in any case.
    const fault = { kind, ...filled(data, details) } as FaultRule["fault"]
    try {
      await api.addFault(appId.peek(), { ...filled(data, conditions), fault })
      setProblem("")
      say("The rule is in force")
      onAdded()
    } catch (error) {
      setProblem(tell(error))
    }
  }
  return (
    <form class="form" aria-label="Add a fault" onSubmit={(event) => void add(event)}>
      <div class="grid">
        <Field label="What happens">
          <select value={kind} onChange={({ currentTarget }) => setKind(currentTarget.value as Kind)}>
            {Object.entries(kinds).map(([value, [title]]) => <option key={value} value={value}>{title}</option>)}
          </select>
        </Field>
        <Inputs key={kind} of={details} />
        <Inputs of={conditions} />
      </div>
      <datalist id="paths">{coverage.value.map(({ path }) => <option key={path} value={path} />)}</datalist>
      <Problem text={problem} />
      <footer><Button submit kind="primary" icon="plus">Add the rule</Button></footer>
    </form>
  )
}

/** A rule in words. */
export const inWords = ({ account, command, count, fault, nth, probability }: FaultRule): string => {
  const { kind, ...details } = fault
  return [
    [kinds[kind][0], ...Object.values(details)].join(" "),
    nth !== undefined && `on call ${nth}`,
    account !== undefined && `of ${account}`,
    probability !== undefined && `${Math.round(probability * 100)} % of the time`,
    count !== undefined && `at most ${count} ×`,
    command === undefined && "to any call"
  ].filter(Boolean).join(", ")
}
