/** @jsxImportSource preact */
import type { VNode } from "preact"
import { useLayoutEffect, useRef, useState } from "preact/hooks"
import { api } from "../api.ts"
import { day, hours } from "../format.ts"
import { useFeed } from "../hooks.ts"
import type { LiveEvent, Message } from "../rows.ts"
import { appId } from "../store.ts"
import { type Ends, endsOf } from "../talk.ts"
import { Bubble } from "./Bubble.tsx"
import { Composer } from "./Composer.tsx"
import { Button, Empty, Problem, Waiting } from "./Parts.tsx"
import { parameter } from "../router.ts"

/** So many messages are loaded at once, and the window moves by as many. */
const step = 200

/** So many are drawn at most, however long the conversation is. */
const most = 3 * step

/** Silence after which the time is said again, in seconds. */
const silence = 600

/** What stands between two messages when it was quiet for a while. */
const Separator = ({ before, now }: { readonly before: number | undefined; readonly now: number }): VNode | null => {
  if (before !== undefined && Math.abs(now - before) < silence) return null
  const sameDay = before !== undefined && day(before * 1_000) === day(now * 1_000)
  return (
    <p class="separator">
      <span>{sameDay ? hours(now * 1_000) : `${day(now * 1_000)}, ${hours(now * 1_000)}`}</span>
    </p>
  )
}

/** A message that was drawn before. */
interface Drawn {
  readonly mine: boolean
  readonly first: boolean
  readonly node: VNode
}

/** Who the user speaks as: whom the address names, or somebody of the conversation. */
const speakerOf = (ends: Ends, latest: Message | undefined): string => {
  const wanted = parameter("as")
  switch (ends.kind) {
    case "c2c":
      return ends.accounts.find((account) => account === wanted) ?? ends.accounts[0]
    case "group":
      return wanted || (latest?.from ?? "")
    case "official":
      return ends.account
  }
}

/** The messages of a conversation, and a field to write another. */
export const Thread = ({ conversation }: { readonly conversation: string }): VNode => {
  const app = appId.value
  const { more, older, problem, ready, rows } = useFeed<Message>({
    key: `${app} ${conversation}`,
    load: (before) => api.messages(app, { conversation, before, limit: step }),
    idOf: ({ serial }) => serial,
    rowOf: (event: LiveEvent) =>
      (event.type === "message" || event.type === "message-changed") && event.sdkAppId === app &&
        event.message.conversation === conversation
        ? event.message
        : undefined,
    searched: false
  })
  // The newest message that is drawn; nothing while the newest of all is, whichever that may be.
  const [held, setHeld] = useState<number | undefined>(undefined)
  const [length, setLength] = useState(step)
  const scroller = useRef<HTMLDivElement>(null)
  const anchor = useRef<{ readonly serial: string; readonly top: number } | undefined>(undefined)

  // What has not changed need not be drawn again, and most has not.
  const cache = useRef(new WeakMap<Message, Drawn>())
  const draw = (message: Message, mine: boolean, first: boolean): VNode => {
    const before = cache.current.get(message)
    if (before?.mine === mine && before.first === first) return before.node
    const node = <Bubble key={message.serial} message={message} mine={mine} first={first} />
    cache.current.set(message, { mine, first, node })
    return node
  }

  const start = held === undefined ? 0 : Math.max(0, rows.findIndex(({ serial }) => serial <= held))
  const drawn = rows.slice(start, start + length)
  const hasOlder = more || start + length < rows.length

  /** Remembers where a message stands, so that it stands there still when others come and go around it. */
  const keepPlace = (end: "first" | "last"): void => {
    const messages = scroller.current?.querySelectorAll<HTMLElement>("[data-serial]") ?? []
    const message = messages[end === "first" ? 0 : messages.length - 1]
    if (message?.dataset["serial"] === undefined) return
    anchor.current = { serial: message.dataset["serial"], top: message.getBoundingClientRect().top }
  }
  useLayoutEffect(() => {
    const element = scroller.current
    if (element === null) return
    if (anchor.current !== undefined) {
      const { serial, top } = anchor.current
      const message = element.querySelector(`[data-serial="${serial}"]`)
      if (message !== null) element.scrollTop += message.getBoundingClientRect().top - top
      anchor.current = undefined
    } else if (held === undefined) element.scrollTop = element.scrollHeight
  }, [drawn.length, drawn[0]?.serial, drawn.at(-1)?.serial])

  const showOlder = async (): Promise<void> => {
    if (start + length >= rows.length) await older()
    keepPlace("first")
    setHeld(length < most ? held ?? rows[0]?.serial : rows[start + step]?.serial)
    setLength(Math.min(most, length + step))
  }
  const toNewest = (): void => {
    anchor.current = undefined
    setHeld(undefined)
    setLength(step)
    requestAnimationFrame(() => scroller.current?.scrollTo(0, scroller.current.scrollHeight))
  }
  const onScroll = ({ currentTarget }: { readonly currentTarget: HTMLElement }): void => {
    const { clientHeight, scrollHeight, scrollTop } = currentTarget
    const atEnd = scrollHeight - scrollTop - clientHeight < 40
    if (!atEnd && held === undefined) setHeld(rows[0]?.serial)
    else if (atEnd && start > 0) {
      keepPlace("last")
      setHeld(rows[Math.max(0, start - step)]?.serial)
      setLength(Math.min(most, length + step))
    } else if (atEnd) setHeld(undefined)
  }

  const ends = endsOf(conversation, rows[0])
  const speaker = speakerOf(ends, rows[0])
  const oldestFirst = drawn.toReversed()
  return (
    <div class="thread">
      <div class="scroll messages" ref={scroller} onScroll={onScroll} role="log" aria-label="Messages" tabIndex={0}>
        <div class="lines">
          <Problem text={problem} />
          {!ready && <Waiting />}
          {ready && rows.length === 0 && problem === undefined && (
            <Empty icon="conversations" title="Nothing was said here yet">
              <p>Write the first message below.</p>
            </Empty>
          )}
          {hasOlder && <p class="more"><Button onClick={() => void showOlder()}>Show older</Button></p>}
          {oldestFirst.flatMap((message, index) => {
            const before = oldestFirst[index - 1]
            const first = before?.from !== message.from || message.time - before.time >= silence
            return [
              <Separator key={`before ${message.serial}`} before={before?.time} now={message.time} />,
              draw(message, message.from === speaker, first)
            ]
          })}
        </div>
      </div>
      {start > 0 && (
        <p class="newer">
          <Button kind="primary" onClick={toNewest}>{start} newer ↓</Button>
        </p>
      )}
      <Composer ends={ends} speaker={speaker} onSent={toNewest} />
    </div>
  )
}
