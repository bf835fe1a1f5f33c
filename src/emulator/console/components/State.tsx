/** @jsxImportSource preact */
/** The state of an app: kept under a name, carried in a file, and thrown away. */
import type { VNode } from "preact"
import { useRef, useState } from "preact/hooks"
import { api, ApiProblem } from "../api.ts"
import { full } from "../format.ts"
import { useLoad } from "../hooks.ts"
import { appId, attempt } from "../store.ts"
import { Act, Button, Card, Dialog, Problem, typed } from "./Parts.tsx"
import { Name } from "./Text.tsx"

/** The name of the file. It never comes from data. */
const fileName = "timkit-state.json"

const download = async (): Promise<void> => {
  const state = await api.exportState(appId.peek())
  const url = URL.createObjectURL(new Blob([JSON.stringify(state)], { type: "application/json" }))
  const link = document.createElement("a")
  link.href = url
  link.download = fileName
  link.click()
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}

const upload = async (file: File): Promise<void> => {
  let state: unknown
  try {
    state = JSON.parse(await file.text())
  } catch {
    throw new ApiProblem("The file is no JSON.")
  }
  await api.importState(appId.peek(), state)
}

export const Snapshots = (): VNode => {
  const app = appId.value
  const { data, problem, reload } = useLoad(`${app}`, () => api.snapshots(app))
  const make = async (event: Event): Promise<void> => {
    const form = event.currentTarget as HTMLFormElement
    const { name = "" } = typed(event)
    if (await attempt(() => api.snapshot(app, name), "Kept")) form.reset()
    reload()
  }
  return (
    <Card wide title="Snapshots">
      <p class="muted">Keep the state under a name, and come back to it as often as you like.</p>
      <form class="inline" aria-label="Make a snapshot" onSubmit={(event) => void make(event)}>
        <input name="name" aria-label="Name of the snapshot" placeholder="before-the-party" required maxLength={100} />
        <Button submit>Make</Button>
      </form>
      <Problem text={problem} />
      <ul class="plain-rows" aria-label="Snapshots">
        {data?.map(({ name, time }) => (
          <li key={name}>
            <span class="row-main"><strong><Name text={name} /></strong><small>{full(time)}</small></span>
            <Act onClick={() => attempt(() => api.restore(app, name), "Restored")}>Restore</Act>
          </li>
        ))}
      </ul>
    </Card>
  )
}

export const Files = (): VNode => {
  const [asking, setAsking] = useState(false)
  const picker = useRef<HTMLInputElement>(null)
  return (
    <Card title="State">
      <p class="muted">All that the app holds, as a file. Keys are not in it.</p>
      <div class="actions">
        <Act onClick={() => attempt(download, "Exported")}>Export</Act>
        <Button onClick={() => picker.current?.click()}>Import</Button>
        <Button kind="danger" onClick={() => setAsking(true)}>Reset</Button>
      </div>
      <input
        ref={picker}
        type="file"
        accept="application/json"
        class="unseen"
        tabIndex={-1}
        aria-label="File to import"
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? []
          if (file !== undefined) void attempt(() => upload(file), "Imported")
          // The same file can be chosen once more.
          currentTarget.value = ""
        }}
      />
      {asking && (
        <Dialog title="Reset this app?" onClose={() => setAsking(false)}>
          <p>Its accounts, groups and messages go back to what they were when the emulator started.</p>
          <footer>
            <Button onClick={() => setAsking(false)}>Keep it</Button>
            <Act
              kind="danger"
              onClick={() => attempt(() => api.reset(appId.peek()), "Back to the seed").then(() => setAsking(false))}
            >
              Reset
            </Act>
          </footer>
        </Dialog>
      )}
    </Card>
  )
}
