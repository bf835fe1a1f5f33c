/** What the moderation of an app knows: libraries of keywords, the keywords of its own filter, the sensitive words. */

/** What a hit leads to. */
export type Suggestion = "Pass" | "Review" | "Block"

/** A keyword of a library. */
export interface Keyword {
  readonly id: string
  readonly content: string
  label: string
  /** Seconds. */
  readonly createTime: number
}

/** A library of keywords. */
export interface Library {
  readonly id: string
  readonly name: string
  readonly description: string
  /** Seconds. */
  readonly createTime: number
  readonly suggestion: Suggestion
  readonly keywords: Map<string, Keyword>
}

/** A keyword of the app's own filter. */
export interface LocalKeyword {
  readonly id: number
  readonly keyword: string
  /** 1 a word, 2 a regular expression. */
  readonly wordType: 1 | 2
  /** 1 replaced, 2 refused. */
  readonly filterType: 1 | 2
  readonly replacement: string
  /** Seconds. */
  readonly updateTime: number
}

/** What keywords are looked for with. Not part of what is saved: each is made anew from its keyword. */
const expressions = new WeakMap<LocalKeyword, RegExp>()

const expressionOf = (word: LocalKeyword): RegExp => {
  let expression = expressions.get(word)
  if (expression === undefined) expressions.set(word, expression = compile(word))
  return expression
}

/** A keyword to be kept. */
export type NewLocalKeyword = Pick<LocalKeyword, "keyword" | "wordType" | "filterType" | "replacement">

/** A verdict. */
export interface Judgement {
  readonly Result: Suggestion
  /** 0 to 100. */
  readonly Score: number
  readonly Label: string
  readonly Keywords: ReadonlyArray<string>
}

/** Words that stand for what a model would find, and what it would say. */
const models: ReadonlyArray<{ readonly word: RegExp; readonly label: string; readonly result: Suggestion }> = [
  ...["Polity", "Porn", "Illegal", "Abuse", "Terror"].map((label) => ({ label, result: "Block" as const })),
  ...["Ad", "Sexy"].map((label) => ({ label, result: "Review" as const }))
].map((model) => ({ ...model, word: new RegExp(`(?<![a-z])${model.label}(?![a-z])`, "i") }))

const severity: { readonly [Result in Suggestion]: number } = { Pass: 0, Review: 60, Block: 100 }

const worst = (results: ReadonlyArray<Suggestion>): Suggestion =>
  results.includes("Block") ? "Block" : results.includes("Review") ? "Review" : "Pass"

const maxDirtyWords = 50

/** After how long a sensitive word works, in seconds. */
const dirtyWordDelay = 300

/** The moderation of an app. */
export class Moderation {
  /** Whether the app has bought cloud moderation. */
  enabled = true
  private readonly ownLibraries = new Map<string, Library>()
  private readonly local = new Map<string, LocalKeyword>()
  /** Sensitive words, and since when they work, in seconds. */
  private readonly ownDirtyWords = new Map<string, number>()
  private nextId = 1

  constructor() {
    this.addLibrary({ id: "1", name: "default", description: "The emulator's library", suggestion: "Block" })
  }

  /** Makes a library, which the service lets one do in the console only. */
  addLibrary(library: Omit<Library, "createTime" | "keywords"> & { readonly createTime?: number }): Library {
    const made: Library = { createTime: 0, ...library, keywords: new Map() }
    this.ownLibraries.set(made.id, made)
    return made
  }

  library(id: string): Library | undefined {
    return this.ownLibraries.get(id)
  }

  libraries(): ReadonlyArray<Library> {
    return [...this.ownLibraries.values()]
  }

  /** Puts a keyword into a library. One that is there stays, with the new label if there is one. */
  addKeyword({ keywords }: Library, content: string, label: string | undefined, now: number): void {
    const known = keywords.get(content)
    if (known === undefined) {
      keywords.set(content, { id: String(this.nextId++), content, label: label ?? "Illegal", createTime: now })
    } else if (label !== undefined) known.label = label
  }

  /** Judges a text or an address by the libraries' keywords, then by the words that stand for a model. */
  judge(content: string): Judgement {
    const lower = content.toLowerCase()
    const hits = this.libraries().flatMap(({ keywords, suggestion }) =>
      [...keywords.values()].filter((keyword) => lower.includes(keyword.content.toLowerCase()))
        .map((keyword) => ({ label: keyword.label, result: suggestion, keyword: keyword.content }))
    )
    const found = hits.length > 0 ? hits : models.filter(({ word }) => word.test(content))
    const labels = new Set(found.map(({ label }) => label))
    const Result = worst(found.map(({ result }) => result))
    const [label = "Normal"] = labels
    return {
      Result,
      Score: severity[Result],
      Label: labels.size > 1 ? "Composite" : label,
      Keywords: [...new Set(hits.map(({ keyword }) => keyword))]
    }
  }

  /** Keeps a keyword of the app's own filter, in the place of one with the same name. It must be readable. */
  addLocal(word: NewLocalKeyword, now: number): void {
    const key = localKey(word)
    const id = this.local.get(key)?.id ?? this.nextId++
    this.local.set(key, { ...word, id, updateTime: now })
  }

  deleteLocal(word: LocalName): void {
    this.local.delete(localKey(word))
  }

  locals(): ReadonlyArray<LocalKeyword> {
    return [...this.local.values()]
  }

  /** Whether there is any keyword that a text that is sent may hold. */
  get filters(): boolean {
    return this.local.size > 0
  }

  /** What becomes of a text that is sent: nothing where it is refused, otherwise the text with words replaced. */
  filter(text: string): string | undefined {
    let filtered = text
    for (const word of this.local.values()) {
      const { filterType, replacement } = word
      const expression = expressionOf(word)
      if (filterType === 2) {
        if (text.search(expression) >= 0) return undefined
      } else filtered = filtered.replace(expression, () => replacement)
    }
    return filtered
  }

  dirtyWords(): ReadonlyArray<string> {
    return [...this.ownDirtyWords.keys()]
  }

  /** Adds sensitive words; answers whether there was room for them. */
  addDirtyWords(words: ReadonlyArray<string>, now: number): boolean {
    const added = new Set(words.filter((word) => !this.ownDirtyWords.has(word)))
    if (this.ownDirtyWords.size + added.size > maxDirtyWords) return false
    for (const word of added) this.ownDirtyWords.set(word, now + dirtyWordDelay)
    return true
  }

  deleteDirtyWords(words: ReadonlyArray<string>): void {
    for (const word of words) this.ownDirtyWords.delete(word)
  }

  /** Whether a text of a group holds a sensitive word, which refuses it with 80001. */
  isDirty(text: string, now: number): boolean {
    for (const [word, since] of this.ownDirtyWords) if (now >= since && text.includes(word)) return true
    return false
  }
}

type LocalName = Pick<LocalKeyword, "keyword" | "wordType">

const localKey = ({ keyword, wordType }: LocalName): string => `${wordType}${keyword}`

const compile = ({ keyword, wordType }: LocalName): RegExp =>
  new RegExp(wordType === 2 ? keyword : keyword.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"), "gi")

/** Whether a keyword can be looked for; an expression may be malformed. */
export const isReadable = (word: LocalName): boolean => {
  try {
    return compile(word).global
  } catch {
    return false
  }
}
