/** What the campaign about crashes writes: things of which each can be told whole from its name. */

/** A thing that one call writes: what it is, and a number. */
export type Item = `${Kind} ${number}`

export type Kind = "message" | "group message" | "accounts" | "group" | "ballast"

/** The kinds, in the order in which they are written. Ballast is there from the start. */
export const kinds = ["message", "group message", "accounts", "group"] as const

/** How many accounts one call makes. */
const accountsOfACall = 10

/** How long ballast is, in characters: a message may have 12 kB. */
const ballastCharacters = 8_000

const numberOf = (item: Item): number => Number(item.slice(item.lastIndexOf(" ") + 1))

const kindOf = (item: Item): Kind => item.slice(0, item.lastIndexOf(" ")) as Kind

/** The text of a message: of any length, and of characters that take one to four bytes. */
const textOf = (item: Item): string =>
  kindOf(item) === "ballast"
    ? item.padEnd(ballastCharacters, ".")
    : `${item} ${"aä語😀".repeat((numberOf(item) * 7_919) % 100)}`

const accountsOf = (item: Item): ReadonlyArray<string> =>
  Array.from({ length: accountsOfACall }, (_, index) => `accounts ${numberOf(item)}.${index}`)

interface Answer {
  readonly ErrorCode: number
  readonly ErrorInfo: string
  readonly MsgDropReason?: string
}

const query = "sdkappid=1400000000&identifier=administrator&contenttype=json"

/** Calls the API, and fails unless it does what it is asked for. */
const call = async (url: string, path: string, body: object): Promise<void> => {
  const response = await fetch(`${url}/v4/${path}?${query}`, { method: "POST", body: JSON.stringify(body) })
  const { ErrorCode, ErrorInfo, MsgDropReason } = await response.json() as Answer
  if (ErrorCode !== 0) throw new Error(`${path}: ${ErrorCode} ${ErrorInfo}`)
  if (MsgDropReason !== undefined) throw new Error(`${path}: ${MsgDropReason}`)
}

const elements = (text: string) => [{ MsgType: "TIMTextElem", MsgContent: { Text: text } }]

/** How many groups there are to send to: one takes 40 messages a second and drops the others. */
const clubs = 16

const clubOf = (item: Item): string => `club${numberOf(item) % clubs}`

/** Writes what the others need: two accounts and some groups. */
export const prepare = async (url: string): Promise<void> => {
  await call(url, "im_open_login_svc/multiaccount_import", { Accounts: ["alice", "bob"] })
  for (let club = 0; club < clubs; club++) {
    await call(url, "group_open_http_svc/create_group", { Type: "Public", Name: "Club", GroupId: `club${club}` })
  }
}

/** Writes one thing; over once it is acknowledged. */
export const write = (url: string, item: Item): Promise<void> => {
  const number = numberOf(item)
  switch (kindOf(item)) {
    case "message":
    case "ballast":
      return call(url, "openim/sendmsg", {
        From_Account: "alice",
        To_Account: "bob",
        MsgRandom: number,
        MsgBody: elements(textOf(item))
      })
    case "group message":
      return call(url, "group_open_http_svc/send_group_msg", {
        GroupId: clubOf(item),
        Random: number,
        MsgBody: elements(textOf(item))
      })
    case "accounts":
      return call(url, "im_open_login_svc/multiaccount_import", { Accounts: accountsOf(item) })
    case "group":
      return call(url, "group_open_http_svc/create_group", {
        Type: "Public",
        Name: item,
        GroupId: `group${number}`,
        Owner_Account: "alice",
        MemberList: [{ Member_Account: "bob" }]
      })
  }
}

/** Asks the control API. */
export const ask = async <Answer>(url: string, path: string, method = "GET"): Promise<Answer> => {
  const response = await fetch(`${url}/__tim/${path}`, { method })
  const text = await response.text()
  if (!response.ok) throw new Error(`${path}: HTTP ${response.status} ${text}`)
  return JSON.parse(text) as Answer
}

interface Message {
  readonly serial: number
  readonly conversation: string
  readonly body: ReadonlyArray<{ readonly MsgContent: { readonly Text?: string } }>
}

const messagesIn = async (url: string): Promise<ReadonlyArray<Message>> => {
  const found: Array<Message> = []
  for (let before = Infinity, more = true; more;) {
    const page = await ask<{ readonly items: ReadonlyArray<Message>; readonly more: boolean }>(
      url,
      `messages?limit=1000${before === Infinity ? "" : `&before=${before}`}`
    )
    found.push(...page.items)
    before = page.items.at(-1)?.serial ?? 0
    more = page.more
  }
  return found
}

const allOf = async <Row>(url: string, path: string): Promise<ReadonlyArray<Row>> => {
  const found: Array<Row> = []
  for (let total = Infinity; found.length < total;) {
    const page = await ask<{ readonly items: ReadonlyArray<Row>; readonly total: number }>(
      url,
      `${path}?limit=1000&offset=${found.length}`
    )
    if (page.items.length === 0) break
    found.push(...page.items)
    total = page.total
  }
  return found
}

/** What an emulator holds. */
export interface Found {
  readonly items: ReadonlySet<Item>
  /** What is there by half, twice or other than it was sent, in words. */
  readonly broken: ReadonlyArray<string>
}

/** Reads everything that an emulator holds. */
export const lookInto = async (url: string): Promise<Found> => {
  const items = new Set<Item>()
  const broken: Array<string> = []
  const counted = new Map<string, number>()
  for (const { body, conversation, serial } of await messagesIn(url)) {
    counted.set(conversation, (counted.get(conversation) ?? 0) + 1)
    const text = body[0]?.MsgContent.Text ?? ""
    const [name] = /^(message|group message|ballast) \d+/.exec(text) ?? []
    const item = name as Item | undefined
    if (item === undefined || text !== textOf(item)) broken.push(`message ${serial} is not as it was sent`)
    else if (conversation !== (item.startsWith("group") ? `group:${clubOf(item)}` : "c2c:alice:bob")) {
      broken.push(`${item} is elsewhere`)
    } else if (items.has(item)) broken.push(`${item} is there twice`)
    else items.add(item)
  }
  const conversations = await ask<{
    readonly items: ReadonlyArray<{ readonly conversation: string; readonly messages: number }>
  }>(url, "conversations")
  for (const { conversation, messages } of conversations.items) {
    const found = counted.get(conversation) ?? 0
    if (messages !== found) broken.push(`${conversation} says it has ${messages} messages, and has ${found}`)
  }
  const accounts = new Map<string, number>()
  for (const { userId } of await allOf<{ readonly userId: string }>(url, "accounts")) {
    const [call] = /^accounts \d+/.exec(userId) ?? []
    if (call !== undefined) accounts.set(call, (accounts.get(call) ?? 0) + 1)
  }
  for (const [item, count] of accounts) {
    if (count === accountsOfACall) items.add(item as Item)
    else broken.push(`of ${item}, ${count} are there`)
  }
  const groups = await allOf<{
    readonly groupId: string
    readonly name: string
    readonly owner?: string
    readonly members: number
  }>(url, "groups")
  for (const { groupId, members, name, owner } of groups) {
    if (name === "Club") continue
    if (groupId !== name.replace(" ", "") || owner !== "alice" || members !== 2) {
      broken.push(`${name} is not as it was made`)
    } else items.add(name as Item)
  }
  return { items, broken }
}
