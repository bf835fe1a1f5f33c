/** What the control API shows of the emulator's state, and how each row is searched. */
import { isElement } from "../../api/messages/elements.ts"
import { explain } from "../../errors/errorCatalogue.ts"
import type { Searchable } from "../query.ts"
import type { LoggedCall } from "../RequestLog.ts"
import { type Account, overallStatus } from "../state/Accounts.ts"
import type { App } from "../state/App.ts"
import type { Group } from "../state/Groups.ts"
import { threadOf, type TimelineItem } from "../state/Timeline.ts"
import type { WebhookDelivery } from "../state/Webhooks.ts"
import type { AccountRow, DeliveryRow, GroupRow, LogEntry, MessageRow } from "./schemas.ts"

type Row<Schema extends { readonly Type: unknown }> = Schema["Type"]

/** An object without its fields that are `undefined`: in JSON there is no such thing. */
export const defined = <T extends object>(fields: T): { [Name in keyof T]: Exclude<T[Name], undefined> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never

/** A value as it stands on the wire, where fields that are `undefined` are not there on any level. */
const onTheWire = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T

export const toMessageRow = ({ from, id, message, onlineOnly, where }: TimelineItem): Row<typeof MessageRow> =>
  defined({
    serial: id,
    conversation: threadOf(from, where),
    kind: where.kind,
    from,
    to: where.kind === "c2c" ? where.to : undefined,
    group: where.kind === "group" ? where.group : undefined,
    time: message.time,
    key: message.key,
    seq: message.seq,
    body: onTheWire(message.body),
    customData: message.cloudCustomData ?? message.customData,
    recalled: message.recalled === true,
    modified: message.modified === true,
    onlineOnly
  })

export const searchMessage = ({ from, message, onlineOnly, where }: TimelineItem): Searchable => ({
  from,
  to: where.kind === "c2c" ? [where.to] : [],
  group: where.kind === "group" ? where.group : where.kind === "official" ? where.account : undefined,
  types: message.body.map(({ MsgType }) => MsgType),
  time: message.time * 1000,
  marks: [
    ...(message.recalled === true ? ["recalled"] : []),
    ...(message.modified === true ? ["modified"] : []),
    ...(onlineOnly ? ["online"] : [])
  ],
  text: () =>
    message.body.map((element) =>
      isElement(element, "TIMTextElem") ? element.MsgContent.Text : JSON.stringify(element.MsgContent)
    ).join("\n")
})

export const toLogEntry = (call: LoggedCall): Row<typeof LogEntry> =>
  defined({
    ...call,
    request: onTheWire(call.request ?? null),
    answer: onTheWire(call.answer ?? null),
    explanation: call.code === 0 ? undefined : explain(call.code, call.path)?.meaning
  })

interface Named {
  readonly From_Account?: unknown
  readonly To_Account?: unknown
  readonly GroupId?: unknown
}

const texts = (value: unknown): ReadonlyArray<string> =>
  typeof value === "string" ? [value] : Array.isArray(value) ? value.filter((each) => typeof each === "string") : []

const named = (body: unknown) => {
  const { From_Account, GroupId, To_Account } = (typeof body === "object" && body !== null ? body : {}) as Named
  return {
    from: typeof From_Account === "string" ? From_Account : undefined,
    to: texts(To_Account),
    group: typeof GroupId === "string" ? GroupId : undefined
  }
}

export const searchCall = ({ answer, code, fault, path, request, time }: LoggedCall): Searchable => ({
  ...named(request),
  code,
  command: path,
  time,
  marks: [...(fault === undefined ? [] : ["fault"]), ...(code === 0 ? [] : ["refused"])],
  text: () => `${path} ${JSON.stringify(request)} ${JSON.stringify(answer)}`
})

export const toDeliveryRow = (delivery: WebhookDelivery): Row<typeof DeliveryRow> =>
  defined({ ...delivery, body: onTheWire(delivery.body) })

export const searchDelivery = ({ answer, body, command, failure, time }: WebhookDelivery): Searchable => ({
  ...named(body),
  command,
  time,
  marks: failure === undefined ? [] : ["failed"],
  text: () => `${command} ${JSON.stringify(body)} ${answer ?? ""}`
})

const textOrNothing = (value: string | number | undefined): string | undefined =>
  value === undefined || value === "" ? undefined : String(value)

export const toAccountRow = (account: Account, app: App): Row<typeof AccountRow> =>
  defined({
    userId: account.userId,
    nick: textOrNothing(account.profile.get("Tag_Profile_IM_Nick")),
    faceUrl: textOrNothing(account.profile.get("Tag_Profile_IM_Image")),
    administrator: app.administrators.has(account.userId),
    robot: app.robots.has(account.userId),
    online: overallStatus(account) === "Online"
  })

export const toGroupRow = (group: Group): Row<typeof GroupRow> =>
  defined({
    groupId: group.groupId,
    type: group.type,
    name: group.name,
    owner: textOrNothing(group.owner),
    members: group.members.size
  })
