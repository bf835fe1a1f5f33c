/** What a webhook command is: a value from which types, decoding, answers, fixtures and the emulator derive. */
import type * as Types from "effect/Types"
import * as wire from "../endpoint/wire.ts"
import { type Answer, type AnswerKind, type CodeRange, ignored } from "./answers.ts"
import type { Decision } from "./decisions.ts"

/** What a command is about. */
export type Family =
  | "operation"
  | "state"
  | "profile"
  | "sns"
  | "follow"
  | "c2c"
  | "group"
  | "topic"
  | "bot"
  | "moderation"
  | "official-account"
  | "push"
  | "live"
  | "call"

/** The fields that most bodies have. */
const common = {
  /** The command once more. Missing from `Push.*`. */
  CallbackCommand: wire.optional(wire.string),
  /** When it happened, in milliseconds since 1970; older versions write it as a text. `event.time` reads both. */
  EventTime: wire.optional(wire.integer64())
}

type Common = wire.ObjectOf<typeof common>

/**
 * A command of the service.
 *
 * - `Name`: the command, for example `C2C.CallbackBeforeSendMsg`.
 * - `Body`: what the service sends.
 * - `Decides`: what a handler can decide.
 */
export interface Command<out Name extends string, out Body, out Decides> {
  readonly name: Name
  /** What it is about, in a few words. */
  readonly title: string
  readonly family: Family
  /** Whether the service waits for a decision before it goes on. */
  readonly blocking: boolean
  /** The vendor's page; `undefined` where there is none that can be read. */
  readonly docs: string | undefined
  /** The schema of the body. */
  readonly body: wire.Wire<Body>
  /** The schema of the answer. */
  readonly answer: wire.Wire<Answer>
  /** The codes of the app's own that refuse; nothing where there are none. */
  readonly ownCodes: CodeRange | undefined
  /** The fields that tell one event from another; all of the body where empty. */
  readonly identity: ReadonlyArray<string>
  /** The answer for a decision; nothing where the command does not have it. */
  readonly write: (decision: Decision, body: object) => Answer | undefined
  readonly "~decides"?: Decides
}

/** Any command. */
export type AnyCommand = Command<string, object, unknown>

/** How a command is declared. */
export interface Declaration<Body extends wire.Fields, Decides> {
  readonly title: string
  readonly family: Family
  readonly docs?: string
  /** The fields of the body beside `CallbackCommand` and `EventTime`. Called once, when the command is used first. */
  readonly body: () => Body
  /** What can be answered. Left out where the answer is not read, since it has happened already. */
  readonly answer?: AnswerKind<Decides>
  /** The fields that tell one event from another, where a repeated delivery may differ in others. */
  readonly identity?: ReadonlyArray<keyof Body & string>
}

class CommandValue implements Command<string, object, unknown> {
  readonly name: string
  readonly title: string
  readonly family: Family
  readonly blocking: boolean
  readonly docs: string | undefined
  readonly ownCodes: CodeRange | undefined
  readonly identity: ReadonlyArray<string>
  readonly write: (decision: Decision, body: object) => Answer | undefined
  readonly #bodyFields: () => wire.Fields
  readonly #answerFields: () => wire.Fields
  #body: wire.Wire<object> | undefined
  #answer: wire.Wire<Answer> | undefined

  constructor(name: string, declaration: Declaration<wire.Fields, unknown>) {
    const { answer = ignored() } = declaration
    this.name = name
    this.title = declaration.title
    this.family = declaration.family
    this.blocking = declaration.answer !== undefined
    this.docs = declaration.docs
    this.identity = declaration.identity ?? []
    this.ownCodes = answer.ownCodes
    this.write = answer.write
    this.#bodyFields = declaration.body
    this.#answerFields = answer.fields
  }

  get body(): wire.Wire<object> {
    return this.#body ??= wire.object({ ...common, ...this.#bodyFields() }) as never
  }

  get answer(): wire.Wire<Answer> {
    return this.#answer ??= wire.object({
      ActionStatus: wire.string,
      ErrorCode: wire.integer,
      ErrorInfo: wire.string,
      ...this.#answerFields()
    }) as never
  }
}

/** Declares a command. */
/* @__NO_SIDE_EFFECTS__ */
export function command<const Name extends string, const Body extends wire.Fields, Decides = unknown>(
  name: Name,
  declaration: Declaration<Body, Decides>
): Command<Name, Types.Simplify<Common & wire.ObjectOf<Body>>, Decides> {
  return new CommandValue(name, declaration as unknown as Declaration<wire.Fields, unknown>) as never
}
