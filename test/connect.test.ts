import assert from "node:assert/strict"
import { test } from "node:test"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import {
  connect,
  CurrentRateLimiter,
  ErrorCode,
  ErrorExplainer,
  type Fetch,
  isRefusedWith,
  msg,
  profile,
  regions,
  TimError
} from "../mod.ts"
import { accountImport } from "../src/api/accounts/endpoints.ts"
import { emulator } from "../src/emulator/mod.ts"

const never = () => new Promise<Response>(() => undefined)

test("a connection answers by promises, under the names of the services", async () => {
  await using tim = await connect(emulator().options)
  const { ok } = await tim.accounts.importMany(["alice", "bob"])
  assert.deepEqual(ok, ["alice", "bob"])
  await tim.profiles.set("alice", profile().nick("Alice").richLv(3))
  const read = await tim.profiles.read(["alice"], ["nick", "richLv"])
  assert.deepEqual(read.ok, [{ userId: "alice", nick: "Alice", richLv: 3 }])
  const { MsgKey } = await tim.messages.send(msg().text("hi").from("alice").to("bob"))
  assert.match(MsgKey, /^\d+_\d+_\d+$/)
})

test("pages come as an async iterator", async () => {
  await using tim = await connect(emulator().options)
  await tim.accounts.importMany(["alice", "bob"])
  for (let index = 0; index < 5; index++) await tim.messages.send(msg().text(`${index}`).from("alice").to("bob"))
  const texts: Array<unknown> = []
  for await (const { MsgBody } of tim.messages.history("bob", "alice")) texts.push(MsgBody[0]?.MsgContent)
  assert.equal(texts.length, 5)
})

test("an iterator that is left early asks for no further page", async () => {
  const { fetch, ...options } = emulator().options
  let pages = 0
  await using tim = await connect({
    ...options,
    fetch: (url, init) => {
      if (url.includes("admin_getroammsg")) pages++
      return fetch(url, init)
    }
  })
  await tim.accounts.importMany(["alice", "bob"])
  for (let index = 0; index < 5; index++) await tim.messages.send(msg().text(`${index}`).from("alice").to("bob"))
  for await (const message of tim.messages.history("bob", "alice", { MaxCnt: 2 })) {
    assert.ok(message)
    break
  }
  assert.equal(pages, 1)
  let read = 0
  for await (const _ of tim.messages.history("bob", "alice", { MaxCnt: 2 })) read++
  assert.equal(read, 5)
})

test("a page that fails rejects with the failure of the call", async () => {
  await using tim = await connect(emulator().options)
  const pages = tim.groups.members("nobody")[Symbol.asyncIterator]()
  await assert.rejects(pages.next(), (error: unknown) => error instanceof TimError && error.reason._tag === "Refused")
  assert.deepEqual(await pages.next(), { done: true, value: undefined })
})

test("a signal and closing abandon pages as they do calls", async () => {
  const controller = new AbortController()
  const tim = await connect({ ...emulator().options, fetch: never })
  const ofSignal = tim.with({ signal: controller.signal }).messages.history("bob", "alice")[Symbol.asyncIterator]()
  const rejected = assert.rejects(ofSignal.next(), (error: unknown) => error === controller.signal.reason)
  controller.abort(new Error("enough"))
  await rejected
  const abandoned = (error: unknown) => error instanceof DOMException && error.name === "AbortError"
  const ofConnection = tim.messages.history("bob", "alice")[Symbol.asyncIterator]()
  const closed = assert.rejects(ofConnection.next(), abandoned)
  await tim.close()
  await closed
  await assert.rejects(tim.messages.history("bob", "alice")[Symbol.asyncIterator]().next(), abandoned)
})

test("a rejection is the same tagged failure", async () => {
  await using tim = await connect(emulator().options)
  await assert.rejects(tim.accounts.kick("nobody"), (error: unknown) => {
    assert.ok(error instanceof TimError && error instanceof Error)
    assert.equal(error._tag, "TimError")
    assert.equal(error.reason._tag, "Refused")
    assert.equal(error.code, ErrorCode.AccountNotFound)
    assert.match(error.message, /70107 AccountNotFound/)
    return isRefusedWith(error, ErrorCode.AccountNotFound)
  })
})

test("an endpoint and a plain path can be called", async () => {
  await using tim = await connect(emulator().options)
  await tim.call(accountImport, { UserID: "alice" })
  const answer = await tim.call("v4/im_open_login_svc/account_check", { CheckItem: [{ UserID: "alice" }] })
  assert.deepEqual(answer["ResultItem"], [{
    UserID: "alice",
    ResultCode: 0,
    ResultInfo: "",
    AccountStatus: "Imported"
  }])
})

test("a path that the emulator does not know is refused, not answered", async () => {
  await using tim = await connect(emulator().options)
  await assert.rejects(
    tim.call("v4/openim/no_such_command", {}),
    (error: unknown) => isRefusedWith(error, ErrorCode.RequestedResourceError)
  )
})

test("a UserSig is made for an account's client", async () => {
  await using tim = await connect(emulator().options)
  assert.match(await tim.signFor("alice"), /^[A-Za-z0-9*\-_]+$/)
})

/** A `fetch` that answers so many calls, and then none. It tells when it is called in vain, and which calls are abandoned. */
const answeringFirst = (fetch: Fetch, answered: number) => {
  let calls = 0
  const aborted: Array<string> = []
  const waiting = Promise.withResolvers<void>()
  const silent: Fetch = (url, init) => {
    if (calls++ < answered) return fetch(url, init)
    init.signal.addEventListener("abort", () => aborted.push(new URL(url).pathname))
    waiting.resolve()
    return never()
  }
  return { aborted, fetch: silent, waiting: waiting.promise }
}

// Until there is a UserSig, a call waits for that as well.
for (const [which, before] of [["the first call", 0], ["a later call", 1]] as const) {
  test(`a signal abandons ${which}, and the promise rejects with its reason`, async () => {
    const { options } = emulator()
    const { aborted, fetch, waiting } = answeringFirst(options.fetch, before)
    await using tim = await connect({ ...options, fetch })
    if (before > 0) await tim.accounts.import("alice")
    const controller = new AbortController()
    const call = tim.with({ signal: controller.signal }).accounts.import("alice")
    await waiting
    const reason = new Error("enough")
    controller.abort(reason)
    await assert.rejects(call, (error: unknown) => error === reason)
    assert.deepEqual(aborted, ["/v4/im_open_login_svc/account_import"])
    await assert.rejects(
      tim.with({ signal: controller.signal }).accounts.import("alice"),
      (error: unknown) => error === reason
    )
  })

  test(`a signal that aborts while ${which} begins abandons it as well`, async () => {
    const { options } = emulator()
    const { fetch } = answeringFirst(options.fetch, before)
    await using tim = await connect({ ...options, fetch })
    if (before > 0) await tim.accounts.import("alice")
    const controller = new AbortController()
    const reason = new Error("enough")
    const aborting = {
      toJSON: () => {
        controller.abort(reason)
        return { UserID: "alice" }
      }
    }
    const call = tim.with({ signal: controller.signal }).call(accountImport, aborting)
    await assert.rejects(call, (error: unknown) => error === reason)
  })

  test(`closing abandons ${which} that is under way and refuses what comes later`, async () => {
    const abandoned = (error: unknown) => error instanceof DOMException && error.name === "AbortError"
    const { options } = emulator()
    const { aborted, fetch, waiting } = answeringFirst(options.fetch, before)
    const tim = await connect({ ...options, fetch })
    if (before > 0) await tim.accounts.import("alice")
    const rejected = assert.rejects(tim.accounts.import("alice"), abandoned)
    await waiting
    await tim.close()
    await rejected
    assert.deepEqual(aborted, ["/v4/im_open_login_svc/account_import"])
    await assert.rejects(tim.accounts.import("bob"), abandoned)
  })

  test(`${which} is given up when it takes too long`, async () => {
    const { options } = emulator()
    const { aborted, fetch } = answeringFirst(options.fetch, before)
    await using tim = await connect({ ...options, fetch })
    if (before > 0) await tim.accounts.import("alice")
    const impatient = tim.with({ limits: { attemptTimeout: 1, maxAttempts: 1 } })
    await assert.rejects(impatient.accounts.import("alice"), /no answer within 1 ms/)
    assert.deepEqual(aborted, ["/v4/im_open_login_svc/account_import"])
  })
}

/** Parts of somebody else's that throw where they must not. */
const throwing: { readonly [what: string]: Layer.Layer<never> } = {
  "rate limiter": Layer.succeed(CurrentRateLimiter)({
    take: () => {
      throw new RangeError("made up")
    },
    slowDown: () => Effect.void
  }),
  "explainer": Layer.succeed(ErrorExplainer)(() => {
    throw new RangeError("made up")
  })
}

for (const [what, layer] of Object.entries(throwing)) {
  test(`a ${what} that throws makes calls reject, and nobody waits for ever`, async () => {
    const { options } = emulator()
    await using tim = await connect({ ...options, layer })
    // The first call waits for a UserSig as well.
    for (const _call of [1, 2]) await assert.rejects(tim.accounts.kick("nobody"), RangeError)
  })
}

test("bounds can be set for some calls", async () => {
  let sent = 0
  await using tim = await connect({
    ...emulator().options,
    fetch: () => {
      sent++
      return Promise.reject(new TypeError("no network"))
    }
  })
  await assert.rejects(tim.with({ limits: { maxAttempts: 1 } }).accounts.import("alice"), TimError)
  assert.equal(sent, 1)
})

test("a connection without options reads the environment, and says what is missing there", async () => {
  await assert.rejects(
    connect(),
    (error: unknown) =>
      error instanceof TimError && error.reason._tag === "ConfigInvalid" && error.message.includes("TIM_SDK_APP_ID")
  )
})

test("a wrong option rejects before anything is sent", async () => {
  await assert.rejects(connect({ ...emulator().options, region: "atlantis" as keyof typeof regions }), TimError)
})

test("apps of an emulator share nothing", async () => {
  const service = emulator()
  await using first = await connect(service.options)
  await using second = await connect(service.createApp())
  await first.accounts.import("alice")
  const { ok } = await second.accounts.check(["alice"])
  assert.deepEqual(ok, [{ UserID: "alice", imported: false }])
})
