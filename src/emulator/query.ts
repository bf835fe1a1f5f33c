/**
 * The search language of console and control API: `from:alice "two words" code:20003 before:2026-11-23T10:30`. All
 * terms must fit.
 */

/** What a row of any kind can be searched by. */
export interface Searchable {
  readonly from?: string | undefined
  readonly to?: ReadonlyArray<string> | undefined
  readonly group?: string | undefined
  /** The kinds of elements in it, in any case, with or without `TIM` and `Elem`. */
  readonly types?: ReadonlyArray<string> | undefined
  readonly code?: number | undefined
  readonly command?: string | undefined
  /** Milliseconds since 1970. */
  readonly time: number
  readonly marks: ReadonlyArray<string>
  /** What free text is looked for in. Made when it is asked for. */
  readonly text: () => string
}

/** A search that was understood. */
export interface Query {
  readonly matches: (row: Searchable) => boolean
}

/** What is not understood, in words. */
export class QueryProblem extends Error {}

const terms = /(?:(\w+):)?(?:"([^"]*)"|(\S+))/g

/** `TIMVideoFileElem` is `video`; `TIMFileElem` stays `file`. */
const shortType = (type: string): string =>
  type.toLowerCase().replace(/^tim/, "").replace(/elem$/, "").replace(/(?<=.)file$/, "")

/** Each runtime takes other texts for dates beside these. */
const isoDate = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)?)?$/

/** Milliseconds since 1970: of an ISO date, or of a number of seconds or milliseconds. */
const toMillis = (text: string): number => {
  if (/^\d{1,15}$/.test(text)) {
    const number = Number(text)
    return number < 100_000_000_000 ? number * 1000 : number
  }
  const date = isoDate.test(text) ? Date.parse(text) : NaN
  if (Number.isNaN(date)) {
    throw new QueryProblem(`${JSON.stringify(text.slice(0, 40))} is no time; write 2026-11-23T10:30 or seconds`)
  }
  return date
}

/** What `is:` may ask for. */
const marks: ReadonlyArray<string> = ["recalled", "modified", "online", "refused", "fault", "failed"]

type Term = (row: Searchable) => boolean

const fields: { readonly [name: string]: (value: string) => Term } = {
  from: (value) => (row) => row.from === value,
  to: (value) => (row) => row.to?.includes(value) === true,
  group: (value) => (row) => row.group === value,
  type: (value) => {
    const wanted = shortType(value)
    return (row) => row.types?.some((type) => shortType(type) === wanted) === true
  },
  code: (value) => {
    if (!/^-?\d{1,15}$/.test(value)) throw new QueryProblem("code: takes a number, such as code:20003")
    const code = Number(value)
    return (row) => row.code === code
  },
  cmd: (value) => {
    const wanted = value.toLowerCase()
    return (row) => row.command?.toLowerCase().includes(wanted) === true
  },
  before: (value) => {
    const time = toMillis(value)
    return (row) => row.time < time
  },
  after: (value) => {
    const time = toMillis(value)
    return (row) => row.time > time
  },
  is: (value) => {
    const mark = value.toLowerCase()
    if (!marks.includes(mark)) throw new QueryProblem(`is: takes one of ${marks.join(", ")}`)
    return (row) => row.marks.includes(mark)
  }
}

/** Understands a search. Throws `QueryProblem` where it does not. */
export const parseQuery = (text: string = ""): Query => {
  const all: Array<Term> = []
  for (const [whole, name, quoted, plain] of text.matchAll(terms)) {
    const value = quoted ?? plain ?? ""
    const known = name?.toLowerCase() ?? ""
    // Not every name that an object answers to is a field: there is `constructor`.
    const field = Object.hasOwn(fields, known) ? fields[known] : undefined
    if (field !== undefined) all.push(field(value))
    else {
      // A colon in free text, such as in an address, means nothing.
      const wanted = (name === undefined ? value : whole).toLowerCase()
      all.push((row) => row.text().toLowerCase().includes(wanted))
    }
  }
  return { matches: (row) => all.every((term) => term(row)) }
}
