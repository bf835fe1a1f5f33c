import assert from "node:assert/strict"
import * as Effect from "effect/Effect"
import { ErrorCode, Moderation } from "../mod.ts"
import { refusedWith } from "./support/assertions.ts"
import { timTest } from "./support/suite.ts"
import { toldBy } from "./support/toldBy.ts"
import { bodyOf } from "./support/webhookBodies.ts"
import { listening } from "./support/webhooks.ts"

const command = "ContentCallback.ResultNotify"

interface People {
  readonly ExtSender?: string
  readonly ExtReceiver?: string
}

timTest(
  "the verdict about a video or a sound comes by a webhook with the RequestId of the call",
  () =>
    Effect.gen(function*() {
      const moderation = yield* Moderation
      const listener = yield* listening({})
      const people = { ExtSender: "alice", ExtReceiver: "bob" }
      yield* moderation.addKeywords("1", [{ Content: "casino", Label: "Ad" }])
      /** What is told about a file, but for the id, which is that of the answer. */
      const told = Effect.fnUntraced(function*(scene: string, type: "Audio" | "Video", url: string, who: People) {
        let RequestId: string | undefined
        const judging = Effect.map(moderation.judge(scene, type, url, who), (answer) => {
          RequestId = answer.RequestId
        })
        const [body, ...more] = yield* toldBy(listener, command, judging)
        const { CtxcbRequestId, ...rest } = body ?? {}
        assert.deepEqual([CtxcbRequestId, more], [RequestId, []])
        return rest
      })
      assert.deepEqual(
        yield* told("C2C", "Video", "https://example.com/casino.mp4", people),
        bodyOf(command, {
          Scene: "C2C",
          From_Account: "alice",
          ContactItem: { To_Account: "bob" },
          ContentType: "Video",
          FileURL: "https://example.com/casino.mp4",
          CtxcbResult: 1,
          CtxcbKeywords: ["casino"],
          CtxcbSuggestion: "Block",
          CtxcbLabel: "Ad"
        })
      )
      assert.deepEqual(
        yield* told("Group", "Audio", "https://example.com/sexy.mp3", { ExtReceiver: "group" }),
        bodyOf(command, {
          Scene: "Group",
          From_Account: "administrator",
          ContactItem: { ToGroupId: "group" },
          ContentType: "Audio",
          FileURL: "https://example.com/sexy.mp3",
          CtxcbResult: 0,
          CtxcbSuggestion: "Review",
          CtxcbLabel: "Sexy"
        })
      )
      assert.deepEqual(
        yield* told("UserInfo", "Audio", "https://example.com/fine.mp3", people),
        bodyOf(command, {
          Scene: "UserInfo",
          From_Account: "alice",
          ContentType: "Audio",
          FileURL: "https://example.com/fine.mp3",
          CtxcbResult: 0,
          CtxcbSuggestion: "Normal",
          CtxcbLabel: "Normal"
        })
      )
    })
)

timTest("what is judged at once, and what is refused, sends no webhook", () =>
  Effect.gen(function*() {
    const moderation = yield* Moderation
    const { commands } = yield* listening({})
    yield* moderation.judge("C2C", "Text", "casino")
    yield* moderation.judge("C2C", "Image", "https://example.com/sexy.png")
    yield* refusedWith(ErrorCode.ModerationParameterInvalid, moderation.judge("C2C", "Video", "no address"))
    assert.deepEqual(yield* commands, [])
  }))
