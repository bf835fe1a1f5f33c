/** Moderation: verdicts on contents, keywords in the cloud, keywords of the app's own filter. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { type BatchResult, inBatches } from "../../endpoint/batch.ts"
import type { BodyVerbOf, VerbOf } from "../../endpoint/verb.ts"
import type { Endpoint, RequestOf, ResponseOf } from "../../endpoint/Endpoint.ts"
import type { TimClientService } from "../../endpoint/client.ts"
import { serviceLayer } from "../../endpoint/service.ts"
import type { TimClient } from "../../endpoint/TimClient.ts"
import { verb } from "../../endpoint/verb.ts"
import type { TimError } from "../../errors/TimError.ts"
import {
  addLocalAuditKeywords,
  deleteLocalAuditKeywords,
  dirtyWordsAdd,
  dirtyWordsDelete,
  dirtyWordsGet,
  getLocalAuditKeywords
} from "./localEndpoints.ts"
import {
  addCloudAuditKeywords,
  batchContentModeration,
  contentModeration,
  deleteCloudAuditKeywords,
  getCloudAuditKeywords,
  getCloudAuditKeywordsIds
} from "./moderationEndpoints.ts"

type JudgeOne = RequestOf<typeof contentModeration>
type JudgeMany = RequestOf<typeof batchContentModeration>

/** A text, or a text or an image with its kind. */
export type ContentToJudge = string | Omit<JudgeMany["Contents"][number], "ContentId">

/** The verdict on one content of a list. `ContentId` is its place in the list that was given, from 0. */
export type Verdict = ResponseOf<typeof batchContentModeration>["AuditResults"][number]

/** A library of keywords. */
export type KeywordLibrary = NonNullable<ResponseOf<typeof getCloudAuditKeywordsIds>["Infos"]>[number]

/** A keyword of a library. */
export type CloudKeyword = NonNullable<ResponseOf<typeof getCloudAuditKeywords>["Infos"]>[number]

/** A keyword to add to a library: its text, or its text and what it stands for. */
export type KeywordToAdd = string | RequestOf<typeof addCloudAuditKeywords>["UserKeywords"][number]

/** A keyword of the app's own filter, to be added or deleted. */
export type LocalKeywordToAdd = RequestOf<typeof addLocalAuditKeywords>["LocalAuditWords"][number]

/** A keyword of the app's own filter. */
export type LocalKeyword = NonNullable<ResponseOf<typeof getLocalAuditKeywords>["LocalAuditWords"]>[number]

/** Which part of a list is wanted. */
export interface PageOptions {
  /** How many are skipped; 0 when left out. */
  readonly Offset?: number | undefined
  /** How many at most, 1 to 100; 100 when left out. */
  readonly Limit?: number | undefined
}

/** Calls about moderation. Each fails with `TimError`. */
export interface ModerationService {
  /**
   * Judges one content by a policy: `C2C`, `Group`, or another, or one from the console. Texts and images are judged at
   * once; for audio and video only a `RequestId` is answered. A content is at most 8 KB. Each call is paid for.
   *
   * Refused with 2015 where cloud moderation is not switched on.
   *
   * @see https://trtc.io/document/77827
   */
  readonly judge: VerbOf<
    [
      policy: JudgeOne["AuditName"],
      contentType: JudgeOne["ContentType"],
      content: string,
      options?: Pick<JudgeOne, "ExtSender" | "ExtReceiver">
    ],
    typeof contentModeration
  >
  /**
   * Judges any number of texts and images, 10 a call. Plain strings are texts. A content that failed is listed by its
   * place in the list. Each content is paid for.
   *
   * @see https://trtc.io/document/77828
   */
  readonly judgeMany: (
    policy: JudgeMany["AuditName"],
    contents: ReadonlyArray<ContentToJudge>,
    options?: Pick<JudgeMany, "ExtSender" | "ExtReceiver">
  ) => Effect.Effect<BatchResult<Verdict>, TimError>
  /**
   * Reads one page of the libraries of keywords in the cloud.
   *
   * @see https://trtc.io/document/77829
   */
  readonly libraryPage: (
    page?: PageOptions
  ) => Effect.Effect<ResponseOf<typeof getCloudAuditKeywordsIds>, TimError>
  /** All libraries of keywords in the cloud, read page by page. They are made in the console. */
  readonly libraries: () => Stream.Stream<KeywordLibrary, TimError>
  /**
   * Reads one page of a library's keywords: all, or those that match `Content` loosely.
   *
   * @see https://trtc.io/document/77830
   */
  readonly keywordPage: VerbOf<
    [libraryId: string, page?: PageOptions & { readonly Content?: string | undefined }],
    typeof getCloudAuditKeywords
  >
  /** A library's keywords, read page by page: all, or those that match a text loosely. */
  readonly keywords: (libraryId: string, matching?: string) => Stream.Stream<CloudKeyword, TimError>
  /**
   * Adds any number of keywords to a library, 10 a call. The service answers nothing for single keywords.
   *
   * @see https://trtc.io/document/77831
   */
  readonly addKeywords: (
    libraryId: string,
    keywords: ReadonlyArray<KeywordToAdd>
  ) => Effect.Effect<BatchResult, TimError>
  /**
   * Deletes any number of keywords from a library, 10 a call. Those that fail have a text, but no code.
   *
   * @see https://trtc.io/document/77832
   */
  readonly deleteKeywords: (
    libraryId: string,
    keywords: ReadonlyArray<string>
  ) => Effect.Effect<BatchResult, TimError>
  /** Reads one page of the keywords of the app's own filter: 1 those that are replaced, 2 those that are refused. */
  readonly localKeywordPage: VerbOf<
    [filterType: 1 | 2, page?: PageOptions & { readonly Keyword?: string | undefined }],
    typeof getLocalAuditKeywords
  >
  /** The keywords of the app's own filter, read page by page: 1 those that are replaced, 2 those that are refused. */
  readonly localKeywords: (filterType: 1 | 2, matching?: string) => Stream.Stream<LocalKeyword, TimError>
  /** Adds any number of keywords to the app's own filter, 10 a call. One that is there already is replaced. */
  readonly addLocalKeywords: (keywords: ReadonlyArray<LocalKeywordToAdd>) => Effect.Effect<BatchResult, TimError>
  /** Deletes any number of keywords from the app's own filter, 10 a call. Plain strings are words. */
  readonly deleteLocalKeywords: (
    keywords: ReadonlyArray<string | LocalKeywordToAdd>
  ) => Effect.Effect<BatchResult, TimError>
  /**
   * Lists the words of the older filter.
   *
   * @deprecated use `localKeywords`
   */
  readonly dirtyWords: BodyVerbOf<typeof dirtyWordsGet>
  /**
   * Adds words to the older filter, of which an app has at most 50. They work after about 5 minutes.
   *
   * @deprecated use `addLocalKeywords`
   */
  readonly addDirtyWords: VerbOf<[words: ReadonlyArray<string>], typeof dirtyWordsAdd>
  /**
   * Deletes words from the older filter.
   *
   * @deprecated use `deleteLocalKeywords`
   * @see https://cloud.tencent.com/document/product/269/2398
   */
  readonly deleteDirtyWords: VerbOf<[words: ReadonlyArray<string>], typeof dirtyWordsDelete>
}

const pageSize = 100

/**
 * All items of a paged list. Whether the total counts only what was asked for is not documented, so an empty page ends
 * the list as well.
 */
const pages = <Request extends { readonly Offset: number }, Response, Item>(
  client: TimClientService,
  endpoint: Endpoint<Request, Response, Request>,
  pageAt: (offset: number) => Request,
  read: (answer: Response) => { readonly items: ReadonlyArray<Item>; readonly total: number }
): Stream.Stream<Item, TimError> =>
  Stream.paginate(0, (offset) =>
    Effect.map(client.call(endpoint, pageAt(offset)), (answer) => {
      const { items, total } = read(answer)
      const next = offset + items.length
      return [items, items.length === 0 || next >= total ? Option.none() : Option.some(next)] as const
    }))

/** Everything was done, since the service answers nothing for single items. */
const allDone = <T>(items: ReadonlyArray<T>, idOf: (item: T) => string) => (): BatchResult => ({
  ok: items.map(idOf),
  failed: []
})

const toKeyword = (keyword: KeywordToAdd) => typeof keyword === "string" ? { Content: keyword } : keyword

const toLocalKeyword = (keyword: string | LocalKeywordToAdd): LocalKeywordToAdd =>
  typeof keyword === "string" ? { Keyword: keyword, WordType: 1 } : keyword

type NumberedContent = JudgeMany["Contents"][number]

const numbered = (content: ContentToJudge, ContentId: number): NumberedContent =>
  typeof content === "string" ? { ContentId, ContentType: "Text", Content: content } : { ...content, ContentId }

/** Finds the verdict on each content by its number. A content without one has failed. */
const toVerdicts = (
  contents: ReadonlyArray<NumberedContent>,
  verdicts: ReadonlyArray<Verdict>
): BatchResult<Verdict> => {
  const byId = new Map(verdicts.map((verdict) => [verdict.ContentId, verdict]))
  const ok: Array<Verdict> = []
  const failed: Array<BatchResult["failed"][number]> = []
  for (const { ContentId } of contents) {
    const verdict = byId.get(ContentId)
    if (verdict?.ErrorCode === 0) ok.push(verdict)
    else failed.push({ item: String(ContentId), code: verdict?.ErrorCode, info: verdict?.ErrorInfo ?? "" })
  }
  return { ok, failed }
}

/** Makes the service on a client. */
export const makeModeration = (client: TimClientService): ModerationService => {
  const SdkAppId = client.sdkAppId
  const page = ({ Limit = pageSize, Offset = 0 }: PageOptions = {}) => ({ SdkAppId, Offset, Limit })
  return {
    judge: verb(client, contentModeration, (AuditName, ContentType, Content, options) => ({
      AuditName,
      ContentType,
      Content,
      ...options
    })),
    judgeMany: (AuditName, contents, options) =>
      inBatches(contents.map(numbered), {
        size: 10,
        idOf: ({ ContentId }) => String(ContentId),
        call: (Contents) =>
          Effect.map(
            client.call(batchContentModeration, { AuditName, Contents, ...options }),
            ({ AuditResults }) => toVerdicts(Contents, AuditResults)
          )
      }),
    libraryPage: (options) => client.call(getCloudAuditKeywordsIds, page(options)),
    libraries: () =>
      pages(client, getCloudAuditKeywordsIds, (Offset) => page({ Offset }), ({ Infos = [], TotalCount }) => ({
        items: Infos,
        total: TotalCount
      })),
    keywordPage: verb(client, getCloudAuditKeywords, (LibID, options) => ({
      ...page(options),
      LibID,
      Content: options?.Content
    })),
    keywords: (LibID, Content) =>
      pages(
        client,
        getCloudAuditKeywords,
        (Offset) => ({ ...page({ Offset }), LibID, Content }),
        ({ Infos = [], TotalCount }) => ({ items: Infos, total: TotalCount })
      ),
    addKeywords: (LibID, keywords) =>
      inBatches(keywords.map(toKeyword), {
        size: 10,
        idOf: ({ Content }) => Content,
        call: (UserKeywords) =>
          Effect.map(
            client.call(addCloudAuditKeywords, { SdkAppId, LibID, UserKeywords }),
            allDone(UserKeywords, ({ Content }) => Content)
          )
      }),
    deleteKeywords: (LibID, keywords) =>
      inBatches(keywords, {
        size: 10,
        idOf: (keyword) => keyword,
        call: (Keywords) =>
          Effect.map(client.call(deleteCloudAuditKeywords, { SdkAppId, LibID, Keywords }), ({ Details }) => ({
            ok: Details.filter(({ Deleted }) => Deleted).map(({ Keyword }) => Keyword),
            failed: Details.filter(({ Deleted }) => !Deleted)
              .map(({ ErrorInfo = "", Keyword }) => ({ item: Keyword, code: undefined, info: ErrorInfo }))
          }))
      }),
    localKeywordPage: verb(client, getLocalAuditKeywords, (FilterType, options) => ({
      ...page(options),
      FilterType,
      Keyword: options?.Keyword
    })),
    localKeywords: (FilterType, Keyword) =>
      pages(
        client,
        getLocalAuditKeywords,
        (Offset) => ({ ...page({ Offset }), FilterType, Keyword }),
        // Whether the one count holds the other is not documented; their sum is never too low.
        ({ CurCount = Infinity, CurRegCount = 0, LocalAuditWords = [] }) => ({
          items: LocalAuditWords,
          total: CurCount + CurRegCount
        })
      ),
    addLocalKeywords: (keywords) =>
      inBatches(keywords, {
        size: 10,
        idOf: ({ Keyword }) => Keyword,
        call: (LocalAuditWords) =>
          Effect.map(
            client.call(addLocalAuditKeywords, { SdkAppId, LocalAuditWords }),
            allDone(LocalAuditWords, ({ Keyword }) => Keyword)
          )
      }),
    deleteLocalKeywords: (keywords) =>
      inBatches(keywords.map(toLocalKeyword), {
        size: 10,
        idOf: ({ Keyword }) => Keyword,
        call: (LocalAuditWords) =>
          Effect.map(
            client.call(deleteLocalAuditKeywords, { SdkAppId, LocalAuditWords }),
            allDone(LocalAuditWords, ({ Keyword }) => Keyword)
          )
      }),
    dirtyWords: (request) => client.call(dirtyWordsGet, request),
    addDirtyWords: verb(client, dirtyWordsAdd, (DirtyWordsList) => ({ DirtyWordsList })),
    deleteDirtyWords: verb(client, dirtyWordsDelete, (DirtyWordsList) => ({ DirtyWordsList }))
  }
}

/** Moderation as a service. */
export class Moderation extends /* @__PURE__ */ Context.Service<Moderation, ModerationService>()("timkit/Moderation") {
  static readonly make = makeModeration
  static readonly layer: Layer.Layer<Moderation, never, TimClient> = /* @__PURE__ */ serviceLayer(
    Moderation,
    makeModeration
  )
}
