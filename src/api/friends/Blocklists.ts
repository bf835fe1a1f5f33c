/** Blocklists. */
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
import { blackListAdd, blackListCheck, blackListDelete, blackListGet } from "./blocklistEndpoints.ts"
import { toBatch, userOf } from "./results.ts"

/** A user on a blocklist. */
export type BlockedUser = NonNullable<ResponseOf<typeof blackListGet>["BlackListItem"]>[number]

/** Who of two users blocks whom, in the wire's own words: `A` is the one who is asked about, `B` the other. */
export type BlockRelation = NonNullable<ResponseOf<typeof blackListCheck>["BlackListCheckItem"][number]["Relation"]>

type CheckType = RequestOf<typeof blackListCheck>["CheckType"]

/** Calls about blocklists. Each fails with `TimError`. */
export interface BlocklistsService {
  /**
   * Blocks any number of users, 1000 a call; a blocklist holds 1000 (30013). A friendship between the two ends on both
   * sides, the blocked cannot write to the user, and neither can add the other as a friend. 30001 is blocked already.
   *
   * @example
   * ```ts
   * import { connect } from "timkit"
   * import { emulator } from "timkit/emulator"
   *
   * await using tim = await connect(emulator().options)
   * await tim.accounts.importMany(["alice", "bob"])
   * await tim.blocklists.add("alice", ["bob"])
   * for await (const { To_Account } of tim.blocklists.all("alice")) console.log(To_Account)
   * ```
   *
   * @see https://trtc.io/document/34911
   */
  readonly add: (userId: string, blockedIds: ReadonlyArray<string>) => Effect.Effect<BatchResult, TimError>
  /**
   * Unblocks any number of users, 1000 a call. Friendships do not come back. 30001 is not blocked.
   *
   * @see https://trtc.io/document/34912
   */
  readonly delete: (userId: string, blockedIds: ReadonlyArray<string>) => Effect.Effect<BatchResult, TimError>
  /**
   * Tells of any number of users whether they and one other block each other, 1000 a call. Looks into both blocklists
   * unless told otherwise.
   *
   * @see https://trtc.io/document/34913
   */
  readonly check: (
    userId: string,
    otherIds: ReadonlyArray<string>,
    checkType?: CheckType
  ) => Effect.Effect<BatchResult<{ readonly To_Account: string; readonly Relation: BlockRelation }>, TimError>
  /**
   * All users on a blocklist. `MaxLimited` says how many go in one call, at most 1000, which is the default.
   *
   * @see https://trtc.io/document/34914
   */
  readonly all: (
    userId: string,
    options?: { readonly MaxLimited?: number | undefined }
  ) => Stream.Stream<BlockedUser, TimError>
  /**
   * Reads one page of a blocklist. The last page answers the `StartIndex` 0.
   *
   * @see https://trtc.io/document/34914
   */
  readonly get: VerbOf<
    [userId: string, options: Omit<RequestOf<typeof blackListGet>, "From_Account">],
    typeof blackListGet
  >
}

/** Makes the service on a client. */
export const makeBlocklists = (client: TimClientService): BlocklistsService => {
  const change =
    (endpoint: typeof blackListAdd | typeof blackListDelete): BlocklistsService["add"] => (From_Account, blockedIds) =>
      inBatches(blockedIds, {
        size: 1000,
        idOf: itself,
        call: (To_Account) =>
          Effect.map(
            client.call(endpoint, { From_Account, To_Account }),
            ({ ResultItem }) => toBatch(ResultItem, userOf)
          )
      })
  return {
    add: change(blackListAdd),
    delete: change(blackListDelete),
    check: (From_Account, otherIds, CheckType = "BlackCheckResult_Type_Both") =>
      inBatches(otherIds, {
        size: 1000,
        idOf: itself,
        call: (To_Account) =>
          Effect.map(
            client.call(blackListCheck, { From_Account, To_Account, CheckType }),
            ({ BlackListCheckItem }) =>
              toBatch(BlackListCheckItem, ({ Relation = "BlackCheckResult_Type_NO", To_Account }) => ({
                To_Account,
                Relation
              }))
          )
      }),
    all: (From_Account, { MaxLimited = 1000 } = {}) =>
      Stream.paginate(0, (StartIndex) =>
        Effect.map(
          client.call(blackListGet, { From_Account, StartIndex, MaxLimited, LastSequence: 0 }),
          ({ BlackListItem = [], StartIndex: next }) => [
            BlackListItem,
            // The end is 0; an index that does not grow would lead in circles.
            next <= StartIndex ? Option.none() : Option.some(next)
          ]
        )),
    get: verb(client, blackListGet, (From_Account, options) => ({ From_Account, ...options }))
  }
}

/** Blocklists as a service. */
export class Blocklists extends /* @__PURE__ */ Context.Service<Blocklists, BlocklistsService>()("timkit/Blocklists") {
  static readonly make = makeBlocklists
  static readonly layer: Layer.Layer<Blocklists, never, TimClient> = /* @__PURE__ */ serviceLayer(
    Blocklists,
    makeBlocklists
  )
}
