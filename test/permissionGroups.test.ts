import assert from "node:assert/strict"
import { test } from "node:test"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import {
  Accounts,
  communityMask,
  ErrorCode,
  Groups,
  PermissionGroups,
  readCommunityMask,
  readTopicMask,
  TimClient,
  topicMask,
  Topics
} from "../mod.ts"
import { notSent, refusedWith } from "./support/assertions.ts"
import { club, idOf, makeClub, makeTopics } from "./support/communities.ts"
import { layerOn, scripted, success } from "./support/scripted.ts"
import { inVirtualTime, timTest } from "./support/suite.ts"

const helpers = "@PMG#_helpers"

const ids = (count: number) => Array.from({ length: count }, (_, index) => `user${index}`)

/** A permission group of the club. */
const makeHelpers = Effect.fnUntraced(function*() {
  yield* makeClub()
  const permissionGroups = yield* PermissionGroups
  yield* permissionGroups.create(club, "Helpers", communityMask("muteMembers"), { PermissionGroupId: helpers })
  return permissionGroups
})

/** Adds so many members to the club. */
const fillClub = Effect.fnUntraced(function*(count: number) {
  yield* (yield* Accounts).importMany(ids(count))
  yield* (yield* Groups).addMembers(club, ids(count))
})

test("masks are made of names, and read back from numbers and texts of 64 bits", () => {
  assert.equal(communityMask(), 0)
  assert.equal(communityMask("manageTopics", "sendMessages", "manageTopics"), 80)
  assert.equal(topicMask("sendMessages", "mentionAll"), 72)
  assert.deepEqual(readCommunityMask(1024 + 64), ["sendMessages", "banMembers"])
  assert.deepEqual(readTopicMask(2 ** 40 + 8), ["sendMessages"])
  // 2^63 + 2: a number would lose the small bit.
  assert.deepEqual(readCommunityMask("9223372036854775810"), ["manageMembers"])
  // @ts-expect-error there is no such permission
  assert.equal(communityMask("fly"), 0)
})

timTest("a permission group is there as it was created", () =>
  Effect.gen(function*() {
    const permissionGroups = yield* makeHelpers()
    const { PermissionGroupId } = yield* permissionGroups.create({
      GroupId: club,
      PermissionGroupName: "Others",
      Permission: 2 ** 53 - 1,
      CustomString: "blue"
    })
    assert.match(PermissionGroupId, /^@PMG#_@PMG#c[A-Z\d]{9}$/)
    const { ok } = yield* permissionGroups.get(club, [helpers, PermissionGroupId])
    assert.deepEqual(ok, [
      {
        PermissionGroupId: helpers,
        PermissionGroupName: "Helpers",
        Permission: 32,
        CustomString: "",
        MemberNum: 0,
        ErrorCode: 0,
        ErrorInfo: "ok"
      },
      {
        PermissionGroupId,
        PermissionGroupName: "Others",
        Permission: 9007199254740991,
        CustomString: "blue",
        MemberNum: 0,
        ErrorCode: 0,
        ErrorInfo: "ok"
      }
    ])
  }))

timTest("wrong ids, names and masks are not sent, and refused", () =>
  Effect.gen(function*() {
    const permissionGroups = yield* makeHelpers()
    const client = yield* TimClient
    const PermissionGroupId = "helpers"
    yield* notSent("", permissionGroups.create(club, "Helpers", 0, { PermissionGroupId }))
    yield* notSent("PermissionGroupName", permissionGroups.create(club, "é".repeat(76), 0))
    yield* notSent("Permission", permissionGroups.create(club, "Helpers", 2 ** 53))
    yield* notSent("Permission", permissionGroups.create(club, "Helpers", -1))
    yield* notSent("GroupId", permissionGroups.create("room", "Helpers", 0))
    yield* refusedWith(
      ErrorCode.GroupIdTaken,
      permissionGroups.create(club, "Again", 0, { PermissionGroupId: helpers })
    )
    const path = "v4/group_open_http_svc/create_permission_group"
    const body = { GroupId: club, PermissionGroupName: "Helpers", Permission: 0 }
    yield* refusedWith(ErrorCode.GroupParameterInvalid, client.call(path, { ...body, PermissionGroupId }))
    yield* refusedWith(ErrorCode.GroupParameterInvalid, client.call(path, { ...body, Permission: "1" }))
    yield* refusedWith(ErrorCode.GroupIdInvalid, client.call(path, { ...body, GroupId: "room" }))
    yield* client.call(path, body)
  }))

timTest("only communities with topics have permission groups", () =>
  Effect.gen(function*() {
    const permissionGroups = yield* PermissionGroups
    const groups = yield* Groups
    yield* groups.create("Community", "Plain", { GroupId: "@TGS#_plain" })
    yield* refusedWith(ErrorCode.GroupPermissionDenied, permissionGroups.create("@TGS#_plain", "Helpers", 0))
    yield* refusedWith(ErrorCode.GroupPermissionDenied, permissionGroups.list("@TGS#_plain"))
    yield* refusedWith(ErrorCode.GroupNotFound, permissionGroups.create("@TGS#_nothing", "Helpers", 0))
  }))

timTest("only what is given of a permission group changes", () =>
  Effect.gen(function*() {
    const permissionGroups = yield* makeHelpers()
    yield* permissionGroups.modify(club, helpers, { Permission: 3 })
    yield* permissionGroups.modify(club, helpers, { CustomString: "blue" })
    const { ok: [before] } = yield* permissionGroups.get(club, [helpers])
    assert.deepEqual([before?.PermissionGroupName, before?.Permission, before?.CustomString], ["Helpers", 3, "blue"])
    yield* permissionGroups.modify(club, helpers, { PermissionGroupName: "Friends", Permission: 0 })
    const { ok: [after] } = yield* permissionGroups.get(club, [helpers])
    assert.deepEqual([after?.PermissionGroupName, after?.Permission, after?.CustomString], ["Friends", 0, "blue"])
    yield* refusedWith(
      ErrorCode.PermissionGroupGone,
      permissionGroups.modify(club, "@PMG#_none", { Permission: 0 })
    )
  }))

timTest("any number of permission groups is deleted, each once", () =>
  Effect.gen(function*() {
    const permissionGroups = yield* makeHelpers()
    const all = [helpers]
    for (let index = 1; index <= 24; index++) {
      all.push((yield* permissionGroups.create(club, String(index), 0)).PermissionGroupId)
    }
    assert.equal((yield* permissionGroups.get(club, all)).ok.length, 25)
    const { failed, ok } = yield* permissionGroups.destroy(club, [...all, "@PMG#_none"])
    assert.deepEqual(ok, all)
    assert.deepEqual(failed.map(({ code, item }) => [item, code]), [["@PMG#_none", ErrorCode.PermissionGroupGone]])
    const { failed: gone, ok: left } = yield* permissionGroups.get(club, all)
    assert.deepEqual(left, [])
    assert.deepEqual(gone.map(({ item }) => item), all)
    const client = yield* TimClient
    yield* refusedWith(
      ErrorCode.GroupParameterInvalid,
      client.call("v4/group_open_http_svc/destroy_permission_group", {
        GroupId: club,
        PermissionGroupIdList: all.slice(0, 21)
      })
    )
  }))

timTest("paging through permission groups gives each once", () =>
  Effect.gen(function*() {
    const permissionGroups = yield* makeHelpers()
    const all = [helpers]
    for (let index = 1; index <= 40; index++) {
      all.push((yield* permissionGroups.create(club, String(index), 0)).PermissionGroupId)
    }
    const read = yield* Stream.runCollect(permissionGroups.groups(club))
    assert.deepEqual(read.map(({ PermissionGroupId }) => PermissionGroupId), all.toReversed())
    const page = yield* permissionGroups.list(club, { Limit: 20 })
    assert.equal(page.PermissionGroupInfoList.length, 20)
    // What is deleted meanwhile does not shift the pages.
    yield* permissionGroups.destroy(club, all.slice(-5))
    const next = yield* permissionGroups.list(club, { Limit: 20, Next: String(page.Next) })
    assert.equal(next.PermissionGroupInfoList[0]?.PermissionGroupId, all.at(-21))
    for (const Next of ["x", "TGS", "TGSMA==", "TGSx", "TGSeA=="]) {
      yield* refusedWith(ErrorCode.GroupParameterInvalid, permissionGroups.list(club, { Next }))
    }
    yield* notSent("Limit", permissionGroups.list(club, { Limit: 21 }))
    const [only] = yield* Stream.runCollect(Stream.take(permissionGroups.groups(club), 1))
    assert.equal(only?.PermissionGroupId, all.at(-6))
  }))

test("a cursor that is a number is followed, and 0 ends the pages", async () => {
  const { sent, transport } = scripted(
    success({ PermissionGroupInfoList: [{ PermissionGroupId: "@PMG#_a", Permission: 9223372036854776000 }], Next: 20 }),
    success({ PermissionGroupInfoList: [{ PermissionGroupId: "@PMG#_b", Permission: "9223372036854775810" }], Next: 0 })
  )
  const read = await inVirtualTime(Effect.provide(
    Effect.flatMap(PermissionGroups, (service) => Stream.runCollect(service.groups(club))),
    layerOn(transport)
  ))
  assert.deepEqual(read.map(({ PermissionGroupId }) => PermissionGroupId), ["@PMG#_a", "@PMG#_b"])
  assert.deepEqual(sent.map(({ body }) => JSON.parse(body).Next), ["", "20"])
})

timTest("members of the community join a permission group, others fail alone", () =>
  Effect.gen(function*() {
    const permissionGroups = yield* makeHelpers()
    assert.deepEqual(yield* permissionGroups.addMembers(club, helpers, ["carol", "stranger", "bob"]), {
      ok: [{ Member_Account: "carol", Result: 1 }, { Member_Account: "bob", Result: 1 }],
      failed: [{ item: "stranger", code: undefined, info: "" }]
    })
    const { ok: again } = yield* permissionGroups.addMembers(club, helpers, ["carol"])
    assert.deepEqual(again, [{ Member_Account: "carol", Result: 2 }])
    const { MemberList, Next } = yield* permissionGroups.listMembers(club, helpers, { MemberInfoFilter: ["Role"] })
    assert.deepEqual(MemberList, [
      { Member_Account: "bob", Role: "Admin" },
      { Member_Account: "carol", Role: "Member" }
    ])
    assert.equal(Next, "")
    const { ok: [info] } = yield* permissionGroups.get(club, [helpers])
    assert.equal(info?.MemberNum, 2)
    yield* refusedWith(ErrorCode.PermissionGroupGone, permissionGroups.addMembers(club, "@PMG#_none", ["carol"]))
    yield* refusedWith(ErrorCode.PermissionGroupGone, permissionGroups.listMembers(club, "@PMG#_none"))
  }))

timTest("members leave a permission group, whoever is not in it does not fail", () =>
  Effect.gen(function*() {
    const permissionGroups = yield* makeHelpers()
    yield* permissionGroups.addMembers(club, helpers, ["carol", "bob"])
    assert.deepEqual(yield* permissionGroups.removeMembers(club, helpers, ["carol", "alice", "nobody"]), {
      ok: ["carol", "alice", "nobody"],
      failed: []
    })
    const { MemberList } = yield* permissionGroups.listMembers(club, helpers, { MemberInfoFilter: [] })
    assert.deepEqual(MemberList, [{ Member_Account: "bob" }])
    yield* refusedWith(ErrorCode.PermissionGroupGone, permissionGroups.removeMembers(club, "@PMG#_none", ["bob"]))
  }))

test("removing without a list of members in the answer is a success, and 0 in one a failure", async () => {
  const { transport } = scripted(
    success(),
    success({ MemberList: [{ Member_Account: "bob", Result: 0 }] })
  )
  const remove = Effect.flatMap(PermissionGroups, (service) => service.removeMembers(club, helpers, ["alice", "bob"]))
  const [silent, told] = await inVirtualTime(Effect.provide(Effect.all([remove, remove]), layerOn(transport)))
  assert.deepEqual(silent, { ok: ["alice", "bob"], failed: [] })
  assert.deepEqual(told, { ok: ["alice"], failed: [{ item: "bob", code: undefined, info: "" }] })
})

timTest("whoever leaves the community leaves its permission groups", () =>
  Effect.gen(function*() {
    const permissionGroups = yield* makeHelpers()
    const groups = yield* Groups
    const { PermissionGroupId: others } = yield* permissionGroups.create(club, "Others", 0)
    yield* permissionGroups.addMembers(club, helpers, ["carol", "bob"])
    yield* permissionGroups.addMembers(club, others, ["carol"])
    yield* groups.removeMembers(club, ["carol"])
    const { ok } = yield* permissionGroups.get(club, [helpers, others])
    assert.deepEqual(ok.map(({ MemberNum }) => MemberNum), [1, 0])
    yield* groups.addMembers(club, ["carol"])
    const { MemberList } = yield* permissionGroups.listMembers(club, others)
    assert.deepEqual(MemberList, [])
  }))

timTest(
  "250 members are added and removed in several calls, and 101 in one call are refused",
  () =>
    Effect.gen(function*() {
      const permissionGroups = yield* makeHelpers()
      const client = yield* TimClient
      yield* fillClub(250)
      const { ok } = yield* permissionGroups.addMembers(club, helpers, ids(250))
      assert.equal(ok.length, 250)
      const read = yield* Stream.runCollect(permissionGroups.members(club, helpers, { MemberInfoFilter: [] }))
      assert.deepEqual(read.map(({ Member_Account }) => Member_Account), ids(250).toReversed())
      const tooMany = {
        GroupId: club,
        PermissionGroupId: helpers,
        MemberList: ids(101).map((Member_Account) => ({ Member_Account }))
      }
      for (const command of ["add", "delete"]) {
        yield* refusedWith(
          ErrorCode.GroupTooManyAccounts,
          client.call(`v4/group_open_http_svc/${command}_permission_group_member`, tooMany)
        )
      }
      yield* permissionGroups.removeMembers(club, helpers, ids(240))
      const left = yield* Stream.runCollect(permissionGroups.members(club, helpers, { MemberInfoFilter: [] }))
      assert.deepEqual(left.map(({ Member_Account }) => Member_Account), ids(250).slice(240).toReversed())
    })
)

timTest("pages of members may be short or empty before the end", () =>
  Effect.gen(function*() {
    const permissionGroups = yield* makeHelpers()
    yield* fillClub(60)
    yield* permissionGroups.addMembers(club, helpers, ["bob", ...ids(60)])
    const MemberRoleFilter = ["Admin" as const]
    const first = yield* permissionGroups.listMembers(club, helpers, { Limit: 50, MemberRoleFilter })
    assert.deepEqual(first.MemberList, [])
    assert.match(String(first.Next), /^TGS/)
    const admins = yield* Stream.runCollect(permissionGroups.members(club, helpers, { MemberRoleFilter }))
    assert.deepEqual(admins.map(({ Member_Account }) => Member_Account), ["bob"])
    yield* notSent("Limit", permissionGroups.listMembers(club, helpers, { Limit: 51 }))
    yield* refusedWith(ErrorCode.GroupParameterInvalid, permissionGroups.listMembers(club, helpers, { Next: "51" }))
  }))

timTest("topic permissions are added, changed, read and taken away", () =>
  Effect.gen(function*() {
    const permissionGroups = yield* makeHelpers()
    const [first = "", second = "", third = ""] = yield* makeTopics(3)
    const allowed = (topicIds?: ReadonlyArray<string>) =>
      Effect.map(permissionGroups.getTopics(club, helpers, topicIds), ({ failed, ok }) => ({
        ok: ok.map(({ Permission, TopicId }) => [TopicId, Permission]),
        failed: failed.map(({ code, item }) => [item, code])
      }))
    assert.deepEqual(
      yield* permissionGroups.addTopics(club, helpers, { [first]: topicMask("sendMessages"), [second]: 1 }),
      { ok: [first, second], failed: [] }
    )
    assert.deepEqual(yield* allowed(), { ok: [[first, 8], [second, 1]], failed: [] })

    const again = yield* permissionGroups.addTopics(club, helpers, { [first]: 2, [idOf("none")]: 1 })
    assert.deepEqual(again.failed.map(({ code, item }) => [item, code]), [
      [first, ErrorCode.PermissionTopicExists],
      [idOf("none"), ErrorCode.TopicDeleted]
    ])

    const changed = yield* permissionGroups.modifyTopics(club, helpers, { [second]: 4, [third]: 4, [idOf("none")]: 4 })
    assert.deepEqual(changed.ok, [second])
    assert.deepEqual(changed.failed.map(({ code, item }) => [item, code]), [
      [third, ErrorCode.PermissionTopicNotFound],
      [idOf("none"), ErrorCode.TopicDeleted]
    ])
    assert.deepEqual(yield* allowed([second, third, idOf("none")]), {
      ok: [[second, 4]],
      failed: [[third, ErrorCode.PermissionTopicNotFound], [idOf("none"), ErrorCode.TopicDeleted]]
    })

    const removed = yield* permissionGroups.removeTopics(club, helpers, [first, third])
    assert.deepEqual(removed.ok, [first])
    assert.deepEqual(removed.failed.map(({ code }) => code), [ErrorCode.PermissionTopicNotFound])
    assert.deepEqual(yield* allowed(), { ok: [[second, 4]], failed: [] })

    yield* (yield* Topics).destroy(club, [second])
    assert.deepEqual(yield* allowed(), { ok: [], failed: [] })
    assert.deepEqual(yield* permissionGroups.getTopics(club, helpers, []), { ok: [], failed: [] })
  }))

timTest("permissions of an unknown permission group are refused", () =>
  Effect.gen(function*() {
    const permissionGroups = yield* makeHelpers()
    const [first = ""] = yield* makeTopics(1)
    const none = "@PMG#_none"
    yield* refusedWith(ErrorCode.PermissionGroupNotFound, permissionGroups.addTopics(club, none, { [first]: 1 }))
    yield* refusedWith(ErrorCode.PermissionGroupNotFound, permissionGroups.modifyTopics(club, none, { [first]: 1 }))
    yield* refusedWith(ErrorCode.PermissionGroupNotFound, permissionGroups.removeTopics(club, none, [first]))
    yield* refusedWith(ErrorCode.PermissionGroupNotFound, permissionGroups.getTopics(club, none))
    yield* notSent(
      "TopicPermissionList[0].Permission",
      permissionGroups.addTopics(club, helpers, { [first]: 0.5 })
    )
  }))

timTest(
  "120 topics of a permission group go in several calls, and 51 in one call are refused",
  () =>
    Effect.gen(function*() {
      const permissionGroups = yield* makeHelpers()
      const client = yield* TimClient
      const topicIds = yield* makeTopics(120)
      const masks = (mask: number) => Object.fromEntries(topicIds.map((topicId) => [topicId, mask]))
      assert.deepEqual(yield* permissionGroups.addTopics(club, helpers, masks(1)), { ok: topicIds, failed: [] })
      assert.deepEqual(yield* permissionGroups.modifyTopics(club, helpers, masks(2)), { ok: topicIds, failed: [] })
      const { ok } = yield* permissionGroups.getTopics(club, helpers, topicIds)
      assert.deepEqual(ok.map(({ Permission, TopicId }) => [TopicId, Permission]), Object.entries(masks(2)))
      const tooMany = topicIds.slice(0, 51)
      const body = { GroupId: club, PermissionGroupId: helpers }
      const TopicPermissionList = tooMany.map((TopicId) => ({ TopicId, Permission: 1 }))
      for (const command of ["add", "set"]) {
        yield* refusedWith(
          ErrorCode.GroupParameterInvalid,
          client.call(`v4/group_open_http_svc/${command}_topic_permission_group`, { ...body, TopicPermissionList })
        )
      }
      yield* refusedWith(
        ErrorCode.GroupParameterInvalid,
        client.call("v4/group_open_http_svc/delete_topic_permission_group", { ...body, TopicIdList: tooMany })
      )
      assert.deepEqual(yield* permissionGroups.removeTopics(club, helpers, topicIds), { ok: topicIds, failed: [] })
      assert.deepEqual(yield* permissionGroups.getTopics(club, helpers), { ok: [], failed: [] })
    })
)

timTest("a deleted permission group leaves nothing behind for the next of its id", () =>
  Effect.gen(function*() {
    const permissionGroups = yield* makeHelpers()
    const [first = ""] = yield* makeTopics(1)
    yield* permissionGroups.addMembers(club, helpers, ["carol"])
    yield* permissionGroups.addTopics(club, helpers, { [first]: 1 })
    yield* permissionGroups.destroy(club, [helpers])
    yield* permissionGroups.create(club, "Helpers", 0, { PermissionGroupId: helpers })
    assert.deepEqual((yield* permissionGroups.listMembers(club, helpers)).MemberList, [])
    assert.deepEqual(yield* permissionGroups.getTopics(club, helpers), { ok: [], failed: [] })
    yield* (yield* Groups).removeMembers(club, ["carol"])
  }))
