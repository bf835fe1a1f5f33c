/** What the handlers about communities share: finding one, making ids, results of single items. */
import { refuse } from "../Refusal.ts"
import type { Call } from "../Route.ts"
import type { Group } from "../state/Groups.ts"
import { type Answer, refused, withGroup } from "./groupsCommon.ts"

/** Answers for a community that holds topics; refuses otherwise. */
export const withTopics = <A>(groupId: string, call: Call, answer: (group: Group) => Answer<A>): Answer<A> =>
  withGroup(groupId, call, (group) => group.supportTopic ? answer(group) : refused(11000, "the group has no topics"))

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"

/** An id that the service gives: something that no other begins with in this place, and nine letters. */
export const assignId = (prefix: string, isTaken: (id: string) => boolean, { random }: Call): string => {
  while (true) {
    const own = Array.from({ length: 9 }, () => alphabet[Math.floor(random() * alphabet.length)]).join("")
    const id = `${prefix}${own}`
    if (!isTaken(id)) return id
  }
}

/** What became of one item: all is well, or why not. */
export const resultOf = (code: number): { readonly ErrorCode: number; readonly ErrorInfo: string } => ({
  ErrorCode: code,
  ErrorInfo: code === 0 ? "ok" : refuse(code).info
})

/** The codes that the calls about topics and permission groups answer alike. */
export const codes = { topicGone: 110003, permissionGroupGone: 110006 } as const

/** What the emulator leaves out, wherever it would show. */
export const silent = "No content moderation, and clients are not told."
