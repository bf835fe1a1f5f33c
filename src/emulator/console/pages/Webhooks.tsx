/** @jsxImportSource preact */
import type { VNode } from "preact"
import { useState } from "preact/hooks"
import { api, ApiProblem, tell } from "../api.ts"
import { Act, Button, Empty, Field, Nothing, Problem, Tabs, typed, Waiting } from "../components/Parts.tsx"
import { DeliveryBody, DeliveryLine } from "../components/Record.tsx"
import { Search } from "../components/Search.tsx"
import { DetailHead, More, Row, Split } from "../components/Split.tsx"
import { Name } from "../components/Text.tsx"
import { many } from "../format.ts"
import { type Loaded, useFeed, useLoad } from "../hooks.ts"
import { change, parameter } from "../router.ts"
import type { Delivery, Webhooks as State, WebhookTarget } from "../rows.ts"
import { appId, attempt, commands, say } from "../store.ts"

/** The names of webhooks, offered wherever one is typed. */
const CommandNames = (): VNode => (
  <datalist id="commands">{commands.value.map((name) => <option key={name} value={name} />)}</datalist>
)

const Settings = ({ reload, state }: { readonly state: State; readonly reload: () => void }): VNode => {
  const [only, setOnly] = useState(state.commands !== undefined)
  const [problem, setProblem] = useState("")
  const inProcess = state.url === "in process"
  const names = [...new Set([...commands.value, ...state.commands ?? []])].toSorted()
  const save = async (event: Event): Promise<void> => {
    const { repeat, token = "", url = "", whenFailing } = typed(event)
    const switched = new FormData(event.currentTarget as HTMLFormElement).getAll("command").map(String)
    const target: WebhookTarget = {
      url,
      whenFailing: whenFailing === "refuse" ? "refuse" : "deliver",
      repeat: repeat !== undefined,
      ...(token === "" ? {} : { token }),
      ...(only ? { commands: switched } : {})
    }
    try {
      await api.setWebhooks(appId.peek(), target)
      setProblem("")
      say("Saved")
      reload()
    } catch (error) {
      setProblem(tell(error))
    }
  }
  return (
    <form class="form" aria-label="Webhook settings" onSubmit={(event) => void save(event)}>
      {inProcess && <p class="muted">Webhooks go to a function of the program. Saving an address takes its place.</p>}
      <Field label="Address" hint="An address on your machine, for example http://127.0.0.1:3000/webhook">
        <input name="url" type="url" required placeholder="http://…" value={inProcess ? "" : state.url ?? ""} />
      </Field>
      <Field label="Token" hint={state.signed ? "They are signed. Left empty, the token stays." : "Signs webhooks."}>
        <input name="token" autocomplete="off" />
      </Field>
      <Field label="When nobody answers a question">
        <select name="whenFailing" value={state.whenFailing}>
          <option value="deliver">deliver the message</option>
          <option value="refuse">refuse it with 80003</option>
        </select>
      </Field>
      <label class="check">
        <input type="checkbox" name="repeat" checked={state.repeat} /> Send once more after a time-out
      </label>
      <label class="check">
        <input
          type="checkbox"
          checked={only}
          onChange={({ currentTarget }) => setOnly(currentTarget.checked)}
        /> Send only some
      </label>
      {only && (
        <fieldset class="switches">
          <legend>Switched on</legend>
          {names.map((name) => (
            <label key={name} class="check">
              <input type="checkbox" name="command" value={name} checked={state.commands?.includes(name) ?? true} />
              {name}
            </label>
          ))}
        </fieldset>
      )}
      <Problem text={problem} />
      <footer>
        {state.url !== undefined && (
          <Act
            kind="danger"
            onClick={() => attempt(() => api.removeWebhooks(appId.peek()), "Switched off").then(reload)}
          >
            Switch off
          </Act>
        )}
        <Button submit kind="primary">Save</Button>
      </footer>
    </form>
  )
}

const Fire = (): VNode => {
  const [problem, setProblem] = useState("")
  const fire = async (event: Event): Promise<void> => {
    const { body = "", command = "" } = typed(event)
    try {
      let parsed: unknown
      try {
        parsed = JSON.parse(body)
      } catch {
        throw new ApiProblem("The body is no JSON.")
      }
      const { id } = await api.fire(appId.peek(), { command, body: parsed as object })
      setProblem("")
      change({ at: String(id) })
    } catch (error) {
      setProblem(tell(error))
    }
  }
  return (
    <form class="form" aria-label="Send a webhook" onSubmit={(event) => void fire(event)}>
      <p class="muted">Sends what only clients bring about, such as somebody who goes online.</p>
      <Field label="Command">
        <input name="command" list="commands" required autocomplete="off" placeholder="State.StateChange" />
      </Field>
      <Field label="Body" hint="JSON, without CallbackCommand">
        <textarea name="body" rows={8} class="code" spellcheck={false} required>{"{}"}</textarea>
      </Field>
      <Problem text={problem} />
      <footer><Button submit kind="primary" icon="send">Send</Button></footer>
    </form>
  )
}

/** Where webhooks go, in short, and the forms. */
const Setup = ({ settings: { data, problem, reload } }: { readonly settings: Loaded<State> }): VNode => {
  const firing = parameter("tab") === "fire"
  return (
    <>
      <DetailHead
        actions={
          <Tabs
            label="Forms"
            chosen={firing ? "fire" : ""}
            names={[["", "Settings"], ["fire", "Send one"]]}
            onChoose={(tab) => change({ tab }, true)}
          />
        }
      >
        <h2>{firing ? "Send a webhook" : "Settings"}</h2>
      </DetailHead>
      <div class="scroll padded">
        <Problem text={problem} />
        {data === undefined
          ? problem === undefined && <Waiting />
          : firing
          ? <Fire />
          : <Settings key={JSON.stringify(data)} state={data} reload={reload} />}
      </div>
    </>
  )
}

export const Webhooks = (): VNode => {
  const app = appId.value
  const q = parameter("q")
  const at = parameter("at")
  const settings = useLoad(`${app}`, () => api.webhooks(app))
  const { more, older, problem, ready, rows } = useFeed<Delivery>({
    key: `${app} ${q}`,
    load: (before) => api.deliveries(app, { q, before, limit: 100 }),
    idOf: ({ id }) => id,
    rowOf: (event) => event.type === "webhook" && event.sdkAppId === app ? event.delivery : undefined,
    searched: q !== ""
  })
  const chosen = rows.find(({ id }) => String(id) === at)
  const { data } = settings
  return (
    <Split
      label="Webhooks"
      head={
        <>
          <div class="title-line">
            <h1>Webhooks</h1>
            <Button onClick={() => change({ at: "setup", tab: "" })}>Settings</Button>
            <Button onClick={() => change({ at: "setup", tab: "fire" })}>Send one</Button>
          </div>
          {data !== undefined && (
            <p class="muted">
              {data.url === undefined ? "They go nowhere." : <>
                {data.commands === undefined ? "All" : many(data.commands.length, "command")} to{" "}
                <Name text={data.url} />, {data.signed ? "signed" : "not signed"}.
              </>}
            </p>
          )}
          <Search label="Search webhooks" terms />
          <Problem text={problem} />
        </>
      }
      detail={
        <>
          <CommandNames />
          {chosen === undefined
            ? Number(at) > 0 && ready
              ? <DetailHead><Problem text={`Delivery ${Number(at)} is not among those that were loaded.`} /></DetailHead>
              : <Setup settings={settings} />
            : (
              <>
                <DetailHead><h2>{chosen.command}</h2><small>Delivery {chosen.id}</small></DetailHead>
                <div class="scroll padded"><DeliveryBody key={at} delivery={chosen} /></div>
              </>
            )}
        </>
      }
    >
      {!ready && <Waiting />}
      {ready && rows.length === 0 && problem === undefined && (q === ""
        ? (
          <Empty icon="webhooks" title="No webhook was sent yet">
            <p>Say where they go, and every message asks there first and tells afterwards.</p>
            <Button kind="primary" onClick={() => change({ at: "setup", tab: "" })}>Set the address</Button>
          </Empty>
        )
        : <Nothing>Try <code>is:failed</code>.</Nothing>)}
      <ul class="rows" aria-label="Webhooks">
        {rows.map((delivery) => (
          <Row key={delivery.id} id={String(delivery.id)}><DeliveryLine delivery={delivery} /></Row>
        ))}
      </ul>
      <More more={more} onMore={() => void older()} />
    </Split>
  )
}
