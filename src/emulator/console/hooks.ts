/** Data that is loaded, and kept up to date by events. */
import { useEffect, useRef, useState } from "preact/hooks"
import { tell } from "./api.ts"
import { generation, useLive } from "./live.ts"
import type { Listing, LiveEvent } from "./rows.ts"

/** At most one reload in so many milliseconds, however much happens. */
const breath = 400

/** Something that is loaded. What was there stays until what is new has come. */
export interface Loaded<Data> {
  readonly data: Data | undefined
  readonly problem: string | undefined
  readonly reload: () => void
}

/** Calls a function at once and then, however often it is asked for, once in a while. */
const useThrottled = (run: () => void): () => void => {
  const timer = useRef(0)
  const latest = useRef(run)
  latest.current = run
  useEffect(() => () => clearTimeout(timer.current), [])
  return () => {
    if (timer.current !== 0) return
    timer.current = window.setTimeout(() => {
      timer.current = 0
      latest.current()
    }, breath)
  }
}

/** Loads something whenever the key changes, and when an event concerns it. */
export const useLoad = <Data>(
  key: string,
  load: () => Promise<Data>,
  concerns: (event: LiveEvent) => boolean = () => false
): Loaded<Data> => {
  const [state, setState] = useState<{ readonly data?: Data; readonly problem?: string }>({})
  const turn = useRef(0)
  const reload = (): void => {
    const mine = ++turn.current
    load().then(
      (data) => mine === turn.current && setState({ data }),
      (error: unknown) => mine === turn.current && setState((before) => ({ ...before, problem: tell(error) }))
    )
  }
  const soon = useThrottled(reload)
  useEffect(() => {
    reload()
    return () => void turn.current++
  }, [key, generation.value])
  useLive((events) => {
    if (events.some(concerns)) soon()
  })
  return { data: state.data, problem: state.problem, reload }
}

/** A list that grows at its top. Newest first. */
export interface Feed<Row> {
  readonly rows: ReadonlyArray<Row>
  readonly more: boolean
  readonly forgotten: number
  /** Whether the first page has come. */
  readonly ready: boolean
  readonly problem: string | undefined
  /** Loads the next page of older rows. */
  readonly older: () => Promise<void>
}

/** What makes a feed. */
export interface FeedSource<Row> {
  /** Which list it is. */
  readonly key: string
  readonly load: (before: number | undefined) => Promise<Listing<Row>>
  readonly idOf: (row: Row) => number
  /** The row that an event brings, if it belongs to the list. */
  readonly rowOf: (event: LiveEvent) => Row | undefined
  /** Whether rows of events may be filtered by a search that only the emulator understands. */
  readonly searched: boolean
}

/** Beyond so many rows those that came by events push the oldest out; they can be loaded again. */
const most = 2_000

interface FeedState<Row> {
  readonly rows: ReadonlyArray<Row>
  readonly more: boolean
  readonly forgotten: number
  readonly ready: boolean
  readonly problem?: string
}

const nothing: FeedState<never> = { rows: [], more: false, forgotten: 0, ready: false }

/** Puts rows in their places: newer ones on top, known ones where they are. */
const merge = <Row>(
  rows: ReadonlyArray<Row>,
  brought: ReadonlyArray<Row>,
  idOf: (row: Row) => number
): ReadonlyArray<Row> => {
  const byId = new Map(brought.map((row) => [idOf(row), row]))
  const kept = rows.map((row) => {
    const id = idOf(row)
    const now = byId.get(id)
    byId.delete(id)
    return now ?? row
  })
  const newest = rows[0] === undefined ? -1 : idOf(rows[0])
  const fresh = [...byId.values()].filter((row) => idOf(row) > newest).toSorted((one, other) => idOf(other) - idOf(one))
  return fresh.length === 0 ? kept : [...fresh, ...kept]
}

/** Loads a list, lets it grow by events, and loads older rows on demand. */
export const useFeed = <Row>({ idOf, key, load, rowOf, searched }: FeedSource<Row>): Feed<Row> => {
  const [state, setState] = useState<FeedState<Row>>(nothing)
  const turn = useRef(0)
  const allowed = useRef(most)
  // What comes while a page is on its way may not be in it.
  const meanwhile = useRef<ReadonlyArray<Row>>([])
  const reload = (): void => {
    const mine = ++turn.current
    meanwhile.current = []
    load(undefined).then(
      ({ forgotten, items, more }) =>
        mine === turn.current &&
        setState({ rows: merge(items, meanwhile.current, idOf), more, forgotten, ready: true }),
      (error: unknown) =>
        mine === turn.current && setState((before) => ({ ...before, ready: true, problem: tell(error) }))
    )
  }
  const soon = useThrottled(reload)
  useEffect(() => {
    allowed.current = most
    reload()
    return () => void turn.current++
  }, [key, generation.value])
  useLive((events) => {
    const brought = events.map(rowOf).filter((row) => row !== undefined)
    if (brought.length === 0) return
    if (searched) return soon()
    meanwhile.current = meanwhile.current.concat(brought).slice(-most)
    setState((before) => {
      if (!before.ready) return before
      const rows = merge(before.rows, brought, idOf)
      const full = rows.length > allowed.current
      return { ...before, rows: full ? rows.slice(0, allowed.current) : rows, more: before.more || full }
    })
  })
  const older = async (): Promise<void> => {
    const mine = turn.current
    const last = state.rows.at(-1)
    try {
      const { items, more } = await load(last === undefined ? undefined : idOf(last))
      if (mine !== turn.current) return
      allowed.current += items.length
      setState((before) => ({ ...before, rows: [...before.rows, ...items], more }))
    } catch (error) {
      if (mine === turn.current) setState((before) => ({ ...before, problem: tell(error) }))
    }
  }
  const { forgotten, more, problem, ready, rows } = state
  return { rows, more, forgotten, ready, problem, older }
}
