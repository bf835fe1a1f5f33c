/** What the reference says about moderation. */
import {
  addLocalAuditKeywords,
  deleteLocalAuditKeywords,
  dirtyWordsAdd,
  dirtyWordsDelete,
  dirtyWordsGet,
  getLocalAuditKeywords
} from "../api/operations/localEndpoints.ts"
import {
  addCloudAuditKeywords,
  batchContentModeration,
  contentModeration,
  deleteCloudAuditKeywords,
  getCloudAuditKeywords,
  getCloudAuditKeywordsIds
} from "../api/operations/moderationEndpoints.ts"
import { type Entry, entry } from "./Entry.ts"

/** The endpoints about moderation. */
export const moderationEntries: ReadonlyArray<Entry> = [
  entry(contentModeration, {
    title: "Have one text, picture, sound or film judged",
    implementedBy: "moderation.judge",
    errors: [2001, 2002, 2003, 2004, 2015, 2016]
  }),
  entry(batchContentModeration, {
    title: "Have up to 10 texts or pictures judged",
    implementedBy: "moderation.judgeMany",
    errors: [2001, 2002, 2003, 2004, 2015, 2016]
  }),
  entry(getCloudAuditKeywordsIds, {
    title: "Read the libraries of keywords, page by page",
    implementedBy: "moderation.libraryPage",
    errors: [2001, 2002, 2003, 2004, 2015, 2016]
  }),
  entry(getCloudAuditKeywords, {
    title: "Read a library's keywords, page by page",
    implementedBy: "moderation.keywordPage",
    errors: [2001, 2002, 2003, 2004, 2015, 2016]
  }),
  entry(addCloudAuditKeywords, {
    title: "Put keywords into a library",
    implementedBy: "moderation.addKeywords",
    errors: [2001, 2002, 2003, 2004, 2015, 2016]
  }),
  entry(deleteCloudAuditKeywords, {
    title: "Take keywords out of a library",
    implementedBy: "moderation.deleteKeywords",
    errors: [2001, 2002, 2003, 2004, 2015, 2016]
  }),
  entry(addLocalAuditKeywords, {
    title: "Add words that chat itself filters",
    implementedBy: "moderation.addLocalKeywords",
    errors: []
  }),
  entry(deleteLocalAuditKeywords, {
    title: "Remove words that chat itself filters",
    implementedBy: "moderation.deleteLocalKeywords",
    errors: []
  }),
  entry(getLocalAuditKeywords, {
    title: "Read the words that chat itself filters, page by page",
    implementedBy: "moderation.localKeywordPage",
    errors: []
  }),
  entry(dirtyWordsGet, {
    title: "Read filtered words, in the older form",
    implementedBy: "moderation.dirtyWords",
    errors: [10002, 10003, 10004, 10007]
  }),
  entry(dirtyWordsAdd, {
    title: "Add filtered words, in the older form",
    implementedBy: "moderation.addDirtyWords",
    errors: [10002, 10003, 10004, 10007]
  }),
  entry(dirtyWordsDelete, {
    title: "Remove filtered words, in the older form",
    implementedBy: "moderation.deleteDirtyWords",
    errors: [10002, 10003, 10004, 10007]
  })
]
