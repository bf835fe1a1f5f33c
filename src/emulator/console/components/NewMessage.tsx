/** @jsxImportSource preact */
import { signal } from "@preact/signals"
import type { VNode } from "preact"
import { useState } from "preact/hooks"
import { ApiProblem, tell } from "../api.ts"
import { go } from "../router.ts"
import { between, type Ends, makeAccounts, send } from "../talk.ts"
import { Button, Dialog, Field, Problem, Tabs, typed } from "./Parts.tsx"
import { AccountPicker } from "./Picker.tsx"

/** Who a new message is to come from; nothing while none is written. */
export const writing = signal<string | undefined>(undefined)

/** Writes a message to anybody as anybody. */
export const NewMessage = (): VNode | null => writing.value === undefined ? null : <NewMessageDialog />

const NewMessageDialog = (): VNode => {
  const [from, setFrom] = useState(writing.peek() ?? "")
  const [to, setTo] = useState("")
  const [kind, setKind] = useState("c2c")
  const [problem, setProblem] = useState("")
  const submit = async (event: Event): Promise<void> => {
    const { create, group = "", text = "" } = typed(event)
    try {
      if (text === "") throw new ApiProblem("Write something.")
      const ends: Ends = kind === "group" ? { kind: "group", group } : { kind: "c2c", accounts: [from, to] }
      if (create !== undefined) await makeAccounts(ends.kind === "group" ? [from] : [from, to])
      await send(ends, from, text)
      writing.value = undefined
      go("conversations", { at: ends.kind === "group" ? `group:${group}` : between(from, to), as: from })
    } catch (error) {
      setProblem(tell(error))
    }
  }
  return (
    <Dialog
      title="New message"
      onClose={() => {
        writing.value = undefined
      }}
    >
      <form class="form" onSubmit={(event) => void submit(event)}>
        <Tabs
          label="To whom"
          chosen={kind}
          onChoose={setKind}
          names={[["c2c", "To an account"], ["group", "To a group"]]}
        />
        <Field label="From">
          <AccountPicker label="From" placeholder="alice" value={from} onChoose={setFrom} />
        </Field>
        {kind === "c2c"
          ? <Field label="To"><AccountPicker label="To" placeholder="bob" value={to} onChoose={setTo} /></Field>
          : <Field label="Group"><input name="group" placeholder="GroupId" autocomplete="off" required /></Field>}
        <Field label="Text"><textarea name="text" rows={3} dir="auto" required /></Field>
        <label class="check">
          <input type="checkbox" name="create" checked /> Make accounts that are not there yet
        </label>
        <Problem text={problem} />
        <footer><Button submit kind="primary" icon="send">Send</Button></footer>
      </form>
    </Dialog>
  )
}
