/** `timkit webhook`: list, sign, send and receive webhooks. */
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { parseJson } from "../endpoint/json.ts"
import { failureOf } from "../endpoint/Transport.ts"
import type { AnyCommand } from "../webhook/Command.ts"
import { command } from "./command.ts"
import { requireSdkAppId } from "./connection.ts"
import { CommandFailed, Ended } from "./failures.ts"
import { toObject } from "./input.ts"
import { showAnswer, showList } from "./output.ts"
import { listenCommand } from "./webhookListen.ts"
import { requireToken, tokenFile } from "./webhookToken.ts"
import { one, text, toggle } from "./words.ts"

/** What is needed of webhooks. No other command should wait for it to be loaded. */
const rooms = Effect.promise(async () => ({
  ...await import("../webhook/events.ts"),
  ...await import("../webhook/send.ts"),
  ...await import("../testing/callback.ts"),
  ...await import("../testing/fixtures/fixtures.ts")
}))

/** The fixture of a command, by its name or the end of it. */
const fixtureOf = Effect.fnUntraced(function*(word: string) {
  const { fixtures } = yield* rooms
  const names = Object.keys(fixtures)
  const meant = names.includes(word)
    ? [word]
    : names.filter((name) => name.endsWith(`.${word}`) || name.endsWith(`.Callback${word}`))
  const [name, ...others] = meant
  if (name !== undefined && others.length === 0) {
    return { name, body: (fixtures as { readonly [name: string]: object })[name] ?? {} }
  }
  const detail = name === undefined
    ? "no webhook has this name: timkit webhook commands lists them"
    : `several webhooks have this name: ${meant.join(", ")}`
  return yield* new CommandFailed({ detail })
})

const commands = command(
  "commands",
  "List the webhooks: when they come, and whether they ask",
  {
    words: Argument.String("words").pipe(
      Argument.withDescription("Words that name or title must hold; all when left out"),
      Argument.variadic()
    )
  },
  Effect.fnUntraced(function*({ words }) {
    const { events } = yield* rooms
    const all: ReadonlyArray<AnyCommand> = Object.values(events)
    const rows = all.map(({ blocking, docs, name, title }) => ({ name, title, asks: blocking, docs }))
    yield* showList(rows.filter(({ name, title }) => {
      const text = `${name} ${title}`.toLowerCase()
      return words.every((word) => text.includes(word.toLowerCase()))
    }))
  })
)

const sign = command(
  "sign",
  "Sign a webhook as the service does: Sign, RequestTime, and the query of a command",
  {
    command: Argument.String("command").pipe(
      Argument.withDescription("The webhook whose whole query is wanted"),
      Argument.optional
    ),
    tokenFile,
    time: Flag.Int("time").pipe(
      Flag.withDescription("When it is signed, in seconds since 1970; now when left out"),
      Flag.optional
    )
  },
  Effect.fnUntraced(function*({ command: word, time, tokenFile }) {
    const { queryOf } = yield* rooms
    const token = yield* requireToken(tokenFile)
    const requestTime = Option.getOrUndefined(time)
    const name = Option.isNone(word) ? undefined : (yield* fixtureOf(word.value)).name
    const sdkAppId = name === undefined ? 0 : yield* requireSdkAppId
    const query = yield* queryOf({ sdkAppId, command: name ?? "", body: {}, url: "", token, requestTime })
    const { RequestTime, Sign } = Object.fromEntries(query)
    yield* showAnswer({
      Sign,
      RequestTime,
      ...(name === undefined
        ? {}
        : { query: new URLSearchParams(query.map(([name, value]) => [name, value])).toString() })
    })
  })
)

/** How long an answer is waited for. The service itself waits for two seconds. */
const patience = 10_000

/** Sends a request. What goes wrong holds no address. */
const post = (request: Request) =>
  Effect.tryPromise({
    try: async (signal) => {
      const response = await fetch(request, { signal: AbortSignal.any([signal, AbortSignal.timeout(patience)]) })
      return { status: response.status, text: await response.text() }
    },
    catch: (error) => new CommandFailed({ detail: `the webhook was not answered: ${failureOf(error).detail}`, code: 3 })
  })

const toAnswer = (text: string): unknown => {
  try {
    return parseJson(text)
  } catch {
    return text
  }
}

const send = command(
  "send",
  "Send a webhook as the service would, signed, and tell what is answered",
  {
    command: one("command", "The webhook, such as C2C.CallbackBeforeSendMsg"),
    url: one("url", "Where it goes"),
    json: text("json", "Fields, as a JSON object, in place of the example's"),
    tokenFile,
    unsigned: toggle("unsigned", "Without a signature")
  },
  Effect.fnUntraced(function*({ command: word, json, tokenFile, unsigned, url }) {
    const { callbackRequest } = yield* rooms
    if (!URL.canParse(url) || !/^https?:/.test(url)) {
      return yield* new CommandFailed({ detail: "this is no address of http" })
    }
    const { body, name } = yield* fixtureOf(word)
    const fields = Option.isNone(json) ? {} : yield* toObject<object>(json.value, "--json", parseJson)
    const token = unsigned ? undefined : yield* requireToken(tokenFile, ", or send it --unsigned")
    const sdkAppId = yield* requireSdkAppId
    const request = yield* callbackRequest({ sdkAppId, command: name, body: { ...body, ...fields }, url, token })
    const { status, text } = yield* post(request)
    yield* showAnswer({ status, answer: toAnswer(text) })
    if (status !== 200) return yield* new Ended({ code: 1 })
  })
)

/** `timkit webhook`. */
export const webhookCommand = Command.make("webhook").pipe(
  Command.withDescription("List, sign, send and receive webhooks"),
  Command.withSubcommands([commands, sign, send, listenCommand]),
  Command.withExamples([
    { command: "timkit webhook listen --port 8080", description: "Print every webhook that comes" },
    { command: "timkit webhook send C2C.CallbackBeforeSendMsg http://127.0.0.1:8080/", description: "Send one" }
  ])
)
