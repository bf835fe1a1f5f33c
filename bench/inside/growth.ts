/** One emulator that holds a lot: what calls to it cost. */
import type { Fetch } from "timkit"
import { connect } from "timkit"
import { emulator, type EmulatorService } from "timkit/emulator"
import { answering, cpu } from "../support/inside.ts"

/** What there is a lot of. */
export type Kind = "accounts" | "members" | "messages"

type Question =
  | { readonly fill: Kind; readonly size: number }
  | { readonly call: string; readonly times: number }

/** A call to measure: its path, and its body for a number. */
interface Call {
  readonly path: string
  readonly body: (index: number) => object
}

const service = emulator()
const { app } = service
const { baseUrl = "", fetch, ...options } = service.options
const now = Math.floor(Date.now() / 1_000)

let query = ""
const watching: Fetch = (url, init) => {
  query = url.slice(url.indexOf("?"))
  return fetch(url, init)
}

const init = { method: "POST", headers: {}, redirect: "manual", signal: new AbortController().signal } as const

const text = (index: number) => [{ MsgType: "TIMTextElem" as const, MsgContent: { Text: `message ${index}` } }]

/** Numbers that go everywhere below a size, the same in each run. */
const scattered = (index: number, size: number): number => (index * 2_654_435_761) % size

const accountCalls = (size: number): Record<string, Call> => ({
  "import an account": { path: "v4/im_open_login_svc/account_import", body: (index) => ({ UserID: `new${index}` }) },
  "get a profile": {
    path: "v4/profile/portrait_get",
    body: (index) => ({ To_Account: [`user${scattered(index, size)}`], TagList: ["Tag_Profile_IM_Nick"] })
  },
  "send a message": {
    path: "v4/openim/sendmsg",
    body: (index) => ({
      From_Account: `user${scattered(index, size)}`,
      To_Account: `user${scattered(index + 1, size)}`,
      MsgRandom: index,
      MsgBody: text(index)
    })
  }
})

const memberCalls: Record<string, Call> = {
  "add a member": {
    path: "v4/group_open_http_svc/add_group_member",
    body: (index) => ({ GroupId: "@TGS#_large", MemberList: [{ Member_Account: `candidate${index}` }] })
  },
  "read a page of members": {
    path: "v4/group_open_http_svc/get_group_member_info",
    body: () => ({ GroupId: "@TGS#_large", Limit: 20, Next: "" })
  },
  "send to the group": {
    path: "v4/group_open_http_svc/send_group_msg",
    body: (index) => ({ GroupId: "@TGS#_large", From_Account: "owner", Random: index, MsgBody: text(index) })
  }
}

const messageCalls = (size: number): Record<string, Call> => ({
  "send to the conversation": {
    path: "v4/openim/sendmsg",
    body: (index) => ({ From_Account: "alice", To_Account: "bob", MsgRandom: 5_000_000 + index, MsgBody: text(index) })
  },
  "read a page of a conversation": {
    path: "v4/openim/admin_getroammsg",
    body: (index) => ({
      Operator_Account: "alice",
      Peer_Account: "bob",
      MaxCnt: 20,
      MinTime: 0,
      MaxTime: now - 1_000 + Math.floor(scattered(index, size) / size * 1_000)
    })
  },
  "read a page of a group's history": {
    path: "v4/group_open_http_svc/group_msg_get_simple",
    body: (index) => ({ GroupId: "@TGS#_large", ReqMsgNumber: 20, ReqMsgSeq: 20 + scattered(index, size - 20) })
  }
})

let calls: Record<string, Call> = {}

const perform = async (service: EmulatorService, { body, path }: Call, index: number): Promise<void> => {
  const response = await service.options.fetch(`${baseUrl}/${path}${query}`, {
    ...init,
    body: JSON.stringify(body(index))
  })
  const answer = await response.text()
  if (!answer.includes("\"ErrorCode\":0")) throw new Error(`${path}: ${answer.slice(0, 300)}`)
}

/** Where the numbers of calls go on. */
let next = 1

const fill = async (kind: Kind, size: number): Promise<void> => {
  const { accounts, conversations, groups } = app()
  await using tim = await connect({ ...options, baseUrl, fetch: watching })
  await tim.accounts.importMany(["alice", "bob", "owner"])
  await tim.groups.create("Community", "large", { GroupId: "@TGS#_large", Owner_Account: "owner" })
  const group = groups.get("@TGS#_large")
  if (group === undefined) throw new Error("there is no group")
  switch (kind) {
    case "accounts":
      for (let index = 0; index < size; index++) accounts.add(`user${index}`)
      calls = accountCalls(size)
      return
    case "members":
      for (let index = 0; index < 20_000; index++) accounts.add(`candidate${index}`)
      for (let index = 1; index < size; index++) group.join(`member${index}`, now)
      calls = memberCalls
      return
    case "messages":
      for (let index = 0; index < size; index++) {
        const time = now - 1_000 + Math.floor(index / size * 1_000)
        const body = text(index)
        conversations.add({ from: "alice", to: "bob", seq: index, random: index, time, body }, {}, now)
        group.messages.store({
          from: "owner",
          random: index,
          time,
          body,
          priority: 2,
          counted: true,
          needReceipt: false,
          extensible: false
        })
      }
      calls = messageCalls(size)
  }
}

await answering(async (question: Question) => {
  if ("fill" in question) {
    await fill(question.fill, question.size)
    return Object.keys(calls)
  }
  const call = calls[question.call]
  if (call === undefined) throw new Error(`there is no call ${question.call}`)
  const started = cpu()
  for (let turn = 0; turn < question.times; turn++) await perform(service, call, next++)
  return cpu() - started
})
