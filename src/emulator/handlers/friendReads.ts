/** How the emulator reads friends, and keeps friend groups. */
import * as Effect from "effect/Effect"
import { friendCheck, friendGet, friendGetAll, friendGetList } from "../../api/friends/friendEndpoints.ts"
import { groupAdd, groupDelete, groupGet } from "../../api/friends/friendGroupEndpoints.ts"
import { customFriendPrefix, friendTags, type FriendValue } from "../../api/friends/tags.ts"
import { refuse } from "../Refusal.ts"
import type { Call, Route } from "../Route.ts"
import type { FriendList } from "../state/Friends.ts"
import { asItems, eachUser, failedOf, invalid, type Outcome, resultOf, unknownUser, userRoute } from "./relations.ts"

const pageSize = 100

interface Item {
  readonly Tag: string
  readonly Value: FriendValue
}

/** What a user keeps about a friend, as it goes over the wire. */
const itemsOf = (list: FriendList, friendId: string, wanted: (tag: string) => boolean): ReadonlyArray<Item> => {
  const items: Array<Item> = []
  for (const [Tag, Value] of list.friends.get(friendId) ?? []) if (wanted(Tag)) items.push({ Tag, Value })
  if (wanted(friendTags.groups)) {
    const groups = list.groupsOf(friendId)
    if (groups.length > 0) items.push({ Tag: friendTags.groups, Value: groups })
  }
  return items
}

const profilePrefix = "Tag_Profile_"

const isTag = (tag: string): boolean => tag.startsWith(profilePrefix) || tag.startsWith("Tag_SNS_")

/** The given fields of a friend: those of the profile, and what a user keeps about the friend. */
const valuesOf = (list: FriendList, friendId: string, tags: ReadonlyArray<string>, { app }: Call) => {
  const profile = app.accounts.get(friendId)?.profile
  const wanted = new Set(tags)
  return [
    ...tags.filter((tag) => tag.startsWith(profilePrefix)).flatMap((Tag): ReadonlyArray<Item> => {
      const Value = profile?.get(Tag)
      return Value === undefined ? [] : [{ Tag, Value }]
    }),
    ...itemsOf(list, friendId, (tag) => wanted.has(tag))
  ]
}

const notInList: Outcome = [invalid, "Err_SNS_FriendGetList_Friend_Not_Exist"]
const notToGroup: Outcome = [32216, "Err_SNS_GroupAdd_ToTinyId_Not_Friend"]
const nothing = { ids: [], next: 0 }

const page = (list: FriendList, start: number, size: number) => {
  const ids = [...list.friends.keys()].slice(start, start + size)
  const next = start + ids.length
  return { ids, next: next < list.friends.size ? next : 0 }
}

const relationOf = (a: string, b: string, both: boolean, { app }: Call) => {
  const inA = app.friends.has(a, b)
  const inB = both && app.friends.has(b, a)
  if (inA) return inB ? "CheckResult_Type_BothWay" : "CheckResult_Type_AWithB"
  return inB ? "CheckResult_Type_BWithA" : "CheckResult_Type_NoRelation"
}

/** The routes that read friends, and those about friend groups. */
export const friendReadRoutes: ReadonlyArray<Route> = [
  userRoute(
    friendCheck,
    { notes: ["A user without an account fails with 30003, which is assumed."] },
    ({ CheckType, From_Account, To_Account }, call) => {
      const InfoItem = To_Account.map((to) => ({
        Relation: relationOf(From_Account, to, CheckType === "CheckResult_Type_Both", call),
        ...resultOf(to, call.app.accounts.has(to) ? undefined : unknownUser)
      }))
      return { InfoItem, ...failedOf(InfoItem) }
    }
  ),

  userRoute(
    friendGet,
    {
      notes: [
        "A page has 100 friends, in the order in which they were added, which is assumed.",
        "With one sequence up to date, friends come with the other kind of data only; with the standard one up to " +
        "date, friends without custom data do not come at all. How the service does that is not documented."
      ]
    },
    ({ CustomSequence, From_Account, StandardSequence, StartIndex }, { app }) => {
      const list = app.friends.of(From_Account)
      const knowsStandard = StandardSequence === list.standardSequence
      const knowsCustom = CustomSequence === list.customSequence
      const isNew = (tag: string) => !(tag.startsWith(customFriendPrefix) ? knowsCustom : knowsStandard)
      const { ids, next } = knowsStandard && knowsCustom ? nothing : page(list, StartIndex, pageSize)
      return {
        UserDataItem: ids.map((To_Account) => ({
          To_Account,
          ValueItem: itemsOf(list, To_Account, isNew)
        })).filter(({ ValueItem }) => !knowsStandard || ValueItem.length > 0),
        StandardSequence: list.standardSequence,
        CustomSequence: list.customSequence,
        FriendNum: list.friends.size,
        CompleteFlag: next === 0 ? 1 : 0,
        NextStartIndex: next
      }
    }
  ),

  userRoute(
    friendGetList,
    {
      notes: [
        "More than the advised 100 friends are read; a tag that is neither of profiles nor of friends fails the call " +
        "with 30001, and a field that is not configured is left out. All of this is assumed."
      ]
    },
    ({ From_Account, TagList, To_Account }, call) => {
      const unknown = TagList.find((tag) => !isTag(tag))
      if (unknown !== undefined) return Effect.fail(refuse(invalid, `unknown tag ${unknown}`))
      const list = call.app.friends.of(From_Account)
      const InfoItem = To_Account.map((to) =>
        list.friends.has(to)
          ? { ...resultOf(to, undefined), SnsProfileItem: valuesOf(list, to, TagList, call) }
          : resultOf(to, notInList)
      )
      return { InfoItem, ...failedOf(InfoItem) }
    }
  ),

  userRoute(
    friendGetAll,
    {
      notes: [
        "An older call of which little is documented. It reads everything unless LastStandardSequence is up to date " +
        "and only fields of friends are asked for; TimeStamp is not looked at. Without TagList the service's own " +
        "fields of friends are read. After the last page StartIndex is 0. All of this is assumed."
      ]
    },
    ({ From_Account, GetCount, LastStandardSequence, StartIndex, TagList }, call) => {
      const list = call.app.friends.of(From_Account)
      const tags = TagList ?? Object.values(friendTags)
      const onlyFriends = tags.every((tag) => tag.startsWith("Tag_SNS_IM_"))
      const upToDate = onlyFriends && LastStandardSequence === list.standardSequence && list.standardSequence > 0
      const { ids, next } = upToDate ? nothing : page(list, StartIndex, GetCount ?? pageSize)
      return {
        NeedUpdateAll: upToDate ? "GetAll_Type_NO" : "GetAll_Type_YES",
        TimeStampNow: call.now,
        StartIndex: next,
        InfoItem: ids.map((id) => ({ Info_Account: id, SnsProfileItem: valuesOf(list, id, tags, call) })),
        CurrentStandardSequence: list.standardSequence,
        FriendNum: list.friends.size
      }
    }
  ),

  userRoute(
    groupAdd,
    { notes: ["Making a friend group that exists is fine, which is assumed."] },
    ({ From_Account, GroupName, To_Account }, { app }) => {
      const list = app.friends.of(From_Account)
      if (!list.takesGroups(GroupName)) return Effect.fail(refuse(30011))
      const asked = To_Account ?? []
      list.addToGroups(GroupName, asked.filter((to) => list.friends.has(to)))
      const results = eachUser(asItems(asked), (to) => list.friends.has(to.To_Account) ? undefined : notToGroup)
      return { ...(asked.length === 0 ? {} : results), CurrentSequence: list.groupSequence }
    }
  ),

  userRoute(
    groupDelete,
    { notes: ["Deleting a friend group that does not exist is fine, and its members stay friends, which is assumed."] },
    ({ From_Account, GroupName }, { app }) => {
      const list = app.friends.of(From_Account)
      list.deleteGroups(GroupName)
      return { CurrentSequence: list.groupSequence }
    }
  ),

  userRoute(
    groupGet,
    {
      notes: [
        "Friend groups that do not exist are left out, which is assumed. NeedFriend works with and without " +
        "GroupName, as in the documented sample."
      ]
    },
    ({ From_Account, GroupName, NeedFriend }, { app }) => {
      const list = app.friends.of(From_Account)
      return {
        ResultItem: [...new Set(GroupName ?? list.groups.keys())].flatMap((name) => {
          const members = list.groups.get(name)
          if (members === undefined) return []
          return [{
            GroupName: name,
            FriendNumber: members.size,
            ...(NeedFriend === undefined ? {} : { To_Account: [...members] })
          }]
        }),
        CurrentSequence: list.groupSequence
      }
    }
  )
]
