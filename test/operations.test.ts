import assert from "node:assert/strict"
import * as Effect from "effect/Effect"
import * as TestClock from "effect/testing/TestClock"
import { Accounts, beijingHour, ErrorCode, Messages, muteForever, Operations, TimClient } from "../mod.ts"
import { Emulator } from "../src/emulator/mod.ts"
import { notSent, refusedWith } from "./support/assertions.ts"
import { startSeconds, timTest } from "./support/suite.ts"

timTest("a global mute counts down, ends by itself and leaves the other kind alone", () =>
  Effect.gen(function*() {
    const accounts = yield* Accounts
    const operations = yield* Operations
    const { app } = yield* Emulator
    yield* accounts.import("alice")
    const before = yield* operations.muteOf("alice")
    assert.deepEqual([before.C2CmsgNospeakingTime, before.GroupmsgNospeakingTime], [0, 0])
    yield* operations.mute("alice", { c2c: 7200, group: muteForever })
    yield* TestClock.adjust("4 seconds")
    const during = yield* operations.muteOf("alice")
    assert.deepEqual([during.C2CmsgNospeakingTime, during.GroupmsgNospeakingTime], [7196, 4_294_967_295])
    assert.equal(app().mutes.c2cMutedUntil("alice"), startSeconds + 7200)
    assert.equal(app().mutes.groupMutedUntil("alice"), Infinity)
    yield* operations.mute("alice", { group: 60 })
    yield* TestClock.adjust("3 hours")
    const after = yield* operations.muteOf("alice")
    assert.deepEqual([after.C2CmsgNospeakingTime, after.GroupmsgNospeakingTime], [0, 0])
  }))

timTest("a mute that is left out stays, and unmute lifts both", () =>
  Effect.gen(function*() {
    const accounts = yield* Accounts
    const operations = yield* Operations
    yield* accounts.import("alice")
    yield* operations.mute({ Set_Account: "alice", C2CmsgNospeakingTime: 100 })
    yield* operations.mute("alice", { group: 200 })
    const both = yield* operations.muteOf("alice")
    assert.deepEqual([both.C2CmsgNospeakingTime, both.GroupmsgNospeakingTime], [100, 200])
    assert.equal(both.ActionStatus, undefined)
    yield* operations.unmute("alice")
    const none = yield* operations.muteOf("alice")
    assert.deepEqual([none.C2CmsgNospeakingTime, none.GroupmsgNospeakingTime], [0, 0])
  }))

timTest("a deleted account takes its mute along", () =>
  Effect.gen(function*() {
    const accounts = yield* Accounts
    const operations = yield* Operations
    yield* accounts.import("alice")
    yield* operations.mute("alice", { c2c: muteForever })
    yield* accounts.delete(["alice"])
    yield* TestClock.adjust("91 days")
    yield* accounts.import("alice")
    assert.equal((yield* operations.muteOf("alice")).C2CmsgNospeakingTime, 0)
  }))

timTest("mutes that make no sense are refused with the codes of their path", () =>
  Effect.gen(function*() {
    const operations = yield* Operations
    const client = yield* TimClient
    const set = (body: object) => client.call("v4/openconfigsvr/setnospeaking", body)
    yield* notSent("", operations.mute("administrator", {}))
    yield* notSent("C2CmsgNospeakingTime", operations.mute("administrator", { c2c: -1 }))
    yield* refusedWith(ErrorCode.GlobalMuteSetAccountMissing, set({ C2CmsgNospeakingTime: 1 }))
    yield* refusedWith(
      ErrorCode.GlobalMuteSetAccountInvalid,
      set({ Set_Account: "x".repeat(33), C2CmsgNospeakingTime: 1 })
    )
    yield* refusedWith(ErrorCode.GlobalMuteSetAccountInvalid, set({ Set_Account: "nobody", C2CmsgNospeakingTime: 1 }))
    yield* refusedWith(ErrorCode.GlobalMuteTimeMissing, set({ Set_Account: "administrator" }))
    yield* refusedWith(
      ErrorCode.ConfigJsonParseError,
      set({ Set_Account: "administrator", C2CmsgNospeakingTime: 4_294_967_296 })
    )
    yield* refusedWith(ErrorCode.GlobalMuteGetAccountMissing, client.call("v4/openconfigsvr/getnospeaking", {}))
    yield* refusedWith(ErrorCode.GlobalMuteAccountInvalid, operations.muteOf("nobody"))
  }))

timTest("daily figures: 30 days, the newest first, as texts", () =>
  Effect.gen(function*() {
    const accounts = yield* Accounts
    const operations = yield* Operations
    yield* accounts.importMany(["alice", "bob"])
    yield* TestClock.adjust("1 day")
    yield* accounts.import("carol")
    yield* accounts.delete(["bob"])
    const { ErrorInfo, Result } = yield* operations.dailyFigures(["RegistUserNumOneDay", "RegistUserNumTotal"])
    assert.equal(ErrorInfo, "OK")
    assert.equal(Result.length, 30)
    assert.deepEqual(Result.slice(0, 3), [
      { Date: "20231116", RegistUserNumOneDay: "1", RegistUserNumTotal: "3" },
      { Date: "20231115", RegistUserNumOneDay: "2", RegistUserNumTotal: "3" },
      { Date: "20231114", RegistUserNumOneDay: "0", RegistUserNumTotal: "1" }
    ])
  }))

timTest("all figures are answered when none is named, counted as they are reported", () =>
  Effect.gen(function*() {
    const operations = yield* Operations
    const client = yield* TimClient
    const { app } = yield* Emulator
    app().figures.c2cSent("alice", startSeconds, 3)
    app().figures.c2cSent("alice", startSeconds)
    app().figures.groupSent("bob", "@TGS#1", startSeconds, 5)
    const { Result: [today] } = yield* operations.dailyFigures()
    assert.equal(today?.AppId, String(client.sdkAppId))
    assert.equal(today?.UpMsgNum, "3")
    assert.equal(today?.DownMsgNum, "9")
    assert.equal(today?.C2CSendMsgUserNum, "1")
    assert.equal(today?.SendMsgUserNum, "2")
    assert.equal(today?.GroupSendMsgGroupNum, "1")
    const { Result: [same] } = yield* operations.dailyFigures({ RequestField: ["UpMsgNum"] })
    assert.deepEqual(same, { Date: "20231115", UpMsgNum: "3" })
    yield* refusedWith(
      ErrorCode.ConfigJsonParseError,
      client.call("v4/openconfigsvr/getappinfo", { RequestField: ["Nonsense"] })
    )
  }))

timTest("the archive of an hour is made an hour later and kept for 7 days", () =>
  Effect.gen(function*() {
    const operations = yield* Operations
    const { app } = yield* Emulator
    const hour = beijingHour(startSeconds * 1000)
    assert.equal(hour, "2023111506")
    const accounts = yield* Accounts
    const messages = yield* Messages
    yield* accounts.importMany(["alice", "bob"])
    const MsgBody = [{ MsgType: "TIMTextElem" as const, MsgContent: { Text: "hé" } }]
    yield* messages.send({ From_Account: "alice", To_Account: "bob", MsgSeq: 1, MsgRandom: 2, MsgBody })
    const message = {
      From_Account: "alice",
      To_Account: "bob",
      MsgTimestamp: startSeconds,
      MsgSeq: 1,
      MsgRandom: 2,
      MsgBody
    }
    yield* refusedWith(ErrorCode.HistoryFileNotReady, operations.history("C2C", hour))
    yield* TestClock.adjust("107 minutes")
    const { File } = yield* operations.history("C2C", hour)
    const [file] = File
    const text = `{"SdkAppId":${app().sdkAppId},"ChatType":"C2C","MsgTime":"${hour}","MsgList":[\n` +
      `${JSON.stringify(message)}\n]}`
    assert.equal(File.length, 1)
    assert.equal(file?.FileSize, new TextEncoder().encode(text).length)
    assert.match(file?.FileMD5 ?? "", /^[\da-f]{32}$/)
    assert.equal(file?.ExpireTime, "2023-11-16 08:00:20")
    const again = yield* operations.history({ ChatType: "C2C", MsgTime: hour })
    assert.deepEqual(again.File, File)
    yield* refusedWith(ErrorCode.HistoryFileNotReady, operations.history("Group", hour))
    yield* TestClock.adjust("7 days")
    yield* refusedWith(ErrorCode.HistoryFileExpired, operations.history("C2C", hour))
  }))

timTest("an hour that does not exist has no archive", () =>
  Effect.gen(function*() {
    const operations = yield* Operations
    const client = yield* TimClient
    yield* notSent("MsgTime", operations.history("C2C", "20231115"))
    yield* refusedWith(ErrorCode.OperationParameterInvalid, operations.history("C2C", "2023113206"))
    yield* refusedWith(
      ErrorCode.OperationParameterInvalid,
      client.call("v4/open_msg_svc/get_history", { ChatType: "Room", MsgTime: "2023111506" })
    )
  }))

timTest("the list of addresses is narrowed by a number that travels in the query", () =>
  Effect.gen(function*() {
    const operations = yield* Operations
    const all = yield* operations.ipList()
    const webhooks = yield* operations.ipList(5)
    assert.equal(all.ErrorInfo, undefined)
    assert.ok(webhooks.IPList.length > 0)
    assert.ok(webhooks.IPList.length < all.IPList.length)
    assert.ok(webhooks.IPList.every((address) => all.IPList.includes(address)))
    const plain = yield* operations.ipList({ nettype: 0 })
    assert.deepEqual(plain.IPList, all.IPList)
    yield* notSent("nettype", operations.ipList(7 as 6))
  }))

timTest(
  "a number of addresses that does not exist is refused, and one in the body counts for nothing",
  () =>
    Effect.gen(function*() {
      const { options, transport } = yield* Emulator
      const client = yield* TimClient
      const userSig = yield* client.signFor("administrator")
      const ask = (nettype: string, body: object) =>
        Effect.map(
          transport.send({
            baseUrl: client.baseUrl,
            path: "v4/ConfigSvc/GetIPList",
            query: `sdkappid=${options.sdkAppId}&identifier=administrator&contenttype=json&random=1` +
              `&usersig=${encodeURIComponent(userSig)}${nettype}`,
            body: JSON.stringify(body)
          }),
          ({ body }) => JSON.parse(body) as { readonly ErrorCode: number; readonly IPList?: ReadonlyArray<string> }
        )
      assert.equal((yield* ask("&nettype=9", {})).ErrorCode, ErrorCode.UrlParameterError)
      assert.equal((yield* ask("&nettype=x", {})).ErrorCode, ErrorCode.UrlParameterError)
      assert.deepEqual((yield* ask("", { nettype: 5 })).IPList, (yield* ask("&nettype=0", {})).IPList)
    })
)

timTest("a banned file is marked in its signed link until the ban is lifted", () =>
  Effect.gen(function*() {
    const operations = yield* Operations
    const { app } = yield* Emulator
    const url = "https://cos.example.com/a.png"
    const status = Effect.map(operations.fileLinks([url]), ({ ok }) => ok[0]?.status)
    assert.equal(yield* status, "available")
    yield* operations.banFile(url)
    yield* operations.banFile({ RawURL: url })
    const { ok } = yield* operations.fileLinks([url])
    assert.equal(ok[0]?.status, "banned")
    assert.ok(ok[0]?.PreSigURL.startsWith(`${url}?`))
    yield* operations.allowFile(url)
    assert.equal(yield* status, "available")
    app().mediaFiles.lose(url)
    const { ok: lost } = yield* operations.fileLinks([url])
    assert.deepEqual(lost, [{ RawURL: url, PreSigURL: "", status: "missing" }])
  }))

timTest(
  "links for more files than one call takes come back in order, failures by their address",
  () =>
    Effect.gen(function*() {
      const operations = yield* Operations
      const client = yield* TimClient
      const urls = Array.from({ length: 120 }, (_, index) => `https://cos.example.com/${index}.png`)
      const { failed, ok } = yield* operations.fileLinks([...urls, "no address"])
      assert.deepEqual(ok.map(({ RawURL }) => RawURL), urls)
      assert.deepEqual(failed.map(({ code, item }) => [item, code]), [["no address", ErrorCode.FileParameterInvalid]])
      yield* refusedWith(ErrorCode.FileParameterInvalid, operations.banFile("no address"))
      yield* refusedWith(ErrorCode.FileParameterInvalid, operations.allowFile("no address"))
      yield* notSent("RawURL", operations.banFile(""))
      const twice = [{ ResourceID: 1, RawURL: "https://a" }, { ResourceID: 1, RawURL: "https://b" }]
      yield* refusedWith(
        ErrorCode.FileParameterInvalid,
        client.call("v4/im_cos_msg/get_cos_sig", { RawURLs: twice })
      )
    })
)
