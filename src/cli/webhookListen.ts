/** `timkit webhook listen`: prints the webhooks that come, and answers them. */
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { addressOf, listen } from "../http/listen.ts"
import type { WebhookEvent } from "../webhook/events.ts"
import type { HandlerOptions } from "../webhook/handler.ts"
import { command } from "./command.ts"
import { requireSdkAppId } from "./connection.ts"
import { untilStopped } from "./interruption.ts"
import { listening, serverFlags } from "./serving.ts"
import { type Format, resolvedFormat } from "./settings.ts"
import { cellOf } from "./table.ts"
import { requireToken, tokenFile } from "./webhookToken.ts"
import { text, toggle, whole } from "./words.ts"

const defaultPort = 7481

/** An event in one line. */
const lineOf = ({ body, command, known, query, time }: WebhookEvent, format: Format): string => {
  if (format !== "table") return JSON.stringify({ command, known, time, query, body })
  const when = time === undefined ? "" : `${new Date(time).toISOString()} `
  return `${when}${cellOf(command)} ${cellOf(body)}`
}

/** `timkit webhook listen`. */
export const listenCommand = command(
  "listen",
  "Receive webhooks: verify and print each, and answer that it may happen",
  {
    ...serverFlags(defaultPort),
    path: text("path", "The only path that is answered; any when left out"),
    refuse: whole("refuse", "Refuse what asks, with this code of the app's own"),
    tokenFile,
    unverified: toggle("unverified", "Take everything from everybody, without a token")
  },
  Effect.fnUntraced(function*({ hostname, path, port, refuse: code, tokenFile, unverified }) {
    const { events, handler, refuse } = yield* Effect.promise(async () => ({
      ...await import("../webhook/events.ts"),
      ...await import("../webhook/handler.ts"),
      ...await import("../webhook/decisions.ts")
    }))
    const sdkAppId = yield* requireSdkAppId
    const tokens = unverified ? undefined : yield* requireToken(tokenFile, ", or take all with --unverified")
    const format = yield* resolvedFormat
    const console = yield* Console.Console
    const show = (event: WebhookEvent) => console.log(lineOf(event, format))
    const refusing = Option.map(code, (code) => (event: WebhookEvent) => {
      show(event)
      return refuse(code, "Refused by timkit webhook listen")
    })
    const handle = handler({
      sdkAppId,
      tokens,
      unverified,
      ...(Option.isSome(path) ? { path: path.value } : {}),
      on: Option.match(refusing, {
        onNone: () => ({}),
        onSome: (decide) =>
          Object.fromEntries(
            Object.values(events).filter(({ blocking }) => blocking).map(({ name }) => [name, decide])
          ) as HandlerOptions["on"] & object
      }),
      otherwise: show,
      onError: (error) => console.error(error instanceof Error ? error.message : String(error)),
      onNotAccepted: ({ detail, status }) => console.error(`answered ${status}: ${detail}`)
    })
    const server = yield* listening(
      () => listen((request) => handle(request), port, hostname),
      { hostname, port },
      ({ stop }) => stop()
    )
    yield* Console.error(`listening on ${addressOf(hostname, server.port)}; stop it with Ctrl+C`)
    yield* untilStopped
  }, Effect.scoped)
)
