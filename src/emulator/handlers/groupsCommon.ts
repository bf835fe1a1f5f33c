/** What the handlers about groups share: finding a group, and writing out groups and members. */
import * as Effect from "effect/Effect"
import { refuse, type Refusal } from "../Refusal.ts"
import type { Call } from "../Route.ts"
import type { App } from "../state/App.ts"
import type { Group, Member } from "../state/Groups.ts"

/** An answer, or a refusal. */
export type Answer<A> = A | Effect.Effect<A, Refusal>

/** An answer as an effect. */
export const effectOf = <A>(answer: Answer<A>): Effect.Effect<A, Refusal> =>
  Effect.isEffect(answer) ? answer : Effect.succeed(answer)

/** Refuses with a code. */
export const refused = (code: number, info?: string): Effect.Effect<never, Refusal> => Effect.fail(refuse(code, info))

const printable = /^[\x20-\x7e]{1,96}$/

/** Answers for a group that exists; refuses otherwise. */
export const withGroup = <A>(groupId: string, { app }: Call, answer: (group: Group) => Answer<A>): Answer<A> => {
  const group = app.groups.get(groupId)
  return group === undefined ? refused(printable.test(groupId) ? 10010 : 10015) : answer(group)
}

/** The options that every route about one group begins with. */
export const ofGroup = { invalid: 10004, limits: { GroupId: 10015 } }

/** A custom field as it is given. */
export interface GivenField {
  readonly Key: string
  readonly Value: string
}

/** A refusal for the first custom field that is not configured; nothing where all are. */
export const whyNotFields = (
  given: ReadonlyArray<GivenField> | undefined,
  configured: ReadonlySet<string>
): Refusal | undefined => {
  const unknown = given?.find(({ Key }) => !configured.has(Key))
  return unknown === undefined ? undefined : refuse(10004, `the custom field ${unknown.Key} is not configured`)
}

/** Sets custom fields; an empty value deletes its key. */
export const setFields = (fields: Map<string, string>, given: ReadonlyArray<GivenField> | undefined): void => {
  for (const { Key, Value } of given ?? []) {
    if (Value === "") fields.delete(Key)
    else fields.set(Key, Value)
  }
}

/** The custom fields that are set, or those of them that are asked for. */
const fieldsOf = (fields: ReadonlyMap<string, string>, keys?: ReadonlyArray<string>): ReadonlyArray<GivenField> =>
  (keys ?? [...fields.keys()]).flatMap((Key) => {
    const Value = fields.get(Key)
    return Value === undefined ? [] : [{ Key, Value }]
  })

const onOff = (on: boolean) => on ? "On" as const : "Off" as const

/** How the fields of a profile are read, by their names on the wire. */
const groupFields = {
  Type: (group: Group) => group.type,
  Name: (group: Group) => group.name,
  Introduction: (group: Group) => group.introduction,
  Notification: (group: Group) => group.notification,
  FaceUrl: (group: Group) => group.faceUrl,
  Owner_Account: (group: Group) => group.owner,
  CreateTime: (group: Group) => group.createTime,
  InfoSeq: (group: Group) => group.infoSeq,
  LastInfoTime: (group: Group) => group.lastInfoTime,
  LastMsgTime: (group: Group) => group.lastMsgTime,
  NextMsgSeq: (group: Group) => group.nextMsgSeq,
  MemberNum: (group: Group) => group.members.size,
  MaxMemberNum: (group: Group) => group.maxMembers,
  ApplyJoinOption: (group: Group) => group.applyJoinOption,
  InviteJoinOption: (group: Group) => group.inviteJoinOption,
  MuteAllMember: (group: Group) => onOff(group.muteAll)
}

/** Fields that are answered only by name, or for communities. */
const furtherGroupFields = {
  ShutUpAllMember: groupFields.MuteAllMember,
  Appid: (_group: Group, app: App) => app.sdkAppId
}

const communityFields = {
  SupportTopic: (group: Group) => Number(group.supportTopic),
  EnablePermission: (group: Group) => Number(group.enablePermission),
  DefaultPermission: (group: Group) => group.defaultPermission
}

type Reader = (group: Group, app: App) => string | number

const groupReaders = new Map<string, Reader>(
  Object.entries({ ...groupFields, ...furtherGroupFields, ...communityFields })
)

const everyGroupField = [...Object.keys(groupFields), "Appid"]
const everyCommunityField = [...everyGroupField, ...Object.keys(communityFields)]

/** The fields of a profile: those asked for, or all. */
export const profileOf = (
  group: Group,
  app: App,
  names: ReadonlyArray<string> = group.type === "Community" ? everyCommunityField : everyGroupField
): Record<string, string | number> => {
  const profile: Record<string, string | number> = {}
  for (const name of names) {
    const read = groupReaders.get(name)
    if (read !== undefined) profile[name] = read(group, app)
  }
  return profile
}

/** The group's custom fields as an answer carries them: not at all where there are none. */
export const groupFieldsOf = (group: Group, keys?: ReadonlyArray<string>) => {
  const fields = fieldsOf(group.customData, keys)
  return fields.length === 0 ? {} : { AppDefinedData: fields }
}

/** Which fields of members to answer. */
export interface MemberFilter {
  readonly names?: ReadonlyArray<string> | undefined
  readonly keys?: ReadonlyArray<string> | undefined
}

const muteUntil = (member: Member, group: Group, now: number) => group.mutedUntil(member.userId, now)

type MemberReader = (member: Member, group: Group, now: number) => string | number

/** How the fields of a member are read, by their names on the wire. */
const memberReaders = new Map<string, MemberReader>(Object.entries<MemberReader>({
  Role: ({ role }) => role,
  JoinTime: ({ joinTime }) => joinTime,
  MsgSeq: ({ msgSeq }) => msgSeq,
  MsgFlag: ({ msgFlag }) => msgFlag,
  LastSendMsgTime: ({ lastSendMsgTime }) => lastSendMsgTime,
  MuteUntil: muteUntil,
  ShutUpUntil: muteUntil,
  NameCard: ({ nameCard }) => nameCard
}))

const everyMemberField = [...memberReaders.keys()].filter((name) => name !== "ShutUpUntil")

/** A member as an answer carries it. Without a filter everything is answered. */
export const memberOf = (
  member: Member,
  group: Group,
  now: number,
  { keys, names }: MemberFilter
): { readonly Member_Account: string; readonly [field: string]: string | number | ReadonlyArray<GivenField> } => {
  const answer: Record<string, string | number | ReadonlyArray<GivenField>> = {}
  for (const name of names ?? everyMemberField) {
    const read = memberReaders.get(name)
    if (read !== undefined) answer[name] = read(member, group, now)
  }
  if (keys !== undefined || names === undefined) {
    const fields = fieldsOf(member.customData, keys)
    if (fields.length > 0) answer["AppMemberDefinedData"] = fields
  }
  return { Member_Account: member.userId, ...answer }
}

/** Answers longer than this are refused. */
const maxAnswerBytes = 1024 * 1024

/** The answer, unless it is too long. Short lists are not measured. */
export const measured = <A extends object>(answer: A, items: number): Answer<A> =>
  items > 500 && JSON.stringify(answer).length > maxAnswerBytes ? refused(10018) : answer

/** What the emulator does not do about groups, wherever it would show. */
export const tips = "Notices about groups and members are not stored as messages and take no message number."
