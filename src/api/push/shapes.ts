/** What the endpoints of both generations of push to all have in common on the wire. */
import * as wire from "../../endpoint/wire.ts"

/** The longest tag, name of an attribute, or value of one, in bytes. */
export const maxTextBytes = 50

const shortText = () => wire.text({ minBytes: 1, maxBytes: maxTextBytes })

const tagList = () => wire.list(shortText(), { min: 1, max: 10 })

/** Values by the names of attributes; 1 to 50 bytes each. */
const attrValues = () => wire.record(shortText())

/** Names users by their tags. */
export interface TagCondition {
  /** Who has any of these, at most 10. */
  readonly TagsOr?: ReadonlyArray<string> | undefined
  /** Who has all of these, at most 10. */
  readonly TagsAnd?: ReadonlyArray<string> | undefined
  /** Leaves out who has all of these. */
  readonly TagsNot?: ReadonlyArray<string> | undefined
  readonly AttrsOr?: undefined
  readonly AttrsAnd?: undefined
}

/** Names users by their attributes. */
export interface AttrCondition {
  /** Whose attributes have any of these values, by the attributes' names. */
  readonly AttrsOr?: { readonly [name: string]: string } | undefined
  /** Whose attributes have all of these values, by the attributes' names. */
  readonly AttrsAnd?: { readonly [name: string]: string } | undefined
  readonly TagsOr?: undefined
  readonly TagsAnd?: undefined
  readonly TagsNot?: undefined
}

/** Whom a push goes to. The service takes tags or attributes, never both. */
export type PushCondition = TagCondition | AttrCondition

/** Whom a push of the older generation goes to: it cannot leave out tags. */
export type MemberPushCondition = (TagCondition & { readonly TagsNot?: undefined }) | AttrCondition

/** A condition as it may come from outside, where nothing keeps tags and attributes apart. */
export type AnyCondition = { readonly [Key in keyof TagCondition]: PushCondition[Key] }

/** How many a field names. One that is not documented may hold anything. */
const sizeOf = (values: unknown): number =>
  typeof values === "object" && values !== null ? Object.keys(values).length : 0

/** Whether a condition names both tags and attributes. */
export const isMixed = ({ AttrsAnd, AttrsOr, TagsAnd, TagsNot, TagsOr }: AnyCondition): boolean =>
  (AttrsAnd ?? AttrsOr) !== undefined && (TagsAnd ?? TagsNot ?? TagsOr) !== undefined

/** A tag that is in `TagsOr` and in `TagsAnd`. */
export const repeatedTag = ({ TagsAnd = [], TagsOr = [] }: AnyCondition): string | undefined =>
  TagsOr.find((tag) => TagsAnd.includes(tag))

const checkCondition = (condition: AnyCondition): true | string => {
  if (isMixed(condition)) return "names tags and attributes; only one kind is allowed"
  if (repeatedTag(condition) !== undefined) return "TagsOr and TagsAnd have a tag in common"
  return Object.values(condition).some((values) => sizeOf(values) > 0) ||
    "names nobody; leave it out to push to all users"
}

const conditionFields = () => ({
  TagsOr: wire.optional(tagList()),
  TagsAnd: wire.optional(tagList()),
  TagsNot: wire.optional(tagList()),
  AttrsOr: wire.optional(attrValues()),
  AttrsAnd: wire.optional(attrValues())
})

/** The field `Condition` of `timpush/push`. */
export const pushCondition = (): wire.Wire<PushCondition> =>
  wire.rule(
    wire.object(conditionFields()),
    (condition) => checkCondition(condition as AnyCondition)
  ) as unknown as wire.Wire<PushCondition>

/** The field `Condition` of `im_push`, which would ignore `TagsNot` and reach too many. */
export const memberPushCondition = (): wire.Wire<MemberPushCondition> =>
  wire.rule(wire.object(conditionFields()), (condition) =>
    condition.TagsNot === undefined
      ? checkCondition(condition as AnyCondition)
      : "TagsNot is not known to this generation") as unknown as wire.Wire<MemberPushCondition>

/** The number of an attribute. An app has ten. */
export type AttrNumber = "0" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9"

/** Something for each attribute, by its number. */
export type ByAttr<T> = { readonly [Number in AttrNumber]?: T | undefined }

const areNumbers = (values: object): true | string =>
  Object.keys(values).every((key) => /^\d$/.test(key)) || "has a key that is not a digit from 0 to 9"

/** The names of an app's attributes, by their numbers; at most 50 bytes each. */
export const attrNames = (): wire.Wire<ByAttr<string>> =>
  wire.rule(wire.record(shortText()), areNumbers) as unknown as wire.Wire<ByAttr<string>>

/** Which kind of account an attribute is for, by its number: 0 UserIDs, the default; 1 RegistrationIDs. */
export const attrTypes = (): wire.Wire<ByAttr<0 | 1>> =>
  wire.rule(wire.record(wire.flag()), areNumbers) as unknown as wire.Wire<ByAttr<0 | 1>>

/** Up to 100 accounts. `id` is the schema of one. */
export const accountList = (id: () => typeof wire.string) => wire.list(id(), { min: 1, max: 100 })

/** Up to 100 accounts with up to 10 tags each. */
export const userTags = (id: () => typeof wire.string, maxTags = 10) =>
  wire.list(
    wire.object({
      To_Account: id(),
      /** 1 to 50 bytes each. */
      Tags: wire.list(shortText(), { min: 1, max: maxTags })
    }),
    { min: 1, max: 100 }
  )

/** Up to 100 accounts with values for attributes. */
export const userAttrs = (id: () => typeof wire.string) =>
  wire.list(
    wire.object({
      To_Account: id(),
      /** Values by the names of attributes; 1 to 50 bytes each. */
      Attrs: attrValues()
    }),
    { min: 1, max: 100 }
  )

/** Up to 100 accounts with the names of attributes. */
export const userAttrNames = (id: () => typeof wire.string) =>
  wire.list(
    wire.object({
      To_Account: id(),
      /** Names only: a list here, where setting takes a map. */
      Attrs: wire.list(shortText(), { min: 1 })
    }),
    { min: 1, max: 100 }
  )

/** Accounts with their tags, in an answer. */
export const readUserTags = () => wire.list(wire.object({ To_Account: wire.string, Tags: wire.list(wire.string) }))

/** Accounts with their attributes, in an answer. */
export const readUserAttrs = () =>
  wire.list(wire.object({
    To_Account: wire.string,
    /** Values by names; `{}` where nothing is set. */
    Attrs: wire.record(wire.string)
  }))
