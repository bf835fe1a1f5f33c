/** The builder of messages. */
import type { sendGroupMsg } from "../src/api/groupMessages/endpoints.ts"
import { encodeData } from "../src/api/messages/data.ts"
import type { ElementContent, ElementType, MessageElement } from "../src/api/messages/elements.ts"
import type { batchsendmsg, sendmsg } from "../src/api/messages/endpoints.ts"
import type { Built, RequestOf } from "../src/endpoint/Endpoint.ts"
import { given } from "./given.ts"
import { type PushInput, toOfflinePushInfo } from "./push.ts"
import { toText } from "./text.ts"

/** A message to one account, as it goes over the wire. */
export type DirectRequest = RequestOf<typeof sendmsg>
/** A message to many accounts, as it goes over the wire. */
export type BatchRequest = RequestOf<typeof batchsendmsg>
/** A message to a group, as it goes over the wire. */
export type GroupRequest = RequestOf<typeof sendGroupMsg>

type ControlWord = NonNullable<DirectRequest["SendMsgControl"]>[number]

/** What a step may set. Which steps a message has is decided by its class. */
type Change = Partial<
  & Omit<DirectRequest, "To_Account" | "SendMsgControl">
  & Omit<GroupRequest, "To_Account" | "SendMsgControl">
  & { readonly To_Account: string | ReadonlyArray<string>; readonly SendMsgControl: ReadonlyArray<ControlWord> }
>

/** What every message carries, whomever it goes to. */
interface Content {
  readonly MsgBody: ReadonlyArray<MessageElement>
  readonly SendMsgControl?: ReadonlyArray<ControlWord> | undefined
}

/** The content of an element without what is the same in each. */
type Media<Type extends ElementType, Constant extends string> = Omit<ElementContent<Type>, Constant>

/** Any message, as what came before a step. */
type Steps = MessageSteps<Content>

/** The steps that every message has. Each returns a new message and leaves the old one as it was. */
abstract class MessageSteps<Request extends Content> {
  readonly #before: Steps | undefined
  readonly #field: keyof Change | undefined
  readonly #value: unknown
  #request: Request | undefined

  /** A message before its first step, or one step further than another. */
  constructor(before?: Steps, field?: keyof Change, value?: unknown) {
    this.#before = before
    this.#field = field
    this.#value = value
  }

  /** The message as its steps make it. It is put together once, when it is asked for: steps copy nothing. */
  protected get request(): Request {
    return this.#request ??= this.#made()
  }

  #made(): Request {
    const steps: Array<Steps> = [this]
    for (let before = this.#before; before !== undefined; before = before.#before) steps.push(before)
    const elements: Array<unknown> = []
    const request: { [field: string]: unknown; readonly MsgBody: ReadonlyArray<unknown> } = { MsgBody: elements }
    for (let step = steps.pop(); step !== undefined; step = steps.pop()) {
      if (step.#field === "MsgBody") elements.push(step.#value)
      else if (step.#field !== undefined) request[step.#field] = step.#value
    }
    return request as object as Request
  }

  protected with<Field extends Exclude<keyof Change, "MsgBody">>(field: Field, value: Change[Field]): this {
    return this.#step(field, value)
  }

  #step(field: keyof Change, value: unknown): this {
    return new (this.constructor as new(before: Steps, field: keyof Change, value: unknown) => this)(this, field, value)
  }

  protected control(word: ControlWord): this {
    const words = this.request.SendMsgControl ?? []
    return words.includes(word) ? this : this.with("SendMsgControl", [...words, word])
  }

  /** The elements of the message, for calls that take only those. */
  get elements(): ReadonlyArray<MessageElement> {
    return this.request.MsgBody
  }

  /** Appends an element in the wire's own shape. */
  element(element: MessageElement): this {
    return this.#step("MsgBody", element)
  }

  /** Appends text. */
  text(text: string): this {
    return this.element({ MsgType: "TIMTextElem", MsgContent: { Text: text } })
  }

  /**
   * Appends a custom element, of which a message may have one. Data and `ext` are sent as they are when they are texts;
   * anything else is written as JSON, once.
   *
   * @param data what the app makes of it
   * @param desc the text of an offline push
   */
  custom(data: unknown, desc?: string, options?: { readonly ext?: unknown; readonly sound?: string }): this {
    return this.element({
      MsgType: "TIMCustomElem",
      MsgContent: given({
        Data: toText(data),
        Desc: desc,
        Ext: options?.ext === undefined ? undefined : toText(options.ext),
        Sound: options?.sound
      })
    })
  }

  /** Appends a custom element whose data is `{"msgType":…,"data":…}`; `readData` reads it. */
  data(msgType: string | number, data: unknown, desc?: string): this {
    return this.custom(encodeData(msgType, data), desc)
  }

  /** Appends an emoticon: a number, and where wanted a text, that the app gives a meaning. */
  face(index: number, data?: string): this {
    return this.element({ MsgType: "TIMFaceElem", MsgContent: given({ Index: index, Data: data }) })
  }

  /** Appends a place. */
  location(place: { readonly latitude: number; readonly longitude: number; readonly desc?: string }): this {
    const { desc, latitude, longitude } = place
    return this.element({
      MsgType: "TIMLocationElem",
      MsgContent: given({ Latitude: latitude, Longitude: longitude, Desc: desc })
    })
  }

  /** Appends a picture that is stored elsewhere. */
  image(content: ElementContent<"TIMImageElem">): this {
    return this.element({ MsgType: "TIMImageElem", MsgContent: content })
  }

  /** Appends a recording that is stored elsewhere. */
  sound(content: Media<"TIMSoundElem", "Download_Flag">): this {
    return this.element({ MsgType: "TIMSoundElem", MsgContent: { ...content, Download_Flag: 2 } })
  }

  /** Appends a file that is stored elsewhere. */
  file(content: Media<"TIMFileElem", "Download_Flag">): this {
    return this.element({ MsgType: "TIMFileElem", MsgContent: { ...content, Download_Flag: 2 } })
  }

  /** Appends a video that is stored elsewhere. */
  video(content: Media<"TIMVideoFileElem", "VideoDownloadFlag" | "ThumbDownloadFlag">): this {
    return this.element({
      MsgType: "TIMVideoFileElem",
      MsgContent: { ...content, VideoDownloadFlag: 2, ThumbDownloadFlag: 2 }
    })
  }

  /** Appends merged messages. */
  relay(content: ElementContent<"TIMRelayElem">): this {
    return this.element({ MsgType: "TIMRelayElem", MsgContent: content })
  }

  /** Sends in the name of an account; the administrator that calls is the sender otherwise. */
  from(userId: string): this {
    return this.with("From_Account", userId)
  }

  /** How the message is pushed to devices that are offline. */
  offlinePush(push: PushInput): this {
    return this.with("OfflinePushInfo", toOfflinePushInfo(push))
  }

  /** Data that is stored with the message and delivered with it. Anything but a text is written as JSON, once. */
  cloudCustomData(data: unknown): this {
    return this.with("CloudCustomData", toText(data))
  }

  /** Only for receivers who are online now: not stored, not counted, not pushed. */
  onlineOnly(): this {
    return this.with("OnlineOnlyFlag", 1)
  }

  /** Does not count as unread. */
  noUnread(): this {
    return this.control("NoUnread")
  }

  /** Leaves the conversation list as it is. */
  noLastMsg(): this {
    return this.control("NoLastMsg")
  }

  /** Skips content moderation. */
  noMsgCheck(): this {
    return this.control("NoMsgCheck")
  }

  /** Lets key-value extensions be set on the message later. */
  supportExtension(): this {
    return this.with("SupportMessageExtension", 1)
  }
}

/** What a message may carry before it is known whom it goes to. */
type DraftRequest =
  & Pick<
    DirectRequest,
    "MsgBody" | "From_Account" | "CloudCustomData" | "OfflinePushInfo" | "OnlineOnlyFlag" | "SupportMessageExtension"
  >
  & Pick<GroupRequest, "SendMsgControl">

/** A message without a receiver yet. It cannot be sent, but be shared as a template. */
export class MessageDraft extends MessageSteps<DraftRequest> {
  /** To one account, or to up to 500. */
  to(userId: string): DirectMessage
  to(userIds: ReadonlyArray<string>): BatchMessage
  to(receiver: string | ReadonlyArray<string>): DirectMessage | BatchMessage {
    return typeof receiver === "string"
      ? new DirectMessage(this, "To_Account", receiver)
      : new BatchMessage(this, "To_Account", receiver)
  }

  /** To a group. */
  toGroup(groupId: string): GroupMessage {
    return new GroupMessage(this, "GroupId", groupId)
  }
}

/** The steps of messages to accounts. */
abstract class AccountMessage<Request extends DirectRequest | BatchRequest> extends MessageSteps<Request> {
  /** Whether the message also goes to the sender's own devices. Left out, it is only in the sender's history. */
  syncOtherMachine(sync: boolean): this {
    return this.with("SyncOtherMachine", sync ? 1 : 2)
  }

  /** How long the message is kept for receivers who are offline: 0 to 604800 seconds; 0 means online only. */
  msgLifeTime(seconds: number): this {
    return this.with("MsgLifeTime", seconds)
  }

  /** Orders the messages of one second. Made up when left out. */
  msgSeq(seq: number): this {
    return this.with("MsgSeq", seq)
  }

  /** Tells a repeated call from a new message. Made up when left out, once for all attempts of a call. */
  msgRandom(random: number): this {
    return this.with("MsgRandom", random)
  }

  /** Does not push where the receiver muted the sender. */
  withMuteNotifications(): this {
    return this.control("WithMuteNotifications")
  }

  /** Asks for a read receipt. */
  needReadReceipt(): this {
    return this.with("IsNeedReadReceipt", 1)
  }
}

type Callback = "ForbidBeforeSendMsgCallback" | "ForbidAfterSendMsgCallback"

const forbid = (
  callbacks: ReadonlyArray<Callback> | undefined,
  when: "before" | "after"
): ReadonlyArray<Callback> => {
  const callback = when === "before" ? "ForbidBeforeSendMsgCallback" : "ForbidAfterSendMsgCallback"
  return [...new Set([...callbacks ?? [], callback] as const)]
}

/** A message to one account, ready to be sent. */
export class DirectMessage extends AccountMessage<DirectRequest> implements Built<DirectRequest> {
  /** A time in seconds since 1970. From older SDKs; the service sets the time itself. */
  msgTimeStamp(seconds: number): this {
    return this.with("MsgTimeStamp", seconds)
  }

  /** Does not call the app's webhook before or after sending. */
  forbidCallback(when: "before" | "after"): this {
    return this.with("ForbidCallbackControl", forbid(this.request.ForbidCallbackControl, when))
  }

  /** The message as it goes over the wire. */
  toJSON(): DirectRequest {
    return this.request
  }
}

/** A message to many accounts, ready to be sent. */
export class BatchMessage extends AccountMessage<BatchRequest> implements Built<BatchRequest> {
  /** The message as it goes over the wire. */
  toJSON(): BatchRequest {
    return this.request
  }
}

/** A message to a group, ready to be sent. */
export class GroupMessage extends MessageSteps<GroupRequest> implements Built<GroupRequest> {
  /** What is dropped first when the group gets more than 40 messages a second. */
  priority(priority: NonNullable<GroupRequest["MsgPriority"]>): this {
    return this.with("MsgPriority", priority)
  }

  /** Tells a repeated call from a new message. Made up when left out, once for all attempts of a call. */
  random(random: number): this {
    return this.with("Random", random)
  }

  /** Mentions members, in the order of the text; at most 30. */
  at(...userIds: ReadonlyArray<string>): this {
    const mentions = userIds.map((userId) => ({ GroupAtAllFlag: 0 as const, GroupAt_Account: userId }))
    return this.with("GroupAtInfo", [...this.request.GroupAtInfo ?? [], ...mentions])
  }

  /** Mentions everybody. */
  atAll(): this {
    return this.with("GroupAtInfo", [...this.request.GroupAtInfo ?? [], { GroupAtAllFlag: 1 }])
  }

  /** Only for these members, at most 50. */
  only(userIds: ReadonlyArray<string>): this {
    return this.with("To_Account", userIds)
  }

  /** To a topic of the community. */
  topic(topicId: string): this {
    return this.with("TopicId", topicId)
  }

  /** Keeps read receipts. */
  needReadReceipt(): this {
    return this.with("NeedReadReceipt", 1)
  }

  /** Does not call the app's webhook before or after sending. */
  forbidCallback(when: "before" | "after"): this {
    return this.with("ForbidCallbackControl", forbid(this.request.ForbidCallbackControl, when))
  }

  /** The message as it goes over the wire. */
  toJSON(): GroupRequest {
    return this.request
  }
}

const empty = /* @__PURE__ */ new MessageDraft()

/**
 * Builds a message.
 *
 * @example
 * ```ts
 * import { msg } from "timkit/builders"
 *
 * const gift = msg()
 *   .text("hi")
 *   .custom({ kind: "gift" }, "sent a gift")
 *   .offlinePush((push) => push.title("Alice").desc("sent a gift"))
 *
 * gift.to("bob").syncOtherMachine(false)
 * gift.to(["bob", "carol"])
 * gift.toGroup("room").priority("High")
 * ```
 */
export const msg = (): MessageDraft => empty
