import assert from "node:assert/strict"
import { test } from "node:test"
import * as Effect from "effect/Effect"
import { topic, topicIdOf, Topics } from "../mod.ts"
import { notSent } from "./support/assertions.ts"
import { timTest } from "./support/suite.ts"

test("a built topic is the body of create_topic", () => {
  const built = topic("News")
    .in("@TGS#_club")
    .id("news")
    .from("alice")
    .introduction("What is new")
    .notification("Tuesday")
    .faceUrl("https://example.com/a.png")
    .custom({ colour: "red" })
  assert.deepEqual(built.toJSON(), {
    GroupId: "@TGS#_club",
    TopicId: "@TGS#_club@TOPIC#_news",
    TopicName: "News",
    From_Account: "alice",
    Introduction: "What is new",
    Notification: "Tuesday",
    FaceUrl: "https://example.com/a.png",
    CustomString: "{\"colour\":\"red\"}"
  })
})

test("each step leaves the topic before it as it was, and a template serves several communities", () => {
  const template = topic("News").id("news")
  const east = template.in("@TGS#_east")
  const west = template.in("@TGS#_west").name("Olds")
  assert.deepEqual(east.toJSON(), { GroupId: "@TGS#_east", TopicId: "@TGS#_east@TOPIC#_news", TopicName: "News" })
  assert.deepEqual(west.toJSON(), { GroupId: "@TGS#_west", TopicId: "@TGS#_west@TOPIC#_news", TopicName: "Olds" })
  assert.deepEqual(east.custom("as it is").toJSON().CustomString, "as it is")
  assert.equal("CustomString" in east.toJSON(), false)
})

test("an id that is whole already stays as it is", () => {
  const whole = "@TGS#_club@TOPIC#_news"
  assert.equal(topicIdOf("@TGS#_club", "news"), whole)
  assert.equal(topicIdOf("@TGS#_club", whole), whole)
  assert.equal(topic("News").in("@TGS#_club").id(whole).toJSON().TopicId, whole)
})

test("without an id the service makes one up", () => {
  assert.deepEqual(topic("News").in("@TGS#_club").toJSON(), { GroupId: "@TGS#_club", TopicName: "News" })
})

test("what is no topic does not compile", () => {
  const wrong = [
    // @ts-expect-error a topic has a name
    () => topic(),
    // @ts-expect-error a topic without a community is no body yet
    () => topic("News").id("news").toJSON(),
    // @ts-expect-error a topic has no owner, only somebody who makes it
    () => topic("News").owner("alice"),
    // @ts-expect-error names are texts
    () => topic("News").name(7)
  ]
  void wrong
})

timTest("a topic without a community is not created, whatever the compiler was told", () =>
  Effect.gen(function*() {
    const topics = yield* Topics
    // @ts-expect-error a topic without a community is no body yet
    yield* notSent("GroupId", topics.create(topic("News")))
  }))
