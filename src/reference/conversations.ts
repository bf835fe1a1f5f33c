/** What the reference says about conversations. */
import { deleteConversation, getList, top } from "../api/conversations/endpoints.ts"
import {
  createContactGroup,
  delContactGroup,
  getContactGroup,
  markContact,
  searchContactGroup,
  updateContactGroup
} from "../api/conversations/markEndpoints.ts"
import { type Entry, entry } from "./Entry.ts"

/** The endpoints about conversations. */
export const conversationEntries: ReadonlyArray<Entry> = [
  entry(getList, {
    title: "Read a user's conversations, page by page",
    implementedBy: "conversations.list",
    errors: [50001, 50002, 50003, 50004, 50005]
  }),
  entry(deleteConversation, {
    title: "Remove a conversation from a user's list",
    implementedBy: "conversations.delete",
    errors: [50001, 50002, 50003, 50004, 50005]
  }),
  entry(top, {
    title: "Put conversations on top of a user's list, or take them down",
    implementedBy: "conversations.pin",
    errors: [50001, 50002, 50003, 50004, 50005, 51012]
  }),
  entry(createContactGroup, {
    title: "Make a named set of conversations",
    implementedBy: "conversations.createGroup",
    errors: [50001, 50002, 50003, 50004, 50005, 51006, 51007, 51008, 51009, 51010, 51011, 51012, 51013]
  }),
  entry(updateContactGroup, {
    title: "Rename a set of conversations, or change what is in it",
    implementedBy: "conversations.renameGroup",
    errors: [50001, 50002, 50003, 50004, 50005, 51006, 51007, 51008, 51009, 51010, 51011, 51012, 51013]
  }),
  entry(delContactGroup, {
    title: "Remove sets of conversations; the conversations stay",
    implementedBy: "conversations.deleteGroup",
    errors: [50001, 50002, 50003, 50004, 50005, 51006, 51007, 51008, 51009, 51010, 51011, 51012, 51013]
  }),
  entry(markContact, {
    title: "Set marks on conversations, or take them off",
    implementedBy: "conversations.mark",
    errors: [50001, 50002, 50003, 50004, 50005, 51006, 51007, 51008, 51009, 51010, 51011, 51012, 51013]
  }),
  entry(searchContactGroup, {
    title: "Read the sets and marks of named conversations",
    implementedBy: "conversations.readMarks",
    errors: [50001, 50002, 50003, 50004, 50005, 51006, 51007, 51008, 51009, 51010, 51011, 51012, 51013]
  }),
  entry(getContactGroup, {
    title: "Read all sets and marks of a user, page by page",
    implementedBy: "conversations.listMarked",
    errors: [50001, 50002, 50003, 50004, 50005, 51006, 51007, 51008, 51009, 51010, 51011, 51012, 51013]
  })
]
