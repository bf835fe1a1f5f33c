/** What tests about communities share. */
import * as Effect from "effect/Effect"
import { Accounts, Groups, Topics } from "../../mod.ts"

/** The community of the tests. */
export const club = "@TGS#_club"

/** The id of one of its topics. */
export const idOf = (own: string): string => `${club}@TOPIC#_${own}`

/** Makes a community that holds topics, with alice as its owner, bob as an admin and carol as a plain member. */
export const makeClub = Effect.fnUntraced(function*() {
  yield* (yield* Accounts).importMany(["alice", "bob", "carol", "stranger"])
  yield* (yield* Groups).create("Community", "Club", {
    GroupId: club,
    Owner_Account: "alice",
    SupportTopic: 1,
    MemberList: [{ Member_Account: "bob", Role: "Admin" }, { Member_Account: "carol" }]
  })
})

/** Makes topics with numbers for names. */
export const makeTopics = Effect.fnUntraced(function*(count: number) {
  const topics = yield* Topics
  for (let index = 1; index <= count; index++) {
    yield* topics.create(club, String(index), { TopicId: idOf(String(index)) })
  }
  return Array.from({ length: count }, (_, index) => idOf(String(index + 1)))
})
