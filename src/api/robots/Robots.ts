/** Robots: make, disable, list, and answers that are sent piece by piece. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import type { RequestOf } from "../../endpoint/Endpoint.ts"
import type { TimClientService } from "../../endpoint/client.ts"
import { serviceLayer } from "../../endpoint/service.ts"
import type { TimClient } from "../../endpoint/TimClient.ts"
import { verb, type VerbOf } from "../../endpoint/verb.ts"
import type { TimError } from "../../errors/TimError.ts"
import { createRobot, deleteRobot, getAllRobots, sendGroupStreamMsg, sendStreamMsg } from "./endpoints.ts"

/** One piece of a streaming message. */
export interface StreamPiece {
  /** The place of the piece in the stream, from 1. */
  readonly index: number
  /** What is added to the text. */
  readonly markdown: string
  /** Whether this is the last piece. */
  readonly last?: boolean | undefined
  /** `StreamMsgID` of the first answer; left out in the first piece. */
  readonly streamMsgId?: string | undefined
  /** What clients show that do not know streams. */
  readonly compatibleText?: string | undefined
}

/** Calls about robots. Each fails with `TimError`. */
export interface RobotsService {
  /**
   * Makes a robot. Its id begins with `@RBT#` and is at most 32 bytes long. Making it again is fine. An app has at most
   * 20 robots; one more is refused with 10008.
   *
   * @example
   * ```ts
   * import { connect } from "timkit"
   * import { emulator } from "timkit/emulator"
   *
   * await using tim = await connect(emulator().options)
   * await tim.robots.create("@RBT#guide", { Nick: "Guide" })
   * console.log(await tim.robots.list()) // ["@RBT#guide"]
   * ```
   *
   * @see https://trtc.io/document/55281
   */
  readonly create: VerbOf<
    [robotId: string, profile?: Omit<RequestOf<typeof createRobot>, "UserID">],
    typeof createRobot
  >
  /**
   * Disables a robot: it is no longer listed and no longer acts as one. Its account stays.
   *
   * @see https://trtc.io/document/55282
   */
  readonly delete: VerbOf<[robotId: string], typeof deleteRobot>
  /**
   * Lists the ids of all robots.
   *
   * @see https://trtc.io/document/55280
   */
  readonly list: () => Effect.Effect<ReadonlyArray<string>, TimError>
  /**
   * Sends the next piece of a robot's text to one account. The first call answers the `MsgKey` that the further ones
   * give; the last one says `Finish: 1`. Pieces are never sent twice by themselves.
   *
   * @see https://trtc.io/document/71131
   */
  readonly sendStreamText: VerbOf<
    [
      robotId: string,
      userId: string,
      chunk: string,
      options?: Pick<RequestOf<typeof sendStreamMsg>, "MsgKey" | "Finish">
    ],
    typeof sendStreamMsg
  >
  /**
   * Sends the next piece of a streaming message to a group. The first call answers the `StreamMsgID` that the further
   * ones give. At most 15 seconds between pieces, 5 further pieces a second, and less than 128 KB in all.
   *
   * @see https://cloud.tencent.com/document/product/269/128597
   */
  readonly sendGroupStream: VerbOf<
    [
      groupId: string,
      piece: StreamPiece,
      options?: Pick<
        RequestOf<typeof sendGroupStreamMsg>,
        "From_Account" | "MsgRandom" | "CloudCustomData" | "OfflinePushInfo"
      >
    ],
    typeof sendGroupStreamMsg
  >
}

const toElement = ({ compatibleText, index, last = false, markdown, streamMsgId }: StreamPiece) => ({
  MsgType: "TIMStreamElem" as const,
  MsgContent: {
    Chunks: [{ EventType: "data" as const, Index: index, Markdown: markdown, IsLast: last }],
    CompatibleText: compatibleText,
    StreamMsgID: streamMsgId
  }
})

/** Makes the service on a client. */
export const makeRobots = (client: TimClientService): RobotsService => ({
  create: verb(client, createRobot, (UserID, profile) => ({ UserID, ...profile })),
  delete: verb(client, deleteRobot, (Robot_Account) => ({ Robot_Account })),
  list: () => Effect.map(client.call(getAllRobots, {}), ({ Robot_Account = [] }) => Robot_Account),
  sendStreamText: verb(client, sendStreamMsg, (From_Account, To_Account, Chunk, options) => ({
    From_Account,
    To_Account,
    Chunk,
    ...options
  })),
  sendGroupStream: verb(client, sendGroupStreamMsg, (GroupId, piece, options) => ({
    GroupId,
    MsgBody: [toElement(piece)],
    ...options
  }))
})

/** Robots as a service. */
export class Robots extends /* @__PURE__ */ Context.Service<Robots, RobotsService>()("timkit/Robots") {
  static readonly make = makeRobots
  static readonly layer: Layer.Layer<Robots, never, TimClient> = /* @__PURE__ */ serviceLayer(Robots, makeRobots)
}
