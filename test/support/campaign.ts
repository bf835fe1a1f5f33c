/**
 * What campaigns are: experiments that count what must never happen. Each has a short form in the suite, and its whole
 * size behind `npm run campaign`.
 */

/** What came out. */
export interface Report {
  /** What was counted and measured, in the order in which it is printed. */
  readonly figures: { readonly [name: string]: number | string }
  /** What must not be, in words, each once; empty where the campaign holds. */
  readonly violations: ReadonlyArray<string>
}

/** How much of a campaign is run, and where its random numbers begin. */
export interface Extent {
  readonly size: number
  readonly seed: number
}

/** An experiment. The same extent gives the same figures, apart from times and bytes. */
export interface Campaign {
  /** What it is about, in one line. */
  readonly title: string
  /** What its size counts. */
  readonly unit: string
  /** The size of the whole campaign. */
  readonly size: number
  readonly run: (extent: Extent) => Promise<Report>
}
