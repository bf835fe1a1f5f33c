/** @jsxImportSource preact */
import type { VNode } from "preact"
import { api } from "../api.ts"
import { Act, Empty, Nothing, Problem, Tabs, Waiting } from "../components/Parts.tsx"
import { CallBody, CallLine } from "../components/Record.tsx"
import { Search } from "../components/Search.tsx"
import { DetailHead, More, Row, Split } from "../components/Split.tsx"
import { Name } from "../components/Text.tsx"
import { useFeed, useLoad } from "../hooks.ts"
import { generation } from "../live.ts"
import { change, parameter } from "../router.ts"
import type { Call } from "../rows.ts"
import { appId, apps, attempt } from "../store.ts"

/** A call that is chosen but not in the list, since it is older than what was loaded or does not fit the search. */
const Elsewhere = ({ id }: { readonly id: number }): VNode => {
  const { data, problem } = useLoad(String(id), () => api.log(undefined, { before: id + 1, limit: 1 }))
  const found = data?.items.find((call) => call.id === id)
  return found !== undefined ? <Shown call={found} /> : (
    <>
      <DetailHead><h2>Request {id}</h2></DetailHead>
      <Problem text={problem ?? (data === undefined ? undefined : "It is not kept any longer.")} />
    </>
  )
}

const Shown = ({ call }: { readonly call: Call }): VNode => (
  <>
    <DetailHead><h2><Name text={call.path} /></h2><small>Request {call.id}</small></DetailHead>
    <div class="scroll padded"><CallBody call={call} /></div>
  </>
)

export const Requests = (): VNode => {
  const q = parameter("q")
  const at = Number(parameter("at"))
  // Calls that are refused before anybody knows whose they are belong to no app, and are worth seeing.
  const app = parameter("tab") === "app" ? appId.value : undefined
  const { forgotten, more, older, problem, ready, rows } = useFeed<Call>({
    key: `${app} ${q}`,
    load: (before) => api.log(app, { q, before, limit: 100 }),
    idOf: ({ id }) => id,
    rowOf: (event) =>
      event.type === "call" && (app === undefined || event.entry.sdkAppId === app) ? event.entry : undefined,
    searched: q !== ""
  })
  const chosen = rows.find(({ id }) => id === at)
  return (
    <Split
      label="Requests"
      head={
        <>
          <div class="title-line">
            <h1>Requests</h1>
            {apps.value.length > 1 && (
              <Tabs
                label="Of which apps"
                chosen={app === undefined ? "" : "app"}
                names={[["", "All apps"], ["app", "This app"]]}
                onChoose={(tab) => change({ tab, at: "" }, true)}
              />
            )}
            <Act
              onClick={async () => {
                await attempt(api.clearLog, "The log is empty")
                generation.value++
                change({ at: "" })
              }}
            >
              Clear
            </Act>
          </div>
          <Search label="Search requests" terms />
          <Problem text={problem} />
        </>
      }
      detail={chosen !== undefined
        ? <Shown key={at} call={chosen} />
        : at > 0
        ? <Elsewhere key={at} id={at} />
        : (
          <Empty icon="requests" title="No request is chosen">
            <p>Each is shown decoded, with what its code means and what the emulator assumes about the endpoint.</p>
          </Empty>
        )}
    >
      {!ready && <Waiting />}
      {ready && rows.length === 0 && problem === undefined && (q === ""
        ? (
          <Empty icon="requests" title="Nobody has called yet">
            <p>Point a program here with the lines of the overview, and its calls appear as they are made.</p>
          </Empty>
        )
        : <Nothing>Try <code>is:refused</code> or <code>cmd:sendmsg</code>.</Nothing>)}
      <ul class="rows" aria-label="Requests">
        {rows.map((call) => <Row key={call.id} id={String(call.id)}><CallLine call={call} /></Row>)}
      </ul>
      <More more={more} forgotten={forgotten} onMore={() => void older()} />
    </Split>
  )
}
