import assert from "node:assert/strict"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/testing/TestClock"
import { ErrorCode, Moderation, TimClient } from "../mod.ts"
import { Emulator } from "../src/emulator/mod.ts"
import { notSent, refusedWith } from "./support/assertions.ts"
import { startSeconds, timTest } from "./support/suite.ts"

const words = (count: number) => Array.from({ length: count }, (_, index) => `word${index}`)

timTest(
  "a text is judged by the keywords of the libraries, then by words that stand for a model",
  () =>
    Effect.gen(function*() {
      const moderation = yield* Moderation
      const fine = yield* moderation.judge("C2C", "Text", "good morning")
      assert.deepEqual([fine.Result, fine.Score, fine.Label, fine.Keywords], ["Pass", 0, "Normal", []])
      yield* moderation.addKeywords("1", [{ Content: "casino", Label: "Ad" }])
      const hit = yield* moderation.judge("C2C", "Text", "Visit our CASINO")
      assert.deepEqual([hit.Result, hit.Label, hit.Keywords], ["Block", "Ad", ["casino"]])
      const model = yield* moderation.judge("Group", "Image", "https://example.com/sexy.png")
      assert.deepEqual([model.Result, model.Label, model.Keywords], ["Review", "Sexy", []])
      const later = yield* moderation.judge("my-policy", "Audio", "https://example.com/porn.mp3", {
        ExtSender: "alice"
      })
      assert.equal(later.Result, undefined)
      assert.match(later.RequestId ?? "", /^[\da-f]{24}$/)
    })
)

timTest("contents that cannot be judged are refused", () =>
  Effect.gen(function*() {
    const moderation = yield* Moderation
    const client = yield* TimClient
    const { app } = yield* Emulator
    const judge = (body: object) => client.call("v4/im_msg_audit/content_moderation", body)
    yield* notSent("Content", moderation.judge("C2C", "Text", "x".repeat(8193)))
    yield* notSent("Content", moderation.judge("C2C", "Text", ""))
    const tooLong = { AuditName: "C2C", ContentType: "Text", Content: "x".repeat(8193) }
    yield* refusedWith(ErrorCode.ModerationParameterInvalid, judge(tooLong))
    yield* refusedWith(ErrorCode.ModerationParameterInvalid, judge({ ContentType: "Text", Content: "hi" }))
    yield* refusedWith(ErrorCode.ModerationParameterInvalid, moderation.judge("", "Text", "hi"))
    yield* refusedWith(ErrorCode.ModerationParameterInvalid, moderation.judge("C2C", "Image", "no address"))
    app().moderation.enabled = false
    yield* refusedWith(ErrorCode.ModerationNotEnabled, moderation.judge("C2C", "Text", "hi"))
    yield* refusedWith(ErrorCode.ModerationNotEnabled, moderation.libraryPage())
  }))

timTest("23 contents go in three calls, each verdict with its place in the list", () =>
  Effect.gen(function*() {
    const moderation = yield* Moderation
    const client = yield* TimClient
    const texts = words(21)
    const contents = [...texts, { ContentType: "Image", Content: "no address" } as const, "terror"]
    const { failed, ok } = yield* moderation.judgeMany("C2C", contents, { ExtReceiver: "bob" })
    assert.deepEqual(ok.map(({ ContentId }) => ContentId), [...texts.keys(), 22])
    assert.deepEqual(ok.map(({ Result }) => Result), [...texts.map(() => "Pass"), "Block"])
    assert.deepEqual(failed.map(({ code, item }) => [item, code]), [["21", ErrorCode.ModerationParameterInvalid]])
    const Contents = words(11).map((Content, ContentId) => ({ ContentId, ContentType: "Text", Content }))
    const many = (list: ReadonlyArray<object>) =>
      client.call("v4/im_msg_audit/batch_content_moderation", { AuditName: "C2C", Contents: list })
    yield* refusedWith(ErrorCode.ModerationParameterInvalid, many(Contents))
    yield* refusedWith(ErrorCode.ModerationParameterInvalid, many([...Contents.slice(0, 2), ...Contents.slice(0, 1)]))
  }))

timTest("keywords of a library are added, listed each once, matched and deleted", () =>
  Effect.gen(function*() {
    const moderation = yield* Moderation
    const { failed, ok } = yield* moderation.addKeywords("1", words(205))
    assert.deepEqual([ok.length, failed.length], [205, 0])
    yield* moderation.addKeywords("1", ["word7"])
    const listed = yield* Stream.runCollect(moderation.keywords("1"))
    assert.deepEqual(listed.map(({ Content }) => Content), words(205))
    assert.equal(listed[0]?.CreateTime, "2023-11-15 06:13:20 +0800 CST")
    const matching = yield* Stream.runCollect(moderation.keywords("1", "WORD20"))
    assert.deepEqual(matching.map(({ Content }) => Content), ["word20", ...words(205).slice(200)])
    const page = yield* moderation.keywordPage("1", { Offset: 200, Limit: 3 })
    assert.deepEqual([page.TotalCount, page.Infos?.length], [205, 3])
    const removed = yield* moderation.deleteKeywords("1", [...words(12), "absent"])
    assert.deepEqual(removed.ok, words(12))
    assert.deepEqual(removed.failed, [{ item: "absent", code: undefined, info: "keyword not found" }])
    assert.equal((yield* moderation.keywordPage("1")).TotalCount, 193)
  }))

timTest("a full last page ends the list, and an empty library has no keywords", () =>
  Effect.gen(function*() {
    const moderation = yield* Moderation
    assert.deepEqual(yield* Stream.runCollect(moderation.keywords("1")), [])
    yield* moderation.addKeywords("1", words(100))
    const listed = yield* Stream.runCollect(moderation.keywords("1"))
    assert.deepEqual(listed.map(({ Content }) => Content), words(100))
  }))

timTest("libraries are listed page by page, each once", () =>
  Effect.gen(function*() {
    const moderation = yield* Moderation
    const { app } = yield* Emulator
    for (const id of words(150)) {
      app().moderation.addLibrary({ id, name: id, description: "", suggestion: "Review", createTime: startSeconds })
    }
    const listed = yield* Stream.runCollect(moderation.libraries())
    assert.deepEqual(listed.map(({ ID }) => ID), ["1", ...words(150)])
    const { Infos, TotalCount } = yield* moderation.libraryPage({ Offset: 1, Limit: 1 })
    assert.equal(TotalCount, 151)
    assert.deepEqual(Infos, [{
      ID: "word0",
      LibName: "word0",
      Describe: "",
      CreateTime: "2023-11-15 06:13:20 +0800 CST",
      Suggestion: "Review"
    }])
    yield* moderation.addKeywords("word3", ["maybe"])
    const verdict = yield* moderation.judge("C2C", "Text", "maybe")
    assert.equal(verdict.Result, "Review")
  }))

timTest("calls about keywords are refused for wrong apps, libraries and numbers", () =>
  Effect.gen(function*() {
    const moderation = yield* Moderation
    const client = yield* TimClient
    const SdkAppId = client.sdkAppId
    const call = (name: string, body: object) => client.call(`v4/im_msg_audit_mgr/${name}`, body)
    const keywords = words(11).map((Content) => ({ Content }))
    yield* refusedWith(ErrorCode.ModerationParameterInvalid, moderation.addKeywords("absent", ["a"]))
    yield* refusedWith(ErrorCode.ModerationParameterInvalid, moderation.keywordPage("absent"))
    yield* refusedWith(ErrorCode.ModerationParameterInvalid, moderation.deleteKeywords("absent", ["a"]))
    yield* notSent("Limit", moderation.keywordPage("1", { Limit: 101 }))
    yield* refusedWith(
      ErrorCode.ModerationParameterInvalid,
      call("get_cloud_audit_keywords_ids", { SdkAppId: 1, Offset: 0, Limit: 10 })
    )
    yield* refusedWith(
      ErrorCode.ModerationParameterInvalid,
      call("get_cloud_audit_keywords_ids", { SdkAppId, Offset: 0, Limit: 101 })
    )
    yield* refusedWith(
      ErrorCode.ModerationKeywordBatchExceeded,
      call("add_cloud_audit_keywords", { SdkAppId, LibID: "1", UserKeywords: keywords })
    )
    yield* refusedWith(
      ErrorCode.ModerationKeywordBatchExceeded,
      call("delete_cloud_audit_keywords", { SdkAppId, LibID: "1", Keywords: words(11) })
    )
  }))

timTest("keywords of the app's own filter replace texts or refuse them", () =>
  Effect.gen(function*() {
    const moderation = yield* Moderation
    const { app } = yield* Emulator
    yield* moderation.addLocalKeywords([
      { Keyword: "darn", WordType: 1, FilterType: 1, ReplacedContent: "****" },
      { Keyword: "\\d{6,}", WordType: 2, FilterType: 2 }
    ])
    assert.equal(app().moderation.filter("Darn it, darn it"), "**** it, **** it")
    assert.equal(app().moderation.filter("call 123456"), undefined)
    assert.equal(app().moderation.filter("call 12345"), "call 12345")
    yield* moderation.deleteLocalKeywords(["darn"])
    assert.equal(app().moderation.filter("darn"), "darn")
    assert.equal(app().moderation.filter("call 123456"), undefined)
  }))

timTest("keywords of the app's own filter are listed by kind, each once", () =>
  Effect.gen(function*() {
    const moderation = yield* Moderation
    const replaced = words(104).map((Keyword) => ({ Keyword, WordType: 1, FilterType: 1 } as const))
    const { ok } = yield* moderation.addLocalKeywords([
      ...replaced,
      { Keyword: "word.*", WordType: 2, FilterType: 1 },
      { Keyword: "refused", WordType: 1 }
    ])
    assert.equal(ok.length, 106)
    yield* moderation.addLocalKeywords([{ Keyword: "word0", WordType: 1, FilterType: 1, ReplacedContent: "*" }])
    const listed = yield* Stream.runCollect(moderation.localKeywords(1))
    assert.deepEqual(listed.map(({ Keyword }) => Keyword), [...words(104), "word.*"])
    assert.equal(listed[0]?.ReplacedContent, "*")
    const refused = yield* Stream.runCollect(moderation.localKeywords(2))
    assert.deepEqual(refused.map(({ Keyword, WordType }) => [Keyword, WordType]), [["refused", 1]])
    const matching = yield* Stream.runCollect(moderation.localKeywords(1, "word10"))
    assert.deepEqual(matching.map(({ Keyword }) => Keyword), ["word10", "word100", "word101", "word102", "word103"])
    const page = yield* moderation.localKeywordPage(1, { Limit: 5, Keyword: "." })
    assert.deepEqual(
      [page.TotalCount, page.TotalRegCount, page.CurCount, page.CurRegCount],
      [106, 1, 1, 1]
    )
    yield* moderation.deleteLocalKeywords(replaced)
    assert.equal((yield* moderation.localKeywordPage(1)).CurCount, 1)
  }))

timTest("keywords of the app's own filter that make no sense are refused", () =>
  Effect.gen(function*() {
    const moderation = yield* Moderation
    const client = yield* TimClient
    const SdkAppId = client.sdkAppId
    const call = (name: string, body: object) => client.call(`v4/im_msg_audit_mgr/${name}`, body)
    const eleven = words(11).map((Keyword) => ({ Keyword, WordType: 1 }))
    const unreadable = [{ Keyword: "fine", WordType: 1 }, { Keyword: "(", WordType: 2 }] as const
    yield* refusedWith(ErrorCode.ModerationParameterInvalid, moderation.addLocalKeywords(unreadable))
    assert.equal((yield* moderation.localKeywordPage(2)).TotalCount, 0)
    yield* refusedWith(
      ErrorCode.ModerationKeywordBatchExceeded,
      call("add_local_audit_keywords", { SdkAppId, LocalAuditWords: eleven })
    )
    yield* refusedWith(
      ErrorCode.ModerationKeywordBatchExceeded,
      call("delete_local_audit_keywords", { SdkAppId, LocalAuditWords: eleven })
    )
    yield* refusedWith(
      ErrorCode.ModerationParameterInvalid,
      call("get_local_audit_keywords", { SdkAppId, FilterType: 3, Offset: 0, Limit: 1 })
    )
    yield* refusedWith(
      ErrorCode.ModerationParameterInvalid,
      call("add_local_audit_keywords", { SdkAppId: 1, LocalAuditWords: eleven.slice(1) })
    )
  }))

timTest("the older filter holds 50 words, which work after 5 minutes", () =>
  Effect.gen(function*() {
    const moderation = yield* Moderation
    const client = yield* TimClient
    const { app } = yield* Emulator
    yield* moderation.addDirtyWords(words(49))
    yield* moderation.addDirtyWords(["word1", "darn"])
    const { DirtyWordsList } = yield* moderation.dirtyWords({})
    assert.deepEqual(DirtyWordsList, [...words(49), "darn"])
    assert.equal(app().moderation.isDirty("darn it", startSeconds + 299), false)
    assert.equal(app().moderation.isDirty("darn it", startSeconds + 300), true)
    yield* refusedWith(ErrorCode.GroupParameterInvalid, moderation.addDirtyWords(["one more"]))
    yield* moderation.deleteDirtyWords(["darn"])
    yield* TestClock.adjust("10 minutes")
    yield* moderation.addDirtyWords({ DirtyWordsList: ["one more"] })
    const { DirtyWordsList: left } = yield* moderation.dirtyWords({})
    assert.deepEqual(left, [...words(49), "one more"])
    yield* notSent("DirtyWordsList", moderation.addDirtyWords(words(51)))
    yield* notSent("DirtyWordsList[0]", moderation.deleteDirtyWords(["x".repeat(201)]))
    const call = (name: string, body: object) => client.call(`v4/openim_dirty_words/${name}`, body)
    yield* refusedWith(ErrorCode.GroupParameterInvalid, call("add", { DirtyWordsList: "darn" }))
    yield* refusedWith(ErrorCode.GroupParameterInvalid, call("delete", { DirtyWordsList: words(51) }))
  }))
