/** How the emulator answers the endpoints about tags and attributes, of both generations. */
import * as Effect from "effect/Effect"
import {
  imAddTag,
  imGetAttr,
  imGetAttrName,
  imGetTag,
  imRemoveAllTags,
  imRemoveAttr,
  imRemoveTag,
  imSetAttr,
  imSetAttrName
} from "../../api/push/allMemberPushEndpoints.ts"
import {
  addTag,
  clearAllTags,
  getAttr,
  getAttrName,
  getTag,
  removeAttr,
  removeTag,
  setAttr,
  setAttrName
} from "../../api/push/audienceEndpoints.ts"
import { type AttrNumber, type ByAttr, maxTextBytes } from "../../api/push/shapes.ts"
import { utf8Length } from "../../endpoint/wire.ts"
import { type Refusal, refuse } from "../Refusal.ts"
import { type Call, type Route, route } from "../Route.ts"
import type { Audience, Kind, Member } from "../state/PushAudience.ts"

const noAccount = 70107

interface ToAccount {
  readonly To_Account: string
}

interface Failure extends ToAccount {
  readonly ErrorCode: number
  readonly ErrorInfo: string
}

const failure = (To_Account: string, ErrorCode: number, ErrorInfo = ""): Failure => ({
  To_Account,
  ErrorCode,
  ErrorInfo
})

const errorList = (failures: ReadonlyArray<Failure>) => failures.length === 0 ? {} : { ErrorList: failures }

const entriesOf = <T>(values: ByAttr<T>) => Object.entries(values) as ReadonlyArray<[AttrNumber, T]>

/** Why attributes cannot have these names and kinds; nothing where they can. */
const whyNotNamed = (audience: Audience, names: ByAttr<string>, kinds: ByAttr<Kind>): string | undefined => {
  const named = new Map<string, AttrNumber>()
  for (const [number, name] of entriesOf(names)) {
    const other = audience.numberOf(name) ?? named.get(name)
    if (other !== undefined && other !== number) return `attrName:${name} already exists at index:${other}`
    named.set(name, number)
    const known = audience.attrs.get(number)
    const kind = kinds[number]
    if (known !== undefined && kind !== undefined && known.kind !== kind) {
      return `account type of index:${number} cannot be changed`
    }
  }
  return undefined
}

const nameAttrs = (audience: Audience, names: ByAttr<string>, kinds: ByAttr<Kind>): void => {
  for (const [number, name] of entriesOf(names)) {
    audience.nameAttr(number, { name, kind: kinds[number] ?? audience.attrs.get(number)?.kind ?? 0 })
  }
}

const namesOf = ({ attrs }: Audience) => Object.fromEntries([...attrs].map(([number, { name }]) => [number, name]))

/** Refuses names of attributes that the app has not set. */
const unknownAttr = (audience: Audience, names: Iterable<string>): Refusal | undefined => {
  for (const name of names) {
    if (audience.numberOf(name) === undefined) return refuse(90033, `attrName:${name} is not set`)
  }
  return undefined
}

/** Does something to each user of a list; answers those that failed. */
const each = <User extends ToAccount>(
  users: ReadonlyArray<User>,
  { audience }: Call["app"]["push"],
  change: (member: Member, user: User) => number | undefined
): ReadonlyArray<Failure> =>
  users.flatMap((user) => {
    const member = audience.find(user.To_Account)
    const code = member === undefined ? noAccount : change(member, user)
    return code === undefined ? [] : [failure(user.To_Account, code)]
  })

/** Reads something of each user of a list. */
const read = <T>(ids: ReadonlyArray<string>, { app }: Call, of: (member: Member) => T) => {
  const found: Array<T> = []
  const failures: Array<Failure> = []
  for (const id of ids) {
    const member = app.push.audience.find(id)
    if (member === undefined) failures.push(failure(id, noAccount))
    else found.push(of(member))
  }
  return { found, failures }
}

const attrsOf = (audience: Audience) => (member: Member) => ({
  To_Account: member.id,
  Attrs: audience.valuesOf(member)
})

const tagsOf = ({ id, tags }: Member) => ({ To_Account: id, Tags: [...tags] })

/** What the older generation answers of an account that does not exist is not documented; it has nothing here. */
const legacyAttrs = ({ To_Account }: ToAccount) => ({ To_Account, Attrs: {} })
const legacyTags = ({ To_Account }: ToAccount) => ({ To_Account, Tags: [] })

const setAttrs = (audience: Audience) => (member: Member, { Attrs }: { readonly Attrs: object }) => {
  const values = Object.entries(Attrs).map(([name, value]) => [audience.numberOf(name), value as string] as const)
  for (const [number] of values) {
    if (number !== undefined && audience.attrs.get(number)?.kind !== member.kind) return 90035
  }
  for (const [number, value] of values) if (number !== undefined) audience.setAttr(member, number, value)
  return undefined
}

const removeAttrs = (audience: Audience) => (member: Member, { Attrs }: { readonly Attrs: ReadonlyArray<string> }) => {
  const numbers = Attrs.map((name) => audience.numberOf(name)).filter((number) => number !== undefined)
  for (const number of numbers) if (audience.attrs.get(number)?.kind !== member.kind) return 90035
  for (const number of numbers) audience.removeAttr(member, number)
  return undefined
}

const addTags = (audience: Audience, replace: boolean) => (member: Member, { Tags }: TagsOfUser) => {
  const code = audience.whyNotTagged(member, Tags, replace)
  if (code !== undefined) return code
  if (replace) audience.removeTags(member, member.tags)
  audience.addTags(member, Tags)
  return undefined
}

const removeTags = (audience: Audience) => (member: Member, { Tags }: TagsOfUser) => {
  audience.removeTags(member, Tags)
  return undefined
}

const clearTags = (audience: Audience) => (member: Member) => {
  audience.removeTags(member, member.tags)
  return undefined
}

interface TagsOfUser extends ToAccount {
  readonly Tags: ReadonlyArray<string>
}

const isTooLong = (text: string): boolean => utf8Length(text) > maxTextBytes

const isNoValue = (text: string): boolean => text === "" || isTooLong(text)

/** The code for a list of users with tags that breaks a limit. */
const tagExcess =
  (tooLong: number) =>
  ({ Replace, UserTags }: { readonly Replace?: number | undefined; readonly UserTags: ReadonlyArray<TagsOfUser> }) => {
    if (UserTags.length > 100) return 90018
    if (UserTags.some(({ Tags }) => Tags.includes(""))) return 90040
    if (UserTags.some(({ Tags }) => Tags.some(isTooLong))) return tooLong
    const most = Replace === 1 ? 100 : 10
    return UserTags.some(({ Tags }) => Tags.length > most) ? 90032 : undefined
  }

/** The code for a list of users with attributes that breaks a limit. */
const attrExcess = ({ UserAttrs }: { readonly UserAttrs: ReadonlyArray<ToAccount & { readonly Attrs: object }> }) => {
  if (UserAttrs.length > 100) return 90018
  return UserAttrs.some(({ Attrs }) => Object.values(Attrs).some(isNoValue)) ? 90033 : undefined
}

/** The code for a list of users that is too long. */
const accountExcess = ({ To_Account }: { readonly To_Account: ReadonlyArray<string> }) =>
  To_Account.length > 100 ? 90018 : undefined

const shared = "Both generations share names, tags and attributes, which is assumed."
const emptyList = "An empty list is refused with 90001, which is assumed."
const devices =
  "RegistrationIDs are those of app.push.audience.register; a tag is for the kind of account that has it, which is " +
  "assumed."
const tagCodes =
  "More than 10 tags (100 with Replace) are refused with 90032, one above 50 bytes with 90034, an empty one with " +
  "90040. Above 100 tags, or 1000 different ones in the app, an account fails alone with 90032. All of this is assumed."
const unknownIgnored = "Accounts that do not exist are passed over, which is assumed."
const valuesStay = "Renaming an attribute keeps its users' values, which is assumed."

/** The routes about tags and attributes, of the newer generation. */
const newerRoutes: ReadonlyArray<Route> = [
  route(
    setAttrName,
    {
      invalid: 90001,
      notes: [
        shared,
        valuesStay,
        "Two attributes cannot swap their names in one call. AttrTypes left out keeps the type. Both are assumed."
      ]
    },
    ({ AttrNames, AttrTypes = {} }, { app: { push: { audience } } }) => {
      const why = whyNotNamed(audience, AttrNames, AttrTypes)
      if (why !== undefined) return Effect.fail(refuse(90033, why))
      nameAttrs(audience, AttrNames, AttrTypes)
      return {}
    }
  ),

  route(getAttrName, { invalid: 90001 }, (_, { app: { push: { audience } } }) => ({
    AttrNames: namesOf(audience),
    AttrTypes: Object.fromEntries([...audience.attrs].map(([number, { kind }]) => [number, kind]))
  })),

  route(
    setAttr,
    { invalid: 90001, excess: attrExcess, notes: [shared, devices, emptyList] },
    ({ UserAttrs }, { app: { push } }) => {
      const unknown = unknownAttr(push.audience, UserAttrs.flatMap(({ Attrs }) => Object.keys(Attrs)))
      return unknown === undefined
        ? errorList(each(UserAttrs, push, setAttrs(push.audience)))
        : Effect.fail(unknown)
    }
  ),

  route(getAttr, { invalid: 90001, excess: accountExcess, notes: [emptyList] }, ({ To_Account }, call) => {
    const { failures, found } = read(To_Account, call, attrsOf(call.app.push.audience))
    return { UserAttrs: found, ...errorList(failures) }
  }),

  route(
    removeAttr,
    { invalid: 90001, excess: attrExcess, notes: [shared, devices, emptyList] },
    ({ UserAttrs }, { app: { push } }) => {
      const unknown = unknownAttr(push.audience, UserAttrs.flatMap(({ Attrs }) => Attrs))
      return unknown === undefined
        ? errorList(each(UserAttrs, push, removeAttrs(push.audience)))
        : Effect.fail(unknown)
    }
  ),

  route(
    addTag,
    { invalid: 90001, excess: tagExcess(90034), notes: [shared, devices, tagCodes, emptyList] },
    ({ Replace, UserTags }, { app: { push } }) => errorList(each(UserTags, push, addTags(push.audience, Replace === 1)))
  ),

  route(getTag, { invalid: 90001, excess: accountExcess, notes: [emptyList] }, ({ To_Account }, call) => {
    const { failures, found } = read(To_Account, call, tagsOf)
    return { UserTags: found, ...errorList(failures) }
  }),

  route(
    removeTag,
    {
      invalid: 90001,
      excess: tagExcess(90034),
      notes: [shared, tagCodes, emptyList, "Tags not held are passed over, which is assumed."]
    },
    ({ UserTags }, { app: { push } }) => errorList(each(UserTags, push, removeTags(push.audience)))
  ),

  route(
    clearAllTags,
    { invalid: 90001, excess: accountExcess, notes: [shared, emptyList] },
    ({ To_Account }, { app: { push } }) =>
      errorList(each(To_Account.map((id) => ({ To_Account: id })), push, clearTags(push.audience)))
  )
]

/** The routes about tags and attributes, of the older generation. */
const olderRoutes: ReadonlyArray<Route> = [
  route(
    imSetAttrName,
    {
      invalid: 90001,
      notes: [shared, valuesStay, "A name that another number has is refused with 90001, which is assumed."]
    },
    ({ AttrNames }, { app: { push: { audience } } }) => {
      const why = whyNotNamed(audience, AttrNames, {})
      if (why !== undefined) return Effect.fail(refuse(90001, why))
      nameAttrs(audience, AttrNames, {})
      return {}
    }
  ),

  route(imGetAttrName, { invalid: 90001 }, (_, { app }) => ({ AttrNames: namesOf(app.push.audience) })),

  route(
    imSetAttr,
    {
      invalid: 90001,
      excess: attrExcess,
      notes: [
        shared,
        unknownIgnored,
        emptyList,
        "A value of a wrong length is refused with 90033; another list says 90030."
      ]
    },
    ({ UserAttrs }, { app: { push } }) => {
      const unknown = unknownAttr(push.audience, UserAttrs.flatMap(({ Attrs }) => Object.keys(Attrs)))
      if (unknown !== undefined) return Effect.fail(unknown)
      each(UserAttrs, push, setAttrs(push.audience))
      return {}
    }
  ),

  route(
    imGetAttr,
    {
      invalid: 90001,
      excess: accountExcess,
      notes: [emptyList, "Accounts that do not exist have no attributes, which is assumed. The order is the reverse."]
    },
    ({ To_Account }, call) => {
      const { failures, found } = read(To_Account, call, attrsOf(call.app.push.audience))
      return { UserAttrs: [...found.toReversed(), ...failures.map(legacyAttrs)] }
    }
  ),

  route(
    imRemoveAttr,
    { invalid: 90001, excess: attrExcess, notes: [shared, unknownIgnored, emptyList] },
    ({ UserAttrs }, { app: { push } }) => {
      const unknown = unknownAttr(push.audience, UserAttrs.flatMap(({ Attrs }) => Attrs))
      if (unknown !== undefined) return Effect.fail(unknown)
      each(UserAttrs, push, removeAttrs(push.audience))
      return {}
    }
  ),

  route(
    imAddTag,
    {
      invalid: 90001,
      excess: tagExcess(90020),
      notes: [
        shared,
        unknownIgnored,
        emptyList,
        "A tag above 50 bytes is refused with 90020; another list says 90034.",
        "With an account above 100 tags, or more than 1000 different ones in the app, the call is refused with 90032, " +
        "but the other accounts get theirs, which is assumed."
      ]
    },
    ({ UserTags }, { app: { push } }) => {
      const failed = each(UserTags, push, addTags(push.audience, false)).find(({ ErrorCode }) => ErrorCode === 90032)
      return failed === undefined ? {} : Effect.fail(refuse(90032, failed.To_Account))
    }
  ),

  route(
    imGetTag,
    {
      invalid: 90001,
      excess: accountExcess,
      notes: [emptyList, "Accounts that do not exist have no tags, which is assumed."]
    },
    ({ To_Account }, call) => {
      const { failures, found } = read(To_Account, call, tagsOf)
      return { UserTags: [...found, ...failures.map(legacyTags)] }
    }
  ),

  route(
    imRemoveTag,
    {
      invalid: 90001,
      excess: tagExcess(90020),
      notes: [
        shared,
        unknownIgnored,
        emptyList,
        "Tags not held are passed over, and the codes for bad tags are those of im_add_tag. Both are assumed."
      ]
    },
    ({ UserTags }, { app: { push } }) => {
      each(UserTags, push, removeTags(push.audience))
      return {}
    }
  ),

  route(
    imRemoveAllTags,
    { invalid: 90001, excess: accountExcess, notes: [shared, unknownIgnored, emptyList] },
    ({ To_Account }, { app: { push } }) => {
      each(To_Account.map((id) => ({ To_Account: id })), push, clearTags(push.audience))
      return {}
    }
  )
]

/** The routes about tags and attributes. */
export const pushAudienceRoutes: ReadonlyArray<Route> = [...newerRoutes, ...olderRoutes]
