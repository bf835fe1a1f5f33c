/** Whom pushes may go to: the app's accounts and devices without one, with their tags and attributes. */
import type { AnyCondition, AttrNumber } from "../../api/push/shapes.ts"
import type { OnlineStatus } from "./Accounts.ts"
import type { App } from "./App.ts"

/** Which kind of account: 0 a UserID, 1 a RegistrationID. */
export type Kind = 0 | 1

type Platforms = ReadonlyMap<string, Exclude<OnlineStatus, "Offline">>

/** Somebody who may be pushed to. */
export interface Member {
  readonly id: string
  readonly kind: Kind
  readonly platforms: Platforms
  readonly tags: Set<string>
  /** Values by the numbers of attributes. */
  readonly attrs: Map<AttrNumber, string>
}

/** An attribute that the app has named. */
export interface Attr {
  readonly name: string
  readonly kind: Kind
}

const maxTagsOfMember = 100
const maxTagsOfApp = 1000

const none: ReadonlySet<Member> = new Set()

/** Accounts and devices with their tags and attributes, found by those. */
export class Audience {
  private readonly app: App
  /** The accounts that were given tags or attributes. */
  private readonly users = new Map<string, Member>()
  private readonly devices = new Map<string, Member>()
  private readonly byTag = new Map<string, Set<Member>>()
  /** By the number of an attribute and its value, `3:Paris`. */
  private readonly byValue = new Map<string, Set<Member>>()
  private readonly ownAttrs = new Map<AttrNumber, Attr>()
  private readonly numbers = new Map<string, AttrNumber>()

  constructor(app: App) {
    this.app = app
  }

  /** The attributes that have names, by number. */
  get attrs(): ReadonlyMap<AttrNumber, Attr> {
    return this.ownAttrs
  }

  /** Makes a device that has no account, as a client of the push service does; such devices have a RegistrationID. */
  register(
    registrationId: string,
    platform = "Android",
    status: Exclude<OnlineStatus, "Offline"> = "PushOnline"
  ): void {
    this.devices.set(registrationId, {
      id: registrationId,
      kind: 1,
      platforms: new Map([[platform, status]]),
      tags: new Set(),
      attrs: new Map()
    })
  }

  /** Whoever has an id: a device or an account. */
  find(id: string): Member | undefined {
    const device = this.devices.get(id)
    if (device !== undefined) return device
    const known = this.users.get(id)
    if (known !== undefined) return known
    const platforms = this.app.accounts.get(id)?.platforms
    return platforms === undefined ? undefined : { id, kind: 0, platforms, tags: new Set(), attrs: new Map() }
  }

  /** The number of an attribute, by its name. */
  numberOf(name: string): AttrNumber | undefined {
    return this.numbers.get(name)
  }

  /** Names an attribute. Values that users have of it stay. */
  nameAttr(number: AttrNumber, attr: Attr): void {
    const former = this.ownAttrs.get(number)
    if (former !== undefined && this.numbers.get(former.name) === number) this.numbers.delete(former.name)
    this.ownAttrs.set(number, attr)
    this.numbers.set(attr.name, number)
  }

  /** Why a member cannot have tags beside those that it keeps, as an error code; nothing where it can. */
  whyNotTagged(member: Member, tags: ReadonlyArray<string>, replace: boolean): number | undefined {
    const wanted = new Set(replace ? tags : [...member.tags, ...tags])
    if (wanted.size > maxTagsOfMember) return 90032
    let unknown = 0
    for (const tag of new Set(tags)) {
      const holders = this.byTag.get(tag)
      if (holders === undefined) unknown++
      else if (this.kindOf(holders) !== member.kind) return 90035
    }
    return this.byTag.size + unknown > maxTagsOfApp ? 90032 : undefined
  }

  addTags(member: Member, tags: ReadonlyArray<string>): void {
    this.keep(member)
    for (const tag of tags) {
      member.tags.add(tag)
      put(this.byTag, tag, member)
    }
  }

  removeTags(member: Member, tags: Iterable<string>): void {
    for (const tag of tags) {
      if (member.tags.delete(tag)) take(this.byTag, tag, member)
    }
  }

  setAttr(member: Member, number: AttrNumber, value: string): void {
    this.removeAttr(member, number)
    this.keep(member)
    member.attrs.set(number, value)
    put(this.byValue, `${number}:${value}`, member)
  }

  removeAttr(member: Member, number: AttrNumber): void {
    const value = member.attrs.get(number)
    if (value === undefined) return
    member.attrs.delete(number)
    take(this.byValue, `${number}:${value}`, member)
  }

  /** The attributes of a member by their names. Those without a name are not there. */
  valuesOf({ attrs }: Member): { [name: string]: string } {
    const values: Array<readonly [string, string]> = []
    for (const [number, value] of attrs) {
      const attr = this.ownAttrs.get(number)
      if (attr !== undefined) values.push([attr.name, value])
    }
    return Object.fromEntries(values)
  }

  /** Whom a condition names; everybody where there is none. */
  match(condition: AnyCondition | undefined): ReadonlyArray<Member> {
    if (condition === undefined) return [...this.everybody()]
    const { AttrsAnd, AttrsOr, TagsAnd, TagsNot, TagsOr } = condition
    const withTag = (tag: string) => this.byTag.get(tag) ?? none
    const withValue = ([name, value]: readonly [string, string]) =>
      this.byValue.get(`${this.numbers.get(name)}:${value}`) ?? none
    const any = TagsOr?.map(withTag) ?? (AttrsOr === undefined ? undefined : Object.entries(AttrsOr).map(withValue))
    const all = [...(TagsAnd ?? []).map(withTag), ...Object.entries(AttrsAnd ?? {}).map(withValue)]
    const not = (TagsNot ?? []).map(withTag)

    const fits = (member: Member) =>
      all.every((members) => members.has(member)) &&
      (any === undefined || any.some((members) => members.has(member))) &&
      !(not.length > 0 && not.every((members) => members.has(member)))
    return [...this.candidates(all, any)].filter(fits)
  }

  /** Few enough members to look at one by one, with all that can fit among them. */
  private candidates(
    all: ReadonlyArray<ReadonlySet<Member>>,
    any: ReadonlyArray<ReadonlySet<Member>> | undefined
  ): Iterable<Member> {
    const smallest = all.reduce<ReadonlySet<Member> | undefined>(
      (found, members) => found === undefined || members.size < found.size ? members : found,
      undefined
    )
    if (smallest !== undefined) return smallest
    return any === undefined ? this.everybody() : new Set(any.flatMap((members) => [...members]))
  }

  private *everybody(): Iterable<Member> {
    for (const { userId } of this.app.accounts.values()) {
      const member = this.find(userId)
      if (member?.kind === 0) yield member
    }
    yield* this.devices.values()
  }

  /** The kind of account that a tag is for: that of those who have it. */
  private kindOf(holders: ReadonlySet<Member>): Kind | undefined {
    for (const { kind } of holders) return kind
    return undefined
  }

  private keep(member: Member): void {
    if (member.kind === 0) this.users.set(member.id, member)
  }

  /** Forgets the tags and attributes of an account. */
  forget(userId: string): void {
    const member = this.users.get(userId)
    if (member === undefined) return
    this.removeTags(member, member.tags)
    for (const number of member.attrs.keys()) this.removeAttr(member, number)
    this.users.delete(userId)
  }
}

const put = (index: Map<string, Set<Member>>, key: string, member: Member): void => {
  const members = index.get(key)
  if (members === undefined) index.set(key, new Set([member]))
  else members.add(member)
}

const take = (index: Map<string, Set<Member>>, key: string, member: Member): void => {
  const members = index.get(key)
  members?.delete(member)
  if (members?.size === 0) index.delete(key)
}
