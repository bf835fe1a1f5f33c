import assert from "node:assert/strict"
import * as Effect from "effect/Effect"
import { Accounts, ErrorCode, LiveEngine, type LiveRoomChanges, type LiveRoomOptions } from "../mod.ts"
import { refusedWith } from "./support/assertions.ts"
import { startSeconds, timTest } from "./support/suite.ts"
import { toldBy } from "./support/toldBy.ts"
import { bodyOf } from "./support/webhookBodies.ts"
import { listening } from "./support/webhooks.ts"

const Operator_Account = "administrator"

/** Accounts, and a live room of alice's that was made before anybody listens. */
const withRoom = Effect.fnUntraced(function*(options?: LiveRoomOptions) {
  yield* (yield* Accounts).importMany(["alice", "bob", "carol"])
  const engine = yield* LiveEngine
  yield* engine.create("room", { Owner_Account: "alice", ...options })
  const listener = yield* listening({})
  return { engine, listener, ...listener }
})

timTest("a room that is made is told with what it was made with", () =>
  Effect.gen(function*() {
    const { commands, engine, listener } = yield* withRoom()
    const command = "Live.CallbackAfterCreateRoom"
    const options: LiveRoomOptions = {
      RoomName: "Room",
      Owner_Account: "bob",
      CoverURL: "https://example.com/c.png",
      Notice: "Welcome",
      IsMessageDisabled: true,
      Category: [1, 2],
      ActivityStatus: 7,
      IsPublicVisible: false,
      IsSeatEnabled: true,
      TakeSeatMode: "ApplyToTake",
      MaxSeatCount: 9,
      MaxMemberCount: 100
    }
    const { ActivityStatus: _status, Notice: _notice, ...shown } = options
    const made = { RoomType: "Live", CreateTime: startSeconds }
    assert.deepEqual(yield* toldBy(listener, command, engine.create("second", options)), [
      bodyOf(command, { Operator_Account, RoomInfo: { RoomId: "second", ...made, ...shown } })
    ])
    assert.deepEqual(yield* toldBy(listener, command, engine.create("third")), [
      bodyOf(command, {
        Operator_Account,
        RoomInfo: {
          RoomId: "third",
          RoomName: "third",
          ...made,
          Owner_Account: "administrator",
          CoverURL: "",
          Category: [],
          IsMessageDisabled: false,
          IsPublicVisible: true,
          IsSeatEnabled: false,
          TakeSeatMode: "FreeToTake"
        }
      })
    ])
    yield* refusedWith(ErrorCode.LiveParameterInvalid, engine.create("room"))
    assert.equal((yield* commands).length, 2)
  }))

timTest("a room that is dissolved is told once", () =>
  Effect.gen(function*() {
    const { commands, engine, told } = yield* withRoom()
    yield* engine.destroy("room")
    yield* refusedWith(ErrorCode.LiveRoomNotFound, engine.destroy("room"))
    assert.deepEqual(yield* told("Live.CallbackAfterDestroyRoom"), [
      bodyOf("Live.CallbackAfterDestroyRoom", { Operator_Account, RoomId: "room" })
    ])
    assert.equal((yield* commands).length, 1)
  }))

timTest("of a room's parts those that changed are told, and nothing where none did", () =>
  Effect.gen(function*() {
    const { engine, listener } = yield* withRoom({ RoomName: "Room", Category: [1] })
    const command = "Live.CallbackAfterUpdateRoomInfo"
    const by = (changes: LiveRoomChanges) => toldBy(listener, command, engine.update("room", changes))
    const told = (changes: object) => [bodyOf(command, { Operator_Account, RoomInfo: { RoomId: "room", ...changes } })]
    assert.deepEqual(yield* by({ RoomName: "Room", Category: [1], IsMessageDisabled: false }), [])
    const changes = { RoomName: "Other", MaxMemberCount: 5, TakeSeatMode: "ApplyToTake" } as const
    assert.deepEqual(yield* by({ ...changes, Category: [1] }), told(changes))
    assert.deepEqual(yield* by({ Notice: "Welcome" }), told({}))
    const refused = refusedWith(ErrorCode.LiveRoomNotFound, engine.update("none", { RoomName: "x" }))
    assert.deepEqual(yield* toldBy(listener, command, refused), [])
  }))

timTest("metadata is told as far as it is set to something else", () =>
  Effect.gen(function*() {
    const { engine, listener } = yield* withRoom()
    const command = "Live.CallbackAfterSetMetadata"
    const by = (call: Effect.Effect<unknown, unknown>) => toldBy(listener, command, call)
    const told = (...pairs: ReadonlyArray<readonly [Key: string, Value: string]>) => [
      bodyOf(command, { Operator_Account, RoomId: "room", Metadata: pairs.map(([Key, Value]) => ({ Key, Value })) })
    ]
    assert.deepEqual(yield* by(engine.setMetadata("room", { a: "1", b: "2" })), told(["a", "1"], ["b", "2"]))
    assert.deepEqual(yield* by(engine.setMetadata("room", { a: "1", b: "3" })), told(["b", "3"]))
    assert.deepEqual(yield* by(engine.setMetadata("room", { a: "1" })), [])
    const many = Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`key${index}`, "x"]))
    const refused = refusedWith(ErrorCode.LiveParameterInvalid, engine.setMetadata("room", many))
    assert.deepEqual(yield* by(refused), [])
  }))

timTest("metadata that is deleted is told as far as it was there", () =>
  Effect.gen(function*() {
    const { engine, told } = yield* withRoom()
    yield* engine.setMetadata("room", { a: "1", b: "2" })
    yield* engine.deleteMetadata("room", ["a", "c"])
    yield* engine.deleteMetadata("room", ["a"])
    assert.deepEqual(yield* told("Live.CallbackAfterDelMetadata"), [
      bodyOf("Live.CallbackAfterDelMetadata", { Operator_Account, RoomId: "room", Keys: ["a"] })
    ])
  }))

timTest("a room that gets another owner is told", () =>
  Effect.gen(function*() {
    const { commands, engine, told } = yield* withRoom()
    yield* engine.changeOwner("room", "alice")
    yield* engine.changeOwner("room", "bob")
    yield* refusedWith(ErrorCode.LiveParameterInvalid, engine.changeOwner("room", "nobody"))
    const changed = bodyOf("Live.CallbackAfterChangeOwner", {
      Operator_Account: "administrator",
      RoomId: "room",
      OriginalOwner_Account: "alice",
      CurrentOwner_Account: "bob"
    })
    assert.deepEqual(yield* told("Live.CallbackAfterChangeOwner"), [changed])
    assert.equal((yield* commands).length, 1)
  }))

timTest("a room whose admins change is told, and not where they stay the same", () =>
  Effect.gen(function*() {
    const { commands, engine, told } = yield* withRoom()
    yield* engine.addAdmins("room", ["bob"])
    yield* engine.addAdmins("room", ["bob"])
    yield* engine.removeAdmins("room", ["carol"])
    yield* engine.removeAdmins("room", ["bob"])
    const changed = (opType: string) =>
      bodyOf("Live.CallbackAfterModifyAdmin", {
        Operator_Account: "administrator",
        RoomId: "room",
        Admin_Account: ["bob"],
        opType
      })
    assert.deepEqual(yield* told("Live.CallbackAfterModifyAdmin"), [changed("add"), changed("delete")])
    assert.equal((yield* commands).length, 2)
  }))
