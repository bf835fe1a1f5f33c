/** @jsxImportSource preact */
import type { VNode } from "preact"
import { useRef, useState } from "preact/hooks"
import { tell } from "../api.ts"
import { change } from "../router.ts"
import { type Ends, send } from "../talk.ts"
import { plain } from "../text.ts"
import { Button, Problem } from "./Parts.tsx"
import { AccountPicker } from "./Picker.tsx"
import { Avatar, Name } from "./Text.tsx"

/** Who speaks in a conversation of two: one or the other. */
const Side = ({ accounts: [one, other], speaker }: {
  readonly accounts: readonly [string, string]
  readonly speaker: string
}): VNode => (
  <Button
    icon="swap"
    label={`You write as ${plain(speaker)}. Write as the other one.`}
    onClick={() => change({ as: speaker === one ? other : one }, true)}
  >
    <Avatar id={speaker} />
    <Name text={speaker} />
  </Button>
)

/** Writes into a conversation as anybody. */
export const Composer = ({ ends, onSent, speaker }: {
  readonly ends: Ends
  readonly speaker: string
  readonly onSent: () => void
}): VNode => {
  const [text, setText] = useState("")
  const [problem, setProblem] = useState("")
  const [busy, setBusy] = useState(false)
  const field = useRef<HTMLTextAreaElement>(null)
  const submit = async (): Promise<void> => {
    if (text.trim() === "" || busy) return
    setBusy(true)
    try {
      await send(ends, speaker, text)
      setText("")
      setProblem("")
      onSent()
    } catch (error) {
      setProblem(tell(error))
    }
    setBusy(false)
    field.current?.focus()
  }
  return (
    <form
      class="composer"
      aria-label="Send a message"
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <Problem text={problem} />
      <div class="composer-line">
        {ends.kind === "c2c"
          ? <Side accounts={ends.accounts} speaker={speaker} />
          : ends.kind === "group"
          ? <AccountPicker label="Write as" value={speaker} onChoose={(as) => change({ as }, true)} />
          : <span class="speaker"><Name text={ends.account} /></span>}
        <textarea
          ref={field}
          rows={1}
          aria-label="Message"
          placeholder="Write a message"
          dir="auto"
          value={text}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || event.shiftKey || event.isComposing) return
            event.preventDefault()
            void submit()
          }}
        />
        <Button submit icon="send" label="Send" kind="primary" disabled={busy || text.trim() === ""} />
      </div>
    </form>
  )
}
