/** Reading answers: `JSON.parse` alone, and with the check against the endpoint's schema. */
import { check } from "../../src/endpoint/check.ts"
import type { Endpoint } from "../../src/endpoint/Endpoint.ts"
import { parseJson } from "../../src/endpoint/json.ts"
import { getGroupMemberInfo } from "../../src/api/groups/endpoints/members.ts"
import { adminGetroammsg } from "../../src/api/messages/endpoints.ts"
import { answering, cpu, sideBySide } from "../support/inside.ts"

const envelope = { ActionStatus: "OK", ErrorCode: 0, ErrorInfo: "" }

const members = (count: number): string =>
  JSON.stringify({
    ...envelope,
    MemberNum: count,
    MemberList: Array.from({ length: count }, (_, index) => ({
      Member_Account: `member${index}`,
      Role: index === 0 ? "Owner" : "Member",
      JoinTime: 1_700_000_000 + index,
      MsgSeq: index,
      MsgFlag: "AcceptAndNotify",
      LastSendMsgTime: 1_700_000_000,
      MuteUntil: 0,
      NameCard: `Card of ${index}`,
      AppMemberDefinedData: [{ Key: "level", Value: String(index) }]
    }))
  })

const history = (count: number): string =>
  JSON.stringify({
    ...envelope,
    Complete: 0,
    MsgCnt: count,
    LastMsgTime: 1_700_000_000,
    LastMsgKey: "1_1_1700000000",
    MsgList: Array.from({ length: count }, (_, index) => ({
      From_Account: "alice",
      To_Account: "bob",
      MsgSeq: index,
      MsgRandom: index,
      MsgTimeStamp: 1_700_000_000 + index,
      MsgFlagBits: 0,
      IsPeerRead: 0,
      MsgKey: `${index}_${index}_1700000000`,
      MsgBody: [{ MsgType: "TIMTextElem", MsgContent: { Text: `message ${index}` } }],
      CloudCustomData: "{\"kind\":\"note\"}"
    }))
  })

const answers = {
  "100 members": { text: members(100), endpoint: getGroupMemberInfo, times: 400 },
  "20 messages": { text: history(20), endpoint: adminGetroammsg, times: 1_000 },
  "6,000 members": { text: members(6_000), endpoint: getGroupMemberInfo, times: 8 }
} satisfies Record<string, { text: string; times: number; endpoint: Pick<Endpoint<never, unknown, never>, "response"> }>

/** What was read last; kept so that nothing is optimized away. */
export let last: unknown

await answering(async ({ rounds }: { readonly rounds: number }) => {
  const found: Record<string, unknown> = {}
  for (const [name, { endpoint, text, times }] of Object.entries(answers)) {
    const schema = endpoint.response as never
    if (check(schema, JSON.parse(text)).length > 0) throw new Error(`${name} does not fit its schema`)
    found[name] = await sideBySide({
      parse: (times) => {
        for (let index = 0; index < times; index++) last = JSON.parse(text)
      },
      decode: (times) => {
        for (let index = 0; index < times; index++) {
          const answer = parseJson(text)
          if (check(schema, answer).length === 0) last = answer
        }
      }
    }, { clock: cpu, rounds, times })
  }
  return found
})
