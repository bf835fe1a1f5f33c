/** The builders of pushes to all, by tag or attribute, and to listed users. */
import type { MessageElement } from "../src/api/messages/elements.ts"
import type { OfflinePushInfo } from "../src/api/messages/offlinePush.ts"
import type { imPush } from "../src/api/push/allMemberPushEndpoints.ts"
import type { batch, push } from "../src/api/push/sendEndpoints.ts"
import type { AttrCondition, MemberPushCondition, PushCondition, TagCondition } from "../src/api/push/shapes.ts"
import type { Built, Input, RequestOf } from "../src/endpoint/Endpoint.ts"
import { MessageDraft, msg } from "./msg.ts"
import { OfflinePush, type PushInput, toOfflinePushInfo } from "./push.ts"

/** A push to all or by condition, as it goes over the wire. */
export type PushRequest = RequestOf<typeof push>
/** A push to listed users, as it goes over the wire. */
export type PushBatchRequest = RequestOf<typeof batch>
/** A push of the older generation, as it goes over the wire. */
export type AllMemberPushRequest = RequestOf<typeof imPush>

type Tags = ReadonlyArray<string>
/** Values by the names of attributes. */
type Values = { readonly [name: string]: string }

/**
 * A condition over tags. Each step returns a new condition; what several steps ask for must all be true. There is no
 * way to attributes from here, since the service takes only one kind.
 */
export class TagsOf<Condition extends TagCondition> implements Built<Condition> {
  readonly #condition: Condition

  constructor(condition: Condition) {
    this.#condition = condition
  }

  #add<Key extends "TagsOr" | "TagsAnd" | "TagsNot">(
    key: Key,
    tags: Tags
  ): TagsOf<Condition & { readonly [K in Key]: Tags }> {
    const added = { ...this.#condition, [key]: [...this.#condition[key] ?? [], ...tags] }
    return new TagsOf(added as unknown as Condition & { readonly [K in Key]: Tags })
  }

  /** Who has at least one of these tags, at most 10. */
  anyTag(...tags: Tags): TagsOf<Condition & { readonly TagsOr: Tags }> {
    return this.#add("TagsOr", tags)
  }

  /** Who has every one of these tags, at most 10. None may be in `anyTag` too. */
  allTags(...tags: Tags): TagsOf<Condition & { readonly TagsAnd: Tags }> {
    return this.#add("TagsAnd", tags)
  }

  /** Not who has every one of these tags. Unknown to the older generation. */
  notAllTags(...tags: Tags): TagsOf<Condition & { readonly TagsNot: Tags }> {
    return this.#add("TagsNot", tags)
  }

  /** The condition as it goes over the wire. */
  toJSON(): Condition {
    return this.#condition
  }
}

/**
 * A condition over attributes. Each step returns a new condition; what both steps ask for must be true. There is no way
 * to tags from here, since the service takes only one kind.
 */
export class AttrsOf<Condition extends AttrCondition> implements Built<Condition> {
  readonly #condition: Condition

  constructor(condition: Condition) {
    this.#condition = condition
  }

  #add<Key extends "AttrsOr" | "AttrsAnd">(
    key: Key,
    values: Values
  ): AttrsOf<Condition & { readonly [K in Key]: Values }> {
    const added = { ...this.#condition, [key]: { ...this.#condition[key], ...values } }
    return new AttrsOf(added as unknown as Condition & { readonly [K in Key]: Values })
  }

  /** Whose attributes have at least one of these values. One value for each name; a later one wins. */
  anyAttr(values: Values): AttrsOf<Condition & { readonly AttrsOr: Values }> {
    return this.#add("AttrsOr", values)
  }

  /** Whose attributes have every one of these values. One value for each name; a later one wins. */
  allAttrs(values: Values): AttrsOf<Condition & { readonly AttrsAnd: Values }> {
    return this.#add("AttrsAnd", values)
  }

  /** The condition as it goes over the wire. */
  toJSON(): Condition {
    return this.#condition
  }
}

/** The first steps of a condition, each of which decides for tags or for attributes. */
export interface ConditionStart {
  /** Who has at least one of these tags, at most 10. */
  anyTag(...tags: Tags): TagsOf<{ readonly TagsOr: Tags }>
  /** Who has every one of these tags, at most 10. */
  allTags(...tags: Tags): TagsOf<{ readonly TagsAnd: Tags }>
  /** Not who has every one of these tags. Unknown to the older generation. */
  notAllTags(...tags: Tags): TagsOf<{ readonly TagsNot: Tags }>
  /** Whose attributes have at least one of these values. */
  anyAttr(values: Values): AttrsOf<{ readonly AttrsOr: Values }>
  /** Whose attributes have every one of these values. */
  allAttrs(values: Values): AttrsOf<{ readonly AttrsAnd: Values }>
}

const start: ConditionStart = {
  anyTag: (...TagsOr) => new TagsOf({ TagsOr }),
  allTags: (...TagsAnd) => new TagsOf({ TagsAnd }),
  notAllTags: (...TagsNot) => new TagsOf({ TagsNot }),
  anyAttr: (AttrsOr) => new AttrsOf({ AttrsOr }),
  allAttrs: (AttrsAnd) => new AttrsOf({ AttrsAnd })
}

/**
 * Builds a condition: whom a push goes to, by tags or by attributes.
 *
 * @example
 * ```ts
 * import { pushCondition } from "timkit/builders"
 *
 * pushCondition().anyTag("news", "sports").notAllTags("trial", "muted")
 * pushCondition().allAttrs({ city: "Paris", level: "3" })
 * ```
 */
export const pushCondition = (): ConditionStart => start

/** The elements of a message: those of a draft, of a function that makes one, or in the wire's own shape. */
export type BodyInput = MessageDraft | ((draft: MessageDraft) => MessageDraft) | ReadonlyArray<MessageElement>

const toElements = (input: BodyInput): ReadonlyArray<MessageElement> => {
  const draft = typeof input === "function" ? input(msg()) : input
  return draft instanceof MessageDraft ? draft.elements : draft
}

/** A condition as a builder, as a function that builds it, or in the wire's own shape. */
export type ConditionInput<Condition> = Input<Condition> | ((condition: ConditionStart) => Built<Condition>)

const toCondition = <Condition>(input: ConditionInput<Condition>): Condition => {
  const condition = typeof input === "function" ? (input as (start: ConditionStart) => Built<Condition>)(start) : input
  const built = condition as Partial<Built<Condition>>
  return typeof built.toJSON === "function" ? built.toJSON() : condition as Condition
}

type WithPush = { readonly OfflinePushInfo: OfflinePushInfo }
type WithSender = { readonly From_Account: string }

/**
 * A push in the making. Each step returns a new push and leaves the old one as it was. It can be sent as it is, to all
 * users or to those that `where` names; `to` turns it into a push to listed users.
 */
export class PushMessage<Parts extends PushRequest = PushRequest> implements Built<Parts> {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  #with<Change extends PushRequest>(change: Change): PushMessage<Parts & Change> {
    return new PushMessage({ ...this.#parts, ...change } as Parts & Change)
  }

  #push(step: (push: OfflinePush) => OfflinePush): PushMessage<Parts & WithPush> {
    return this.#with({ OfflinePushInfo: step(new OfflinePush(this.#parts.OfflinePushInfo)).toJSON() })
  }

  /** The title of the notification on every platform. */
  title(text: string): PushMessage<Parts & WithPush> {
    return this.#push((push) => push.title(text))
  }

  /** The text of the notification. */
  desc(text: string): PushMessage<Parts & WithPush> {
    return this.#push((push) => push.desc(text))
  }

  /** What is passed through to the app. Anything but a text is written as JSON, once. */
  ext(value: unknown): PushMessage<Parts & WithPush> {
    return this.#push((push) => push.ext(value))
  }

  /**
   * Everything about the notification. A function goes on from what is set already; a push or its wire shape replaces
   * it.
   */
  offlinePush(input: PushInput): PushMessage<Parts & WithPush> {
    return typeof input === "function" ? this.#push(input) : this.#with({ OfflinePushInfo: toOfflinePushInfo(input) })
  }

  /**
   * A message, which the sender sends to each receiver, and which is in their histories. Not for listed users.
   *
   * @example
   * ```ts
   * import { msg, pushMessage } from "timkit/builders"
   *
   * pushMessage().body(msg().text("We move")).title("News")
   * pushMessage().body((draft) => draft.data("notice", { id: 7 })).onlineOnly()
   * ```
   */
  body(input: BodyInput): PushMessage<Parts & { readonly MsgBody: ReadonlyArray<MessageElement> }> {
    return this.#with({ MsgBody: toElements(input) })
  }

  /** Stores nothing of the message: no history, no unread. Delivery is faster then than 200 users a second. */
  onlineOnly(): PushMessage<Parts & { readonly OnlineOnlyFlag: 1 }> {
    return this.#with({ OnlineOnlyFlag: 1 })
  }

  /** Pushes in the name of an account. */
  from(userId: string): PushMessage<Parts & WithSender> {
    return this.#with({ From_Account: userId })
  }

  /** An id of the app's own, at most 64 bytes, that comes back in webhooks. */
  dataId(id: string): PushMessage<Parts & { readonly DataId: string }> {
    return this.#with({ DataId: id })
  }

  /** Names the task: the same number within 7 days pushes nothing again. Made up when left out, once for each call. */
  msgRandom(random: number): PushMessage<Parts & { readonly MsgRandom: number }> {
    return this.#with({ MsgRandom: random })
  }

  /** Only for users that a condition names. */
  where(condition: ConditionInput<PushCondition>): PushMessage<Parts & { readonly Condition: PushCondition }> {
    return this.#with({ Condition: toCondition(condition) })
  }

  /** To listed users, at most 500. Needs a sender and a notification; a message cannot go along. */
  to(
    this: Parts extends WithSender & WithPush
      ? Parts extends { readonly MsgBody: object } | { readonly Condition: object } ? never : PushMessage<Parts>
      : never,
    userIds: ReadonlyArray<string>
  ): PushBatch {
    const { DataId, From_Account, MsgRandom, OfflinePushInfo } = (this as PushMessage).toJSON()
    return new PushBatch({
      From_Account: From_Account as string,
      To_Account: userIds,
      OfflinePushInfo: OfflinePushInfo as OfflinePushInfo,
      ...(DataId === undefined ? {} : { DataId }),
      ...(MsgRandom === undefined ? {} : { MsgRandom })
    })
  }

  /** The push as it goes over the wire. */
  toJSON(): Parts {
    return this.#parts
  }
}

/** A push to listed users, ready to be sent. */
export class PushBatch implements Built<PushBatchRequest> {
  readonly #request: PushBatchRequest

  constructor(request: PushBatchRequest) {
    this.#request = request
  }

  /** The push as it goes over the wire. */
  toJSON(): PushBatchRequest {
    return this.#request
  }
}

const empty = /* @__PURE__ */ new PushMessage({})

/**
 * Builds a push: a notification, or with `body` a message, to all users, to those of a condition, or to listed ones.
 *
 * @example
 * ```ts
 * import { pushCondition, pushMessage } from "timkit/builders"
 *
 * const sale = pushMessage().from("shop").title("Sale").desc("Half price today").ext({ page: "sale" })
 * sale.where(pushCondition().anyTag("fashion", "shoes"))
 * sale.where((condition) => condition.allAttrs({ city: "Paris" }))
 * sale.to(["alice", "bob"])
 * ```
 */
export const pushMessage = (): PushMessage<{}> => empty

/**
 * A push of the older generation in the making. Each step returns a new push and leaves the old one as it was.
 *
 * @deprecated use `pushMessage`
 */
export class AllMemberMessage implements Built<AllMemberPushRequest> {
  readonly #request: AllMemberPushRequest

  constructor(request: AllMemberPushRequest) {
    this.#request = request
  }

  #with(change: Partial<AllMemberPushRequest>): AllMemberMessage {
    return new AllMemberMessage({ ...this.#request, ...change })
  }

  #push(step: (push: OfflinePush) => OfflinePush): AllMemberMessage {
    return this.#with({ OfflinePushInfo: step(new OfflinePush(this.#request.OfflinePushInfo)).toJSON() })
  }

  /** The title of the notification on every platform. */
  title(text: string): AllMemberMessage {
    return this.#push((push) => push.title(text))
  }

  /** The text of the notification. */
  desc(text: string): AllMemberMessage {
    return this.#push((push) => push.desc(text))
  }

  /** What is passed through to the app. Anything but a text is written as JSON, once. */
  ext(value: unknown): AllMemberMessage {
    return this.#push((push) => push.ext(value))
  }

  /** Everything about the notification. A function goes on from what is set already; the rest replaces it. */
  offlinePush(input: PushInput): AllMemberMessage {
    return typeof input === "function" ? this.#push(input) : this.#with({ OfflinePushInfo: toOfflinePushInfo(input) })
  }

  /** Pushes in the name of an account. */
  from(userId: string): AllMemberMessage {
    return this.#with({ From_Account: userId })
  }

  /** How long it is kept for users who are offline: 0 to 604800 seconds. 0, the default: only who is online. */
  msgLifeTime(seconds: number): AllMemberMessage {
    return this.#with({ MsgLifeTime: seconds })
  }

  /** Names the task: the same number within 7 days pushes nothing again. Made up when left out, once for each call. */
  msgRandom(random: number): AllMemberMessage {
    return this.#with({ MsgRandom: random })
  }

  /** Only for users that a condition names. */
  where(condition: ConditionInput<MemberPushCondition>): AllMemberMessage {
    return this.#with({ Condition: toCondition(condition) })
  }

  /** The push as it goes over the wire. */
  toJSON(): AllMemberPushRequest {
    return this.#request
  }
}

/**
 * Builds a push of the older generation, which always carries a message.
 *
 * @deprecated use `pushMessage`
 */
export const allMemberPush = (body: BodyInput): AllMemberMessage => new AllMemberMessage({ MsgBody: toElements(body) })
