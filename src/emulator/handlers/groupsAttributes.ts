/** How the emulator answers the endpoints about the custom attributes and counters of groups. */
import {
  clearGroupAttr,
  deleteGroupAttr,
  deleteGroupCounter,
  getGroupAttr,
  getGroupAttrLegacy,
  getGroupCounter,
  modifyGroupAttr,
  setGroupAttr,
  updateGroupCounter
} from "../../api/groups/endpoints/attributes.ts"
import { utf8Length } from "../../endpoint/wire.ts"
import { groupAttrChanged } from "../../webhook/commands/group.ts"
import { type Call, type Route, route } from "../Route.ts"
import type { Group } from "../state/Groups.ts"
import { fromBigInt } from "../../endpoint/json.ts"
import { groupTypes } from "../state/groupTypes.ts"
import { type Answer, ofGroup, refused, withGroup } from "./groupsCommon.ts"
import { namesOf } from "./groupWebhooks.ts"

const maxAttributes = 16
const maxValueBytes = 16_000
const maxWritesPerSecond = 5
const maxCounters = 20

const attributesOf = (group: Group) => ({
  GroupAttrAry: [...group.attributes].map(([key, value]) => ({ key, value }))
})

/** What a call does with attributes. */
interface Write {
  readonly kind: "set" | "modify" | "clear" | "delete"
  /** The keys that it names. */
  readonly keys?: Iterable<string>
}

/** Tells which attributes were written, where that changed any. */
const tellWritten = (
  { keys = [], kind }: Write,
  before: ReadonlyMap<string, string>,
  group: Group,
  call: Call
): void => {
  const { attributes } = group
  const isChanged = (key: string) => attributes.get(key) !== before.get(key)
  if (![...before.keys(), ...attributes.keys()].some(isChanged)) return
  const told = [...new Set(keys)].filter((key) => kind === "set" || isChanged(key))
  call.tell(groupAttrChanged, () => ({
    ...namesOf(group, call),
    Operator_Account: call.identifier,
    OptionType: kind,
    ...(kind === "clear" ? {} : { GroupAttr: told.map((key) => ({ key, value: attributes.get(key) ?? "" })) })
  }))
}

/** Puts attributes in the place of those that are there, within the limits and not too often. */
const writeAttributes = (
  write: Write,
  group: Group,
  attributes: ReadonlyMap<string, string>,
  call: Call
): Answer<Record<never, never>> => {
  const { nowMillis } = call
  const writes = group.attributeWrites.filter((at) => nowMillis - at < 1000)
  if (writes.length >= maxWritesPerSecond) return refused(10049)
  if (attributes.size > maxAttributes) return refused(10047)
  const bytes = [...attributes.values()].reduce((sum, value) => sum + utf8Length(value), 0)
  if (bytes > maxValueBytes) return refused(10048)
  group.attributeWrites = [...writes, nowMillis]
  const before = new Map(group.attributes)
  group.attributes.clear()
  for (const [key, value] of attributes) group.attributes.set(key, value)
  tellWritten(write, before, group, call)
  return {}
}

/** Answers for a group that has counters; refuses otherwise. */
const withCounters = <A>(groupId: string, call: Call, answer: (group: Group) => Answer<A>): Answer<A> => {
  if (call.app.edition !== "premium") return refused(10059)
  return withGroup(groupId, call, (group) => groupTypes[group.type].counters ? answer(group) : refused(10007))
}

const countersOf = (counters: ReadonlyMap<string, bigint>, keys: Iterable<string>) => ({
  GroupCounter: [...new Set(keys)].flatMap((Key) => {
    const Value = counters.get(Key)
    return Value === undefined ? [] : [{ Key, Value: fromBigInt(Value) }]
  })
})

const ofAttributes = {
  ...ofGroup,
  limits: {
    ...ofGroup.limits,
    GroupAttr: 10047,
    "GroupAttr.key": 10045,
    "GroupAttr.value": 10046,
    // The rule over the whole body is about the values together.
    "": 10048
  },
  empty: { GroupAttr: 10004, "GroupAttr[].key": 10004 },
  notes: [
    "Writes do not conflict (10056): the API knows no version of what it overwrites.",
    "The webhook is sent where a value changed, with all attributes of a set and the changed ones of a modify, which " +
    "is assumed."
  ],
  webhooks: [groupAttrChanged]
}

/** The routes about custom attributes and counters. */
export const groupAttributeRoutes: ReadonlyArray<Route> = [
  route(getGroupAttr, ofGroup, ({ GroupId }, call) => withGroup(GroupId, call, attributesOf)),
  route(getGroupAttrLegacy, ofGroup, ({ GroupId }, call) => withGroup(GroupId, call, attributesOf)),

  route(setGroupAttr, ofAttributes, ({ GroupAttr, GroupId }, call) =>
    withGroup(GroupId, call, (group) => {
      const attributes = new Map(GroupAttr.map(({ key, value }) => [key, value]))
      return writeAttributes({ kind: "set", keys: attributes.keys() }, group, attributes, call)
    })),

  route(modifyGroupAttr, ofAttributes, ({ GroupAttr, GroupId }, call) =>
    withGroup(GroupId, call, (group) => {
      const attributes = new Map(group.attributes)
      for (const { key, value } of GroupAttr) attributes.set(key, value)
      return writeAttributes({ kind: "modify", keys: GroupAttr.map(({ key }) => key) }, group, attributes, call)
    })),

  route(
    deleteGroupAttr,
    {
      ...ofAttributes,
      notes: [
        "A key that does not exist keeps the others from being deleted, which is assumed.",
        "The webhook names the keys with empty values, which is assumed."
      ]
    },
    ({ GroupAttr, GroupId }, call) =>
      withGroup(GroupId, call, (group) => {
        const attributes = new Map(group.attributes)
        for (const { key } of GroupAttr) {
          if (!group.attributes.has(key)) return refused(10050)
          attributes.delete(key)
        }
        return writeAttributes({ kind: "delete", keys: GroupAttr.map(({ key }) => key) }, group, attributes, call)
      })
  ),

  route(
    clearGroupAttr,
    {
      ...ofGroup,
      notes: ["The webhook is sent where there was an attribute, and lists none, which is assumed."],
      webhooks: [groupAttrChanged]
    },
    ({ GroupId }, call) =>
      withGroup(GroupId, call, (group) =>
        groupTypes[group.type].attributesClearable
          ? writeAttributes({ kind: "clear" }, group, new Map(), call)
          : refused(10007))
  ),

  route(
    getGroupCounter,
    ofGroup,
    ({ GroupCounterKeys, GroupId }, call) =>
      withCounters(GroupId, call, ({ counters }) => countersOf(counters, GroupCounterKeys ?? counters.keys()))
  ),

  route(
    updateGroupCounter,
    {
      ...ofGroup,
      notes: [
        "Without a Mode counters are set, which is assumed.",
        "A counter that would leave 64 bits is refused with 10004, which is assumed."
      ]
    },
    ({ GroupCounter, GroupId, Mode = "Set" }, call) =>
      withCounters(GroupId, call, (group) => {
        const counters = new Map(group.counters)
        for (const { Key, Value } of GroupCounter) {
          const before = counters.get(Key) ?? 0n
          const given = BigInt(Value)
          const value = Mode === "Set" ? given : Mode === "Increase" ? before + given : before - given
          if (BigInt.asIntN(64, value) !== value) return refused(10004, `${Key} would leave 64 bits`)
          counters.set(Key, value)
        }
        if (counters.size > maxCounters) return refused(10063)
        for (const [key, value] of counters) group.counters.set(key, value)
        return countersOf(counters, GroupCounter.map(({ Key }) => Key))
      })
  ),

  route(
    deleteGroupCounter,
    ofGroup,
    ({ GroupCounterKeys, GroupId }, call) =>
      withCounters(GroupId, call, ({ counters }) => {
        for (const key of GroupCounterKeys ?? [...counters.keys()]) counters.delete(key)
        return {}
      })
  )
]
