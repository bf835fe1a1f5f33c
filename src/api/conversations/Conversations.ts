/** Conversations: the lists that users see, what is pinned in them, groups of conversations, and marks. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { type BatchResult, failedBy, inBatches, sortResults } from "../../endpoint/batch.ts"
import type { RequestOf, ResponseOf } from "../../endpoint/Endpoint.ts"
import type { TimClientService } from "../../endpoint/client.ts"
import { serviceLayer } from "../../endpoint/service.ts"
import type { TimClient } from "../../endpoint/TimClient.ts"
import { verb, type VerbOf } from "../../endpoint/verb.ts"
import { AnswerInvalid, TimError } from "../../errors/TimError.ts"
import { type Contact, contactId, type ContactItem, toContactItem } from "./contacts.ts"
import { deleteConversation, getList, top } from "./endpoints.ts"
import {
  createContactGroup,
  delContactGroup,
  getContactGroup,
  markContact,
  searchContactGroup,
  updateContactGroup
} from "./markEndpoints.ts"

/** The marks that the service has a meaning for. Those from 33 to 64 are free. */
export const standardMarks = { favourite: 1, unread: 2, folded: 3, hidden: 4 } as const

/** A conversation in a user's list. */
export type ListedConversation = NonNullable<ResponseOf<typeof getList>["SessionItem"]>[number]

/** Where a page of a user's list begins, and what it shall hold. */
export type ConversationPage = Omit<RequestOf<typeof getList>, "From_Account">

/** A group that a user sorts conversations into. */
export type ConversationGroup = NonNullable<ResponseOf<typeof getContactGroup>["GroupItem"]>[number]

/** A conversation with its marks and groups. */
export type MarkedConversation = NonNullable<ResponseOf<typeof getContactGroup>["ContactItem"]>[number] & {
  /** The names of the groups that it is in. */
  readonly groups: ReadonlyArray<string>
}

/** What became of the conversations that a group of conversations was to hold, or to lose. */
export interface ChangedConversationGroup extends ConversationGroup, BatchResult<ContactItem> {}

type MarkItem = RequestOf<typeof markContact>["MarkItem"][number]

/** Marks to change of a conversation. What is not named stays. */
export interface MarkChange extends Pick<MarkItem, "ClearMark" | "SetMark" | "CustomMark"> {
  readonly ContactItem: Contact
}

/**
 * Calls about conversations, each for one user. Groups of conversations and standard marks need one of the higher
 * editions; else they are refused with 51013. Each fails with `TimError`.
 *
 * Conversations are named by `userContact` and `groupContact`, or as they were answered.
 */
export interface ConversationsService {
  /**
   * All conversations of a user, each once. Those with marks or groups tell them.
   *
   * @example
   * ```ts
   * import { connect, msg } from "timkit"
   * import { emulator } from "timkit/emulator"
   *
   * await using tim = await connect(emulator().options)
   * await tim.accounts.importMany(["alice", "bob"])
   * await tim.messages.send(msg().text("hi").from("alice").to("bob"))
   * for await (const { To_Account, MsgTime } of tim.conversations.all("alice")) console.log(To_Account, MsgTime)
   * ```
   *
   * @see https://trtc.io/document/43087
   */
  readonly all: (
    userId: string,
    options?: Pick<Partial<ConversationPage>, "AssistFlags">
  ) => Stream.Stream<ListedConversation, TimError>
  /**
   * Reads one page, the first where no place is given. The four fields of the answer's place lead to the next one,
   * until `CompleteFlag` is 1.
   *
   * @see https://trtc.io/document/43087
   */
  readonly list: VerbOf<[userId: string, page?: Partial<ConversationPage>], typeof getList>
  /**
   * Takes a conversation out of a user's list; others keep theirs. `ClearRamble` 1 also clears what the user sees of
   * its history.
   *
   * @see https://trtc.io/document/43088
   */
  readonly delete: VerbOf<
    [userId: string, conversation: Contact, options?: Pick<RequestOf<typeof deleteConversation>, "ClearRamble">],
    typeof deleteConversation
  >
  /**
   * Pins conversations, all or none: a user pins at most 50 (51012).
   *
   * @see https://trtc.io/document/78304
   */
  readonly pin: (
    userId: string,
    conversations: ReadonlyArray<Contact>
  ) => Effect.Effect<ResponseOf<typeof top>, TimError>
  /**
   * Unpins conversations.
   *
   * @see https://trtc.io/document/78304
   */
  readonly unpin: (
    userId: string,
    conversations: ReadonlyArray<Contact>
  ) => Effect.Effect<ResponseOf<typeof top>, TimError>
  /**
   * Makes a group of conversations, with a name of at most 32 bytes (51011); a user has at most 20 (51010). A group
   * chat that is gone, or that the user has left, fails alone (51007), as does what is beyond 1000 conversations with
   * marks or groups (51008).
   *
   * @see https://trtc.io/document/53437
   */
  readonly createGroup: (
    userId: string,
    name: string,
    conversations: ReadonlyArray<Contact>
  ) => Effect.Effect<ChangedConversationGroup, TimError>
  /**
   * Gives a group of conversations another name (51009 where there is no such group).
   *
   * @see https://trtc.io/document/53439
   */
  readonly renameGroup: (
    userId: string,
    name: string,
    newName: string
  ) => Effect.Effect<ResponseOf<typeof updateContactGroup>, TimError>
  /**
   * Puts conversations into a group of conversations (51009 where there is none). They fail alone, as by `createGroup`.
   *
   * @see https://trtc.io/document/53439
   */
  readonly addToGroup: (
    userId: string,
    name: string,
    conversations: ReadonlyArray<Contact>
  ) => Effect.Effect<ChangedConversationGroup, TimError>
  /**
   * Takes conversations out of a group of conversations.
   *
   * @see https://trtc.io/document/53439
   */
  readonly removeFromGroup: (
    userId: string,
    name: string,
    conversations: ReadonlyArray<Contact>
  ) => Effect.Effect<ChangedConversationGroup, TimError>
  /**
   * Deletes a group of conversations (51009 where there is none). Its conversations stay.
   *
   * @see https://trtc.io/document/53441
   */
  readonly deleteGroup: VerbOf<[userId: string, name: string], typeof delContactGroup>
  /** All groups of conversations that a user has, each once. */
  readonly groups: (userId: string) => Stream.Stream<ConversationGroup, TimError>
  /**
   * Changes marks of any number of conversations, 100 a call. Each fails alone: 51007 for a group chat that is gone or
   * that the user has left, 51008 beyond 1000 conversations with marks or groups. Custom marks need no edition.
   *
   * @see https://trtc.io/document/53438
   */
  readonly mark: (
    userId: string,
    changes: ReadonlyArray<MarkChange>
  ) => Effect.Effect<BatchResult<ContactItem>, TimError>
  /**
   * Reads marks and groups of any number of conversations, 300 a call. Those that have none may be missing.
   *
   * @see https://trtc.io/document/53442
   */
  readonly readMarks: (
    userId: string,
    conversations: ReadonlyArray<Contact>
  ) => Effect.Effect<BatchResult<MarkedConversation>, TimError>
  /**
   * All conversations of a user that have marks or groups.
   *
   * @see https://trtc.io/document/53440
   */
  readonly marked: (userId: string) => Stream.Stream<MarkedConversation, TimError>
  /**
   * Reads one page of the conversations that have marks or groups: from 0, then from `NextStartIndex`, until
   * `CompleteFlag` is 1.
   *
   * @see https://trtc.io/document/53440
   */
  readonly listMarked: VerbOf<[userId: string, startIndex?: number], typeof getContactGroup>
}

/** Everything that the newest page of the vendor names. */
const allFlags = 63

const firstPage = { TimeStamp: 0, StartIndex: 0, TopTimeStamp: 0, TopStartIndex: 0 }

/** A page that leads to no other, though the service says that there is one. */
const stuck = (endpoint: string, path: string): TimError =>
  new TimError({
    reason: new AnswerInvalid({
      endpoint,
      kind: "shape",
      issues: [{ path, message: "names no page that follows, though CompleteFlag is 0" }],
      attempts: 1,
      applied: "yes"
    })
  })

const all = (
  client: TimClientService,
  From_Account: string,
  options: Pick<Partial<ConversationPage>, "AssistFlags"> | undefined
): Stream.Stream<ListedConversation, TimError> =>
  Stream.suspend(() => {
    // A conversation that is pinned between two pages has a place in both.
    const seen = new Set<string>()
    const isNew = (item: ListedConversation): boolean => seen.size < seen.add(`${item.Type}:${contactId(item)}`).size
    return Stream.paginate(firstPage, (place) =>
      Effect.flatMap(
        client.call(getList, { From_Account, AssistFlags: options?.AssistFlags ?? allFlags, ...place }),
        ({ CompleteFlag, SessionItem = [], StartIndex, TimeStamp, TopStartIndex, TopTimeStamp }) => {
          const items = SessionItem.filter(isNew)
          if (CompleteFlag === 1) return Effect.succeed([items, Option.none<typeof firstPage>()] as const)
          const stays = StartIndex === place.StartIndex && TimeStamp === place.TimeStamp &&
            TopStartIndex === place.TopStartIndex && TopTimeStamp === place.TopTimeStamp
          if (stays) return Effect.fail(stuck(getList.path, "StartIndex"))
          return Effect.succeed([items, Option.some({ StartIndex, TimeStamp, TopStartIndex, TopTimeStamp })] as const)
        }
      ))
  })

/** What is on the pages of the conversations with marks or groups. */
const marksOn = <Item>(
  client: TimClientService,
  From_Account: string,
  itemsOf: (page: ResponseOf<typeof getContactGroup>) => ReadonlyArray<Item>
): Stream.Stream<Item, TimError> =>
  Stream.paginate(
    0,
    (StartIndex) =>
      Effect.flatMap(client.call(getContactGroup, { From_Account, StartIndex }), (page) => {
        const { CompleteFlag, NextStartIndex } = page
        if (CompleteFlag === 1) return Effect.succeed([itemsOf(page), Option.none<number>()] as const)
        if (NextStartIndex <= StartIndex) return Effect.fail(stuck(getContactGroup.path, "NextStartIndex"))
        return Effect.succeed([itemsOf(page), Option.some(NextStartIndex)] as const)
      })
  )

/** Conversations with the names of their groups, as far as those are known. */
const withGroups = (
  items: ReadonlyArray<Omit<MarkedConversation, "groups">>,
  names: ReadonlyMap<number, string>
): ReadonlyArray<MarkedConversation> =>
  items.map((item) => ({
    ...item,
    groups: (item.ContactGroupId ?? []).flatMap((id) => names.get(id) ?? [])
  }))

const groups = (client: TimClientService, userId: string): Stream.Stream<ConversationGroup, TimError> =>
  Stream.suspend(() => {
    const seen = new Set<number>()
    return marksOn(
      client,
      userId,
      ({ GroupItem = [] }) => GroupItem.filter(({ GroupId }) => seen.size < seen.add(GroupId).size)
    )
  })

const marked = (client: TimClientService, userId: string): Stream.Stream<MarkedConversation, TimError> =>
  Stream.suspend(() => {
    const names = new Map<number, string>()
    return marksOn(client, userId, ({ ContactItem = [], GroupItem = [] }) => {
      for (const { GroupId, GroupName } of GroupItem) names.set(GroupId, GroupName)
      return withGroups(ContactItem, names)
    })
  })

interface ContactResult {
  readonly ContactItem: Contact | number
  readonly ResultCode: number
  readonly ResultInfo?: string | undefined
}

/** What became of conversations, which are told by their place where the answer does not name them. */
const toBatch = (
  given: ReadonlyArray<Contact>,
  results: ReadonlyArray<ContactResult>
): BatchResult<ContactItem> => {
  const named = results.map(({ ContactItem, ResultCode, ResultInfo = "" }, index) => ({
    contact: toContactItem(typeof ContactItem === "object" ? ContactItem : given[index] ?? { Type: 0 }),
    ResultCode,
    ResultInfo
  }))
  return sortResults(
    named,
    ({ contact, ResultCode, ResultInfo }) => failedBy(contactId(contact), ResultCode, ResultInfo),
    ({ contact }) => contact
  )
}

/** The results of an answer that need not have any: then all went well. */
const resultsOf = (
  given: ReadonlyArray<Contact>,
  results: ReadonlyArray<ContactResult> | undefined
): ReadonlyArray<ContactResult> => results ?? given.map((ContactItem) => ({ ContactItem, ResultCode: 0 }))

const changeGroup =
  (client: TimClientService, ContactOptType: 1 | 2): ConversationsService["addToGroup"] =>
  (From_Account, OldGroupName, conversations) =>
    Effect.map(
      client.call(updateContactGroup, {
        From_Account,
        UpdateType: 1,
        UpdateGroup: {
          UpdateGroupType: 2,
          OldGroupName,
          ContactUpdateItem: conversations.map((contact) => ({ ContactOptType, ContactItem: toContactItem(contact) }))
        }
      }),
      ({ UpdateGroupResult: { ContactResultItem, GroupId, GroupName } }) => ({
        GroupId,
        GroupName,
        ...toBatch(conversations, resultsOf(conversations, ContactResultItem))
      })
    )

const setTop =
  (client: TimClientService, OperationType: 1 | 2): ConversationsService["pin"] => (From_Account, conversations) =>
    client.call(top, {
      From_Account,
      OperationType,
      RecentContactItem: conversations.map((contact) => {
        const item = toContactItem(contact)
        return item.Type === 2 ? { Type: item.Type, GroupId: item.ToGroupId } : item
      })
    })

const toMarkItem = ({ ContactItem, ...marks }: MarkChange): MarkItem => ({
  OptType: marks.CustomMark === undefined ? 1 : marks.SetMark === undefined && marks.ClearMark === undefined ? 2 : 3,
  ContactItem: toContactItem(ContactItem),
  ...marks
})

/** Makes the service on a client. */
export const makeConversations = (client: TimClientService): ConversationsService => ({
  all: (userId, options) => all(client, userId, options),
  list: verb(client, getList, (From_Account, page) => ({
    From_Account,
    AssistFlags: allFlags,
    ...firstPage,
    ...page
  })),
  delete: verb(client, deleteConversation, (From_Account, conversation, options) => {
    const item = toContactItem(conversation)
    const named = item.Type === 2 ? { Type: item.Type, ToGroupid: item.ToGroupId } : item
    return { From_Account, ...named, ...options }
  }),
  pin: setTop(client, 1),
  unpin: setTop(client, 2),
  createGroup: (From_Account, GroupName, conversations) => {
    const ContactItem = conversations.map(toContactItem)
    return Effect.map(
      client.call(createContactGroup, { From_Account, GroupContactItem: [{ GroupName, ContactItem }] }),
      // The schema has seen to it that there is one.
      ({ GroupResultItem: [made] }) => ({
        GroupId: made?.GroupItem.GroupId ?? 0,
        GroupName: made?.GroupItem.GroupName ?? GroupName,
        ...toBatch(conversations, resultsOf(conversations, made?.ResultItem))
      })
    )
  },
  renameGroup: (From_Account, OldGroupName, NewGroupName) =>
    client.call(updateContactGroup, {
      From_Account,
      UpdateType: 1,
      UpdateGroup: { UpdateGroupType: 1, OldGroupName, NewGroupName }
    }),
  addToGroup: changeGroup(client, 1),
  removeFromGroup: changeGroup(client, 2),
  deleteGroup: verb(client, delContactGroup, (From_Account, name) => ({ From_Account, GroupName: [name] })),
  groups: (userId) => groups(client, userId),
  mark: (From_Account, changes) =>
    inBatches(changes, {
      size: 100,
      idOf: ({ ContactItem }) => contactId(ContactItem),
      call: (chunk) =>
        Effect.map(
          client.call(markContact, { From_Account, MarkItem: chunk.map(toMarkItem) }),
          ({ ResultItem }) => toBatch(chunk.map(({ ContactItem }) => ContactItem), ResultItem)
        )
    }),
  readMarks: (From_Account, conversations) =>
    inBatches(conversations, {
      size: 300,
      idOf: contactId,
      call: (chunk) =>
        Effect.map(
          client.call(searchContactGroup, { From_Account, ContactItem: chunk.map(toContactItem) }),
          ({ ContactResultItem = [], GroupItem = [] }) => ({
            ok: withGroups(ContactResultItem, new Map(GroupItem.map(({ GroupId, GroupName }) => [GroupId, GroupName]))),
            failed: []
          })
        )
    }),
  marked: (userId) => marked(client, userId),
  listMarked: verb(client, getContactGroup, (From_Account, StartIndex = 0) => ({ From_Account, StartIndex }))
})

/** Conversations as a service. */
export class Conversations
  extends /* @__PURE__ */ Context.Service<Conversations, ConversationsService>()("timkit/Conversations")
{
  static readonly make = makeConversations
  static readonly layer: Layer.Layer<Conversations, never, TimClient> = /* @__PURE__ */ serviceLayer(
    Conversations,
    makeConversations
  )
}
