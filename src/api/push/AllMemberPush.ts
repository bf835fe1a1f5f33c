/** The older generation of push to all, which `Push` has replaced. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import type { BatchResult } from "../../endpoint/batch.ts"
import type { ResponseOf } from "../../endpoint/Endpoint.ts"
import type { TimClientService } from "../../endpoint/client.ts"
import { serviceLayer } from "../../endpoint/service.ts"
import type { TimClient } from "../../endpoint/TimClient.ts"
import { type BodyVerbOf, verb, type VerbOf } from "../../endpoint/verb.ts"
import type { TimError } from "../../errors/TimError.ts"
import {
  imAddTag,
  imGetAttr,
  imGetAttrName,
  imGetTag,
  imPush,
  imRemoveAllTags,
  imRemoveAttr,
  imRemoveTag,
  imSetAttr,
  imSetAttrName
} from "./allMemberPushEndpoints.ts"
import { type EachUserVerb, readUsers, usersOf, writeIds, writeUsers } from "./eachUser.ts"
import type { AttrValues, UserAttrNames, UserAttrs, UserTags } from "./Push.ts"

/**
 * Calls to the older generation of push to all. Each fails with `TimError`; none names users that failed alone.
 *
 * @deprecated use `PushService`
 */
export interface AllMemberPushService {
  /**
   * Pushes a message to all users, or to those that a condition names. It cannot be taken back. Best made with
   * `allMemberPush()`.
   *
   * More than 1 second must lie between two calls (90024), and 100 are granted a day (90047).
   *
   * @deprecated use `push.send`
   * @see https://trtc.io/document/37166
   */
  readonly send: BodyVerbOf<typeof imPush>
  /**
   * Names the app's attributes, from number 0 on; an app has ten.
   *
   * @deprecated use `push.setAttrNames`
   * @see https://trtc.io/document/37167
   */
  readonly setAttrNames: VerbOf<[names: ReadonlyArray<string>], typeof imSetAttrName>
  /**
   * Reads the names of the app's attributes, by number.
   *
   * @deprecated use `push.getAttrNames`
   * @see https://trtc.io/document/37168
   */
  readonly getAttrNames: () => Effect.Effect<ResponseOf<typeof imGetAttrName>, TimError>
  /**
   * Sets attributes of any number of users, 100 a call: the same for each, or each user's own.
   *
   * @deprecated use `push.setAttrs`
   * @see https://trtc.io/document/37170
   */
  readonly setAttrs: EachUserVerb<UserAttrs, AttrValues>
  /**
   * Reads the attributes of any number of users, 100 a call. The order is not that of the users.
   *
   * @deprecated use `push.getAttrs`
   * @see https://trtc.io/document/37169
   */
  readonly getAttrs: (userIds: ReadonlyArray<string>) => Effect.Effect<BatchResult<UserAttrs>, TimError>
  /**
   * Deletes attributes of any number of users, 100 a call: the same of each, or each user's own.
   *
   * @deprecated use `push.removeAttrs`
   * @see https://trtc.io/document/37171
   */
  readonly removeAttrs: EachUserVerb<UserAttrNames, ReadonlyArray<string>>
  /**
   * Gives tags to any number of users, 100 a call: the same to each, or each user's own. At most 10 a user and call.
   *
   * @deprecated use `push.addTags`
   * @see https://trtc.io/document/37173
   */
  readonly addTags: EachUserVerb<UserTags, ReadonlyArray<string>>
  /**
   * Reads the tags of any number of users, 100 a call.
   *
   * @deprecated use `push.getTags`
   * @see https://trtc.io/document/37172
   */
  readonly getTags: (userIds: ReadonlyArray<string>) => Effect.Effect<BatchResult<UserTags>, TimError>
  /**
   * Takes tags from any number of users, 100 a call: the same from each, or each user's own. At most 10 a user and
   * call.
   *
   * @deprecated use `push.removeTags`
   * @see https://trtc.io/document/37174
   */
  readonly removeTags: EachUserVerb<UserTags, ReadonlyArray<string>>
  /**
   * Takes all tags from any number of users, 100 a call. Attributes stay.
   *
   * @deprecated use `push.clearTags`
   * @see https://trtc.io/document/37175
   */
  readonly clearTags: (userIds: ReadonlyArray<string>) => Effect.Effect<BatchResult, TimError>
}

const withTags = (To_Account: string, Tags: ReadonlyArray<string>): UserTags => ({ To_Account, Tags })

/** Makes the service on a client. */
export const makeAllMemberPush = (client: TimClientService): AllMemberPushService => ({
  send: (request) => client.call(imPush, request),
  setAttrNames: verb(client, imSetAttrName, (names) => ({ AttrNames: Object.fromEntries(names.entries()) })),
  getAttrNames: () => client.call(imGetAttrName, {}),
  setAttrs: (...args) =>
    writeUsers(
      usersOf(args, (To_Account, Attrs): UserAttrs => ({ To_Account, Attrs })),
      (UserAttrs) => client.call(imSetAttr, { UserAttrs })
    ),
  getAttrs: (userIds) =>
    readUsers(userIds, (To_Account) => client.call(imGetAttr, { To_Account }), ({ UserAttrs }) => UserAttrs),
  removeAttrs: (...args) =>
    writeUsers(
      usersOf(args, (To_Account, Attrs): UserAttrNames => ({ To_Account, Attrs })),
      (UserAttrs) => client.call(imRemoveAttr, { UserAttrs })
    ),
  addTags: (...args) => writeUsers(usersOf(args, withTags), (UserTags) => client.call(imAddTag, { UserTags })),
  getTags: (userIds) =>
    readUsers(userIds, (To_Account) => client.call(imGetTag, { To_Account }), ({ UserTags }) => UserTags),
  removeTags: (...args) => writeUsers(usersOf(args, withTags), (UserTags) => client.call(imRemoveTag, { UserTags })),
  clearTags: (userIds) => writeIds(userIds, (To_Account) => client.call(imRemoveAllTags, { To_Account }))
})

/**
 * The older generation of push to all as a service.
 *
 * @deprecated use `Push`
 */
export class AllMemberPush extends /* @__PURE__ */ Context.Service<AllMemberPush, AllMemberPushService>()(
  "timkit/AllMemberPush"
) {
  static readonly make = makeAllMemberPush
  static readonly layer: Layer.Layer<AllMemberPush, never, TimClient> = /* @__PURE__ */ serviceLayer(
    AllMemberPush,
    makeAllMemberPush
  )
}
