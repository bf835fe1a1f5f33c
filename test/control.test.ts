import assert from "node:assert/strict"
import { test } from "node:test"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { connect, ErrorCode, msg } from "../mod.ts"
import type { EmulatorOptions } from "../src/emulator/mod.ts"
import { routes } from "../src/emulator/routes.ts"
import type { WebhookReceiver } from "../src/emulator/state/Webhooks.ts"
import { fixtures } from "../src/testing/fixtures/fixtures.ts"
import { baseUrl, eventsOf, makeControlled, until } from "./support/front.ts"

/** Every answer that the tests have seen. */
const seen = new Set<string>()

const controlled = (options?: EmulatorOptions) => makeControlled(options, (answer) => void seen.add(answer))

type Controlled = ReturnType<typeof controlled>

const run = Effect.runPromise

/** The first app of every emulator. */
const app = 1_400_000_000

const importPath = "v4/im_open_login_svc/account_import"

/** The tag and the words of a request that must fail. */
const problemOf = async <A, E>(request: Effect.Effect<A, E>): Promise<readonly [tag: string, message: string]> => {
  const problem = await run(Effect.flip(request)) as { readonly _tag: string; readonly message: string }
  return [problem._tag, problem.message]
}

/** Checks that requests fail with a status, and with words that help. */
const refusedWith = async (
  status: number,
  { send }: Controlled,
  requests: ReadonlyArray<readonly [method: string, path: string, body: unknown, message: RegExp]>
): Promise<void> => {
  for (const [method, path, body, message] of requests) {
    const response = await send(method, path, { body })
    const text = await response.text()
    const about = `${method} ${path} ${JSON.stringify(body)}: ${text}`
    assert.equal(response.status, status, about)
    assert.match((JSON.parse(text) as { readonly message: string }).message, message, about)
  }
}

/** Calls the API in the name of the app's administrator; a refusal fails the test. */
const call = async <Answer>({ control }: Controlled, path: string, body: object, of?: number): Promise<Answer> => {
  const answer = await run(control.records.call({ query: { app: of }, payload: { path, body } }))
  const { ErrorCode, ErrorInfo } = answer as { readonly ErrorCode: number; readonly ErrorInfo: string }
  assert.equal(ErrorCode, 0, ErrorInfo)
  return answer as Answer
}

const importAll = (made: Controlled, ...UserIDs: ReadonlyArray<string>) =>
  call(made, "v4/im_open_login_svc/multiaccount_import", { Accounts: UserIDs })

let random = 0

/** Sends a message from one account to another. */
const say = (made: Controlled, text: string, from = "alice", to = "bob") =>
  call<{ readonly MsgTime: number; readonly MsgKey: string }>(made, "v4/openim/sendmsg", {
    From_Account: from,
    To_Account: to,
    MsgRandom: ++random,
    MsgBody: msg().text(text).elements
  })

const textOfRow = ({ body }: { readonly body: ReadonlyArray<{ readonly MsgContent: unknown }> }): unknown =>
  (body[0]?.MsgContent as { readonly Text?: unknown } | undefined)?.Text

/** Two accounts, and four messages between them. */
const talk = async (options?: EmulatorOptions): Promise<Controlled> => {
  const made = controlled(options)
  await importAll(made, "alice", "bob")
  for (const text of ["one", "two", "three", "four"]) await say(made, text)
  return made
}

test("it says that it is there, and what it can do", async () => {
  const { control } = controlled()
  const { status, uptime, version } = await run(control.general.health())
  assert.deepEqual([status, version], ["ok", "0.0.0-test"])
  assert.ok(uptime >= 0)
  const coverage = await run(control.general.coverage())
  assert.deepEqual(coverage.map(({ path }) => path), routes.map(({ endpoint }) => endpoint.path))
  const sending = coverage.find(({ path }) => path === "v4/openim/sendmsg")
  assert.ok(sending?.webhooks.includes("C2C.CallbackBeforeSendMsg"))
})

test("a new app answers its key once, and is nothing to the others", async () => {
  const made = controlled({ secretKey: "canary-first" })
  const { control, send, service } = made
  const created = await run(control.general.createApp({ payload: {} }))
  assert.deepEqual([created.sdkAppId, created.identifier, created.baseUrl], [app + 1, "administrator", baseUrl])
  assert.match(created.secretKey, /^[0-9a-f]{64}$/)
  const named = await run(control.general.createApp({
    payload: { sdkAppId: 7, secretKey: "canary-second", administrators: ["root", "other"], edition: "trial" }
  }))
  assert.deepEqual(named, { sdkAppId: 7, secretKey: "canary-second", identifier: "root", baseUrl })
  await using tim = await connect({ ...named, fetch: service.options.fetch })
  await tim.accounts.import("alice")
  const listed = await (await send("GET", "/apps")).text()
  assert.doesNotMatch(listed, /canary|secretKey|[0-9a-f]{64}/)
  const apps = await run(control.general.apps())
  assert.deepEqual(
    apps.map(({ accounts, administrators, edition, sdkAppId }) => [sdkAppId, administrators, edition, accounts]),
    [
      [app, ["administrator"], "premium", 1],
      [app + 1, ["administrator"], "premium", 1],
      [7, ["root", "other"], "trial", 3]
    ]
  )
})

test("an app that is there, or that no client could call, is not made", async () => {
  const made = controlled()
  await refusedWith(400, made, [
    ["POST", "/apps", { sdkAppId: app }, /there is an app 1400000000 already/],
    ["POST", "/apps", { sdkAppId: 0 }, /sdkAppId/],
    ["POST", "/apps", { sdkAppId: -1 }, /sdkAppId/],
    ["POST", "/apps", { sdkAppId: 1.5 }, /sdkAppId/],
    ["POST", "/apps", { sdkAppId: "NaN" }, /sdkAppId/],
    ["POST", "/apps", { secretKey: "" }, /secretKey/],
    ["POST", "/apps", { secretKey: " key" }, /secretKey/],
    ["POST", "/apps", { administrators: [] }, /administrators/],
    ["POST", "/apps", { administrators: [""] }, /administrators/],
    ["POST", "/apps", { edition: "gold" }, /edition/],
    ["POST", "/apps", "no JSON", /payload/]
  ])
  assert.equal(made.world.apps.size, 1)
})

test("what is exported is the same once it was imported, also by another app", async () => {
  const made = await talk()
  const { control, service } = made
  const exported = await run(control.state.exportState({ query: {} }))
  assert.deepEqual([exported.format, exported.version, exported.sdkAppId], ["timkit-state", 1, app])
  await say(made, "five")
  await run(control.state.importState({ query: {}, payload: exported }))
  assert.deepEqual(await run(control.state.exportState({ query: {} })), exported)
  const other = service.createApp().sdkAppId
  await run(control.state.importState({ query: { app: other }, payload: exported }))
  assert.deepEqual((await run(control.state.exportState({ query: { app: other } }))).state, exported.state)
  const { items } = await run(control.records.messages({ query: { app: other } }))
  assert.deepEqual(items.map(textOfRow), ["four", "three", "two", "one"])
})

test("looking changes nothing", async () => {
  const made = await talk()
  const { control } = made
  await call(made, "v4/group_open_http_svc/create_group", { Type: "Public", Name: "Club", GroupId: "club" })
  const before = await run(control.state.exportState({ query: {} }))
  await run(control.records.account({ query: {}, params: { userId: "alice" } }))
  await run(control.records.accounts({ query: {} }))
  await run(control.records.group({ query: {}, params: { groupId: "club" } }))
  await run(control.records.groups({ query: {} }))
  await run(control.records.conversations({ query: {} }))
  await run(control.records.messages({ query: { q: "one" } }))
  await run(control.general.apps())
  assert.deepEqual(await run(control.state.exportState({ query: {} })), before)
})

test("a document that is no state is refused, and changes nothing", async () => {
  const made = await talk()
  const { control } = made
  const exported = await run(control.state.exportState({ query: {} }))
  const { nodes } = exported.state as { readonly nodes: ReadonlyArray<{ readonly o?: Record<string, unknown> }> }
  const [root, ...others] = nodes
  const withRoot = (fields: Record<string, unknown>) => ({
    ...exported,
    state: { nodes: [{ ...root, o: { ...root?.o, ...fields } }, ...others] }
  })
  const firstMap = nodes.findIndex((node) => "m" in node)
  const documents: ReadonlyArray<unknown> = [
    {},
    { ...exported, format: "other" },
    { ...exported, version: 2 },
    { ...exported, state: null },
    { ...exported, state: { nodes: [] } },
    { ...exported, state: { nodes: nodes.slice(0, -1) } },
    { ...exported, state: { nodes: nodes.with(firstMap, { m: ["a key without a value"] } as never) } },
    { ...exported, state: { nodes: nodes.with(0, { o: 1 } as never) } },
    withRoot({ accounts: "none" }),
    withRoot({ accounts: root?.o?.["groups"] }),
    withRoot({ random: "seven" })
  ]
  for (const body of documents) {
    const response = await made.send("PUT", "/state", { body })
    assert.equal(response.status, 400, JSON.stringify(body).slice(0, 200))
    const { message } = await response.json() as { readonly message: string }
    assert.match(message, /the document is no state of this version|payload/)
  }
  assert.deepEqual(await run(control.state.exportState({ query: {} })), exported)
})

test("a document brings neither key nor settings along", async () => {
  const made = await talk()
  const { control, service } = made
  service.app().webhooks.settings = { target: "http://127.0.0.1:9/" }
  const exported = await run(control.state.exportState({ query: {} }))
  const { nodes } = exported.state as { readonly nodes: ReadonlyArray<{ readonly o?: object }> }
  const [root, ...others] = nodes
  const foreign = { secretKey: "stolen", sdkAppId: 1, administrators: null, webhooks: null, faults: null, adopt: null }
  const state = { nodes: [{ ...root, o: { ...root?.o, ...foreign } }, ...others] }
  await run(control.state.importState({ query: {}, payload: { ...exported, state } }))
  assert.equal(service.app().webhooks.settings?.target, "http://127.0.0.1:9/")
  await using tim = await connect(service.options)
  await tim.accounts.import("carol")
  assert.equal((await run(control.general.apps()))[0]?.sdkAppId, app)
})

test("an app goes back to its seed, and to what was kept under a name", async () => {
  const made = controlled()
  const { control, service, world } = made
  const other = service.createApp().sdkAppId
  const accounts = async (of?: number) =>
    (await run(control.records.accounts({ query: { app: of } }))).items.map(({ userId }) => userId)
  await importAll(made, "alice")
  await call(made, importPath, { UserID: "other" }, other)
  const name = "after 爱丽丝/1"
  await run(control.state.snapshot({ query: {}, params: { name } }))
  await importAll(made, "bob")
  await run(control.state.snapshot({ query: {}, params: { name: "__proto__" } }))
  await run(control.state.reset({ query: {} }))
  assert.deepEqual(await accounts(), ["administrator"])
  await run(control.state.restore({ query: {}, params: { name } }))
  assert.deepEqual(await accounts(), ["administrator", "alice"])
  await importAll(made, "carol")
  await run(control.state.restore({ query: {}, params: { name } }))
  assert.deepEqual(await accounts(), ["administrator", "alice"])
  await run(control.state.restore({ query: {}, params: { name: "__proto__" } }))
  assert.deepEqual(await accounts(), ["administrator", "alice", "bob"])
  assert.deepEqual(await accounts(other), ["administrator", "other"])
  const kept = await run(control.state.snapshots({ query: {} }))
  assert.deepEqual(kept.map((snapshot) => snapshot.name), [name, "__proto__"])
  assert.deepEqual(await run(control.state.snapshots({ query: { app: other } })), [])
  world.keepAsSeed(app)
  await importAll(made, "dora")
  await run(control.state.reset({ query: {} }))
  assert.deepEqual(await accounts(), ["administrator", "alice", "bob"])
  const restoring = control.state.restore({ query: {}, params: { name: "never kept" } })
  assert.deepEqual(await problemOf(restoring), ["NotThere", "there is no such snapshot"])
  const naming = control.state.snapshot({ query: {}, params: { name: "x".repeat(101) } })
  assert.deepEqual(await problemOf(naming), ["ControlProblem", "a name has at most 100 characters"])
})

test("all apps are saved on demand, and health says up to when they are", async () => {
  const { control, world } = controlled()
  assert.equal((await run(control.general.health())).saved, undefined)
  let saved = 1_795_400_000_000
  world.keeper = {
    save: Effect.sync(() => ++saved),
    get saved() {
      return saved
    }
  }
  assert.equal((await run(control.general.health())).saved, 1_795_400_000_000)
  assert.deepEqual(await run(control.state.save()), { saved: 1_795_400_000_001 })
  assert.equal((await run(control.general.health())).saved, 1_795_400_000_001)
})

test("what is kept nowhere, or cannot be written, is not said to be saved", async () => {
  const { control, world } = controlled()
  assert.deepEqual(await problemOf(control.state.save()), [
    "NotThere",
    "there is no data file: the emulator was started without --data"
  ])
  world.keeper = { saved: 7, save: Effect.fail({ message: "the data file x cannot be written: no room" }) }
  assert.deepEqual(await problemOf(control.state.save()), ["NotSaved", "the data file x cannot be written: no room"])
  assert.equal((await run(control.general.health())).saved, 7)
})

test("time stands, moves on and is set, which answers show", async () => {
  const made = controlled()
  const { control } = made
  await importAll(made, "alice", "bob")
  const noon = Date.UTC(2027, 0, 1, 12)
  const change = (payload: Parameters<typeof control.state.changeClock>[0]["payload"]) =>
    run(control.state.changeClock({ payload }))
  const timeOfMessage = async () => (await say(made, "now")).MsgTime * 1000
  const stopped = await change({ frozen: true, set: noon })
  assert.deepEqual([stopped.now, stopped.frozen], [noon, true])
  assert.equal(await timeOfMessage(), noon)
  assert.equal(await timeOfMessage(), noon)
  assert.equal((await change({ advance: 90_000 })).now, noon + 90_000)
  assert.equal(await timeOfMessage(), noon + 90_000)
  assert.equal((await change({ advance: -90_000 })).now, noon)
  assert.equal(await timeOfMessage(), noon)
  const going = await change({ frozen: false })
  assert.equal(going.frozen, false)
  assert.ok(await timeOfMessage() >= noon)
  const ahead = await change({ reset: true, advance: 3_600_000 })
  assert.deepEqual([ahead.frozen, ahead.offset], [false, 3_600_000])
  assert.equal((await change({ reset: true })).offset, 0)
  assert.equal((await run(control.state.clock())).offset, 0)
})

test("time stays between 1970 and 2106, and is not changed by half", async () => {
  const made = controlled()
  const { control } = made
  await run(control.state.changeClock({ payload: { set: 4_000_000_000_000, frozen: true } }))
  const words = /time is from 1970 to 2106/
  await refusedWith(400, made, [
    ["POST", "/clock", { set: -1 }, words],
    ["POST", "/clock", { set: 4_294_967_296_000 }, words],
    ["POST", "/clock", { frozen: false, set: 0, advance: -1 }, words],
    ["POST", "/clock", { advance: 1e15 }, words],
    ["POST", "/clock", { set: "Infinity" }, /set/],
    ["POST", "/clock", { advance: "NaN" }, /advance/],
    ["POST", "/clock", { reset: "yes" }, /reset/]
  ])
  const { frozen, now } = await run(control.state.clock())
  assert.deepEqual([now, frozen], [4_000_000_000_000, true])
  // What counts is where it would go from: here that is the machine's time.
  const { offset } = await run(control.state.changeClock({ payload: { reset: true, advance: 500_000_000_000 } }))
  assert.equal(offset, 500_000_000_000)
})

test("the log has every call, with what it means, and can be emptied", async () => {
  const made = controlled()
  const { control, service, world } = made
  await using tim = await connect(service.options)
  await tim.accounts.import("alice")
  await assert.rejects(tim.accounts.kick("nobody"))
  const { items, more } = await run(control.records.log({ query: {} }))
  assert.equal(more, false)
  const [kicked, imported] = items
  assert.deepEqual(
    [imported?.id, imported?.sdkAppId, imported?.identifier, imported?.path, imported?.status],
    [1, app, "administrator", importPath, 200]
  )
  assert.deepEqual(imported?.request, { UserID: "alice" })
  assert.deepEqual([imported?.code, imported?.explanation], [0, undefined])
  assert.equal(kicked?.code, 70107)
  assert.match(kicked?.explanation ?? "", /\w/)
  await run(control.records.clearLog())
  assert.deepEqual((await run(control.records.log({ query: {} }))).items, [])
  await tim.accounts.import("bob")
  assert.deepEqual((await run(control.records.log({ query: {} }))).items.map(({ id }) => id), [3])
  assert.equal(world.log.size, 1)
})

test("the calls of one app can be told from those of another", async () => {
  const made = controlled()
  const { control, service } = made
  const other = service.createApp().sdkAppId
  await call(made, importPath, { UserID: "mine" })
  await call(made, importPath, { UserID: "theirs" }, other)
  const ids = async (of?: number) => (await run(control.records.log({ query: { app: of } }))).items.map(({ id }) => id)
  assert.deepEqual(await ids(), [2, 1])
  assert.deepEqual(await ids(app), [1])
  assert.deepEqual(await ids(other), [2])
})

test("pages go back from the newest, with nothing twice and nothing left out", async () => {
  const made = await talk()
  const { control } = made
  const page = (query: { readonly before?: number; readonly limit?: number; readonly q?: string }) =>
    run(control.records.messages({ query }))
  const first = await page({ limit: 3 })
  assert.deepEqual(first.items.map(textOfRow), ["four", "three", "two"])
  assert.deepEqual([first.more, first.forgotten], [true, 0])
  await say(made, "five")
  const second = await page({ limit: 3, before: first.items.at(-1)?.serial ?? 0 })
  assert.deepEqual(second.items.map(textOfRow), ["one"])
  assert.equal(second.more, false)
  assert.deepEqual((await page({ limit: 1, q: "o" })).items.map(textOfRow), ["four"])
  assert.deepEqual((await page({ limit: 0 })).items.length, 1)
  assert.deepEqual((await page({ before: 1 })).items, [])
  assert.deepEqual((await page({ before: -5 })).items, [])
  const log = await run(control.records.log({ query: { limit: 2, before: 4 } }))
  assert.deepEqual([log.items.map(({ id }) => id), log.more], [[3, 2], true])
})

test("messages are shown by conversation, and conversations by their last message", async () => {
  const made = await talk()
  const { control } = made
  await importAll(made, "carol")
  await call(made, "v4/group_open_http_svc/create_group", { Type: "Public", Name: "Chess club", GroupId: "chess" })
  await say(made, "hello", "carol", "alice")
  await call(made, "v4/group_open_http_svc/send_group_msg", {
    GroupId: "chess",
    Random: 1,
    MsgBody: msg().text("checkmate").elements
  })
  await say(made, "back", "bob", "alice")
  const { items } = await run(control.records.conversations({ query: {} }))
  assert.deepEqual(items.map(({ conversation, kind, messages, title }) => [conversation, kind, messages, title]), [
    ["c2c:alice:bob", "c2c", 5, "alice – bob"],
    ["group:chess", "group", 1, "Chess club"],
    ["c2c:alice:carol", "c2c", 1, "alice – carol"]
  ])
  const [newest] = items
  assert.equal(newest?.last === undefined ? undefined : textOfRow(newest.last), "back")
  const older = await run(control.records.conversations({ query: { before: newest?.last?.serial, limit: 1 } }))
  assert.deepEqual([older.items.map(({ conversation }) => conversation), older.more], [["group:chess"], true])
  const found = async (q: string) =>
    (await run(control.records.conversations({ query: { q } }))).items.map(({ conversation }) => conversation)
  assert.deepEqual(await found("chess"), ["group:chess"])
  assert.deepEqual(await found("checkmate"), ["group:chess"])
  assert.deepEqual(await found("from:carol"), ["c2c:alice:carol"])
  const thread = await run(control.records.messages({ query: { conversation: "c2c:alice:bob", limit: 2 } }))
  assert.deepEqual(thread.items.map(textOfRow), ["back", "four"])
  assert.deepEqual((await run(control.records.messages({ query: { conversation: "c2c:bob:alice" } }))).items, [])
})

test("a message that was recalled or modified says so", async () => {
  const made = controlled()
  const { control } = made
  await importAll(made, "alice", "bob")
  const { MsgKey } = await say(made, "oops")
  await say(made, "stays")
  await call(made, "v4/openim/admin_msgwithdraw", { From_Account: "alice", To_Account: "bob", MsgKey })
  const marked = async (q: string) => (await run(control.records.messages({ query: { q } }))).items
  assert.deepEqual((await marked("is:recalled")).map(({ key, recalled }) => [key, recalled]), [[MsgKey, true]])
  assert.deepEqual(await marked("is:modified"), [])
  assert.equal((await marked("")).length, 2)
})

test("searches find by fields and words, in any case, all of which must fit", async () => {
  const made = controlled()
  const { control } = made
  const noon = Date.UTC(2027, 0, 1, 12)
  await run(control.state.changeClock({ payload: { frozen: true, set: noon } }))
  await importAll(made, "alice", "bob", "carol")
  await call(made, "v4/group_open_http_svc/create_group", { Type: "Public", Name: "Club", GroupId: "club" })
  await say(made, "Good morning Bob")
  await run(control.state.changeClock({ payload: { advance: 60_000 } }))
  await say(made, "see https://example.org:8080/a?b=c", "bob", "alice")
  const file = { Url: "https://example.org/f", UUID: "u", FileSize: 1, FileName: "plan.pdf", Download_Flag: 2 }
  await call(made, "v4/openim/sendmsg", {
    From_Account: "carol",
    To_Account: "bob",
    MsgRandom: ++random,
    MsgBody: [{ MsgType: "TIMFileElem", MsgContent: file }]
  })
  await call(made, "v4/group_open_http_svc/send_group_msg", {
    GroupId: "club",
    From_Account: "administrator",
    Random: 1,
    MsgBody: msg().text("constructor: hello").elements
  })
  const found = async (q: string) =>
    (await run(control.records.messages({ query: { q } }))).items.map(({ serial }) => serial).toReversed()
  const cases: ReadonlyArray<readonly [query: string, ...serials: ReadonlyArray<number>]> = [
    ["", 1, 2, 3, 4],
    ["  ", 1, 2, 3, 4],
    ["from:alice", 1],
    ["FROM:alice", 1],
    ["from:ali"],
    ["to:bob", 1, 3],
    ["from:alice to:alice"],
    ["group:club", 4],
    ["type:text", 1, 2, 4],
    ["type:TIMFileElem", 3],
    ["type:file", 3],
    ["type:elem"],
    ["bob", 1],
    ["GOOD", 1],
    ["\"morning bob\"", 1],
    ["\"morning  bob\""],
    ["morning bob", 1],
    ["bob from:bob"],
    ["https://example.org:8080/a?b=c", 2],
    ["plan.pdf", 3],
    [`before:${noon + 1}`, 1],
    [`after:${noon}`, 2, 3, 4],
    [`before:${noon / 1000 + 60}`, 1],
    ["before:2027-01-01T12:00:30Z", 1],
    ["after:2027-01-01T12:00:30.000+00:00", 2, 3, 4],
    ["after:2026-12-30 before:2027-01-03", 1, 2, 3, 4],
    ["constructor:", 4],
    ["constructor:x"],
    ["__proto__:x"],
    ["toString:x"],
    ["code:0"]
  ]
  for (const [query, ...serials] of cases) assert.deepEqual(await found(query), serials, query)
})

test("the log can be read whatever was called", async () => {
  const { send, service, world } = makeControlled({ auth: false })
  const path = "v4/im_open_login_svc/account_check"
  const query = `sdkappid=${service.options.sdkAppId}&identifier=administrator&contenttype=json`
  const readable = async () =>
    (await send("GET", "/log?q=any")).status === 200 && (await send("GET", "/log")).status === 200
  const deep = `{"deep":${"[".repeat(20_000)}${"]".repeat(20_000)}}`
  for (const body of [deep, `{"large":1e999}`]) {
    const { code } = await Effect.runPromise(service.calls.call(path, query, body))
    assert.equal(code, ErrorCode.RequestJsonParseError)
    const called = await send("POST", "/call", { body: `{"path":"${path}","body":${body}}` })
    const { message } = await called.json() as { readonly message: string }
    if (body === deep) assert.match(message, /nested more than 200 levels deep/)
    const command = "Group.CallbackAfterNewMemberJoin"
    const fired = await send("POST", "/webhooks/fire", { body: `{"command":"${command}","body":${body}}` })
    assert.deepEqual([called.status, fired.status, await readable()], [400, 400, true])
  }
  // Fields that an answer does not have are no fields of the log.
  for (const { path } of service.coverage) {
    await send("POST", "/call", { body: { path, body: {} } })
    assert.ok(await readable(), path)
    world.log.clear()
  }
})

test("calls are searched by command, code and mark", async () => {
  const made = controlled()
  const { control, service } = made
  await importAll(made, "alice")
  await run(control.records.call({ query: {}, payload: { path: "v4/im_open_login_svc/kick", body: { UserID: "no" } } }))
  service.app().faults.add({ fault: { kind: "delay", milliseconds: 0 } }, Date.now())
  await importAll(made, "bob")
  const found = async (q: string) => (await run(control.records.log({ query: { q } }))).items.map(({ id }) => id)
  assert.deepEqual(await found("cmd:KICK"), [2])
  assert.deepEqual(await found("cmd:import"), [3, 1])
  assert.deepEqual(await found("code:70107"), [2])
  assert.deepEqual(await found("code:0"), [3, 1])
  assert.deepEqual(await found("is:refused"), [2])
  assert.deepEqual(await found("is:FAULT"), [3])
  assert.deepEqual(await found("is:fault alice"), [])
  assert.deepEqual(await found("alice"), [1])
})

test("a search that makes no sense is refused in words", async () => {
  const made = await talk()
  const wrong: ReadonlyArray<readonly [query: string, message: RegExp]> = [
    ["code:many", /code: takes a number/],
    ["code:\"\"", /code: takes a number/],
    ["code:1e3", /code: takes a number/],
    ["before:yesterday", /"yesterday" is no time; write 2026-11-23T10:30/],
    ["before:10:30", /"10:30" is no time/],
    ["before:\"\"", /is no time/],
    ["after:2026-13-40", /is no time/],
    ["after:1e400", /is no time/],
    ["is:recaled", /is: takes one of recalled, modified/]
  ]
  for (const path of ["messages", "log", "conversations", "webhooks/deliveries"]) {
    await refusedWith(
      400,
      made,
      wrong.map(([query, message]) => ["GET", `/${path}?q=${encodeURIComponent(query)}`, undefined, message] as const)
    )
  }
  await refusedWith(
    400,
    made,
    wrong.map(([query, message]) =>
      ["GET", `/wait?of=messages&q=${encodeURIComponent(query)}`, undefined, message] as const
    )
  )
  assert.equal(made.world.feed.size, 0)
})

test("waiting is over at once where something is there, and answers the oldest that fits", async () => {
  const made = await talk()
  const { control, world } = made
  const wait = async (query: { readonly q?: string; readonly after?: number }) => {
    const found = await run(control.records.wait({ query: { of: "messages", timeout: 0, ...query } }))
    return "body" in found && "serial" in found ? textOfRow(found) : undefined
  }
  assert.equal(await wait({}), "one")
  assert.equal(await wait({ q: "t" }), "two")
  assert.equal(await wait({ q: "t", after: 2 }), "three")
  const logged = await run(control.records.wait({ query: { of: "log", q: "cmd:sendmsg", timeout: 0 } }))
  assert.ok("path" in logged)
  assert.equal(world.feed.size, 0)
})

test("waiting goes on until something fits", async () => {
  const made = await talk()
  const { control, world } = made
  const waiting = run(control.records.wait({ query: { of: "messages", q: "from:bob" } }))
  await until(() => world.feed.size === 1)
  await say(made, "not this")
  assert.equal(world.feed.size, 1)
  await say(made, "this", "bob", "alice")
  const found = await waiting
  assert.ok("serial" in found)
  assert.equal(found.from, "bob")
  assert.equal(world.feed.size, 0)
})

test("a message that is recalled later is waited for as well", async () => {
  const made = controlled()
  const { control, world } = made
  await importAll(made, "alice", "bob")
  const { MsgKey } = await say(made, "oops")
  const waiting = run(control.records.wait({ query: { of: "messages", q: "is:recalled" } }))
  await until(() => world.feed.size === 1)
  await call(made, "v4/openim/admin_msgwithdraw", { From_Account: "alice", To_Account: "bob", MsgKey })
  const found = await waiting
  assert.ok("serial" in found)
  assert.deepEqual([found.key, found.recalled], [MsgKey, true])
})

test("waiting for what never comes ends with its time, and leaves no listener behind", async () => {
  const made = await talk()
  const { control, world } = made
  const problem = await problemOf(control.records.wait({ query: { of: "messages", q: "never", timeout: 1 } }))
  assert.deepEqual(problem, ["NothingYet", "nothing came within 1 ms"])
  const late = await problemOf(control.records.wait({ query: { of: "messages", after: 4, timeout: 0 } }))
  assert.deepEqual(late, ["NothingYet", "nothing came within 0 ms"])
  assert.equal(world.feed.size, 0)
})

test("whoever stops waiting leaves no listener behind", async () => {
  const { send, world } = await talk()
  const gone = new AbortController()
  const waiting = send("GET", "/wait?of=messages&q=never", { signal: gone.signal })
  await until(() => world.feed.size === 1)
  gone.abort()
  await until(() => world.feed.size === 0)
  await waiting.then((response) => response.body?.cancel(), () => undefined)
})

test("waiting for calls of one app does not answer those of another", async () => {
  const made = controlled()
  const { control, service, world } = made
  const other = service.createApp().sdkAppId
  await call(made, importPath, { UserID: "mine" })
  const nothing = await problemOf(control.records.wait({ query: { app: other, of: "log", timeout: 0 } }))
  assert.equal(nothing[0], "NothingYet")
  const waiting = run(control.records.wait({ query: { app: other, of: "log" } }))
  await until(() => world.feed.size === 1)
  await call(made, importPath, { UserID: "mine too" })
  await call(made, importPath, { UserID: "theirs" }, other)
  const found = await waiting
  assert.ok("path" in found)
  assert.deepEqual([found.id, found.request], [3, { UserID: "theirs" }])
})

test("a webhook is waited for until it is over", async () => {
  const made = controlled()
  const { control, service, world } = made
  const answer = Deferred.makeUnsafe<Response>()
  service.app().webhooks.settings = { target: () => Deferred.await(answer), commands: ["C2C.CallbackAfterSendMsg"] }
  await importAll(made, "alice", "bob")
  await say(made, "hi")
  await until(() => service.app().webhooks.deliveries.length === 1)
  const waiting = run(control.records.wait({ query: { of: "webhooks", q: "cmd:AfterSendMsg" } }))
  await until(() => world.feed.size === 1)
  await run(Deferred.succeed(answer, Response.json({ ErrorCode: 0 })))
  const found = await waiting
  assert.ok("blocking" in found)
  assert.deepEqual([found.status, found.failure], [200, undefined])
})

test("accounts are listed, searched and shown with what belongs to them", async () => {
  const made = controlled()
  const { control, service } = made
  await using tim = await connect(service.options)
  await importAll(made, "alice", "bob")
  await tim.accounts.import("carol", { Nick: "Caroline", FaceUrl: "https://example.org/c.png" })
  await tim.friends.add("alice", ["bob"])
  await tim.groups.create({ Type: "Public", Name: "Club", GroupId: "club", Owner_Account: "alice" })
  await say(made, "unread", "bob", "alice")
  const list = (query: { readonly q?: string; readonly offset?: number; readonly limit?: number }) =>
    run(control.records.accounts({ query }))
  const all = await list({})
  assert.deepEqual([all.items.map(({ userId }) => userId), all.total], [["administrator", "alice", "bob", "carol"], 4])
  assert.deepEqual(all.items.map(({ administrator }) => administrator), [true, false, false, false])
  assert.deepEqual((await list({ q: "CAROLINE" })).items.map(({ faceUrl, nick }) => [nick, faceUrl]), [
    ["Caroline", "https://example.org/c.png"]
  ])
  const page = await list({ offset: 1, limit: 2 })
  assert.deepEqual([page.items.map(({ userId }) => userId), page.total], [["alice", "bob"], 4])
  const { friends, groups, mutedUntil, profile, unread } = await run(
    control.records.account({ query: {}, params: { userId: "alice" } })
  )
  assert.deepEqual({ friends, groups, mutedUntil, profile, unread }, {
    friends: 1,
    groups: ["club"],
    mutedUntil: { c2c: 0, group: 0 },
    profile: {},
    unread: 1
  })
  const nobody = control.records.account({ query: {}, params: { userId: `../${"爱".repeat(50)}` } })
  assert.deepEqual(await problemOf(nobody), ["NotThere", "there is no such account"])
})

test("groups are listed, searched and shown with their members", async () => {
  const made = controlled()
  const { control, service } = made
  await using tim = await connect(service.options)
  await importAll(made, "alice", "bob")
  const { GroupId: chess } = await tim.groups.create({ Type: "Public", Name: "Chess", Owner_Account: "alice" })
  assert.match(chess, /^@TGS#/)
  await tim.groups.create({ Type: "Private", Name: "Go", GroupId: "go", Owner_Account: "bob" })
  await tim.groups.addMembers(chess, ["bob"])
  await tim.groups.muteMembers(chess, ["bob"], 60)
  const { items, total } = await run(control.records.groups({ query: { q: "CHESS" } }))
  assert.deepEqual([items, total], [
    [{ groupId: chess, type: "Public", name: "Chess", owner: "alice", members: 2 }],
    1
  ])
  const shown = await run(control.records.group({ query: {}, params: { groupId: chess } }))
  assert.deepEqual(shown.memberList.map(({ mutedUntil, role, userId }) => [userId, role, mutedUntil > 0]), [
    ["alice", "Owner", false],
    ["bob", "Member", true]
  ])
  const nowhere = control.records.group({ query: {}, params: { groupId: "none" } })
  assert.deepEqual(await problemOf(nowhere), ["NotThere", "there is no such group"])
})

test("a call is made in the name of the administrator, and answered as the API answers", async () => {
  const made = controlled({ administrators: ["root", "other"] })
  const { control, world } = made
  await call(made, importPath, { UserID: "alice" })
  const [logged] = world.log.newest()
  assert.deepEqual([logged?.identifier, logged?.sdkAppId], ["root", app])
  const refusal = await run(control.records.call({ query: {}, payload: { path: "/v4/nowhere", body: {} } })) as object
  assert.deepEqual(refusal, {
    ActionStatus: "FAIL",
    ErrorCode: 60009,
    ErrorInfo: "the emulator does not know /v4/nowhere"
  })
})

test("a call that a fault spoils says how", async () => {
  const made = controlled()
  const { control, service } = made
  const { faults } = service.app()
  const spoilt = async (fault: Parameters<typeof faults.add>[0]["fault"]) => {
    faults.add({ fault, count: 1 }, Date.now())
    return problemOf(control.records.call({ query: {}, payload: { path: importPath, body: { UserID: "alice" } } }))
  }
  assert.deepEqual(await spoilt({ kind: "drop", when: "before" }), ["ControlProblem", "a fault dropped the connection"])
  assert.deepEqual(await spoilt({ kind: "http-status", status: 503 }), [
    "ControlProblem",
    "a fault answered the HTTP status 503"
  ])
  assert.deepEqual(await spoilt({ kind: "truncate" }), ["ControlProblem", "a fault cut the answer off"])
  await refusedWith(400, made, [
    [
      "POST",
      "/call",
      { path: importPath, body: [] },
      /body is a JSON object/
    ],
    ["POST", "/call", { path: importPath }, /body/],
    ["POST", "/call", { path: 1, body: {} }, /path/]
  ])
})

test("faults are added, listed and removed", async () => {
  const made = controlled()
  const { control, service } = made
  const rule = { command: "account_import", count: 1, fault: { kind: "error-code", code: 60008 } } as const
  const added = await run(control.behaviour.addFault({ query: {}, payload: rule }))
  assert.deepEqual(added, { id: 1, rule, matched: 0, fired: 0 })
  const timed = await run(control.behaviour.addFault({
    query: {},
    payload: { expiresIn: 60_000, fault: { kind: "drop", when: "after" } }
  }))
  assert.ok((timed.expires ?? 0) > Date.now())
  await using tim = await connect({ ...service.options, limits: { maxAttempts: 1 } })
  await assert.rejects(tim.accounts.import("alice"))
  const listed = await run(control.behaviour.faults({ query: {} }))
  assert.deepEqual(listed.map(({ fired, id, matched }) => [id, matched, fired]), [[1, 1, 1], [2, 0, 0]])
  await run(control.behaviour.removeFault({ query: {}, params: { id: 1 } }))
  assert.deepEqual(await problemOf(control.behaviour.removeFault({ query: {}, params: { id: 1 } })), [
    "NotThere",
    "there is no fault 1"
  ])
  await run(control.behaviour.removeFaults({ query: {} }))
  assert.deepEqual(await run(control.behaviour.faults({ query: {} })), [])
})

test("a rule that could never fire is refused in words", async () => {
  const made = controlled()
  const fault = { kind: "truncate" }
  const rules: ReadonlyArray<readonly [rule: object, message: RegExp]> = [
    [{}, /fault/],
    [{ fault: { kind: "explode" } }, /fault/],
    [{ fault: { kind: "drop" } }, /when/],
    [{ fault: { kind: "drop", when: "later" } }, /when/],
    [{ fault: { kind: "error-code", code: 0 } }, /code is an integer other than 0/],
    [{ fault: { kind: "error-code", code: 1.5 } }, /code is an integer/],
    [{ fault: { kind: "error-code", code: "NaN" } }, /code/],
    [{ fault: { kind: "http-status", status: 199 } }, /status is from 200 to 599/],
    [{ fault: { kind: "http-status", status: 600 } }, /status is from 200 to 599/],
    [{ fault: { kind: "delay", milliseconds: -1 } }, /milliseconds are from 0 to 600000/],
    [{ fault: { kind: "delay", milliseconds: 600_001 } }, /milliseconds are from 0 to 600000/],
    [{ fault, probability: 1.1 }, /probability is from 0 to 1/],
    [{ fault, probability: "Infinity" }, /probability/],
    [{ fault, nth: 0 }, /nth counts from 1/],
    [{ fault, count: 0.5 }, /count is at least 1/],
    [{ fault, expiresIn: 0 }, /expiresIn is more than 0/],
    [{ fault, command: "sendMsg" }, /command fits no endpoint; write sendmsg/],
    [{ fault, command: `${"*e".repeat(60)}` }, /command fits no endpoint/],
    [{ fault, command: `${"*".repeat(99)}!` }, /command fits no endpoint/]
  ]
  await refusedWith(400, made, rules.map(([rule, message]) => ["POST", "/faults", rule, message] as const))
  await refusedWith(400, made, [["DELETE", "/faults/first", undefined, /id/]])
  assert.deepEqual(made.service.app().faults.list(), [])
})

test("rates are switched on, changed and kept within reason", async () => {
  const made = controlled()
  const { control, service } = made
  assert.deepEqual(await run(control.behaviour.limits({ query: {} })), { enabled: false, rates: {} })
  const payload = { enabled: true, rates: { [importPath]: 1 } }
  assert.deepEqual(await run(control.behaviour.setLimits({ query: {}, payload })), payload)
  assert.deepEqual(await run(control.behaviour.limits({ query: {} })), payload)
  await refusedWith(400, made, [
    [
      "PUT",
      "/limits",
      { enabled: true, rates: { "v4/openim/sendMsg": 1 } },
      /there is no endpoint v4\/openim\/sendMsg/
    ],
    ["PUT", "/limits", { enabled: true, rates: { [importPath]: -1 } }, /a rate is at least 0/],
    ["PUT", "/limits", { enabled: true, rates: { [importPath]: "NaN" } }, /rates/],
    ["PUT", "/limits", { enabled: "yes", rates: {} }, /enabled/]
  ])
  assert.deepEqual(await run(control.behaviour.limits({ query: {} })), payload)
  await run(control.state.changeClock({ payload: { frozen: true } }))
  await using tim = await connect({ ...service.options, limits: { maxAttempts: 1 } })
  await tim.accounts.import("alice")
  const { ErrorCode } = await tim.call(importPath, { UserID: "bob" }).catch((error: { readonly code?: number }) => ({
    ErrorCode: error.code
  }))
  assert.equal(ErrorCode, 60007)
})

/** A webhook of something that only clients do. */
const command = "State.StateChange"

/** Answers webhooks, and keeps the commands. */
const receiver = (): { readonly target: WebhookReceiver; readonly got: Array<string> } => {
  const got: Array<string> = []
  return {
    got,
    target: (request) =>
      Effect.sync(() => {
        got.push(new URL(request.url).searchParams.get("CallbackCommand") ?? "")
        return Response.json({ ErrorCode: 0 })
      })
  }
}

test("webhooks are set and taken away, and never tell their token", async () => {
  const made = controlled()
  const { control, send, service } = made
  const nothing = { signed: false, whenFailing: "deliver", repeat: false }
  assert.deepEqual(await run(control.behaviour.webhooks({ query: {} })), nothing)
  const payload = {
    url: "http://127.0.0.1:9/hook",
    token: "canary-token",
    commands: ["C2C.CallbackAfterSendMsg"],
    whenFailing: "refuse",
    repeat: true
  } as const
  const { token: _token, ...shown } = payload
  const answered = await (await send("PUT", "/webhooks", { body: payload })).text()
  assert.doesNotMatch(answered, /canary-token/)
  assert.deepEqual(JSON.parse(answered), { ...shown, signed: true })
  assert.doesNotMatch(await (await send("GET", "/webhooks")).text(), /canary-token/)
  // Without a token, the one that is there stays: nobody could send it back.
  const moved = await run(control.behaviour.setWebhooks({ query: {}, payload: { url: "https://127.0.0.1:9/" } }))
  assert.deepEqual(moved, { ...nothing, url: "https://127.0.0.1:9/", signed: true })
  const kept = service.app().webhooks.settings?.token
  assert.equal(Redacted.isRedacted(kept) ? Redacted.value(kept) : kept, "canary-token")
  await run(control.behaviour.removeWebhooks({ query: {} }))
  assert.deepEqual(await run(control.behaviour.webhooks({ query: {} })), nothing)
  await run(control.behaviour.setWebhooks({ query: {}, payload: { url: "http://127.0.0.1:9/" } }))
  assert.equal((await run(control.behaviour.webhooks({ query: {} }))).signed, false)
  service.app().webhooks.settings = { target: receiver().target }
  assert.equal((await run(control.behaviour.webhooks({ query: {} }))).url, "in process")
  await refusedWith(400, made, [
    ["PUT", "/webhooks", {}, /url/],
    ["PUT", "/webhooks", { url: "nowhere" }, /url is an http or https address/],
    ["PUT", "/webhooks", { url: "file:///etc/passwd" }, /url is an http or https address/],
    ["PUT", "/webhooks", { url: "http://127.0.0.1/", whenFailing: "cry" }, /whenFailing/]
  ])
})

test("webhooks are fired, listed, searched and sent once more", async () => {
  const made = controlled()
  const { control, service } = made
  const { got, target } = receiver()
  service.app().webhooks.settings = { target, token: "canary-token" }
  const noon = Date.UTC(2027, 0, 1, 12)
  await run(control.state.changeClock({ payload: { frozen: true, set: noon } }))
  const { CallbackCommand: _command, EventTime: _time, ...body } = fixtures[command]
  const fired = await run(control.behaviour.fire({ query: {}, payload: { command, body } }))
  // What is sent is sent in the emulator's time.
  assert.deepEqual([fired.id, fired.command, fired.status, fired.failure], [1, command, 200, undefined])
  assert.deepEqual([fired.time, (fired.body as { readonly EventTime?: unknown }).EventTime], [noon, noon])
  const again = await run(control.behaviour.resend({ query: {}, params: { id: 1 } }))
  assert.deepEqual([again.id, again.body, again.time], [2, fired.body, noon])
  assert.deepEqual(got, [command, command])
  const { items, more } = await run(control.behaviour.deliveries({ query: { limit: 1 } }))
  assert.deepEqual([items.map(({ id }) => id), more], [[2], true])
  const older = await run(control.behaviour.deliveries({ query: { before: 2, q: "cmd:StateChange" } }))
  assert.deepEqual([older.items, older.more, older.forgotten], [[fired], false, 0])
  assert.deepEqual((await run(control.behaviour.deliveries({ query: { q: "is:failed" } }))).items, [])
  assert.doesNotMatch(JSON.stringify(items), /canary-token|Sign/)
})

test("what cannot be fired or sent once more says why", async () => {
  const made = controlled()
  const { control, service } = made
  const { CallbackCommand: _command, EventTime: _time, ...body } = fixtures[command]
  const nowhere = "this webhook goes nowhere: set a target, and switch its command on"
  const fire = (of: string, what: Record<string, unknown> = body) =>
    control.behaviour.fire({ query: {}, payload: { command: of, body: what } })
  const resend = control.behaviour.resend({ query: {}, params: { id: 1 } })
  assert.deepEqual(await problemOf(fire(command)), ["ControlProblem", nowhere])
  assert.deepEqual(await problemOf(resend), ["ControlProblem", nowhere])
  service.app().webhooks.settings = { target: receiver().target, commands: ["C2C.CallbackAfterSendMsg"] }
  assert.deepEqual(await problemOf(fire(command)), ["ControlProblem", nowhere])
  assert.deepEqual(await problemOf(resend), ["NotThere", "there is no delivery 1"])
  assert.deepEqual(await problemOf(fire("toString")), ["NotThere", "there is no command toString"])
  const [tag, message] = await problemOf(fire(command, { Info: { Action: 1 } }))
  assert.equal(tag, "ControlProblem")
  assert.match(message, /body: Info\.Action/)
})

test("two webhooks that are fired at once are each answered what became of themselves", async () => {
  const made = controlled()
  const { control, service } = made
  const slow = Deferred.makeUnsafe<Response>()
  const { CallbackCommand: _command, EventTime: _time, ...body } = fixtures[command]
  let asked = 0
  service.app().webhooks.settings = {
    target: () => ++asked === 1 ? Deferred.await(slow) : Effect.succeed(Response.json({ ErrorCode: 0 }))
  }
  const fire = () => run(control.behaviour.fire({ query: {}, payload: { command, body } }))
  const first = fire()
  await until(() => asked === 1)
  const second = await fire()
  await run(Deferred.succeed(slow, new Response("", { status: 500 })))
  assert.deepEqual([(await first).id, (await first).failure], [1, "HTTP status"])
  assert.deepEqual([second.id, second.failure], [2, undefined])
})

test("events tell of everything, in the order in which it happens", async () => {
  const made = controlled()
  const { control, send, service, world } = made
  const other = service.createApp().sdkAppId
  await importAll(made, "alice", "bob")
  service.app().webhooks.settings = { target: receiver().target, commands: ["C2C.CallbackAfterSendMsg"] }
  const response = await send("GET", `/events?app=${app}`)
  assert.equal(response.status, 200)
  assert.match(response.headers.get("content-type") ?? "", /^text\/event-stream/)
  // Whoever has the answer misses nothing from then on.
  assert.equal(world.feed.size, 1)
  const { next, stop } = eventsOf(response)
  const { MsgKey } = await say(made, "hi")
  await run(service.app().webhooks.settled)
  await call(made, importPath, { UserID: "theirs" }, other)
  await call(made, "v4/openim/admin_msgwithdraw", { From_Account: "alice", To_Account: "bob", MsgKey })
  await run(control.state.reset({ query: { app: other } }))
  await run(control.state.reset({ query: {} }))
  await run(control.state.changeClock({ payload: { reset: true } }))
  const got: Array<ReadonlyArray<unknown>> = []
  for (let count = 0; count < 8; count++) {
    const event = await next()
    got.push(
      event?.type === "message" || event?.type === "message-changed"
        ? [event.type, event.message.key, event.message.recalled]
        : event?.type === "call"
        ? [event.type, event.entry.path]
        : event?.type === "webhook"
        ? [event.type, event.delivery.command, event.delivery.status]
        : [event?.type]
    )
  }
  const webhook = "C2C.CallbackAfterSendMsg"
  // A webhook about what has happened is on its way while the call is answered.
  const [message, ...rest] = got
  assert.deepEqual(message, ["message", MsgKey, false])
  assert.deepEqual(rest.filter(([type]) => type === "webhook"), [
    ["webhook", webhook, undefined],
    ["webhook", webhook, 200]
  ])
  assert.deepEqual(rest.filter(([type]) => type !== "webhook"), [
    ["call", "v4/openim/sendmsg"],
    ["message-changed", MsgKey, true],
    ["call", "v4/openim/admin_msgwithdraw"],
    ["state"],
    ["clock"]
  ])
  await stop()
  assert.equal(world.feed.size, 0)
})

test("without an app, events tell of all apps, and of calls that nobody is known to have made", async () => {
  const made = controlled()
  const { send, service } = made
  const other = service.createApp().sdkAppId
  const { next, stop } = eventsOf(await send("GET", "/events"))
  await call(made, importPath, { UserID: "theirs" }, other)
  await service.fetch(new Request(`http://127.0.0.1/${importPath}`, { method: "POST", body: "{}" }))
  const [first, second] = [await next(), await next()]
  assert.ok(first?.type === "call" && second?.type === "call")
  assert.deepEqual([first.entry.sdkAppId, second.entry.sdkAppId, second.entry.code], [other, undefined, 60012])
  await stop()
})

test("a listener that does not read misses some, is told how many, and then goes on", async () => {
  const made = controlled()
  const { send, world } = made
  const { next, stop } = eventsOf(await send("GET", "/events"))
  const happen = (times: number) => {
    for (let time = 0; time < times; time++) world.feed.publish({ type: "state", sdkAppId: app })
  }
  happen(10_000)
  let got = 0
  let event = await next()
  while (event?.type === "state") {
    got++
    event = await next()
  }
  // Nothing else has to happen for it to be told.
  assert.deepEqual(event, { type: "missed", count: 10_000 - got })
  assert.ok(got >= 512 && got < 2_000, `${got} were kept`)
  happen(1)
  assert.deepEqual(await next(), { type: "state", sdkAppId: app })
  await stop()
})

test("listeners that go away are not told any longer", async () => {
  const { send, world } = controlled()
  const gone = new AbortController()
  const aborted = eventsOf(await send("GET", "/events", { signal: gone.signal }))
  const unread = await send("GET", "/events")
  const read = eventsOf(await send("GET", "/events"))
  assert.equal(world.feed.size, 3)
  gone.abort()
  await until(() => world.feed.size === 2)
  await aborted.stop().catch(() => undefined)
  await unread.body?.cancel()
  await until(() => world.feed.size === 1)
  const reading = read.next()
  await read.stop()
  assert.equal(await reading, undefined)
  assert.equal(world.feed.size, 0)
})

test("an app that is not there, or no number, is told of by every endpoint that takes one", async () => {
  const made = controlled()
  const exported = await run(made.control.state.exportState({ query: {} }))
  const bodies: Readonly<Record<string, unknown>> = {
    "PUT /state": exported,
    "POST /call": { path: importPath, body: {} },
    "POST /faults": { fault: { kind: "truncate" } },
    "PUT /limits": { enabled: false, rates: {} },
    "PUT /webhooks": { url: "http://127.0.0.1:9/" },
    "POST /webhooks/fire": { command: "State.StateChange", body: {} }
  }
  for (const { method, path, takesApp } of await operations(made)) {
    if (!takesApp) continue
    const at = path.replace(/\{\w+\}/g, "1")
    const of = path === "/wait" ? "of=messages&" : ""
    const body = bodies[`${method} ${path}`]
    await refusedWith(400, made, [[method, `${at}?${of}app=one`, body, /app/]])
    // An app that is made later may be listened to already.
    if (path !== "/events") await refusedWith(404, made, [[method, `${at}?${of}app=1`, body, /there is no app 1/]])
  }
})

interface Operation {
  readonly method: string
  readonly path: string
  readonly takesApp: boolean
  /** Whether there is anything that could be wrong with a request. */
  readonly takesAnything: boolean
  readonly statuses: ReadonlyArray<number>
}

/** What the API says of its endpoints. */
const operations = async ({ send }: Controlled): Promise<ReadonlyArray<Operation>> => {
  const { paths } = await (await send("GET", "/openapi.json")).json() as {
    readonly paths: Record<
      string,
      Record<string, {
        readonly parameters?: ReadonlyArray<{ readonly name: string }>
        readonly requestBody?: unknown
        readonly responses: Record<string, unknown>
      }>
    >
  }
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { parameters = [], requestBody, responses }]) => ({
      method: method.toUpperCase(),
      path: path.replace(/^\/__tim/, ""),
      takesApp: parameters.some(({ name }) => name === "app"),
      takesAnything: parameters.length > 0 || requestBody !== undefined,
      statuses: Object.keys(responses).map(Number)
    }))
  )
}

test("every endpoint was seen to succeed, and to fail in every way that it says it may", async () => {
  const missing: Array<string> = []
  for (const { method, path, statuses, takesAnything } of await operations(controlled())) {
    const pattern = new RegExp(`^${method} /__tim${path.replace(/\{\w+\}/g, "[^/]+")} (\\d+)$`)
    const found = new Set([...seen].map((answer) => Number(pattern.exec(answer)?.[1])))
    for (const status of statuses) {
      if (status === 400 && !takesAnything) continue
      if (!found.has(status)) missing.push(`${method} ${path} ${status}`)
    }
  }
  assert.deepEqual(missing, [])
})
