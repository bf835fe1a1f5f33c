/** @jsxImportSource preact */
import type { VNode } from "preact"
import { useState } from "preact/hooks"
import { api, tell } from "../api.ts"
import { go } from "../router.ts"
import type { App, Connection } from "../rows.ts"
import { toEnvironment } from "../snippets.ts"
import { apps, loadApps } from "../store.ts"
import { AppSwitcher } from "./Shell.tsx"
import { Button, Card, Copy, Dialog, Field, Problem, Tabs, typed } from "./Parts.tsx"

/** The lines of an environment with colours. */
const Lines = ({ text }: { readonly text: string }): VNode => (
  <pre class="code-block" tabIndex={0} data-testid="environment">
    {text.split("\n").map((line) => {
      const [name = "", value = ""] = line.split(/=(.*)/)
      return (
        <code key={name}>
          <b>{name}</b>={value.startsWith("<") ? <i>{value}</i> : value}
          {"\n"}
        </code>
      )
    })}
  </pre>
)

/** Makes an app, and shows its key: nobody can ask for it later. */
const NewApp = ({ onClose }: { readonly onClose: () => void }): VNode => {
  const [made, setMade] = useState<Connection | undefined>(undefined)
  const [edition, setEdition] = useState("premium")
  const [problem, setProblem] = useState("")
  const make = async (event: Event): Promise<void> => {
    const { sdkAppId = "" } = typed(event)
    try {
      setMade(
        await api.createApp({
          edition: edition as "premium",
          ...(sdkAppId === "" ? {} : { sdkAppId: Number(sdkAppId) })
        })
      )
      await loadApps()
    } catch (error) {
      setProblem(tell(error))
    }
  }
  const lines = made === undefined
    ? ""
    : toEnvironment(made.sdkAppId, made.identifier).replace(/<.*>/, () => made.secretKey)
  return (
    <Dialog title="New app" onClose={onClose}>
      {made === undefined
        ? (
          <form class="form" onSubmit={(event) => void make(event)}>
            <p class="muted">An app has state of its own: accounts, groups, messages, rules.</p>
            <Field label="SDKAppID" hint="Left empty, the next that is free">
              <input name="sdkAppId" type="number" min="1" max="4294967295" />
            </Field>
            <Tabs
              label="Edition"
              chosen={edition}
              onChoose={setEdition}
              names={[["trial", "Trial"], ["standard", "Standard"], ["premium", "Premium"]]}
            />
            <Problem text={problem} />
            <footer><Button submit kind="primary">Make</Button></footer>
          </form>
        )
        : (
          <>
            <p>This is the only time that its key is shown.</p>
            <Lines text={lines} />
            <footer>
              <Copy label="Copy" text={() => lines} />
              <Button
                kind="primary"
                onClick={() => {
                  onClose()
                  go("overview", { app: String(made.sdkAppId) })
                }}
              >
                Go there
              </Button>
            </footer>
          </>
        )}
    </Dialog>
  )
}

/** How a program connects. */
export const Connect = ({ app }: { readonly app: App }): VNode => {
  const [making, setMaking] = useState(false)
  const lines = toEnvironment(app.sdkAppId, app.administrators[0] ?? "administrator")
  return (
    <Card
      title="Connect"
      actions={
        <>
          {apps.value.length > 1 && <AppSwitcher />}
          <Copy label="Copy" text={() => lines} />
          <Button icon="plus" label="New app" onClick={() => setMaking(true)} />
        </>
      }
    >
      <Lines text={lines} />
      <p class="muted">
        App {app.sdkAppId}, {app.edition} edition{apps.value.length > 1 && `, one of ${apps.value.length}`}
      </p>
      {making && <NewApp onClose={() => setMaking(false)} />}
    </Card>
  )
}
