/** How the emulator answers the endpoints about moderation and its keywords. */
import * as Effect from "effect/Effect"
import { beijingTime } from "../../api/operations/beijing.ts"
import {
  addLocalAuditKeywords,
  deleteLocalAuditKeywords,
  dirtyWordsAdd,
  dirtyWordsDelete,
  dirtyWordsGet,
  getLocalAuditKeywords
} from "../../api/operations/localEndpoints.ts"
import {
  addCloudAuditKeywords,
  batchContentModeration,
  contentModeration,
  deleteCloudAuditKeywords,
  getCloudAuditKeywords,
  getCloudAuditKeywordsIds
} from "../../api/operations/moderationEndpoints.ts"
import type { BodyOf } from "../../endpoint/Endpoint.ts"
import { moderationResult } from "../../webhook/commands/robots.ts"
import { refuse, type Refusal } from "../Refusal.ts"
import { type Call, type Route, route } from "../Route.ts"
import { isReadable, type Judgement, type Library, type LocalKeyword } from "../state/Moderation.ts"

/** Twenty-four hexadecimal digits. */
const requestId = ({ random }: Call): string =>
  Array.from({ length: 3 }, () => Math.floor(random() * 2 ** 32).toString(16).padStart(8, "0")).join("")

const isAddress = (content: string): boolean => /^https?:\/\/\S+$/i.test(content)

/** A time as the lists of keywords write it. */
const timeText = (seconds: number): string => `${beijingTime(seconds * 1000)} +0800 CST`

const loosely = (text: string, part: string | undefined): boolean =>
  part === undefined || text.toLowerCase().includes(part.toLowerCase())

/** Refuses calls where cloud moderation is not bought, and those that name another app. */
const mayUse = (call: Call, SdkAppId = call.app.sdkAppId): Effect.Effect<void, Refusal> =>
  !call.app.moderation.enabled
    ? Effect.fail(refuse(2015))
    : SdkAppId !== call.app.sdkAppId
    ? Effect.fail(refuse(2003, "SdkAppId is not that of the query"))
    : Effect.void

const libraryOf = (id: string, { app }: Call): Effect.Effect<Library, Refusal> => {
  const library = app.moderation.library(id)
  return library === undefined ? Effect.fail(refuse(2003, "there is no such library")) : Effect.succeed(library)
}

/** Whether a call names the app that makes it; local keywords need no cloud moderation. */
const sameApp = (SdkAppId: number, { app }: Call): Effect.Effect<void, Refusal> =>
  SdkAppId === app.sdkAppId ? Effect.void : Effect.fail(refuse(2003, "SdkAppId is not that of the query"))

const toLocalItem = ({ filterType, id, keyword, replacement, updateTime, wordType }: LocalKeyword) => ({
  Id: id,
  Keyword: keyword,
  WordType: wordType,
  FilterType: filterType,
  ReplacedContent: replacement,
  UpdateTime: timeText(updateTime)
})

const isExpression = ({ wordType }: LocalKeyword): boolean => wordType === 2

const cloudNote =
  "Every app has cloud moderation, unless its state says otherwise (2015), and one library with the id 1."

const verdictNotes = [
  "Verdicts are made by words, the same for texts and for addresses of files, which are never fetched. A keyword of " +
  "a library leads to what the library says, and is listed. Otherwise the words polity, porn, illegal, abuse and " +
  "terror are blocked and ad and sexy are for review, each with the label of its name, as if a model had judged.",
  "Scores are 0, 60 and 100. Every name of a policy is known, and all judge alike.",
  "What is no http address is refused with 2003 where a file is judged, which is assumed.",
  cloudNote
]

/** Whom a message that is judged was for; nothing where it is no message. */
const receiverOf = ({ AuditName, ExtReceiver }: BodyOf<typeof contentModeration>) => {
  if (ExtReceiver === undefined) return {}
  if (AuditName === "C2C") return { ContactItem: { To_Account: ExtReceiver } }
  return AuditName === "Group" ? { ContactItem: { ToGroupId: ExtReceiver } } : {}
}

/** What the webhook tells about a file that is judged later than the call. */
const toldOf = (
  body: BodyOf<typeof contentModeration>,
  RequestId: string,
  { Keywords, Label, Result }: Judgement,
  { identifier }: Call
) => ({
  Scene: body.AuditName,
  From_Account: body.ExtSender ?? identifier,
  ...receiverOf(body),
  ContentType: body.ContentType,
  FileURL: body.Content,
  CtxcbResult: Result === "Block" ? 1 : 0,
  CtxcbRequestId: RequestId,
  ...(Keywords.length === 0 ? {} : { CtxcbKeywords: Keywords }),
  CtxcbSuggestion: Result === "Pass" ? "Normal" : Result,
  CtxcbLabel: Label
})

/** The routes about verdicts. */
const verdictRoutes: ReadonlyArray<Route> = [
  route(
    contentModeration,
    {
      invalid: 2003,
      notes: [
        ...verdictNotes,
        "Audio and video get a RequestId only. The webhook with their verdict comes right after the call, whatever " +
        "the verdict; AuditName is its Scene, and the caller the author where there is no ExtSender: assumed."
      ],
      webhooks: [moderationResult]
    },
    Effect.fnUntracedEager(function*(body, call) {
      const { AuditName, Content, ContentType } = body
      yield* mayUse(call)
      if (AuditName === "") return yield* refuse(2003, "AuditName is empty")
      if (ContentType !== "Text" && !isAddress(Content)) return yield* refuse(2003, "Content is no address")
      const RequestId = requestId(call)
      const judgement = call.app.moderation.judge(Content)
      if (ContentType === "Text" || ContentType === "Image") return { RequestId, ...judgement }
      call.tell(moderationResult, () => toldOf(body, RequestId, judgement, call))
      return { RequestId }
    })
  ),

  route(
    batchContentModeration,
    { invalid: 2003, notes: [...verdictNotes, "An image that is no http address fails alone."] },
    Effect.fnUntracedEager(function*({ AuditName, Contents }, call) {
      yield* mayUse(call)
      if (AuditName === "") return yield* refuse(2003, "AuditName is empty")
      return {
        AuditResults: Contents.map(({ Content, ContentId, ContentType }) => {
          const RequestId = requestId(call)
          return ContentType === "Image" && !isAddress(Content)
            ? { ErrorCode: 2003, ErrorInfo: "Content is no address", ContentId, RequestId }
            : { ErrorCode: 0, ErrorInfo: "", ContentId, RequestId, ...call.app.moderation.judge(Content) }
        })
      }
    })
  )
]

/** The routes about keywords in the cloud. */
const cloudRoutes: ReadonlyArray<Route> = [
  route(
    getCloudAuditKeywordsIds,
    { invalid: 2003, notes: [cloudNote] },
    Effect.fnUntracedEager(function*({ Limit, Offset, SdkAppId }, call) {
      yield* mayUse(call, SdkAppId)
      const libraries = call.app.moderation.libraries()
      return {
        RequestId: requestId(call),
        TotalCount: libraries.length,
        Infos: libraries.slice(Offset, Offset + Limit).map(({ createTime, description, id, name, suggestion }) => ({
          ID: id,
          LibName: name,
          Describe: description,
          CreateTime: timeText(createTime),
          Suggestion: suggestion
        }))
      }
    })
  ),

  route(
    getCloudAuditKeywords,
    {
      invalid: 2003,
      notes: [
        cloudNote,
        "A keyword matches loosely when it holds the text, in whatever case; TotalCount counts those that match. " +
        "Both are assumed, and so is 2003 for an unknown library."
      ]
    },
    Effect.fnUntracedEager(function*({ Content, LibID, Limit, Offset, SdkAppId }, call) {
      yield* mayUse(call, SdkAppId)
      const { keywords } = yield* libraryOf(LibID, call)
      const matching = [...keywords.values()].filter(({ content }) => loosely(content, Content))
      return {
        RequestId: requestId(call),
        TotalCount: matching.length,
        Infos: matching.slice(Offset, Offset + Limit).map(({ content, createTime, id }) => ({
          ID: id,
          Content: content,
          CreateTime: timeText(createTime)
        }))
      }
    })
  ),

  route(
    addCloudAuditKeywords,
    {
      invalid: 2003,
      limits: { UserKeywords: 2016, "UserKeywords.Content": 2003 },
      empty: { UserKeywords: 2003 },
      notes: [
        cloudNote,
        "More than 10 keywords are refused with 2016, which is assumed; how many a library holds is not limited.",
        "A keyword that is there already stays, with the new label, which is assumed. Without a label it is Illegal."
      ]
    },
    Effect.fnUntracedEager(function*({ LibID, SdkAppId, UserKeywords }, call) {
      yield* mayUse(call, SdkAppId)
      const library = yield* libraryOf(LibID, call)
      for (const { Content, Label } of UserKeywords) {
        call.app.moderation.addKeyword(library, Content, Label, call.now)
      }
      return { RequestId: requestId(call) }
    })
  ),

  route(
    deleteCloudAuditKeywords,
    {
      invalid: 2003,
      limits: { Keywords: 2016 },
      empty: { Keywords: 2003 },
      notes: [cloudNote, "A keyword that is not there fails alone."]
    },
    Effect.fnUntracedEager(function*({ Keywords, LibID, SdkAppId }, call) {
      yield* mayUse(call, SdkAppId)
      const { keywords } = yield* libraryOf(LibID, call)
      const Details = Keywords.map((Keyword) => {
        const known = keywords.get(Keyword)
        keywords.delete(Keyword)
        return known === undefined
          ? { Keyword, Deleted: false, ErrorInfo: "keyword not found" }
          : { KeywordID: known.id, Keyword, Deleted: true, ErrorInfo: "" }
      })
      return { RequestId: requestId(call), Details, Count: Details.filter(({ Deleted }) => Deleted).length }
    })
  )
]

const localNotes = [
  "The codes are those of the calls about keywords in the cloud, which is assumed: 2003, and 2016 for more than 10.",
  "The keywords are looked for in sendmsg and send_group_msg."
]

/** The routes about the app's own filter. */
const localRoutes: ReadonlyArray<Route> = [
  route(
    addLocalAuditKeywords,
    {
      invalid: 2003,
      limits: { LocalAuditWords: 2016, "LocalAuditWords.Keyword": 2003, "LocalAuditWords.FilterType": 2003 },
      empty: { LocalAuditWords: 2003 },
      notes: [
        ...localNotes,
        "A keyword without FilterType refuses messages. Of words that cannot be read as expressions none is added."
      ]
    },
    Effect.fnUntracedEager(function*({ LocalAuditWords, SdkAppId }, call) {
      yield* sameApp(SdkAppId, call)
      const { moderation } = call.app
      const words = LocalAuditWords.map(({ FilterType = 2, Keyword, ReplacedContent = "", WordType }) => ({
        keyword: Keyword,
        wordType: WordType,
        filterType: FilterType,
        replacement: ReplacedContent
      }))
      if (!words.every(isReadable)) return yield* refuse(2003, "a Keyword is no regular expression")
      for (const word of words) moderation.addLocal(word, call.now)
      return { RequestId: requestId(call) }
    })
  ),

  route(
    deleteLocalAuditKeywords,
    {
      invalid: 2003,
      limits: { LocalAuditWords: 2016, "LocalAuditWords.Keyword": 2003, "LocalAuditWords.FilterType": 2003 },
      empty: { LocalAuditWords: 2003 },
      notes: [...localNotes, "A keyword that is not there is passed over, which is assumed."]
    },
    Effect.fnUntracedEager(function*({ LocalAuditWords, SdkAppId }, call) {
      yield* sameApp(SdkAppId, call)
      for (const { Keyword, WordType } of LocalAuditWords) {
        call.app.moderation.deleteLocal({ keyword: Keyword, wordType: WordType })
      }
      return { RequestId: requestId(call) }
    })
  ),

  route(
    getLocalAuditKeywords,
    {
      invalid: 2003,
      notes: [
        ...localNotes,
        "A keyword matches loosely when it holds the text, in whatever case. TotalCount and CurCount count words and " +
        "expressions together. Both are assumed."
      ]
    },
    Effect.fnUntracedEager(function*({ FilterType, Keyword, Limit, Offset, SdkAppId }, call) {
      yield* sameApp(SdkAppId, call)
      const all = call.app.moderation.locals()
      const fitting = all.filter(({ filterType, keyword }) => filterType === FilterType && loosely(keyword, Keyword))
      return {
        RequestId: requestId(call),
        LocalAuditWords: fitting.slice(Offset, Offset + Limit).map(toLocalItem),
        TotalCount: all.length,
        TotalRegCount: all.filter(isExpression).length,
        CurCount: fitting.length,
        CurRegCount: fitting.filter(isExpression).length
      }
    })
  )
]

const dirtyNotes = [
  "The words are looked for in send_group_msg, in the texts of groups that are made or changed, and in name cards " +
  "that are changed."
]

/** The routes about the older filter. */
const dirtyRoutes: ReadonlyArray<Route> = [
  route(dirtyWordsGet, { invalid: 10004, notes: dirtyNotes }, (_, { app }) => ({
    DirtyWordsList: app.moderation.dirtyWords()
  })),

  route(
    dirtyWordsAdd,
    {
      invalid: 10004,
      notes: [...dirtyNotes, "The limit of 50 words holds for the app; more are refused with 10004, which is assumed."]
    },
    ({ DirtyWordsList }, { app, now }) =>
      app.moderation.addDirtyWords(DirtyWordsList, now)
        ? {}
        : Effect.fail(refuse(10004, "an app has at most 50 sensitive words"))
  ),

  route(
    dirtyWordsDelete,
    { invalid: 10004, notes: [...dirtyNotes, "A word that is not there is passed over, which is assumed."] },
    ({ DirtyWordsList }, { app }) => {
      app.moderation.deleteDirtyWords(DirtyWordsList)
      return {}
    }
  )
]

/** The routes about moderation and its keywords. */
export const moderationRoutes: ReadonlyArray<Route> = [
  ...verdictRoutes,
  ...cloudRoutes,
  ...localRoutes,
  ...dirtyRoutes
]
