/** Following: who follows whom. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { type BatchResult, inBatches, itself } from "../../endpoint/batch.ts"
import type { RequestOf, ResponseOf } from "../../endpoint/Endpoint.ts"
import type { TimClientService } from "../../endpoint/client.ts"
import { serviceLayer } from "../../endpoint/service.ts"
import type { TimClient } from "../../endpoint/TimClient.ts"
import { verb, type VerbOf } from "../../endpoint/verb.ts"
import type { TimError } from "../../errors/TimError.ts"
import { followAdd, followCheck, followDelete, followGet, followGetInfo } from "./followEndpoints.ts"
import { toBatch, userOf } from "./results.ts"

/** A user who follows, or is followed. */
export type FollowUser = NonNullable<ResponseOf<typeof followGet>["FollowItem"]>[number]

/** How two users follow each other. */
export interface FollowRelation {
  readonly To_Account: string
  /** Whether the one who is asked about follows the other. */
  readonly following: boolean
  /** Whether the other follows the one who is asked about. */
  readonly followed: boolean
}

/** How many follow a user, and are followed. */
export interface FollowCounts {
  readonly To_Account: string
  readonly followers: number
  readonly following: number
  /** How many follow the user and are followed by the user. */
  readonly mutual: number
}

type PageOptions = Pick<RequestOf<typeof followGet>, "WantNum">
type ListType = RequestOf<typeof followGet>["FollowType"]

/**
 * Calls about following. They need one of the higher editions, and following switched on in the console; else they are
 * refused with 30005. Each fails with `TimError`.
 */
export interface FollowsService {
  /**
   * Makes a user follow any number of others, 20 a call. A user follows at most 5000 (32100).
   *
   * @example
   * ```ts
   * import { connect } from "timkit"
   * import { emulator } from "timkit/emulator"
   *
   * await using tim = await connect(emulator().options)
   * await tim.accounts.importMany(["alice", "bob"])
   * await tim.follows.add("alice", ["bob"])
   * for await (const { To_Account } of tim.follows.followers("bob")) console.log(To_Account)
   * ```
   *
   * @see https://trtc.io/document/70345
   */
  readonly add: (userId: string, otherIds: ReadonlyArray<string>) => Effect.Effect<BatchResult, TimError>
  /**
   * Ends that a user follows any number of others, 20 a call.
   *
   * @see https://trtc.io/document/70346
   */
  readonly delete: (userId: string, otherIds: ReadonlyArray<string>) => Effect.Effect<BatchResult, TimError>
  /**
   * Tells of any number of users how they and one other follow each other, 100 a call.
   *
   * @see https://trtc.io/document/70349
   */
  readonly check: (
    userId: string,
    otherIds: ReadonlyArray<string>
  ) => Effect.Effect<BatchResult<FollowRelation>, TimError>
  /**
   * Counts of any number of users, 20 a call, who follows them and whom they follow; of the user who asks when nobody
   * is named.
   *
   * @see https://trtc.io/document/70350
   */
  readonly counts: (
    userId: string,
    ofIds?: ReadonlyArray<string>
  ) => Effect.Effect<BatchResult<FollowCounts>, TimError>
  /**
   * All who follow a user. `WantNum` says how many go in one call: 100, and at most 1000.
   *
   * @see https://trtc.io/document/70347
   */
  readonly followers: (userId: string, options?: PageOptions) => Stream.Stream<FollowUser, TimError>
  /** All whom a user follows. */
  readonly following: (userId: string, options?: PageOptions) => Stream.Stream<FollowUser, TimError>
  /** All who follow a user and are followed by the user. */
  readonly mutual: (userId: string, options?: PageOptions) => Stream.Stream<FollowUser, TimError>
  /**
   * Reads one page: of those who follow a user (1), whom the user follows (2), or both ways (3). Begins where no
   * cursor is given; the last page has an empty `NextCursor`.
   *
   * @see https://trtc.io/document/70347
   */
  readonly get: VerbOf<
    [
      userId: string,
      listType: ListType,
      options?: Partial<Omit<RequestOf<typeof followGet>, "From_Account" | "FollowType">>
    ],
    typeof followGet
  >
}

/** Makes the service on a client. */
export const makeFollows = (client: TimClientService): FollowsService => {
  const all = (FollowType: ListType): FollowsService["followers"] => (From_Account, options) =>
    Stream.paginate("", (StartCursor) =>
      Effect.map(
        client.call(followGet, { From_Account, FollowType, StartCursor, ...options }),
        ({ FollowItem = [], NextCursor = "" }) => [
          FollowItem,
          // The end is empty; a cursor that stays would lead in circles.
          NextCursor === "" || NextCursor === StartCursor ? Option.none() : Option.some(NextCursor)
        ]
      ))
  return {
    add: (From_Account, otherIds) =>
      inBatches(otherIds, {
        size: 20,
        idOf: itself,
        call: (chunk) =>
          Effect.map(
            client.call(followAdd, { From_Account, FollowItem: chunk.map((To_Account) => ({ To_Account })) }),
            ({ ResultItem }) => toBatch(ResultItem, userOf)
          )
      }),
    delete: (From_Account, otherIds) =>
      inBatches(otherIds, {
        size: 20,
        idOf: itself,
        call: (To_Account) =>
          Effect.map(
            client.call(followDelete, { From_Account, To_Account }),
            ({ ResultItem }) => toBatch(ResultItem, userOf)
          )
      }),
    check: (From_Account, otherIds) =>
      inBatches(otherIds, {
        size: 100,
        idOf: itself,
        call: (To_Account) =>
          Effect.map(client.call(followCheck, { From_Account, To_Account }), ({ ResultItem }) =>
            toBatch(ResultItem, ({ FollowType = 0, To_Account }) => ({
              To_Account,
              following: FollowType === 2 || FollowType === 3,
              followed: FollowType === 1 || FollowType === 3
            })))
      }),
    counts: (From_Account, ofIds = [From_Account]) =>
      inBatches(ofIds, {
        size: 20,
        idOf: itself,
        call: (To_Account) =>
          Effect.map(client.call(followGetInfo, { From_Account, To_Account }), ({ FollowInfo }) =>
            toBatch(FollowInfo, (info) => ({
              To_Account: info.To_Account,
              followers: info.FollowerCount ?? 0,
              following: info.FollowingCount ?? 0,
              mutual: info.MutualFollowingCount ?? 0
            })))
      }),
    followers: all(1),
    following: all(2),
    mutual: all(3),
    get: verb(client, followGet, (From_Account, FollowType, options) => ({
      From_Account,
      FollowType,
      StartCursor: "",
      ...options
    }))
  }
}

/** Following as a service. */
export class Follows extends /* @__PURE__ */ Context.Service<Follows, FollowsService>()("timkit/Follows") {
  static readonly make = makeFollows
  static readonly layer: Layer.Layer<Follows, never, TimClient> = /* @__PURE__ */ serviceLayer(Follows, makeFollows)
}
