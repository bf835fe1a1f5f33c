/** @jsxImportSource preact */
import type { VNode } from "preact"
import { useState } from "preact/hooks"
import { api } from "../api.ts"
import { useLoad } from "../hooks.ts"
import type { Call, Delivery } from "../rows.ts"
import { appId } from "../store.ts"
import { type Ends, endsOf } from "../talk.ts"
import { Badge, Empty, Problem, Waiting } from "./Parts.tsx"
import { CallBody, CallLine, DeliveryBody, DeliveryLine } from "./Record.tsx"

/** So many of each kind are shown. */
const limit = 100

type Entry =
  | { readonly kind: "call"; readonly time: number; readonly id: string; readonly row: Call }
  | { readonly kind: "webhook"; readonly time: number; readonly id: string; readonly row: Delivery }

/** A text as a term of a search. There is no way to write a quotation mark in one. */
const term = (name: string, value: string): string => `${name}:"${value.replaceAll("\"", "")}"`

/** The searches that find what belongs to a conversation. */
const searches = (ends: Ends): ReadonlyArray<string> => {
  switch (ends.kind) {
    case "c2c": {
      const [one, other] = ends.accounts
      const there = `${term("from", one)} ${term("to", other)}`
      return one === other ? [there] : [there, `${term("from", other)} ${term("to", one)}`]
    }
    case "group":
      return [term("group", ends.group)]
    case "official":
      return [`"${ends.account.replaceAll("\"", "")}"`]
  }
}

const loadEntries = async (app: number | undefined, ends: Ends): Promise<ReadonlyArray<Entry>> => {
  const found = await Promise.all(searches(ends).flatMap((q) => [
    api.log(app, { q, limit }).then(({ items }) =>
      items.map((row): Entry => ({ kind: "call", time: row.time, id: `c${row.id}`, row }))),
    api.deliveries(app, { q, limit }).then(({ items }) =>
      items.map((row): Entry => ({ kind: "webhook", time: row.time, id: `w${row.id}`, row })))
  ]))
  return found.flat().toSorted((one, other) => other.time - one.time).slice(0, 2 * limit)
}

/** The calls and webhooks of a conversation, newest first. */
export const Timeline = ({ conversation }: { readonly conversation: string }): VNode => {
  const app = appId.value
  const [open, setOpen] = useState("")
  const { data, problem } = useLoad(
    `${app} ${conversation}`,
    async () => {
      const { items: [message] } = await api.messages(app, { conversation, limit: 1 })
      return loadEntries(app, endsOf(conversation, message))
    },
    ({ type }) => type === "call" || type === "webhook"
  )
  return (
    <div class="scroll timeline">
      <Problem text={problem} />
      {data === undefined && problem === undefined && <Waiting />}
      {data?.length === 0 && (
        <Empty icon="clock" title="Nothing is kept about this conversation">
          <p>Calls that name both sides, and the webhooks about them, appear here as they happen.</p>
        </Empty>
      )}
      <ol class="rows" aria-label="Timeline">
        {data?.map(({ id, kind, row }) => (
          <li key={id} class={`entry ${kind}`}>
            <button
              type="button"
              class="row"
              data-row
              aria-expanded={open === id}
              onClick={() => setOpen(open === id ? "" : id)}
            >
              <Badge kind={kind === "call" ? "plain" : "accent"}>{kind}</Badge>
              {kind === "call" ? <CallLine call={row} /> : <DeliveryLine delivery={row} />}
            </button>
            {open === id && (kind === "call" ? <CallBody call={row} /> : <DeliveryBody delivery={row} />)}
          </li>
        ))}
      </ol>
    </div>
  )
}
