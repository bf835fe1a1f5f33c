/**
 * What the handlers about operations and robots need of the stores of messages and groups.
 *
 * Until somebody connects the stores, there are no groups and no messages, and what robots send is kept with the robots
 * only.
 */

/** An element of a message. */
export interface LinkedElement {
  readonly MsgType: string
  readonly MsgContent: { readonly [field: string]: unknown }
}

/** A message of the archive, with the fields that its file has. */
export interface ArchivedMessage {
  readonly From_Account: string
  /** Only one-to-one. */
  readonly To_Account?: string | undefined
  /** Only in groups. */
  readonly GroupId?: string | undefined
  /** Seconds. */
  readonly MsgTimestamp: number
  readonly MsgSeq: number
  /** Only one-to-one. */
  readonly MsgRandom?: number | undefined
  readonly MsgBody: ReadonlyArray<unknown>
}

/** A message that a robot begins. */
export interface BegunMessage {
  readonly from: string
  /** An account, or a group. */
  readonly to: string
  readonly seq: number
  readonly random: number
  /** Seconds. */
  readonly time: number
  readonly body: ReadonlyArray<LinkedElement>
  readonly customData?: string | undefined
}

/** Which message was begun. */
export type MessagePlace = Pick<BegunMessage, "from" | "to" | "seq" | "random" | "time">

/** The stores of messages and groups, as far as they are needed here. */
export interface Links {
  /** The messages of the hour that begins at a second, the oldest first. */
  readonly messagesOfHour: (chatType: "C2C" | "Group", start: number) => ReadonlyArray<ArchivedMessage>
  /** How many groups there are. */
  readonly groupCount: () => number
  readonly hasGroup: (groupId: string) => boolean
  /** Stores a one-to-one message. */
  readonly beginC2c: (message: BegunMessage) => void
  /** Replaces the elements of a one-to-one message. */
  readonly changeC2c: (place: MessagePlace, body: ReadonlyArray<LinkedElement>) => void
  /** Stores a message of a group and answers its place in the group. `seq` of the message means nothing. */
  readonly beginGroup: (message: BegunMessage) => number
  /** Replaces the elements of a message of a group. */
  readonly changeGroup: (place: MessagePlace, body: ReadonlyArray<LinkedElement>) => void
}

/** Nothing is connected. */
export const unlinked: Links = {
  messagesOfHour: () => [],
  groupCount: () => 0,
  hasGroup: () => false,
  beginC2c: () => {},
  changeC2c: () => {},
  beginGroup: () => 0,
  changeGroup: () => {}
}
