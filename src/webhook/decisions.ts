/** What a handler may decide about what the service asks. */
import type { MessageElement, UnknownElement } from "../api/messages/elements.ts"

/** Let it happen as it is. */
export interface Allow {
  readonly _tag: "Allow"
}

/** Refuse it. */
export interface Refuse {
  readonly _tag: "Refuse"
  /** A code of the app's own, which the caller sees; nothing for the service's own code. */
  readonly code: number | undefined
  /** What the caller reads about it. */
  readonly info: string
}

/** Take the message, and deliver it to nobody. The sender sees success. */
export interface Drop {
  readonly _tag: "Drop"
}

/** Let the message through, changed. */
export interface Replace {
  readonly _tag: "Replace"
  readonly MsgBody: ReadonlyArray<MessageElement | UnknownElement> | undefined
  readonly CloudCustomData: string | undefined
}

/** Let it happen, but not for these users. */
export interface LeaveOut {
  readonly _tag: "LeaveOut"
  readonly userIds: ReadonlyArray<string>
  /** Friend requests only: a code of the app's own, from 38000 to 39000, that each of them is refused with. */
  readonly code: number | undefined
  readonly info: string
}

/** Everything that can be decided. Which of it a command takes is part of its type. */
export type Decision = Allow | Refuse | Drop | Replace | LeaveOut

/** Lets it happen as it is. What a handler that returns nothing decides, too. */
export const allow = (): Allow => ({ _tag: "Allow" })

/**
 * Refuses. The caller gets the code and the text; without a code the service's own one, 20006 for one-to-one messages
 * and 10016 for all others.
 *
 * Codes of the app's own are 120001 to 130000 for one-to-one messages and messages of official accounts, 10100 to
 * 10200 for groups, and 38000 to 39000 for friends.
 *
 * @example
 * ```ts
 * import { refuse } from "timkit/webhook"
 *
 * const decision = refuse(120001, "You may not write to strangers")
 * ```
 */
export const refuse = (code?: number, info: string = ""): Refuse => ({ _tag: "Refuse", code, info })

/** Drops a message silently: nobody gets it, and the sender sees success. */
export const drop = (): Drop => ({ _tag: "Drop" })

/** A list of elements, such as an event's own, or a message builder that has made one. */
export type Elements =
  | ReadonlyArray<MessageElement | UnknownElement>
  | { readonly elements: ReadonlyArray<MessageElement> }

/**
 * Lets a message through with another body, and where given with other custom data.
 *
 * @example
 * ```ts
 * import { msg } from "timkit"
 * import { replaceBody } from "timkit/webhook"
 *
 * const decision = replaceBody(msg().text("***"))
 * ```
 */
export const replaceBody = (body: Elements, cloudCustomData?: string): Replace => ({
  _tag: "Replace",
  MsgBody: "elements" in body ? body.elements : body,
  CloudCustomData: cloudCustomData
})

/** Lets a message through with its body, but other custom data. */
export const replaceCustomData = (cloudCustomData: string): Replace => ({
  _tag: "Replace",
  MsgBody: undefined,
  CloudCustomData: cloudCustomData
})

/**
 * Lets it happen for all but these users: those who are invited to a group, who subscribe to an official account, or who
 * are asked to be friends. Code and text are for friends only: each of them is refused with it.
 */
export const leaveOut = (userIds: ReadonlyArray<string>, code?: number, info: string = ""): LeaveOut => ({
  _tag: "LeaveOut",
  userIds,
  code,
  info
})
