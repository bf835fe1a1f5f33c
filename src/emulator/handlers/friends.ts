/** How the emulator changes friends. */
import {
  friendAdd,
  friendDelete,
  friendDeleteAll,
  friendImport,
  friendUpdate
} from "../../api/friends/friendEndpoints.ts"
import { customFriendPrefix, friendTags, type FriendValue } from "../../api/friends/tags.ts"
import { standardTags } from "../../api/profiles/tags.ts"
import type { RequestOf } from "../../endpoint/Endpoint.ts"
import { friendAdded, friendDeleted } from "../../webhook/commands/people.ts"
import type { Call, Route } from "../Route.ts"
import type { App } from "../state/App.ts"
import { maxPending, type PendingRequest } from "../state/Friends.ts"
import {
  asItems,
  eachUser,
  invalid,
  type Outcome,
  type Pair,
  tellPairs,
  userRoute,
  whyNotRelated
} from "./relations.ts"

type Added = RequestOf<typeof friendAdd>["AddFriendItem"][number]
type Imported = RequestOf<typeof friendImport>["AddFriendItem"][number]

const alreadyFriends: Outcome = [invalid, "To_Account is a friend already"]
const noFriend: Outcome = [invalid, "To_Account is no friend"]
const pending = 30539

/** Whether a custom field may be set: only those that are configured. */
const isConfigured = (tag: string, app: App): boolean => app.friendTags.has(tag)

const fieldsOf = ({ AddSource, AddWording, Remark }: Added | Imported): Map<string, string | number> => {
  const fields = new Map<string, string | number>([[friendTags.source, AddSource]])
  if (AddWording !== undefined && AddWording !== "") fields.set(friendTags.wording, AddWording)
  if (Remark !== undefined && Remark !== "") fields.set(friendTags.remark, Remark)
  return fields
}

const profileWord = <Word>(
  userId: string,
  { read, tag }: { readonly tag: string; readonly read: (value: string | number) => Word | undefined },
  { app }: Call
): Word | undefined => {
  const value = app.accounts.get(userId)?.profile.get(tag)
  return value === undefined ? undefined : read(value)
}

/** Why a request cannot even be made. */
const whyNotAdd = ({ both, friend, from, to }: PendingRequest, call: Call): Outcome => {
  const { app } = call
  const unrelated = whyNotRelated(from, to, call)
  if (unrelated !== undefined) return unrelated
  if (app.friends.has(from, to)) return alreadyFriends
  if (app.blocklists.has(from, to)) return 30515
  if (app.blocklists.has(to, from)) return 30525
  if (profileWord(from, standardTags.adminForbidType, call) === "sendOut") return 30009
  if (app.friends.of(from).isFull) return 30010
  if (both && !app.friends.has(to, from) && app.friends.of(to).isFull) return 30014
  return app.friends.of(from).takesGroups(friend.groups) ? undefined : 30011
}

/** Those of the two entries of a friendship that are in the lists, or that are not. */
const entriesOf = (
  { both, from, to }: Pick<PendingRequest, "both" | "from" | "to">,
  listed: boolean,
  { app }: Call
): ReadonlyArray<Pair> => {
  const one = { From_Account: from, To_Account: to }
  const other = { From_Account: to, To_Account: from }
  return (both ? [one, other] : [one])
    .filter(({ From_Account, To_Account }) => app.friends.has(From_Account, To_Account) === listed)
}

const addOne = (request: PendingRequest, force: boolean, added: Array<Pair>, call: Call): Outcome => {
  const refused = whyNotAdd(request, call)
  if (refused !== undefined) return refused
  const { friends } = call.app
  const { from, to } = request
  const allow = force ? "allowAny" : profileWord(to, standardTags.allowType, call)
  if (allow === "denyAny") return 30516
  if (allow !== "needConfirm") {
    added.push(...entriesOf(request, false, call))
    friends.add(request, call.now)
    return undefined
  }
  const isNew = !friends.sent(from).has(to)
  if (isNew && (friends.sent(from).size >= maxPending || friends.received(to).size >= maxPending)) return 30012
  friends.ask(request)
  return pending
}

const importOne = (from: string, item: Imported, call: Call): Outcome => {
  const { AddTime, CustomItem = [], GroupName = [], To_Account: to } = item
  const unrelated = whyNotRelated(from, to, call)
  if (unrelated !== undefined) return unrelated
  const { friends } = call.app
  if (friends.has(from, to)) return alreadyFriends
  const unknown = CustomItem.find(({ Tag }) => !isConfigured(Tag, call.app))
  if (unknown !== undefined) return [invalid, `${unknown.Tag} is not configured`]
  if (friends.of(from).isFull) return [30010, "Err_SNS_FriendImport_My_Friend_Num_Exceed_Threshold"]
  if (!friends.of(from).takesGroups(GroupName)) return 30011
  const fields = fieldsOf(item)
  if (AddTime !== undefined) fields.set(friendTags.addTime, AddTime)
  for (const { Tag, Value } of CustomItem) fields.set(Tag, Value)
  friends.add({ from, to, friend: { fields, groups: GroupName }, both: false }, call.now)
  return undefined
}

/** Why a field cannot be changed. */
const whyNotChange = (tag: string, app: App): Outcome => {
  if (tag === friendTags.remark || tag === friendTags.groups) return undefined
  if (!tag.startsWith(customFriendPrefix)) return [invalid, `${tag} cannot be changed`]
  return isConfigured(tag, app) ? undefined : [invalid, `${tag} is not configured`]
}

const updateOne = (
  from: string,
  to: string,
  items: ReadonlyArray<{ readonly Tag: string; readonly Value: FriendValue }>,
  { app }: Call
): Outcome => {
  if (!app.friends.has(from, to)) return noFriend
  const list = app.friends.of(from)
  const fields = new Map<string, string | number>()
  let groups: ReadonlyArray<string> | undefined
  for (const { Tag, Value } of items) {
    const refused = whyNotChange(Tag, app)
    if (refused !== undefined) return refused
    if (typeof Value === "object") groups = Value
    else fields.set(Tag, Value)
  }
  if (groups !== undefined && !list.takesGroups(groups)) {
    return [30011, "Err_SNS_FriendUpdate_Group_Num_Exceed_Threshold"]
  }
  list.set(to, fields)
  if (groups !== undefined) list.setGroups(to, groups)
  return undefined
}

/** Ends a friendship; answers the entries that are no more. */
const end = (from: string, to: string, both: boolean, call: Call): ReadonlyArray<Pair> => {
  const ended = entriesOf({ from, to, both }, true, call)
  call.app.friends.remove(from, to, both)
  return ended
}

/** The routes that change friends. */
export const friendRoutes: ReadonlyArray<Route> = [
  userRoute(
    friendAdd,
    {
      notes: [
        "A user who never set AllowType is added at once, which is assumed.",
        "ForceAddFlags overrides AllowType only, not blocklists, limits or AdminForbidType, which is assumed.",
        "A user whom From_Account has in the list is a friend already, for a two-way request too, which is assumed.",
        "A user cannot add itself: the item fails with 30001, which is assumed.",
        "A repeated request takes the place of the pending one; those sent and those received count to 100 apart, " +
        "which is assumed. Clients answer requests; here `app.friends.answer` stands in for them.",
        "A friend group that does not exist is made; the other side gets the time and the source only, which is " +
        "assumed.",
        "A pending request is not listed in Fail_Account, which is assumed.",
        "All friends of a call are told in one webhook, with the ClientCmd friend_add, which is assumed.",
        "No limit of items a call, as none is documented; the security policy (30540) is left out."
      ],
      webhooks: [friendAdded]
    },
    ({ AddFriendItem, AddType, ForceAddFlags, From_Account }, call) => {
      const added: Array<Pair> = []
      const force = ForceAddFlags === 1
      const results = eachUser(AddFriendItem, (item) => {
        const groups = item.GroupName === undefined ? [] : [item.GroupName]
        const friend = { fields: fieldsOf(item), groups }
        const both = AddType !== "Add_Type_Single"
        return addOne({ from: From_Account, to: item.To_Account, friend, both }, force, added, call)
      })
      if (added.length > 0) {
        call.tell(friendAdded, () => ({
          PairList: added.map((pair) => ({ ...pair, Initiator_Account: From_Account })),
          ClientCmd: "friend_add",
          Admin_Account: call.identifier,
          ForceFlag: force ? 1 : 0
        }))
      }
      return results
    }
  ),

  userRoute(
    friendImport,
    {
      notes: [
        "Neither AllowType nor blocklists are asked, and a friend already there fails with 30001, which is assumed.",
        "Custom fields must be configured by the app's friendTags; the code for others (30001) is assumed.",
        "Friend groups that do not exist are made, which is assumed. RemarkTime is taken but not kept."
      ]
    },
    ({ AddFriendItem, From_Account }, call) => eachUser(AddFriendItem, (item) => importOne(From_Account, item, call))
  ),

  userRoute(
    friendUpdate,
    {
      notes: [
        "Friend groups replace those the friend was in, and those that do not exist are made, which is assumed.",
        "A field that cannot be changed or is not configured by friendTags fails its friend with 30001, which is " +
        "assumed."
      ]
    },
    ({ From_Account, UpdateItem }, call) =>
      eachUser(UpdateItem, ({ SnsItem, To_Account }) => updateOne(From_Account, To_Account, SnsItem, call))
  ),

  userRoute(
    friendDelete,
    {
      notes: [
        "With Delete_Type_Both a friendship of either direction is enough, which is assumed.",
        "A user without an account is no friend (31704), which is assumed. The security policy (31707) is left out."
      ],
      webhooks: [friendDeleted]
    },
    ({ DeleteType, From_Account, To_Account }, call) => {
      const deleted: Array<Pair> = []
      const results = eachUser(asItems(To_Account), ({ To_Account }) => {
        const ended = end(From_Account, To_Account, DeleteType === "Delete_Type_Both", call)
        deleted.push(...ended)
        return ended.length > 0 ? undefined : 31704
      })
      tellPairs(friendDeleted, deleted, call)
      return results
    }
  ),

  userRoute(
    friendDeleteAll,
    {
      notes: [
        "Friend groups stay, empty; pending requests and the blocklist stay too, which is assumed.",
        "With Delete_Type_Both only those in From_Account's own list lose From_Account, which is assumed.",
        "All friends are told in one webhook, which is assumed."
      ],
      webhooks: [friendDeleted]
    },
    ({ DeleteType, From_Account }, call) => {
      const friendIds = [...call.app.friends.of(From_Account).friends.keys()]
      const both = DeleteType === "Delete_Type_Both"
      tellPairs(friendDeleted, friendIds.flatMap((friendId) => end(From_Account, friendId, both, call)), call)
      return {}
    }
  )
]
