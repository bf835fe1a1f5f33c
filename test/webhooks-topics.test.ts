import assert from "node:assert/strict"
import * as Effect from "effect/Effect"
import { ErrorCode, Groups, type TimError, Topics } from "../mod.ts"
import { type CommandName, refuse } from "../src/webhook/mod.ts"
import { refusedWith } from "./support/assertions.ts"
import { club, idOf, makeClub, makeTopics } from "./support/communities.ts"
import { timTest } from "./support/suite.ts"
import { namesToldBy, toldBy } from "./support/toldBy.ts"
import { bodyOf } from "./support/webhookBodies.ts"
import { listening } from "./support/webhooks.ts"

const ofClub = { GroupId: club, Type: "Community" }

/** The community with the topics 1 and 2, and what is told of it from now on. */
const meeting = Effect.gen(function*() {
  yield* makeClub()
  yield* makeTopics(2)
  const heard = yield* listening({})
  const told = <Name extends CommandName>(command: Name, call: Effect.Effect<unknown, TimError>) =>
    toldBy(heard, command, call)
  return { topics: yield* Topics, heard, told }
})

timTest("a new topic is asked about and told, an imported one is not", () =>
  Effect.gen(function*() {
    const { heard, told, topics } = yield* meeting
    const made = yield* told("Group.CallbackAfterCreateTopic", topics.create(club, "News", { TopicId: idOf("news") }))
    assert.deepEqual(made, [
      bodyOf("Group.CallbackAfterCreateTopic", {
        ...ofClub,
        TopicId: idOf("news"),
        Operator_Account: "administrator",
        Owner_Account: "alice",
        Name: "News"
      })
    ])
    assert.deepEqual(yield* heard.told("Group.CallbackBeforeCreateTopic"), [
      bodyOf("Group.CallbackBeforeCreateTopic", {
        Operator_Account: "administrator",
        Type: "Community",
        Name: "News"
      })
    ])
    const taken = refusedWith(ErrorCode.GroupIdTakenByOperator, topics.create(club, "Again", { TopicId: idOf("news") }))
    assert.deepEqual(yield* namesToldBy(heard, taken), [])
    assert.deepEqual(yield* namesToldBy(heard, topics.import(club, "Old", { TopicId: idOf("old") })), [])
  }))

timTest("a topic that the app refuses is not made, nor told", () =>
  Effect.gen(function*() {
    yield* makeClub()
    const topics = yield* Topics
    const { told } = yield* listening({
      "Group.CallbackBeforeCreateTopic": ({ body }) => body.Name === "No" ? refuse() : refuse(10200, "too late")
    })
    yield* refusedWith(10016, topics.create(club, "No"))
    yield* refusedWith(10200, topics.create(club, "Late"))
    assert.deepEqual((yield* topics.get(club, "alice")).ok, [])
    assert.deepEqual(yield* told("Group.CallbackAfterCreateTopic"), [])
  }))

timTest("an id that is taken while the app is asked is not given to a second topic", () =>
  Effect.gen(function*() {
    yield* makeClub()
    const topics = yield* Topics
    const { told } = yield* listening({
      "Group.CallbackBeforeCreateTopic": ({ body }) =>
        Effect.ignore(body.Name === "Slow" ? topics.create(club, "Quick", { TopicId: idOf("one") }) : Effect.void)
    })
    yield* refusedWith(ErrorCode.GroupIdTakenByOperator, topics.create(club, "Slow", { TopicId: idOf("one") }))
    assert.deepEqual((yield* told("Group.CallbackAfterCreateTopic")).map(({ Name }) => Name), ["Quick"])
  }))

timTest("no topic is made in a community that is dissolved while the app is asked", () =>
  Effect.gen(function*() {
    yield* makeClub()
    const topics = yield* Topics
    const groups = yield* Groups
    const { told } = yield* listening({
      "Group.CallbackBeforeCreateTopic": () => Effect.ignore(groups.destroy(club))
    })
    yield* refusedWith(ErrorCode.GroupNotFound, topics.create(club, "Slow"))
    assert.deepEqual(yield* told("Group.CallbackAfterCreateTopic"), [])
  }))

timTest("topics that are destroyed are told together, those that were not there are not", () =>
  Effect.gen(function*() {
    const { told, topics } = yield* meeting
    const destroy = (...owns: ReadonlyArray<string>) =>
      told("Group.CallbackAfterTopicDestroyed", topics.destroy(club, owns.map(idOf)))
    assert.deepEqual(yield* destroy("1", "none", "2"), [
      bodyOf("Group.CallbackAfterTopicDestroyed", { ...ofClub, TopicIdList: [idOf("1"), idOf("2")] })
    ])
    assert.deepEqual(yield* destroy("1"), [])
  }))

timTest("of a changed topic only what changed of its four texts is told", () =>
  Effect.gen(function*() {
    const { told, topics } = yield* meeting
    const modify = (changes: {
      readonly TopicName?: string
      readonly Introduction?: string
      readonly Notification?: string
      readonly FaceUrl?: string
      readonly CustomString?: string
      readonly MuteAllMember?: "On" | "Off"
    }) => told("Group.CallbackAfterTopicInfoChanged", topics.modify(club, idOf("1"), changes))
    const changed = (texts: object) => [
      bodyOf("Group.CallbackAfterTopicInfoChanged", { ...ofClub, Operator_Account: "administrator", ...texts })
    ]
    assert.deepEqual(yield* modify({ TopicName: "News", Introduction: "" }), changed({ Name: "News" }))
    const texts = { Introduction: "What is new", Notification: "Tuesday", FaceUrl: "https://example.com/a.png" }
    assert.deepEqual(yield* modify({ TopicName: "News", ...texts }), changed(texts))
    assert.deepEqual(yield* modify({ ...texts, CustomString: "{}", MuteAllMember: "On" }), [])
    const unknown = refusedWith(10010, topics.modify(club, idOf("none"), { TopicName: "None" }))
    assert.deepEqual(yield* told("Group.CallbackAfterTopicInfoChanged", unknown), [])
  }))
