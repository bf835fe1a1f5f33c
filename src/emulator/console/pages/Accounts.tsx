/** @jsxImportSource preact */
import type { VNode } from "preact"
import { useState } from "preact/hooks"
import { api } from "../api.ts"
import { writing } from "../components/NewMessage.tsx"
import { Act, Badge, Button, Empty, Facts, Nothing, Problem, Tabs, Waiting } from "../components/Parts.tsx"
import { Search } from "../components/Search.tsx"
import { DetailHead, Line, More, Row, Split } from "../components/Split.tsx"
import { Avatar, Json, Name, Text } from "../components/Text.tsx"
import { count, date, hours, many } from "../format.ts"
import { type Loaded, useLoad } from "../hooks.ts"
import { change, go, parameter } from "../router.ts"
import type { Account, AccountDetails, Group, GroupDetails, Slice } from "../rows.ts"
import { appId, attempt } from "../store.ts"
import { makeAccounts } from "../talk.ts"

const open = (tab: string, at: string): void => change({ tab, at, q: "" })

const muted = (until: number): string =>
  until === 0 ? "" : until >= 4_294_967_295 ? "for good" : `until ${date(until * 1_000)} ${hours(until * 1_000)}`

const AccountLine = ({ account: { administrator, nick, online, robot, userId } }: {
  readonly account: Account
}): VNode => (
  <Line picture={<Avatar id={userId} />} title={userId} second={nick}>
    {administrator && <Badge kind="accent">admin</Badge>}
    {robot && <Badge>robot</Badge>}
    {online && <Badge kind="good">online</Badge>}
  </Line>
)

const GroupLine = ({ group: { groupId, members, name, type } }: { readonly group: Group }): VNode => (
  <Line picture={<Avatar id={name || groupId} square />} title={name || groupId} second={groupId}>
    <Badge>{type}</Badge>
    <small>{many(members, "member")}</small>
  </Line>
)

const AccountCard = ({ account }: { readonly account: AccountDetails }): VNode => {
  const { blocked, friends, groups, mutedUntil, profile, unread, userId } = account
  return (
    <>
      <div class="numbers">
        {([["friends", friends], ["blocked", blocked], ["groups", groups.length], ["unread", unread]] as const).map((
          [name, number]
        ) => <div key={name}><strong>{count(number)}</strong><small>{name}</small></div>)}
      </div>
      <Facts
        of={[
          ["Muted one to one", muted(mutedUntil.c2c)],
          ["Muted in groups", muted(mutedUntil.group)]
        ]}
      />
      <h3>Profile</h3>
      {Object.keys(profile).length === 0
        ? <p class="muted">No field is set.</p>
        : (
          <Facts
            of={Object.entries(profile).map(([name, value]) => [
              name.replace(/^Tag_Profile_(IM_|Custom_)?/, ""),
              typeof value === "string" ? <Text text={value} /> : <Json value={value} />
            ])}
          />
        )}
      <h3>Groups</h3>
      {groups.length === 0 && <p class="muted">In none.</p>}
      <div class="chips">
        {groups.slice(0, 200).map((group) => (
          <Button key={group} onClick={() => open("groups", group)}><Name text={group} /></Button>
        ))}
      </div>
      <div class="actions">
        <Button
          kind="primary"
          icon="send"
          onClick={() => {
            writing.value = userId
          }}
        >
          Write as this account
        </Button>
        <Button icon="search" onClick={() => go("conversations", { q: `from:"${userId.replaceAll("\"", "")}"` })}>
          Last said
        </Button>
        <Button icon="requests" onClick={() => go("requests", { q: `from:"${userId.replaceAll("\"", "")}"` })}>
          Requests
        </Button>
      </div>
    </>
  )
}

const GroupCard = ({ group }: { readonly group: GroupDetails }): VNode => (
  <>
    <Facts
      of={[
        ["Type", <Badge>{group.type}</Badge>],
        ["Owner", group.owner !== undefined && <Name text={group.owner} />],
        ["Introduction", group.introduction && <Text text={group.introduction} />],
        ["Notification", group.notification && <Text text={group.notification} />],
        ["Muted", group.muteAll && "everybody but owner and administrators"]
      ]}
    />
    <div class="actions">
      <Button kind="primary" icon="conversations" onClick={() => go("conversations", { at: `group:${group.groupId}` })}>
        Open the conversation
      </Button>
    </div>
    <h3>{many(group.members, "member")}</h3>
    <ul class="rows boxed" aria-label="Members">
      {group.memberList.map(({ mutedUntil, nameCard, role, userId }) => (
        <li key={userId}>
          <button type="button" class="row" onClick={() => open("", userId)}>
            <Line picture={<Avatar id={userId} />} title={userId} second={nameCard}>
              {mutedUntil > 0 && <Badge kind="warn">muted {muted(mutedUntil)}</Badge>}
              {role !== "Member" && <Badge kind="accent">{role}</Badge>}
            </Line>
          </button>
        </li>
      ))}
    </ul>
    {group.members > group.memberList.length && (
      <p class="muted">The first {count(group.memberList.length)} are shown.</p>
    )}
  </>
)

const Detail = <Item,>({ at, head, load, show }: {
  readonly at: string
  readonly load: () => Promise<Item>
  readonly show: (item: Item) => VNode
  readonly head: VNode
}): VNode => {
  const { data, problem } = useLoad(`${appId.value} ${at}`, load, ({ type }) => type === "call")
  return (
    <>
      <DetailHead>{head}</DetailHead>
      <div class="scroll padded">
        <Problem text={problem} />
        {data === undefined ? problem === undefined && <Waiting /> : show(data)}
      </div>
    </>
  )
}

const useSlice = <Item,>(
  wanted: boolean,
  q: string,
  limit: number,
  load: (app: number | undefined, q: string, limit: number) => Promise<Slice<Item>>
): Loaded<Slice<Item>> => {
  const app = appId.value
  return useLoad(
    `${app} ${wanted} ${q} ${limit}`,
    () => wanted ? load(app, q, limit) : Promise.resolve({ items: [], total: 0 }),
    ({ type }) => type === "call"
  )
}

const NoAccounts = (): VNode => (
  <Empty icon="accounts" title="Nobody here">
    <p>Accounts come by <code>tim.accounts.importMany(["alice", "bob"])</code>, or at once:</p>
    <Act kind="primary" onClick={() => attempt(() => makeAccounts(["alice", "bob"]), "Made alice and bob")}>
      Make alice and bob
    </Act>
  </Empty>
)

const NoGroups = (): VNode => (
  <Empty icon="accounts" title="No groups">
    <p>Groups come by <code>tim.groups.create("Public", "Party")</code>.</p>
  </Empty>
)

export const Accounts = (): VNode => {
  const inGroups = parameter("tab") === "groups"
  const q = parameter("q")
  const at = parameter("at")
  const [limit, setLimit] = useState(100)
  const accounts = useSlice(!inGroups, q, limit, api.accounts)
  const groups = useSlice(inGroups, q, limit, api.groups)
  const { data, problem } = inGroups ? groups : accounts
  return (
    <Split
      label={inGroups ? "Groups" : "Accounts"}
      head={
        <>
          <div class="title-line">
            <h1>{inGroups ? "Groups" : "Accounts"} {data !== undefined && <small>{count(data.total)}</small>}</h1>
            <Tabs
              label="Of what"
              chosen={inGroups ? "groups" : ""}
              names={[["", "Accounts"], ["groups", "Groups"]]}
              onChoose={(tab) => change({ tab, at: "", q: "" })}
            />
          </div>
          <Search key={inGroups} label={inGroups ? "Search groups" : "Search accounts"} terms={false} />
          <Problem text={problem} />
        </>
      }
      detail={at === ""
        ? <Empty icon="accounts" title="Nothing is chosen"><p>Profiles, roles and mutes are shown here.</p></Empty>
        : inGroups
        ? (
          <Detail
            key={`group ${at}`}
            at={at}
            head={<><Avatar id={at} square /><h2><Name text={at} /></h2></>}
            load={() => api.group(appId.peek(), at)}
            show={(group) => <GroupCard group={group} />}
          />
        )
        : (
          <Detail
            key={`account ${at}`}
            at={at}
            head={<><Avatar id={at} /><h2><Name text={at} /></h2></>}
            load={() => api.account(appId.peek(), at)}
            show={(account) => <AccountCard account={account} />}
          />
        )}
    >
      {data === undefined && problem === undefined && <Waiting />}
      {data?.total === 0 && (q !== ""
        ? <Nothing>Names and ids are searched.</Nothing>
        : inGroups
        ? <NoGroups />
        : <NoAccounts />)}
      <ul class="rows" aria-label={inGroups ? "Groups" : "Accounts"}>
        {inGroups
          ? groups.data?.items.map((group) => (
            <Row key={group.groupId} id={group.groupId}><GroupLine group={group} /></Row>
          ))
          : accounts.data?.items.map((account) => (
            <Row key={account.userId} id={account.userId}><AccountLine account={account} /></Row>
          ))}
      </ul>
      <More
        more={data !== undefined && data.total > data.items.length && limit < 1_000}
        onMore={() => setLimit(limit + 200)}
      />
    </Split>
  )
}
