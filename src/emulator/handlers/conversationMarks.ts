/** How the emulator answers the endpoints about groups and marks of conversations. */
import * as Effect from "effect/Effect"
import type { ContactItem } from "../../api/conversations/contacts.ts"
import {
  createContactGroup,
  delContactGroup,
  getContactGroup,
  markContact,
  searchContactGroup,
  updateContactGroup
} from "../../api/conversations/markEndpoints.ts"
import { errorNameOf } from "../../errors/errorName.ts"
import { refuse } from "../Refusal.ts"
import type { Call, Route } from "../Route.ts"
import { type ContactGroup, type ContactMarks, type Marked, maxContactGroups } from "../state/ContactMarks.ts"
import { contactKey } from "../state/RecentContacts.ts"
import { conversationRoute, invalid } from "./conversationRoute.ts"

/** The codes of this domain. */
const codes = {
  badBatch: 51006,
  groupChat: 51007,
  full: 51008,
  noGroup: 51009,
  tooManyGroups: 51010,
  nameTooLong: 51011,
  notInPlan: 51013
}

/** How many conversations a page holds. */
const pageSize = 100

/** The marks and groups of a conversation; what there is none of is left out. */
export const marksOf = (marked: Marked | undefined) =>
  marked === undefined ? {} : {
    ...(marked.standard === 0n ? {} : { StandardMark: marked.standard.toString(2) }),
    ...(marked.custom === "" ? {} : { CustomMark: marked.custom }),
    ...(marked.groups.size === 0 ? {} : { ContactGroupId: [...marked.groups] })
  }

const onWire = (marked: Marked) => ({ ...marked.contact, ...marksOf(marked), Timestamp: marked.changed })

const groupOnWire = ({ id, name }: ContactGroup) => ({ GroupName: name, GroupId: id })

const groupsOnWire = (marks: ContactMarks) => [...marks.groups.values()].map(groupOnWire)

/** Why a conversation cannot get marks or groups, as an error code. */
const whyNot = (contact: ContactItem, userId: string, marks: ContactMarks, { app }: Call): number | undefined => {
  if (contact.Type === 2 && app.groups.get(contact.ToGroupId)?.members.has(userId) !== true) return codes.groupChat
  return marks.hasRoomFor(contactKey(contact)) ? undefined : codes.full
}

/** The result of one conversation. */
const resultOf = (ContactItem: ContactItem, code: number | undefined) => ({
  ContactItem,
  ResultCode: code ?? 0,
  ResultInfo: code === undefined ? "" : errorNameOf(code) ?? ""
})

/** Puts a conversation into a group, unless something is against it. */
const addTo = (group: ContactGroup, contact: ContactItem, userId: string, marks: ContactMarks, call: Call) => {
  const code = whyNot(contact, userId, marks, call)
  if (code === undefined) marks.addTo(group, contactKey(contact), contact, call.now)
  return resultOf(contact, code)
}

const isPremium = ({ app }: Call): boolean => app.edition === "premium"

const planNote = "Only the premium edition has groups and standard marks; others are refused with 51013."

const groupChatNote =
  "A group chat that is gone, or that the user is not in, AVChatRooms among them, fails alone with 51007: assumed."

/** The routes about groups and marks of conversations. */
export const conversationMarkRoutes: ReadonlyArray<Route> = [
  conversationRoute(
    createContactGroup,
    {
      limits: { "GroupContactItem[].GroupName": codes.nameTooLong },
      empty: { "GroupContactItem[].GroupName": invalid },
      notes: [
        planNote,
        groupChatNote,
        "Ids count from 1. A group without conversations is fine; a name that exists is refused with 50002. Both are " +
        "assumed, as is that users who are no accounts are taken."
      ]
    },
    ({ From_Account, GroupContactItem: [item] }, call) => {
      if (!isPremium(call)) return Effect.fail(refuse(codes.notInPlan))
      const { marks } = call.app.recentContacts.of(From_Account)
      if (item === undefined) return Effect.fail(refuse(invalid))
      if (marks.groups.has(item.GroupName)) return Effect.fail(refuse(invalid, "there is a group of this name"))
      if (marks.groups.size >= maxContactGroups) return Effect.fail(refuse(codes.tooManyGroups))
      const group = marks.addGroup(item.GroupName)
      return {
        GroupResultItem: [{
          GroupItem: groupOnWire(group),
          ResultItem: item.ContactItem.map((contact) => addTo(group, contact, From_Account, marks, call))
        }],
        ErrorDisplay: ""
      }
    }
  ),

  conversationRoute(
    updateContactGroup,
    {
      limits: { "UpdateGroup.NewGroupName": codes.nameTooLong },
      empty: { "UpdateGroup.NewGroupName": invalid },
      notes: [
        planNote,
        groupChatNote,
        "A new name that another group has is refused with 50002. Taking out what is not in is fine, and a rename " +
        "does not count as a change of the conversations: all assumed."
      ]
    },
    ({ From_Account, UpdateGroup, UpdateType }, call) => {
      if (!isPremium(call)) return Effect.fail(refuse(codes.notInPlan))
      const { marks } = call.app.recentContacts.of(From_Account)
      const { OldGroupName, UpdateGroupType } = UpdateGroup
      const group = marks.groups.get(OldGroupName)
      if (group === undefined) return Effect.fail(refuse(codes.noGroup))
      if (UpdateGroupType === 1) {
        const { NewGroupName } = UpdateGroup
        const other = marks.groups.get(NewGroupName)
        if (other !== undefined && other !== group) {
          return Effect.fail(refuse(invalid, "there is a group of this name"))
        }
        marks.renameGroup(group, NewGroupName)
        return { UpdateType, UpdateGroupResult: { UpdateGroupType, ...groupOnWire(group), OldGroupName } }
      }
      const ContactResultItem = UpdateGroup.ContactUpdateItem.map(({ ContactItem, ContactOptType }) => {
        if (ContactOptType === 1) {
          return { ContactOptType, ...addTo(group, ContactItem, From_Account, marks, call) }
        }
        marks.removeFrom(group, contactKey(ContactItem), call.now)
        return { ContactOptType, ...resultOf(ContactItem, undefined) }
      })
      const result = { UpdateGroupType, ...groupOnWire(group), OldGroupName, ContactResultItem }
      return { UpdateType, UpdateGroupResult: result }
    }
  ),

  conversationRoute(
    delContactGroup,
    { notes: [planNote] },
    ({ From_Account, GroupName: [name = ""] }, call) => {
      if (!isPremium(call)) return Effect.fail(refuse(codes.notInPlan))
      const { marks } = call.app.recentContacts.of(From_Account)
      const group = marks.groups.get(name)
      if (group === undefined) return Effect.fail(refuse(codes.noGroup))
      marks.deleteGroup(group, call.now)
      return { GroupItem: [groupOnWire(group)] }
    }
  ),

  conversationRoute(
    markContact,
    {
      limits: { MarkItem: codes.badBatch, "MarkItem[]": invalid },
      notes: [
        "A call with standard marks is refused as a whole where the edition has none (51013): assumed.",
        groupChatNote,
        "Marks count from 1, so that 0 is refused with 50002. StandardMark is written as a binary number whose last " +
        "digit is mark 1. Marks are cleared before others are set, and an empty CustomMark takes the old one away. A " +
        "change that does not fit its OptType is refused with 50002. All of this is assumed.",
        "A conversation that has lost its last mark and group no longer counts among the 1000: assumed."
      ]
    },
    ({ From_Account, MarkItem }, call) => {
      const { marks } = call.app.recentContacts.of(From_Account)
      if (!isPremium(call) && MarkItem.some(({ OptType }) => OptType !== 2)) return Effect.fail(refuse(codes.notInPlan))
      const hasZero = MarkItem.some(({ ClearMark = [], SetMark = [] }) => ClearMark.includes(0) || SetMark.includes(0))
      if (hasZero) return Effect.fail(refuse(invalid, "marks count from 1"))
      return {
        ResultItem: MarkItem.map(({ ClearMark = [], ContactItem, CustomMark, OptType, SetMark = [] }) => {
          const code = whyNot(ContactItem, From_Account, marks, call)
          const change = { clear: ClearMark, set: SetMark, custom: CustomMark }
          if (code === undefined) marks.mark(contactKey(ContactItem), ContactItem, change, call.now)
          return { OptType, ...resultOf(ContactItem, code) }
        }),
        ErrorDisplay: ""
      }
    }
  ),

  conversationRoute(
    searchContactGroup,
    { notes: ["Conversations without marks and groups are left out, and all groups of the user are listed: assumed."] },
    ({ ContactItem, From_Account }, { app }) => {
      const { marks } = app.recentContacts.of(From_Account)
      const keys = new Set(ContactItem.map(contactKey))
      return {
        ContactResultItem: [...keys].flatMap((key) => {
          const marked = marks.get(key)
          return marked === undefined ? [] : [onWire(marked)]
        }),
        GroupItem: groupsOnWire(marks),
        ErrorDisplay: ""
      }
    }
  ),

  conversationRoute(
    getContactGroup,
    {
      notes: [
        "A page has up to 100 conversations, those first that got marks or groups first, and each page lists all " +
        "groups of the user: assumed."
      ]
    },
    ({ From_Account, StartIndex }, { app }) => {
      const { marks } = app.recentContacts.of(From_Account)
      const found = marks.from(StartIndex, pageSize + 1)
      return {
        ContactItem: found.slice(0, pageSize).map(onWire),
        GroupItem: groupsOnWire(marks),
        CompleteFlag: found.length > pageSize ? 0 : 1,
        NextStartIndex: found[pageSize]?.serial ?? 0
      }
    }
  )
]
