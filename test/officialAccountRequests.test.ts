import assert from "node:assert/strict"
import { test } from "node:test"
import * as endpoints from "../src/api/officialAccounts/endpoints.ts"
import { officialAccountPrefix } from "../src/api/officialAccounts/officialAccountId.ts"
import type { Endpoint } from "../src/endpoint/Endpoint.ts"
import { check } from "../src/endpoint/check.ts"
import { utf8Length } from "../src/endpoint/wire.ts"
import { makeRandom } from "../src/emulator/random.ts"

/** Makes values from random numbers that can be repeated. */
class Make {
  readonly #random: () => number

  constructor(seed: number) {
    this.#random = makeRandom(seed)
  }

  integer(least: number, most: number): number {
    return least + Math.floor(this.#random() * (most - least + 1))
  }

  one<Value>(values: ReadonlyArray<Value>): Value {
    return values[this.integer(0, values.length - 1)] as Value
  }

  list<Value>(least: number, most: number, item: () => Value): ReadonlyArray<Value> {
    return Array.from({ length: this.integer(least, most) }, item)
  }

  /** Text of at most so many bytes, some of it not ASCII; often of exactly as many. */
  text(maxBytes: number, minBytes = 0): string {
    let left = this.one([maxBytes, this.integer(minBytes, maxBytes)])
    let text = ""
    while (left > 0) {
      const character = this.one(["a", "Z", "7", "é", "好", "😀"].filter((each) => utf8Length(each) <= left))
      text += character
      left -= utf8Length(character)
    }
    return text
  }

  userId(): string {
    return this.text(32, 1)
  }

  officialAccount(): string {
    return officialAccountPrefix + this.text(42, 1)
  }

  uint32(): number {
    return this.one([0, 1, 4_294_967_295, this.integer(0, 4_294_967_295)])
  }

  /** Some of the fields, or none of them. */
  some(fields: { readonly [name: string]: () => unknown }): object {
    return Object.fromEntries(
      Object.entries(fields).filter(() => this.#random() < 0.5).map(([name, value]) => [name, value()])
    )
  }
}

const baseInfoFields = [
  "CreateTime",
  "Name",
  "Owner_Account",
  "LastMsgTime",
  "SubscriberNum",
  "Introduction",
  "FaceUrl",
  "Organization",
  "CustomString"
]

const profile = (make: Make) => ({
  Introduction: () => make.text(400),
  FaceUrl: () => make.text(500),
  MaxSubscriberNum: () => make.uint32(),
  Organization: () => make.text(500),
  CustomString: () => make.text(3_000)
})

const elements = (make: Make) => [
  ...make.list(1, 3, () => ({ MsgType: "TIMTextElem", MsgContent: { Text: make.text(40) } })),
  ...make.list(0, 1, () => ({ MsgType: "TIMCustomElem", MsgContent: { Data: make.text(40) } }))
]

/** What is sent to an endpoint, and what may never be. */
interface Example {
  readonly endpoint: Endpoint<never, unknown, never>
  readonly valid: (make: Make) => object
  /** Fields that each break a valid request; `undefined` takes a field away. */
  readonly broken: ReadonlyArray<{ readonly [field: string]: unknown }>
}

const example = <Request, Response, Body>(
  endpoint: Endpoint<Request, Response, Body>,
  valid: Example["valid"],
  broken: Example["broken"]
): Example => ({ endpoint: endpoint as unknown as Example["endpoint"], valid, broken })

/** How an id may be wrong. */
const badIds: ReadonlyArray<unknown> = [
  undefined,
  "",
  "news",
  "@TOA#_",
  "@toa#_news",
  `@TOA#_${"x".repeat(43)}`,
  `@TOA#_${"é".repeat(22)}`,
  7,
  null
]

const badAccounts: Example["broken"] = badIds.map((Official_Account) => ({ Official_Account }))

/** How a list may be wrong that takes so many items. */
const badLists = (most: number, item: unknown): ReadonlyArray<unknown> => [
  undefined,
  [],
  Array.from({ length: most + 1 }, () => item),
  [null],
  item
]

const badProfiles: Example["broken"] = [
  { Name: "x".repeat(151) },
  { Name: null },
  { Introduction: "好".repeat(134) },
  { FaceUrl: "x".repeat(501) },
  { Organization: "é".repeat(251) },
  { CustomString: "😀".repeat(751) },
  { MaxSubscriberNum: -1 },
  { MaxSubscriberNum: 1.5 },
  { MaxSubscriberNum: "7" }
]

const badUsers: ReadonlyArray<unknown> = [undefined, "", "x".repeat(33), "é".repeat(17), 7]

const badPages: Example["broken"] = [{ Limit: 0 }, { Limit: 201 }, { Limit: "50" }]

const examples: ReadonlyArray<Example> = [
  example(
    endpoints.createOfficialAccount,
    (make) => ({
      Owner_Account: make.userId(),
      Name: make.text(150),
      ...make.some({ ...profile(make), OfficialAccountUserID: () => make.officialAccount() })
    }),
    [
      ...badProfiles,
      { Name: undefined },
      ...badUsers.map((Owner_Account) => ({ Owner_Account })),
      ...badIds.slice(1).map((OfficialAccountUserID) => ({ OfficialAccountUserID }))
    ]
  ),
  example(endpoints.destroyOfficialAccount, (make) => ({ Official_Account: make.officialAccount() }), badAccounts),
  example(
    endpoints.modifyOfficialAccountBaseInfo,
    (make) => ({
      Official_Account: make.officialAccount(),
      ...make.some({ ...profile(make), Name: () => make.text(150) })
    }),
    [...badAccounts, ...badProfiles]
  ),
  example(
    endpoints.getOfficialAccountInfo,
    (make) => ({
      OfficialAccountIdList: make.list(1, 50, () => ({ Official_Account: make.officialAccount() })),
      ...make.some({
        ResponseFilter: () =>
          make.some({ OfficialAccountBaseInfoFilter: () => make.list(1, 9, () => make.one(baseInfoFields)) })
      })
    }),
    [
      ...badLists(50, { Official_Account: "@TOA#_x" }).map((OfficialAccountIdList) => ({ OfficialAccountIdList })),
      ...badAccounts.map((account) => ({ OfficialAccountIdList: [account] })),
      { ResponseFilter: { OfficialAccountBaseInfoFilter: ["Nick"] } },
      { ResponseFilter: ["Name"] }
    ]
  ),
  example(
    endpoints.getSubscriberInfo,
    (make) => ({
      Official_Account: make.officialAccount(),
      Next: make.text(20),
      ...make.some({ Limit: () => make.integer(1, 200) })
    }),
    [...badAccounts, ...badPages, { Next: undefined }, { Next: 0 }]
  ),
  example(
    endpoints.addSubscriber,
    (make) => ({
      Official_Account: make.officialAccount(),
      SubscriberList: make.list(1, 100, () => ({ Subscriber_Account: make.userId() }))
    }),
    [
      ...badAccounts,
      ...badLists(100, { Subscriber_Account: "bob" }).map((SubscriberList) => ({ SubscriberList })),
      ...badUsers.map((Subscriber_Account) => ({ SubscriberList: [{ Subscriber_Account }] })),
      { SubscriberList: ["bob"] }
    ]
  ),
  example(
    endpoints.deleteSubscriber,
    (make) => ({
      Official_Account: make.officialAccount(),
      SubscriberToDel_Account: make.list(1, 100, () => make.userId())
    }),
    [
      ...badAccounts,
      ...badLists(100, "bob").map((SubscriberToDel_Account) => ({ SubscriberToDel_Account })),
      ...badUsers.map((userId) => ({ SubscriberToDel_Account: [userId] })),
      { SubscriberToDel_Account: [{ Subscriber_Account: "bob" }] }
    ]
  ),
  example(
    endpoints.modifySubscriberInfo,
    (make) => ({
      Official_Account: make.officialAccount(),
      Subscriber_Account: make.userId(),
      ...make.some({ CustomString: () => make.text(100) })
    }),
    [...badAccounts, ...badUsers.map((Subscriber_Account) => ({ Subscriber_Account })), { CustomString: 7 }]
  ),
  example(
    endpoints.getSubscribedOfficialAccountList,
    (make) => ({
      Subscriber_Account: make.userId(),
      ...make.some({
        Limit: () => make.integer(1, 200),
        Offset: () => make.uint32(),
        ResponseFilter: () =>
          make.some({
            OfficialAccountBaseInfoFilter: () => make.list(1, 9, () => make.one(baseInfoFields)),
            SelfInfoFilter: () => make.list(1, 2, () => make.one(["SubscribeTime", "CustomString"]))
          })
      })
    }),
    [
      ...badUsers.map((Subscriber_Account) => ({ Subscriber_Account })),
      ...badPages,
      { Offset: -1 },
      { Offset: "0" },
      { ResponseFilter: { SelfInfoFilter: ["MsgFlag"] } }
    ]
  ),
  example(
    endpoints.sendOfficialAccountMsg,
    (make) => ({
      Official_Account: make.officialAccount(),
      Random: make.uint32(),
      MsgBody: elements(make),
      ...make.one([{ OnlineOnlyFlag: 1 }, { OnlineOnlyFlag: 0, SendMsgControl: ["NoLastMsg"] }, {}]),
      ...make.some({
        OfflinePushInfo: () => ({ PushFlag: make.one([0, 1]), Title: make.text(20) }),
        ForbidCallbackControl: () =>
          make.list(0, 2, () => make.one(["ForbidBeforeSendMsgCallback", "ForbidAfterSendMsgCallback"])),
        CloudCustomData: () => make.text(100)
      })
    }),
    [
      ...badAccounts,
      { Random: undefined },
      { Random: -1 },
      { Random: 4_294_967_296 },
      { MsgBody: undefined },
      { MsgBody: [] },
      { MsgBody: "hello" },
      { MsgBody: [{ MsgType: "TIMTextElem", MsgContent: {} }] },
      { MsgBody: [{ MsgType: "TIMNoElem", MsgContent: {} }] },
      { OfflinePushInfo: { PushFlag: 2 } },
      { ForbidCallbackControl: ["Forbid"] },
      { OnlineOnlyFlag: 2 },
      { OnlineOnlyFlag: 1, SendMsgControl: ["NoLastMsg"] },
      { SendMsgControl: ["NoUnread"] },
      { CloudCustomData: {} }
    ]
  ),
  example(
    endpoints.officialAccountMsgGetSimple,
    (make) => ({
      Official_Account: make.officialAccount(),
      ...make.some({
        LastMsgKey: () => `${make.integer(1, 99)}_1_${make.uint32()}`,
        ReqMsgNumber: () => make.integer(1, 20),
        WithRecalledMsg: () => make.one([0, 1])
      })
    }),
    [...badAccounts, { LastMsgKey: 1 }, { ReqMsgNumber: 0 }, { ReqMsgNumber: 1.5 }, { WithRecalledMsg: true }]
  ),
  example(
    endpoints.officialAccountMsgRecall,
    (make) => ({
      Official_Account: make.officialAccount(),
      MsgKeyList: make.list(1, 10, () => `${make.integer(1, 99)}_1_${make.uint32()}`),
      ...make.some({ Reason: () => make.text(100) })
    }),
    [
      ...badAccounts,
      ...badLists(10, "1_1_1").map((MsgKeyList) => ({ MsgKeyList })),
      { MsgKeyList: [""] },
      { Reason: "好".repeat(34) }
    ]
  )
]

/** A request without the fields that are undefined, as it would arrive. */
const sent = (request: object): object => JSON.parse(JSON.stringify(request))

test("every endpoint about official accounts has an example", () => {
  const all = Object.values(endpoints).map(({ path }) => path)
  assert.equal(all.length, 12)
  assert.deepEqual(examples.map(({ endpoint }) => endpoint.path).toSorted(), all.toSorted())
})

for (const { broken, endpoint, valid } of examples) {
  const command = endpoint.path.split("/").at(-1)

  test(`${command} takes every request within its limits`, () => {
    for (let seed = 1; seed <= 50; seed++) {
      const request = sent(valid(new Make(seed)))
      assert.deepEqual(check(endpoint.request, request), [], JSON.stringify({ seed, request }))
      assert.deepEqual(check(endpoint.request, request, { strict: true }), [], JSON.stringify({ seed, request }))
    }
  })

  test(`${command} takes no request with a broken field`, () => {
    for (const [index, change] of broken.entries()) {
      const request = sent({ ...valid(new Make(index + 1)), ...change })
      const [issue] = check(endpoint.request, request)
      assert.notEqual(issue, undefined, JSON.stringify({ change, request }))
      const fields = Object.keys(change)
      assert.ok(
        issue?.path === "" ? fields.length > 1 : fields.some((field) => issue?.path.startsWith(field)),
        `${issue?.path} is named instead of ${fields.join(", ")}`
      )
    }
  })
}
