/** Pushes: to all, by tag or attribute, to listed users; tags, attributes and figures. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import { type BatchResult, inBatches, itself } from "../../endpoint/batch.ts"
import { type Input, type RequestOf, type ResponseOf, unbuild } from "../../endpoint/Endpoint.ts"
import type { TimClientService } from "../../endpoint/client.ts"
import { serviceLayer } from "../../endpoint/service.ts"
import type { TimClient } from "../../endpoint/TimClient.ts"
import { type BodyVerbOf, verb, type VerbOf } from "../../endpoint/verb.ts"
import type { TimError } from "../../errors/TimError.ts"
import type { OfflinePushInfo } from "../messages/offlinePush.ts"
import {
  addTag,
  clearAllTags,
  getAttr,
  getAttrName,
  getTag,
  removeAttr,
  removeTag,
  setAttr,
  setAttrName
} from "./audienceEndpoints.ts"
import { type EachUserVerb, outcomeOf, readUsers, usersOf, writeIds, writeUsers } from "./eachUser.ts"
import { batch, push, revoke } from "./sendEndpoints.ts"
import {
  allMemberPushLoss,
  allMemberPushStatistics,
  allMemberPushTrace,
  normalPushLoss,
  normalPushStatistics,
  normalPushTrace
} from "./statisticsEndpoints.ts"

/** A user with tags. */
export type UserTags = RequestOf<typeof addTag>["UserTags"][number]
/** A user with values for attributes. */
export type UserAttrs = RequestOf<typeof setAttr>["UserAttrs"][number]
/** A user with the names of attributes. */
export type UserAttrNames = RequestOf<typeof removeAttr>["UserAttrs"][number]
/** Values by the names of attributes. */
export type AttrValues = UserAttrs["Attrs"]
/** The figures of one push. */
export type TaskStatistics = ResponseOf<typeof allMemberPushStatistics>["Results"][number]
/** Why one push did not arrive everywhere. */
export type TaskLoss = ResponseOf<typeof allMemberPushLoss>["Results"][number]

/** An account that a push to listed users went to, and by which task. */
export interface PushedTo {
  readonly To_Account: string
  readonly TaskId: string
}

/**
 * Calls about pushes. Each fails with `TimError`. Users are UserIDs, or RegistrationIDs of devices that have none.
 */
export interface PushService {
  /**
   * Pushes to all users, or to those that a condition names: a message, or a notification alone. Best made with
   * `pushMessage()`.
   *
   * More than 1 second must lie between two calls (90024), and 100 are granted a day (90047).
   *
   * @example
   * ```ts
   * import { connect, pushCondition, pushMessage } from "timkit"
   * import { emulator } from "timkit/emulator"
   *
   * await using tim = await connect(emulator().options)
   * await tim.push.addTags(["administrator"], ["news"])
   * const news = pushMessage().title("News").desc("Read it first").where(pushCondition().anyTag("news", "all"))
   * const { TaskId } = await tim.push.send(news)
   * ```
   *
   * @see https://trtc.io/document/67814
   */
  readonly send: BodyVerbOf<typeof push>
  /**
   * Pushes a notification to any number of users, 500 a call and task, in the name of an account. An account that does
   * not exist fails alone, with 70107. A call whose outcome is not known is not repeated, so that nobody is disturbed
   * twice.
   *
   * @see https://trtc.io/document/67553
   */
  readonly sendTo: (
    userIds: ReadonlyArray<string>,
    from: string,
    push: Input<OfflinePushInfo>,
    options?: Pick<RequestOf<typeof batch>, "MsgRandom" | "DataId">
  ) => Effect.Effect<BatchResult<PushedTo>, TimError>
  /**
   * Pushes a notification to up to 500 users. Accounts that do not exist are in `ErrorList`, with 70107.
   *
   * @see https://trtc.io/document/67553
   */
  readonly sendBatch: BodyVerbOf<typeof batch>
  /**
   * Takes back a push to all or by condition, up to 24 hours after it was sent. The given push replaces the
   * notification on devices that show it; it is needed unless the push stored a message.
   *
   * @see https://trtc.io/document/67824
   */
  readonly revoke: VerbOf<[taskId: string, replacement?: Input<OfflinePushInfo>], typeof revoke>
  /**
   * Names the app's attributes, from number 0 on; an app has ten. The wire's own shape names single numbers. A name
   * that another number has is refused, with 90033.
   *
   * @see https://trtc.io/document/67816
   */
  readonly setAttrNames: VerbOf<[names: ReadonlyArray<string>], typeof setAttrName>
  /**
   * Reads the names of the app's attributes, by number.
   *
   * @see https://trtc.io/document/67815
   */
  readonly getAttrNames: () => Effect.Effect<ResponseOf<typeof getAttrName>, TimError>
  /**
   * Sets attributes of any number of users, 100 a call: the same for each, or each user's own. Attributes that are not
   * named stay as they are. A name that was never set is refused, with 90033.
   *
   * @example
   * ```ts
   * import { connect } from "timkit"
   * import { emulator } from "timkit/emulator"
   *
   * await using tim = await connect(emulator().options)
   * await tim.accounts.importMany(["alice", "bob"])
   * await tim.push.setAttrNames(["city"])
   * await tim.push.setAttrs(["alice", "bob"], { city: "Paris" })
   * await tim.push.setAttrs([{ To_Account: "bob", Attrs: { city: "Rome" } }])
   * ```
   *
   * @see https://trtc.io/document/67818
   */
  readonly setAttrs: EachUserVerb<UserAttrs, AttrValues>
  /**
   * Reads the attributes of any number of users, 100 a call.
   *
   * @see https://trtc.io/document/67817
   */
  readonly getAttrs: (userIds: ReadonlyArray<string>) => Effect.Effect<BatchResult<UserAttrs>, TimError>
  /**
   * Deletes attributes of any number of users, 100 a call: the same of each, or each user's own.
   *
   * @see https://trtc.io/document/67819
   */
  readonly removeAttrs: EachUserVerb<UserAttrNames, ReadonlyArray<string>>
  /**
   * Gives tags to any number of users, 100 a call: the same to each, or each user's own. At most 10 a user and call, 50
   * bytes each; a user has at most 100, an app 1000 different ones.
   *
   * @see https://trtc.io/document/67821
   */
  readonly addTags: EachUserVerb<UserTags, ReadonlyArray<string>>
  /**
   * Puts tags in the place of all that users have, at most 100 each. Any number of users, 100 a call.
   *
   * @see https://trtc.io/document/67821
   */
  readonly replaceTags: EachUserVerb<UserTags, ReadonlyArray<string>>
  /**
   * Reads the tags of any number of users, 100 a call.
   *
   * @see https://trtc.io/document/67820
   */
  readonly getTags: (userIds: ReadonlyArray<string>) => Effect.Effect<BatchResult<UserTags>, TimError>
  /**
   * Takes tags from any number of users, 100 a call: the same from each, or each user's own. At most 10 a user and
   * call.
   *
   * @see https://trtc.io/document/67822
   */
  readonly removeTags: EachUserVerb<UserTags, ReadonlyArray<string>>
  /**
   * Takes all tags from any number of users, 100 a call. Attributes stay.
   *
   * @see https://trtc.io/document/67823
   */
  readonly clearTags: (userIds: ReadonlyArray<string>) => Effect.Effect<BatchResult, TimError>
  /**
   * Reads the figures of pushes of the last 30 days, 5 a call. Times are in seconds since 1970. A task that the answer
   * does not tell of is neither done nor failed.
   *
   * @see https://trtc.io/document/71894
   */
  readonly taskStatistics: (
    taskIds: ReadonlyArray<string>,
    startTime: number,
    endTime: number
  ) => Effect.Effect<BatchResult<TaskStatistics>, TimError>
  /**
   * Reads the figures of all pushes of the last 30 days together. Times are in seconds since 1970.
   *
   * @see https://trtc.io/document/71894
   */
  readonly totalStatistics: VerbOf<[startTime: number, endTime: number], typeof allMemberPushStatistics>
  /**
   * Reads why pushes of the last 7 days did not arrive everywhere, 5 a call. Times are in seconds since 1970.
   *
   * @see https://trtc.io/document/71895
   */
  readonly taskLoss: (
    taskIds: ReadonlyArray<string>,
    startTime: number,
    endTime: number
  ) => Effect.Effect<BatchResult<TaskLoss>, TimError>
  /**
   * Reads why pushes of the last 7 days did not arrive everywhere, all together. Times are in seconds since 1970.
   *
   * @see https://trtc.io/document/71895
   */
  readonly totalLoss: VerbOf<[startTime: number, endTime: number], typeof allMemberPushLoss>
  /**
   * Reads how a push of the last 7 days went to one user, device by device.
   *
   * @see https://trtc.io/document/71893
   */
  readonly traceTask: VerbOf<[taskId: string, userId: string], typeof allMemberPushTrace>
  /**
   * Reads the figures of the pushes that belong to messages, of the last 30 days. Times are in seconds since 1970.
   *
   * @see https://trtc.io/document/71897
   */
  readonly messageStatistics: VerbOf<[startTime: number, endTime: number], typeof normalPushStatistics>
  /**
   * Reads why pushes that belong to messages did not arrive, of the last 7 days. Times are in seconds since 1970.
   *
   * @see https://trtc.io/document/71898
   */
  readonly messageLoss: VerbOf<[startTime: number, endTime: number], typeof normalPushLoss>
  /**
   * Reads how the push of one message of the last 7 days went, by the message's `MsgId`.
   *
   * @see https://trtc.io/document/71896
   */
  readonly traceMessage: VerbOf<[msgId: string], typeof normalPushTrace>
}

const withTags = (To_Account: string, Tags: ReadonlyArray<string>): UserTags => ({ To_Account, Tags })

/** Asks about all tasks of a span together. */
const overall = (StartTime: number, EndTime: number) => ({ StartTime, EndTime, TaskID: [] })

/** Reads something of tasks, 5 a call. */
const perTask = <Answer, Result>(
  taskIds: ReadonlyArray<string>,
  call: (TaskID: ReadonlyArray<string>) => Effect.Effect<Answer, TimError>,
  read: (answer: Answer) => ReadonlyArray<Result>
) =>
  inBatches(taskIds, {
    size: 5,
    idOf: itself,
    call: (chunk) => Effect.map(call(chunk), (answer) => ({ ok: read(answer), failed: [] }))
  })

/** Makes the service on a client. */
export const makePush = (client: TimClientService): PushService => {
  const sendTo: PushService["sendTo"] = (userIds, From_Account, info, options) =>
    Effect.suspend(() => {
      const OfflinePushInfo = unbuild(info)
      let calls = 0
      return inBatches(userIds, {
        size: 500,
        idOf: itself,
        call: (To_Account) => {
          // With one number for all calls, the service would take the second for a repetition of the first.
          const random = options?.MsgRandom
          const MsgRandom = random === undefined ? undefined : (random + calls++) % 2 ** 32
          return Effect.map(
            client.call(batch, { ...options, From_Account, To_Account, OfflinePushInfo, MsgRandom }),
            (answer) => {
              const { failed, ok } = outcomeOf(To_Account, answer)
              return { ok: ok.map((id) => ({ To_Account: id, TaskId: answer.TaskId })), failed }
            }
          )
        }
      })
    })

  return {
    send: (request) => client.call(push, request),
    sendTo,
    sendBatch: (request) => client.call(batch, request),
    revoke: verb(
      client,
      revoke,
      (TaskId, replacement) =>
        replacement === undefined ? { TaskId } : { TaskId, OfflinePushInfo: unbuild(replacement) }
    ),
    setAttrNames: verb(client, setAttrName, (names) => ({ AttrNames: Object.fromEntries(names.entries()) })),
    getAttrNames: () => client.call(getAttrName, {}),
    setAttrs: (...args) =>
      writeUsers(
        usersOf(args, (To_Account, Attrs): UserAttrs => ({ To_Account, Attrs })),
        (UserAttrs) => client.call(setAttr, { UserAttrs })
      ),
    getAttrs: (userIds) =>
      readUsers(userIds, (To_Account) => client.call(getAttr, { To_Account }), ({ UserAttrs }) => UserAttrs),
    removeAttrs: (...args) =>
      writeUsers(
        usersOf(args, (To_Account, Attrs): UserAttrNames => ({ To_Account, Attrs })),
        (UserAttrs) => client.call(removeAttr, { UserAttrs })
      ),
    addTags: (...args) => writeUsers(usersOf(args, withTags), (UserTags) => client.call(addTag, { UserTags })),
    replaceTags: (...args) =>
      writeUsers(usersOf(args, withTags), (UserTags) => client.call(addTag, { Replace: 1, UserTags })),
    getTags: (userIds) =>
      readUsers(userIds, (To_Account) => client.call(getTag, { To_Account }), ({ UserTags }) => UserTags),
    removeTags: (...args) => writeUsers(usersOf(args, withTags), (UserTags) => client.call(removeTag, { UserTags })),
    clearTags: (userIds) => writeIds(userIds, (To_Account) => client.call(clearAllTags, { To_Account })),
    taskStatistics: (taskIds, StartTime, EndTime) =>
      perTask(
        taskIds,
        (TaskID) => client.call(allMemberPushStatistics, { StartTime, EndTime, TaskID }),
        ({ Results }) => Results
      ),
    totalStatistics: verb(client, allMemberPushStatistics, overall),
    taskLoss: (taskIds, StartTime, EndTime) =>
      perTask(
        taskIds,
        (TaskID) => client.call(allMemberPushLoss, { StartTime, EndTime, TaskID }),
        ({ Results }) => Results
      ),
    totalLoss: verb(client, allMemberPushLoss, overall),
    traceTask: verb(client, allMemberPushTrace, (TaskID, UserID) => ({ TaskID, UserID })),
    messageStatistics: verb(client, normalPushStatistics, (StartTime, EndTime) => ({ StartTime, EndTime })),
    messageLoss: verb(client, normalPushLoss, (StartTime, EndTime) => ({ StartTime, EndTime })),
    traceMessage: verb(client, normalPushTrace, (PushID) => ({ PushID }))
  }
}

/** Pushes as a service. */
export class Push extends /* @__PURE__ */ Context.Service<Push, PushService>()("timkit/Push") {
  static readonly make = makePush
  static readonly layer: Layer.Layer<Push, never, TimClient> = /* @__PURE__ */ serviceLayer(Push, makePush)
}
