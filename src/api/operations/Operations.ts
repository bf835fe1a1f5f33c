/** Running an app: daily figures, the archive of messages, addresses, global mutes, bans of files. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import { type BatchResult, inBatches } from "../../endpoint/batch.ts"
import type { Input, RequestOf, ResponseOf } from "../../endpoint/Endpoint.ts"
import type { TimClientService } from "../../endpoint/client.ts"
import { serviceLayer } from "../../endpoint/service.ts"
import type { TimClient } from "../../endpoint/TimClient.ts"
import { verb, type Verb, type VerbOf } from "../../endpoint/verb.ts"
import type { TimError } from "../../errors/TimError.ts"
import { type figureNames, getappinfo, getHistory, getIPList, getnospeaking, setnospeaking } from "./endpoints.ts"
import { allowBannedObject, forbidIllegalObject, getCosSig } from "./fileEndpoints.ts"

/** The name of a daily figure. */
export type FigureName = (typeof figureNames)[number]

/** Which addresses are asked for: 0 all, 1 and 2 native clients, 3 and 4 web clients, 5 and 6 webhooks. */
export type NetType = NonNullable<RequestOf<typeof getIPList>["nettype"]>

/** For how long somebody is muted, in seconds: 0 not at all, 4294967295 for good. What is left out stays as it is. */
export interface GlobalMute {
  /** For one-to-one messages. */
  readonly c2c?: number | undefined
  /** For messages to groups. */
  readonly group?: number | undefined
}

/** Mutes somebody for good. */
export const muteForever = 4_294_967_295

/** Where a media file can be looked at. */
export interface FileLink {
  /** The address that was asked about. */
  readonly RawURL: string
  /** Works for 15 minutes, also where the file is banned; empty where there is no such file. */
  readonly PreSigURL: string
  readonly status: "available" | "banned" | "missing" | "unknown"
}

/** Calls about running an app. Each fails with `TimError`. */
export interface OperationsService {
  /**
   * Reads the figures of each of the last 30 days, by days in Beijing: those that are named, or all. Numbers are texts.
   * The running day is not final.
   *
   * 130009 and 130010 mean here that the store of the figures could not be reached.
   *
   * @see https://trtc.io/document/34886
   */
  readonly dailyFigures: Verb<
    [names?: ReadonlyArray<FigureName>],
    RequestOf<typeof getappinfo>,
    ResponseOf<typeof getappinfo>
  >
  /**
   * Tells where the messages of an hour of the last 7 days can be downloaded. `hour` is `yyyymmddhh` in Beijing time,
   * as `beijingHour` writes it. At most 10 calls a second.
   *
   * Refused with 1004 while the file is not made, which takes about an hour, and for hours without messages; with 1005
   * for hours that are too old.
   *
   * @example
   * ```ts
   * import { beijingHour, Operations } from "timkit"
   * import * as Effect from "effect/Effect"
   *
   * const program = Effect.gen(function*() {
   *   const operations = yield* Operations
   *   return yield* operations.history("C2C", beijingHour(Date.UTC(2023, 10, 14, 20)))
   * })
   * ```
   *
   * @see https://trtc.io/document/34885
   */
  readonly history: VerbOf<[chatType: "C2C" | "Group", hour: string], typeof getHistory>
  /**
   * Lists the service's addresses, single ones and ranges mixed; for example those that webhooks come from, 5 in China
   * and 6 elsewhere.
   *
   * @see https://trtc.io/document/36742
   */
  readonly ipList: Verb<
    [netType?: NetType],
    RequestOf<typeof getIPList>,
    ResponseOf<typeof getIPList>
  >
  /**
   * Mutes an account in all chats for some seconds from now, or lifts a mute with 0. What is left out stays as it is.
   *
   * The codes of this call mean something else than elsewhere: 130004 no account, 130005 the account is not valid,
   * 130008 no time.
   *
   * @example
   * ```ts
   * import { connect, muteForever } from "timkit"
   * import { emulator } from "timkit/emulator"
   *
   * await using tim = await connect(emulator().options)
   * await tim.accounts.import("alice")
   * await tim.operations.mute("alice", { c2c: 3600, group: muteForever })
   * ```
   *
   * @see https://trtc.io/document/34923
   */
  readonly mute: VerbOf<[userId: string, times: GlobalMute], typeof setnospeaking>
  /**
   * Lifts both mutes of an account. Mutes inside single groups stay.
   *
   * @see https://trtc.io/document/34923
   */
  readonly unmute: VerbOf<[userId: string], typeof setnospeaking>
  /**
   * Tells for how many seconds an account is still muted in all chats. 130002 means here that there is no account,
   * 130003 that it is not valid.
   *
   * @see https://trtc.io/document/34924
   */
  readonly muteOf: VerbOf<[userId: string], typeof getnospeaking>
  /**
   * Bans a media file that a client uploaded, by its address in the message. China only.
   *
   * @see https://cloud.tencent.com/document/product/269/74775
   */
  readonly banFile: VerbOf<[url: string], typeof forbidIllegalObject>
  /**
   * Lifts the ban of a media file. China only.
   *
   * @see https://cloud.tencent.com/document/product/269/74776
   */
  readonly allowFile: VerbOf<[url: string], typeof allowBannedObject>
  /**
   * Makes addresses under which media files can be looked at for 15 minutes, banned ones too. Takes any number of
   * files, 50 a call, since the service's own limit is not documented. China only.
   *
   * @see https://cloud.tencent.com/document/product/269/74777
   */
  readonly fileLinks: (urls: ReadonlyArray<string>) => Effect.Effect<BatchResult<FileLink>, TimError>
}

const statuses = ["available", "banned", "missing"] as const

/** Makes the service on a client. */
export const makeOperations = (client: TimClientService): OperationsService => ({
  dailyFigures: (names: ReadonlyArray<FigureName> | Input<RequestOf<typeof getappinfo>> = {}) =>
    client.call(getappinfo, isList(names) ? { RequestField: names } : names),
  history: verb(client, getHistory, (ChatType, MsgTime) => ({ ChatType, MsgTime })),
  ipList: (netType: NetType | Input<RequestOf<typeof getIPList>> = {}) =>
    client.call(getIPList, typeof netType === "number" ? { nettype: netType } : netType),
  mute: verb(client, setnospeaking, (Set_Account, { c2c, group }) => ({
    Set_Account,
    C2CmsgNospeakingTime: c2c,
    GroupmsgNospeakingTime: group
  })),
  unmute: verb(client, setnospeaking, (Set_Account) => ({
    Set_Account,
    C2CmsgNospeakingTime: 0,
    GroupmsgNospeakingTime: 0
  })),
  muteOf: verb(client, getnospeaking, (Get_Account) => ({ Get_Account })),
  banFile: verb(client, forbidIllegalObject, (RawURL) => ({ RawURL })),
  allowFile: verb(client, allowBannedObject, (RawURL) => ({ RawURL })),
  fileLinks: (urls) =>
    inBatches(urls, {
      size: 50,
      idOf: (url) => url,
      call: (chunk) =>
        Effect.map(
          client.call(getCosSig, { RawURLs: chunk.map((RawURL, ResourceID) => ({ ResourceID, RawURL })) }),
          ({ PreSigURLs }) => toLinks(chunk, PreSigURLs)
        )
    })
})

const isList = <T>(value: ReadonlyArray<T> | object): value is ReadonlyArray<T> => Array.isArray(value)

/** Finds the answer of each file by its number. A file without one has failed. */
const toLinks = (
  urls: ReadonlyArray<string>,
  answers: ResponseOf<typeof getCosSig>["PreSigURLs"]
): BatchResult<FileLink> => {
  const byId = new Map(answers.map((answer) => [answer.ResourceID, answer]))
  const ok: Array<FileLink> = []
  const failed: Array<BatchResult["failed"][number]> = []
  for (const [index, RawURL] of urls.entries()) {
    const answer = byId.get(index)
    if (answer?.Code === 0) {
      ok.push({ RawURL, PreSigURL: answer.PreSigURL ?? "", status: statuses[answer.Status ?? 0] ?? "unknown" })
    } else failed.push({ item: RawURL, code: answer?.Code, info: answer?.Desc ?? "" })
  }
  return { ok, failed }
}

/** Running an app, as a service. */
export class Operations extends /* @__PURE__ */ Context.Service<Operations, OperationsService>()("timkit/Operations") {
  static readonly make = makeOperations
  static readonly layer: Layer.Layer<Operations, never, TimClient> = /* @__PURE__ */ serviceLayer(
    Operations,
    makeOperations
  )
}
