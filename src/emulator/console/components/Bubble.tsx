/** @jsxImportSource preact */
import type { VNode } from "preact"
import { useState } from "preact/hooks"
import { hours } from "../format.ts"
import type { Message } from "../rows.ts"
import { attempt } from "../store.ts"
import { isRecallable, recall } from "../talk.ts"
import { Elements } from "./Element.tsx"
import { Act, Badge, Button, Copy, Moment } from "./Parts.tsx"
import { Avatar, Json, MaybeJson, Name } from "./Text.tsx"

const Marks = ({ message: { modified, onlineOnly, recalled } }: { readonly message: Message }): VNode => (
  <>
    {recalled && <Badge kind="bad">recalled</Badge>}
    {modified && <Badge kind="warn">modified</Badge>}
    {onlineOnly && <Badge>online only</Badge>}
  </>
)

/** A message. */
export const Bubble = ({ first, message, mine }: {
  readonly message: Message
  /** Whether it is said by whom the user speaks as. */
  readonly mine: boolean
  /** Whether somebody else spoke before, or a while ago. */
  readonly first: boolean
}): VNode => {
  const [raw, setRaw] = useState(false)
  const { body, customData, from, kind, recalled, seq, serial, time } = message
  return (
    <article
      class={`message${mine ? " mine" : ""}${first ? " first" : ""}${recalled ? " recalled" : ""}`}
      data-serial={serial}
      data-testid="message"
    >
      {first ? <Avatar id={from} /> : <span class="no-avatar" />}
      <div class="said">
        {first && <small class="sender"><Name text={from} /></small>}
        <div class="bubble">
          {raw ? <Json value={message} /> : <Elements body={body} />}
          {!raw && customData !== undefined && customData !== "" && (
            <div class="custom-data"><small>Custom data</small><MaybeJson text={customData} /></div>
          )}
        </div>
        <footer>
          <small>
            <Moment as={hours} millis={time * 1_000} />
            {kind === "group" && seq !== undefined && ` · ${seq}`}
          </small>
          <Marks message={message} />
          <span class="tools" role="toolbar" aria-label="Message actions">
            <Button icon="braces" label="Show raw JSON" pressed={raw} onClick={() => setRaw(!raw)} />
            <Copy label="" text={() => JSON.stringify(message, null, 2)} />
            {isRecallable(message) && (
              <Act icon="undo" label="Recall" onClick={() => attempt(() => recall(message), "Recalled")} />
            )}
          </span>
        </footer>
      </div>
    </article>
  )
}
