/** The webhooks of an app: where they go, and what became of each. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import { check } from "../../endpoint/check.ts"
import { parseJson } from "../../endpoint/json.ts"
import { refuse, type Refusal } from "../Refusal.ts"
import { allowed, type Answer } from "../../webhook/answers.ts"
import type { AnyCommand, Command } from "../../webhook/Command.ts"
import { queryOf, urlOf } from "../../webhook/send.ts"
import type { Token } from "../../webhook/signature.ts"

/** Answers webhooks in this process. */
export type WebhookReceiver = (request: Request) => Promise<Response> | Effect.Effect<Response>

/** What the console's webhook page holds. */
export interface WebhookSettings {
  /** A URL, or a function in this process. */
  readonly target: string | WebhookReceiver
  /** The URL that a function in this process sees. `http://127.0.0.1/` when left out. */
  readonly url?: string | undefined
  /** Signs webhooks. They are not signed when left out. */
  readonly token?: Token | undefined
  /** The commands that are switched on. All when left out. */
  readonly commands?: ReadonlyArray<string> | undefined
  /**
   * What happens to a message when nobody answers the question about it: it is delivered, or refused with 80003.
   * `deliver` when left out.
   */
  readonly whenFailing?: "deliver" | "refuse" | undefined
  /** Whether a webhook about what has happened is sent once more after a time-out. `false` when left out. */
  readonly repeat?: boolean | undefined
}

/** Why a delivery counts as not answered. */
export type Failure = "time-out" | "not reached" | "HTTP status" | "no JSON object" | "answer not valid"

/** One webhook that was sent. */
export interface WebhookDelivery {
  /** Counts up from 1. */
  readonly id: number
  readonly command: string
  readonly blocking: boolean
  /** When it was sent, in milliseconds since 1970. */
  readonly time: number
  /** The query without the signature. */
  readonly query: { readonly [parameter: string]: string }
  readonly body: object
  /** Milliseconds until the answer, or until nobody waited any longer; nothing while it is under way. */
  readonly duration: number | undefined
  readonly status: number | undefined
  /** The text of the answer, at most 4096 characters of it. */
  readonly answer: string | undefined
  /** Nothing where it was answered as it should be. */
  readonly failure: Failure | undefined
}

/** What the app decided about something that is not refused. */
export interface Verdict {
  /** Nobody shall get the message. */
  readonly dropped: boolean
  /** The answer with what it changes; without an answer that of a plain yes. */
  readonly answer: Answer
}

/** How long the service waits for an answer, in milliseconds. */
const timeout = 2_000

/** How many deliveries are kept. */
const kept = 1_000

const maxAnswerCharacters = 4_096

/** The verdict where nobody is asked. */
export const unasked: Verdict = { dropped: false, answer: allowed }

/** The code for a refusal that names none of the app's own. */
const ownRefusal = (command: string): number => command.startsWith("C2C.") ? 20006 : 10016

interface Outcome {
  readonly status: number | undefined
  readonly text: string | undefined
  readonly failure: Failure | undefined
  readonly answer: Answer | undefined
}

/** What became of a webhook, and what was kept of it. */
interface Delivered extends Outcome {
  readonly delivery: WebhookDelivery | undefined
}

/** A webhook that is about to be sent. */
export interface Notice {
  readonly command: AnyCommand
  readonly body: object
}

/** Looks on at what is sent, whether it goes anywhere or not. */
export type Onlooker = (notice: Notice) => void

/** The webhooks of one app. */
export class Webhooks {
  #settings: WebhookSettings | undefined
  /** The latest deliveries, the oldest first. */
  readonly deliveries: Array<WebhookDelivery> = []
  /** How many deliveries were forgotten to make room. */
  forgotten = 0
  readonly onlookers: Set<Onlooker> = new Set()
  /** Is told of every delivery, when it is sent and when it is over. */
  onDelivery: ((delivery: WebhookDelivery) => void) | undefined
  readonly #sdkAppId: number
  readonly #running: Set<Fiber.Fiber<unknown, unknown>> = new Set()
  #nextId = 1

  constructor(sdkAppId: number, settings: WebhookSettings | undefined) {
    this.#sdkAppId = sdkAppId
    this.settings = settings
  }

  get settings(): WebhookSettings | undefined {
    return this.#settings
  }

  /** Where they go from now on. The token cannot be read any more by looking. */
  set settings(settings: WebhookSettings | undefined) {
    const token = settings?.token
    this.#settings = typeof token === "string"
      ? { ...settings, token: Redacted.make(token) } as WebhookSettings
      : settings
  }

  /** Whether anybody wants to know of a command. */
  isWanted(command: string): boolean {
    return this.onlookers.size > 0 || this.#isOn(command)
  }

  #isOn(command: string): boolean {
    return this.settings !== undefined && (this.settings.commands?.includes(command) ?? true)
  }

  /** Asks the app before something happens. Fails with the code that the caller is refused with. */
  ask<Body extends object>(
    command: Command<string, Body, unknown>,
    body: Body,
    nowMillis: number
  ): Effect.Effect<Verdict, Refusal> {
    const notice = this.#noticed(command, body as object, nowMillis)
    if (!this.#isOn(command.name)) return Effect.succeed(unasked)
    return Effect.flatMap(this.#deliver(notice), ({ answer }) => this.#verdict(command, answer))
  }

  #verdict(command: AnyCommand, answer: Answer | undefined): Effect.Effect<Verdict, Refusal> {
    if (answer === undefined) {
      // The policy of the console is about messages; everything else goes on.
      const strict = this.settings?.whenFailing === "refuse" && command.name.endsWith("SendMsg")
      return strict ? Effect.fail(refuse(80003)) : Effect.succeed(unasked)
    }
    const { ErrorCode: code, ErrorInfo } = answer
    if (code === 0) return Effect.succeed({ dropped: false, answer })
    if (code === 2 && command.name.endsWith("SendMsg")) return Effect.succeed({ dropped: true, answer })
    const [first, last] = command.ownCodes ?? [Infinity, -Infinity]
    return Effect.fail(code >= first && code <= last ? refuse(code, ErrorInfo) : refuse(ownRefusal(command.name)))
  }

  /** Tells the app what has happened. Nobody waits for it. */
  tell({ body, command }: Notice, nowMillis: number): Effect.Effect<void> {
    const notice = this.#noticed(command, body, nowMillis)
    if (!this.#isOn(command.name)) return Effect.void
    const delivered = Effect.flatMap(
      this.#deliver(notice),
      ({ failure }) => failure === "time-out" && this.settings?.repeat === true ? this.#deliver(notice) : Effect.void
    )
    return Effect.map(Effect.forkDetach(delivered), (fiber) => {
      this.#running.add(fiber)
      fiber.addObserver(() => void this.#running.delete(fiber))
    })
  }

  /**
   * Sends the webhook of something that only clients do, such as joining a group. Answers what became of it; nothing
   * where the command is switched off.
   */
  fire<Body extends object>(
    command: Command<string, Body, unknown>,
    body: Body
  ): Effect.Effect<WebhookDelivery | undefined> {
    return Effect.suspend(() => {
      if (!this.#isOn(command.name)) return Effect.succeed(undefined)
      const sent = Effect.flatMap(Clock.currentTimeMillis, (now) => this.#deliver(this.#noticed(command, body, now)))
      return Effect.map(sent, ({ delivery }) => delivery)
    })
  }

  /** Waits until nothing is under way. */
  readonly settled: Effect.Effect<void> = Effect.suspend(() => {
    const [first] = this.#running
    return first === undefined ? Effect.void : Effect.andThen(Fiber.await(first), this.settled)
  })

  /** Sends a delivery once more, as it was. */
  resend(id: number): Effect.Effect<WebhookDelivery | undefined> {
    const found = this.deliveries.find((delivery) => delivery.id === id)
    if (found === undefined || this.settings === undefined) return Effect.succeed(undefined)
    const { blocking, body, command } = found
    return Effect.map(this.#deliver({ command, blocking, body }), ({ delivery }) => delivery)
  }

  #noticed(command: AnyCommand, body: object, nowMillis: number): Outgoing {
    // The events of a batch have times of their own.
    const head = "Events" in body ? {} : { CallbackCommand: command.name, EventTime: nowMillis }
    const complete = { ...head, ...body }
    for (const look of this.onlookers) look({ command, body: complete })
    return { command: command.name, blocking: command.blocking, body: complete, answerSchema: command.answer }
  }

  /** Sends a webhook, and keeps what became of it. */
  readonly #deliver = Effect.fnUntraced(function*(this: Webhooks, outgoing: Outgoing): Effect.fn.Return<Delivered> {
    const { settings } = this
    if (settings === undefined) return { ...unreached, delivery: undefined }
    const { blocking, body, command } = outgoing
    // Signing takes a moment, in which others may overtake this one.
    const id = this.#nextId++
    const clock = yield* Clock.Clock
    const query = yield* queryOf({
      sdkAppId: this.#sdkAppId,
      command,
      body,
      url: "",
      token: settings.token,
      clientIp: "127.0.0.1",
      platform: "RESTAPI"
    })
    const time = clock.currentTimeMillisUnsafe()
    const { Sign: _sign, ...shown } = Object.fromEntries(query)
    const delivery: WebhookDelivery = {
      id,
      command,
      blocking,
      time,
      query: shown,
      body,
      duration: undefined,
      status: undefined,
      answer: undefined,
      failure: undefined
    }
    this.#keep(delivery)
    const { target } = settings
    const url = typeof target === "string" ? target : settings.url ?? inProcess
    const exchange = Effect.timeoutOption(post(target, urlOf(url, query), body), timeout)
    const outcome = Option.match(yield* exchange, {
      onNone: (): Outcome => ({ status: undefined, text: undefined, failure: "time-out", answer: undefined }),
      onSome: (got) => read(got, outgoing)
    })
    const { failure, status, text } = outcome
    const done: WebhookDelivery = {
      ...delivery,
      duration: clock.currentTimeMillisUnsafe() - time,
      status,
      answer: text?.slice(0, maxAnswerCharacters),
      failure
    }
    this.#replace(done)
    return { ...outcome, delivery: done }
  })

  #keep(delivery: WebhookDelivery): void {
    const earlier = this.deliveries.findLastIndex(({ id }) => id < delivery.id)
    this.deliveries.splice(earlier + 1, 0, delivery)
    this.onDelivery?.(delivery)
    if (this.deliveries.length <= kept) return
    this.deliveries.shift()
    this.forgotten++
  }

  #replace(delivery: WebhookDelivery): void {
    const index = this.deliveries.findLastIndex(({ id }) => id === delivery.id)
    if (index >= 0) this.deliveries[index] = delivery
    this.onDelivery?.(delivery)
  }
}

interface Outgoing {
  readonly command: string
  readonly blocking: boolean
  readonly body: object
  readonly answerSchema?: AnyCommand["answer"] | undefined
}

const unreached: Outcome = { status: undefined, text: undefined, failure: "not reached", answer: undefined }

type Got = { readonly status: number; readonly text: string } | undefined

/** Where a receiver in this process seems to live. */
const inProcess = "http://127.0.0.1/"

const toGot = async (response: Response): Promise<Got> => ({ status: response.status, text: await response.text() })

/** Sends a webhook. Nothing comes back where nobody could be reached. */
const post = (target: string | WebhookReceiver, url: string, body: object): Effect.Effect<Got> => {
  const init = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) }
  if (typeof target === "string") {
    return Effect.callback<Got>((resume, signal) => {
      globalThis.fetch(url, { ...init, signal, redirect: "manual" }).then(toGot).then(
        (got) => resume(Effect.succeed(got)),
        () => resume(Effect.succeed(undefined))
      )
    })
  }
  return Effect.suspend(() => {
    const answered = target(new Request(url, init))
    const response = Effect.isEffect(answered) ? answered : Effect.promise(() => answered)
    return Effect.flatMap(response, (response) => Effect.promise(() => toGot(response)))
  }).pipe(Effect.catchCause(() => Effect.succeed(undefined)))
}

/** What an answer says, or why it does not count. */
const read = (got: Got, { answerSchema, blocking }: Outgoing): Outcome => {
  if (got === undefined) return unreached
  const { status, text } = got
  const failed = (failure: Failure): Outcome => ({ status, text, failure, answer: undefined })
  if (status !== 200) return failed("HTTP status")
  let answer: unknown
  try {
    answer = parseJson(text)
  } catch {
    return failed("no JSON object")
  }
  if (typeof answer !== "object" || answer === null || Array.isArray(answer)) return failed("no JSON object")
  if (blocking && answerSchema !== undefined && check(answerSchema as never, answer).length > 0) {
    return failed("answer not valid")
  }
  return { status, text, failure: undefined, answer: answer as Answer }
}
