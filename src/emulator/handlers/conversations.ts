/** How the emulator answers the endpoints about lists of conversations. */
import * as Effect from "effect/Effect"
import { groupContact, userContact } from "../../api/conversations/contacts.ts"
import { deleteConversation, getList, top } from "../../api/conversations/endpoints.ts"
import { refuse } from "../Refusal.ts"
import type { Route } from "../Route.ts"
import { type ContactList, contactKey, isBehind, type Listed, maxPinned, type Place } from "../state/RecentContacts.ts"
import { marksOf } from "./conversationMarks.ts"
import { conversationRoute } from "./conversationRoute.ts"

/** How many conversations a page holds. */
const pageSize = 100

/** How many of those are pinned, where the pinned ones are paged through. */
const pinnedPageSize = 20

/** What a page shall hold, by the bits of AssistFlags. */
const flags = { pinned: 1, empty: 2, pinnedPages: 4, marks: 56 } as const

/** What comes after a place; everything where that is the beginning. */
const behind = (list: ReadonlyArray<Listed>, place: Place): ReadonlyArray<Listed> =>
  place.time === 0 && place.serial === 0 ? list : list.filter((each) => isBehind(each, place))

const onWire = ({ contact, pinned, time }: Listed, list: ContactList, assist: number) => ({
  Type: contact.Type,
  ...(contact.Type === 1 ? { To_Account: contact.To_Account } : { GroupId: contact.ToGroupId }),
  MsgTime: time,
  TopFlag: pinned ? 1 : 0,
  ...((assist & flags.marks) === flags.marks ? marksOf(list.marks.get(contactKey(contact))) : {})
})

/** The routes about lists of conversations. */
export const conversationRoutes: ReadonlyArray<Route> = [
  conversationRoute(
    getList,
    {
      notes: [
        "A page has up to 100 conversations, of which up to 20 are pinned ones and come first, each part with the " +
        "newest message in front; StartIndex and TopStartIndex tell apart what has the same time. All of this is " +
        "assumed.",
        "Without bit 0 of AssistFlags pinned conversations stand among the others, without bit 2 all of them are on " +
        "the first page, and marks and groups need bits 3 to 5: assumed.",
        "A list holds 100 conversations, 500 in the premium edition. Pinned ones do not fall out. A group that fell " +
        "out comes back when there is room again: assumed.",
        "A group is in the list of its members once something was said after they came. Whoever leaves has it no " +
        "more. Topics and AVChatRooms are never in it. Joining, and changes of a group, send no tips that would move " +
        "it up. All of this is assumed.",
        "Only a last message that has expired, or was cleared from its group, makes a conversation empty."
      ]
    },
    ({ AssistFlags, From_Account, StartIndex, TimeStamp, TopStartIndex, TopTimeStamp }, { app, now }) => {
      const list = app.recentContacts.of(From_Account)
      const shown = list.list(now)
        .filter(({ empty }) => !empty || (AssistFlags & flags.empty) !== 0)
        .map((each) => (AssistFlags & flags.pinned) === 0 ? { ...each, pinned: false } : each)
      const pinned = behind(shown.filter((each) => each.pinned), { time: TopTimeStamp, serial: TopStartIndex })
      const others = behind(shown.filter((each) => !each.pinned), { time: TimeStamp, serial: StartIndex })
      const pinnedPage = pinned.slice(0, (AssistFlags & flags.pinnedPages) === 0 ? maxPinned : pinnedPageSize)
      const page = others.slice(0, pageSize - pinnedPage.length)
      const lastPinned = pinnedPage.at(-1) ?? { time: TopTimeStamp, serial: TopStartIndex }
      const last = page.at(-1) ?? { time: TimeStamp, serial: StartIndex }
      return {
        SessionItem: [...pinnedPage, ...page].map((each) => onWire(each, list, AssistFlags)),
        CompleteFlag: pinnedPage.length === pinned.length && page.length === others.length ? 1 : 0,
        TimeStamp: last.time,
        StartIndex: last.serial,
        TopTimeStamp: lastPinned.time,
        TopStartIndex: lastPinned.serial,
        ErrorDisplay: ""
      }
    }
  ),

  conversationRoute(
    deleteConversation,
    {
      notes: [
        "Deleting what is not there is fine, a deleted conversation is pinned no more and keeps its marks and " +
        "groups, and the next message brings it back: all assumed.",
        "ClearRamble clears a one-to-one history. No call reads what one member sees of a group, so that for groups " +
        "it changes nothing."
      ]
    },
    ({ ClearRamble, From_Account, To_Account = "", ToGroupid = "", Type }, { app }) => {
      app.recentContacts.of(From_Account).delete(Type === 1 ? userContact(To_Account) : groupContact(ToGroupid))
      if (Type === 1 && ClearRamble === 1) app.conversations.get(From_Account, To_Account)?.clearFor(From_Account)
      return { ErrorDisplay: "" }
    }
  ),

  conversationRoute(
    top,
    {
      notes: [
        "A conversation that is not in the list can be pinned, and shows once it comes in: assumed. Whether users " +
        "and groups exist is not looked at."
      ]
    },
    ({ From_Account, OperationType, RecentContactItem }, { app }) => {
      const list = app.recentContacts.of(From_Account)
      if (OperationType === 2) list.unpin(RecentContactItem)
      else if (!list.pin(RecentContactItem)) return Effect.fail(refuse(51012))
      return { ErrorDisplay: "" }
    }
  )
]
