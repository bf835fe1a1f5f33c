/** The kinds of answers that the service takes, and how decisions are written in each. */
import { readMsgBody } from "../api/messages/elements.ts"
import * as wire from "../endpoint/wire.ts"
import type { Allow, Decision, Drop, LeaveOut, Refuse, Replace } from "./decisions.ts"

/** The fields of every answer. */
export interface Answer {
  /** `OK` or `FAIL`: whether the app could deal with the question. */
  readonly ActionStatus: string
  /** 0 to let it happen. */
  readonly ErrorCode: number
  readonly ErrorInfo: string
  readonly [field: string]: unknown
}

/** Codes from the first to the last, both included. */
export type CodeRange = readonly [first: number, last: number]

/** How the service is answered. `D` is what can be decided. */
export interface AnswerKind<out D> {
  /** The fields of the answer beside the three that all have. */
  readonly fields: () => wire.Fields
  /** The codes of the app's own that refuse; nothing where there are none. */
  readonly ownCodes: CodeRange | undefined
  /** The answer for a decision; nothing where this kind of answer does not have it. */
  readonly write: (decision: Decision, body: object) => Answer | undefined
  readonly "~decides"?: D
}

/** The answer that lets everything happen, and the one for what needs no answer. */
export const allowed: Answer = { ActionStatus: "OK", ErrorCode: 0, ErrorInfo: "" }

const isWithin = (code: number, range: CodeRange | undefined): boolean =>
  range !== undefined && Number.isInteger(code) && code >= range[0] && code <= range[1]

const refusal = ({ code, info }: Refuse, range: CodeRange | undefined): Answer | undefined =>
  code === undefined || code === 1 || isWithin(code, range)
    ? { ActionStatus: "OK", ErrorCode: code ?? 1, ErrorInfo: info }
    : undefined

/** Yes or no; nothing for decisions of other kinds. */
const plain = (decision: Decision, ownCodes: CodeRange | undefined): Answer | undefined =>
  decision._tag === "Allow" ? allowed : decision._tag === "Refuse" ? refusal(decision, ownCodes) : undefined

/** The answer to what has happened already: the service does not read it. */
/* @__NO_SIDE_EFFECTS__ */
export function ignored(): AnswerKind<unknown> {
  return { fields: () => ({}), ownCodes: undefined, write: () => allowed }
}

/** Yes or no: 1, or a code of the app's own, refuses. */
/* @__NO_SIDE_EFFECTS__ */
export function yesOrNo(ownCodes?: CodeRange): AnswerKind<Allow | Refuse> {
  return {
    fields: () => ({}),
    ownCodes,
    write: (decision) => plain(decision, ownCodes)
  }
}

/** Yes or no to a message, which may be dropped or changed as well. */
/* @__NO_SIDE_EFFECTS__ */
export function message(ownCodes: CodeRange): AnswerKind<Allow | Refuse | Drop | Replace> {
  return {
    fields: () => ({
      /** The body that takes the place of the message's. Counts with `ErrorCode` 0 only. */
      MsgBody: wire.optional(readMsgBody()),
      /** The custom data that takes the place of the message's. Counts with `ErrorCode` 0 only. */
      CloudCustomData: wire.optional(wire.string)
    }),
    ownCodes,
    write: (decision) => {
      switch (decision._tag) {
        case "Drop":
          return { ...allowed, ErrorCode: 2 }
        case "Replace": {
          const { CloudCustomData, MsgBody } = decision
          return {
            ...allowed,
            ...(MsgBody === undefined ? {} : { MsgBody }),
            ...(CloudCustomData === undefined ? {} : { CloudCustomData })
          }
        }
        default:
          return plain(decision, ownCodes)
      }
    }
  }
}

/** Yes or no, or yes but for some users, who are named in a field of the answer. */
/* @__NO_SIDE_EFFECTS__ */
export function butFor(refusedField: string, ownCodes?: CodeRange): AnswerKind<Allow | Refuse | LeaveOut> {
  return {
    fields: () => ({ [refusedField]: wire.optional(wire.list(wire.string)) }),
    ownCodes,
    write: (decision) =>
      decision._tag === "LeaveOut"
        ? { ...allowed, [refusedField]: decision.userIds }
        : plain(decision, ownCodes)
  }
}

const friendCodes: CodeRange = [38_000, 39_000]

/** Yes or no for each user of a list in the body. */
/* @__NO_SIDE_EFFECTS__ */
export function eachFriend(listField: string): AnswerKind<Allow | Refuse | LeaveOut> {
  return {
    fields: () => ({
      /** One for each user asked for. */
      ResultItem: wire.list(wire.object({
        To_Account: wire.string,
        /** 0 lets the user pass, 38000 to 39000 refuse. */
        ResultCode: wire.integer,
        ResultInfo: wire.string
      }))
    }),
    ownCodes: friendCodes,
    write: (decision, body) => {
      if (decision._tag === "Drop" || decision._tag === "Replace") return undefined
      const { code = friendCodes[0], info = "" } = decision._tag === "Allow" ? {} : decision
      if (!isWithin(code, friendCodes)) return undefined
      const asked = (body as { readonly [field: string]: unknown })[listField]
      // A body that is not as documented may have no such list, or anything in it; then there is nobody to name.
      const items = Array.isArray(asked) ? asked as ReadonlyArray<{ readonly To_Account?: unknown } | null> : []
      const friends = items.map((item) => item?.To_Account).filter((userId) => typeof userId === "string")
      return {
        ...allowed,
        ResultItem: friends.map((To_Account) => {
          const refused = decision._tag === "Refuse" ||
            (decision._tag === "LeaveOut" && decision.userIds.includes(To_Account))
          return { To_Account, ResultCode: refused ? code : 0, ResultInfo: refused ? info : "" }
        })
      }
    }
  }
}
