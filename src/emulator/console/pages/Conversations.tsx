/** @jsxImportSource preact */
import type { VNode } from "preact"
import { useState } from "preact/hooks"
import { api } from "../api.ts"
import { preview } from "../components/Element.tsx"
import { writing } from "../components/NewMessage.tsx"
import { Button, Empty, Moment, Nothing, Problem, Tabs, Waiting } from "../components/Parts.tsx"
import { Search } from "../components/Search.tsx"
import { DetailHead, Line, More, Row, Split } from "../components/Split.tsx"
import { Avatar, Name } from "../components/Text.tsx"
import { Thread } from "../components/Thread.tsx"
import { Timeline } from "../components/Timeline.tsx"
import { count, date, hours, many } from "../format.ts"
import { useLoad } from "../hooks.ts"
import { change, parameter } from "../router.ts"
import type { Conversation, LiveEvent, Message } from "../rows.ts"
import { appId, emulatorNow } from "../store.ts"
import { endsOf, titleOf } from "../talk.ts"

const open = (conversation: string): void => change({ at: conversation, as: "" })

/** The time of the last message: of today's the hour, of others the day. */
const When = ({ time }: { readonly time: number }): VNode => {
  const millis = time * 1_000
  return <Moment millis={millis} as={date(millis) === date(emulatorNow()) ? hours : date} />
}

/** Who said what, in short. */
const Said = ({ message: { body, from, recalled } }: { readonly message: Message }): VNode => (
  <bdi class={recalled ? "struck" : ""}><Name text={from} />: {preview(body)}</bdi>
)

const Face = ({ kind, last, title }: Pick<Conversation, "kind" | "last" | "title">): VNode =>
  kind === "c2c" && last?.to !== undefined
    ? <span class="pair">{[last.from, last.to].toSorted().map((id) => <Avatar key={id} id={id} />)}</span>
    : <Avatar id={title} square />

const Found = ({ messages }: { readonly messages: ReadonlyArray<Message> }): VNode => (
  <>
    <h3 class="rows-title">Messages</h3>
    <ul class="rows" aria-label="Messages found">
      {messages.map((message) => (
        <Row key={message.serial} id="" onOpen={() => open(message.conversation)}>
          <Line
            picture={<Avatar id={message.from} />}
            title={titleOf(endsOf(message.conversation, message))}
            second={<Said message={message} />}
          >
            <small><When time={message.time} /></small>
          </Line>
        </Row>
      ))}
    </ul>
  </>
)

/** Beside the list. */
const Open = ({ at, conversation }: {
  readonly at: string
  readonly conversation: Conversation | undefined
}): VNode => {
  const tab = parameter("tab") === "timeline" ? "timeline" : "messages"
  const ends = endsOf(at, conversation?.last)
  return (
    <>
      <DetailHead
        actions={
          <Tabs
            label="What is shown"
            chosen={tab}
            names={[["messages", "Messages"], ["timeline", "Timeline"]]}
            onChoose={(tab) => change({ tab: tab === "messages" ? "" : tab }, true)}
          />
        }
      >
        <h2><Name text={titleOf(ends, conversation)} /></h2>
        <small>
          {ends.kind === "c2c" ? "One to one" : ends.kind === "group" ? "Group" : "Official account"}
          {conversation !== undefined && ` · ${many(conversation.messages, "message")}`}
        </small>
      </DetailHead>
      {tab === "timeline" ? <Timeline key={at} conversation={at} /> : <Thread key={at} conversation={at} />}
    </>
  )
}

export const Conversations = (): VNode => {
  const app = appId.value
  const q = parameter("q")
  const at = parameter("at")
  const [limit, setLimit] = useState(100)
  const isMessage = (event: LiveEvent): boolean =>
    (event.type === "message" || event.type === "message-changed") && event.sdkAppId === app
  const { data, problem } = useLoad(
    `${app} ${q} ${limit}`,
    () => api.conversations(app, { q, limit }),
    isMessage
  )
  // A conversation is searched by its name and its last message; those before are found one by one.
  const found = useLoad(
    `${app} ${q}`,
    () => q === "" ? Promise.resolve(undefined) : api.messages(app, { q, limit: 50 }),
    (event) => q !== "" && isMessage(event)
  )
  const nothing = data?.items.length === 0 && (q === "" || found.data?.items.length === 0)
  return (
    <Split
      label="Conversations"
      head={
        <>
          <div class="title-line">
            <h1>Conversations</h1>
            <Button
              icon="plus"
              kind="primary"
              label="New message"
              onClick={() => {
                writing.value = ""
              }}
            />
          </div>
          <Search label="Search conversations" terms />
          <Problem text={problem} />
        </>
      }
      detail={at === ""
        ? (
          <Empty icon="conversations" title="No conversation is open">
            <p>Choose one with <kbd>j</kbd> <kbd>k</kbd> and <kbd>Enter</kbd>, or write to somebody.</p>
          </Empty>
        )
        : <Open at={at} conversation={data?.items.find(({ conversation }) => conversation === at)} />}
    >
      {data === undefined && problem === undefined && <Waiting />}
      {nothing && (q === ""
        ? (
          <Empty icon="conversations" title="No messages yet">
            <p>What your program sends appears here at once. Or send the first one yourself, as anybody.</p>
            <Button
              kind="primary"
              onClick={() => {
                writing.value = ""
              }}
            >
              Send a message
            </Button>
          </Empty>
        )
        : <Nothing>All terms of a search must fit.</Nothing>)}
      <ul class="rows" aria-label="Conversations">
        {data?.items.map(({ conversation, kind, last, messages, title }) => (
          <Row key={conversation} id={conversation} onOpen={() => open(conversation)}>
            <Line
              picture={<Face kind={kind} last={last} title={title} />}
              title={title}
              second={last && <Said message={last} />}
            >
              <small>{last !== undefined && <When time={last.time} />}</small>
              <small class="count" title={many(messages, "message")}>{count(messages)}</small>
            </Line>
          </Row>
        ))}
      </ul>
      <More more={data?.more === true && limit < 1_000} onMore={() => setLimit(limit + 100)} />
      {found.data !== undefined && found.data.items.length > 0 && <Found messages={found.data.items} />}
    </Split>
  )
}
