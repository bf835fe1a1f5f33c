/** What the handlers about the live engine share. */
import * as Effect from "effect/Effect"
import { refuse, type Refusal } from "../Refusal.ts"
import type { Call } from "../Route.ts"
import type { LiveRoom } from "../state/LiveEngine.ts"

/** The codes of the live engine. */
const codes = { parameter: 100002, noRoom: 100004, type: 100006 } as const

/** The options that every route of the live engine begins with. */
export const ofLiveRoom = { invalid: codes.parameter } as const

/** Refuses a parameter. */
export const wrong = (info: string): Effect.Effect<never, Refusal> => Effect.fail(refuse(codes.parameter, info))

const digits = (length: number, { random }: Call): string =>
  Array.from({ length }, () => Math.floor(random() * 16).toString(16)).join("")

/** What every answer has. */
export const traced = (call: Call): { readonly RequestId: string } => ({
  RequestId: [8, 4, 4, 4, 12].map((length) => digits(length, call)).join("-")
})

type Answered<A> = (A & { readonly RequestId: string }) | Effect.Effect<A & { readonly RequestId: string }, Refusal>

const finish = <A extends object>(answer: A | Effect.Effect<A, Refusal>, call: Call): Answered<A> =>
  Effect.isEffect(answer)
    ? Effect.map(answer, (fields) => ({ ...fields, ...traced(call) }))
    : { ...answer, ...traced(call) }

/** Answers for a live room; refuses where there is none, or none any more. */
export const withLiveRoom = <A extends object>(
  roomId: string,
  call: Call,
  answer: (room: LiveRoom) => A | Effect.Effect<A, Refusal>
): Answered<A> => {
  const room = call.app.liveEngine.get(roomId)
  return room === undefined ? Effect.fail(refuse(codes.noRoom)) : finish(answer(room), call)
}

/** As `withLiveRoom`, for calls that tell rooms of another type apart. */
export const withRoomOfTypeLive: typeof withLiveRoom = (roomId, call, answer) =>
  call.app.liveEngine.get(roomId) === undefined && call.app.groups.has(roomId)
    ? Effect.fail(refuse(codes.type))
    : withLiveRoom(roomId, call, answer)

/** The first of some accounts that does not exist. */
export const unknownOf = (userIds: ReadonlyArray<string>, { app }: Call): string | undefined =>
  userIds.find((id) => !app.accounts.has(id))

/** What is said of calls that name accounts. */
export const accountsNote = "An account that does not exist is refused with 100002, which is assumed."
