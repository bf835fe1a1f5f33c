/** Who a conversation is between, and what can be done in it. */
import { ApiProblem, perform } from "./api.ts"
import type { Conversation, Message } from "./rows.ts"
import { appId } from "./store.ts"

/** The ends of a conversation. */
export type Ends =
  | { readonly kind: "c2c"; readonly accounts: readonly [string, string] }
  | { readonly kind: "group"; readonly group: string }
  | { readonly kind: "official"; readonly account: string }

/** The ends of a conversation, from its name; from a message where there is one, since names may hold colons. */
export const endsOf = (conversation: string, message: Message | undefined): Ends => {
  const colon = conversation.indexOf(":")
  const kind = conversation.slice(0, colon)
  const rest = conversation.slice(colon + 1)
  if (kind === "group") return { kind, group: rest }
  if (kind === "official") return { kind, account: rest }
  const [one = "", other = ""] = message?.to === undefined ? rest.split(":") : [message.from, message.to].toSorted()
  return { kind: "c2c", accounts: [one, other] }
}

/** The name of the conversation of two accounts. */
export const between = (one: string, other: string): string => `c2c:${[one, other].toSorted().join(":")}`

/** What a conversation is called, known or not. */
export const titleOf = (ends: Ends, { title }: Partial<Conversation> = {}): string =>
  title ?? (ends.kind === "c2c" ? ends.accounts.join(" – ") : ends.kind === "group" ? ends.group : ends.account)

const random = (): number => crypto.getRandomValues(new Uint32Array(1))[0] ?? 1

/** A topic is sent to by its community and itself. */
const groupFields = (group: string) =>
  group.includes("@TOPIC#") ? { GroupId: group.slice(0, group.indexOf("@TOPIC#")), TopicId: group } : { GroupId: group }

const textBody = (text: string) => [{ MsgType: "TIMTextElem", MsgContent: { Text: text } }]

/** Sends a text as somebody, to the other end. */
export const send = (ends: Ends, from: string, text: string): Promise<void> => {
  const MsgBody = textBody(text)
  if (ends.kind === "group") {
    return perform(appId.peek(), "v4/group_open_http_svc/send_group_msg", {
      ...groupFields(ends.group),
      From_Account: from,
      Random: random(),
      MsgBody
    })
  }
  if (ends.kind === "official") {
    return perform(appId.peek(), "v4/official_account_open_http_svc/send_official_account_msg", {
      Official_Account: ends.account,
      MsgRandom: random(),
      MsgBody
    })
  }
  const [one, other] = ends.accounts
  return perform(appId.peek(), "v4/openim/sendmsg", {
    From_Account: from,
    To_Account: from === one ? other : one,
    MsgRandom: random(),
    MsgBody
  })
}

/** Whether a message has what it takes to be recalled. */
export const isRecallable = ({ group, key, kind, recalled, seq, to }: Message): boolean =>
  !recalled &&
  ((kind === "c2c" && key !== undefined && to !== undefined) ||
    (kind === "group" && group !== undefined && seq !== undefined))

export const recall = ({ from, group = "", key, kind, seq, to }: Message): Promise<void> =>
  kind === "c2c"
    ? perform(appId.peek(), "v4/openim/admin_msgwithdraw", { From_Account: from, To_Account: to, MsgKey: key })
    : perform(appId.peek(), "v4/group_open_http_svc/group_msg_recall", {
      ...groupFields(group),
      MsgSeqList: [{ MsgSeq: seq }]
    })

/** Makes accounts, those that are there already included. */
export const makeAccounts = async (names: ReadonlyArray<string>): Promise<void> => {
  if (names.some((name) => name === "")) throw new ApiProblem("An account needs a name.")
  await perform(appId.peek(), "v4/im_open_login_svc/multiaccount_import", { Accounts: [...new Set(names)] })
}
