/** What is kept: calls, messages, accounts, groups, for the control API. */
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import * as Option from "effect/Option"
import { parseJson } from "../../endpoint/json.ts"
import { isKeepable, notKeepable } from "../keepable.ts"
import type { App } from "../state/App.ts"
import type { Group } from "../state/Groups.ts"
import { threadOf, type Thread, type TimelineItem } from "../state/Timeline.ts"
import { waitFor } from "../waiting.ts"
import type { World } from "../World.ts"
import { ControlApi } from "./api.ts"
import { machine } from "./clock.ts"
import { appOf, type Controlled } from "./controlled.ts"
import { limitOf, pageOf, understood } from "./paging.ts"
import { defined, searchCall, searchMessage, toAccountRow, toGroupRow, toLogEntry, toMessageRow } from "./rows.ts"
import { ControlProblem, NothingYet, NotThere } from "./schemas.ts"

/** How many members of a group are shown. */
const shownMembers = 500

const secondsOf = (until: number): number => Number.isFinite(until) ? until : Number.MAX_SAFE_INTEGER

const notThere = (message: string): Effect.Effect<never, NotThere> => Effect.fail(new NotThere({ message }))

function* only<Item>(items: Iterable<Item>, fits: (item: Item) => boolean): Generator<Item> {
  for (const item of items) if (fits(item)) yield item
}

function* newestThreads({ timeline }: App): Generator<readonly [string, Thread]> {
  const all = [...timeline.threads]
  for (let index = all.length - 1; index >= 0; index--) yield all[index] as readonly [string, Thread]
}

const titleOf = (name: string, { where }: Thread, app: App): string => {
  switch (where.kind) {
    case "c2c":
      return name.slice("c2c:".length).split(":").join(" – ")
    case "group":
      return app.groups.get(where.group)?.name ?? where.group
    case "official":
      return app.officialAccounts.get(where.account)?.name ?? where.account
  }
}

const toConversation = ([name, thread]: readonly [string, Thread], app: App) => {
  const last = app.timeline.items.get(thread.last)
  return defined({
    conversation: name,
    kind: thread.where.kind,
    title: titleOf(name, thread, app),
    messages: thread.count,
    last: last === undefined ? undefined : toMessageRow(last)
  })
}

/** One page of a list that has a fixed order. */
const slice = <Item, Row>(
  items: Iterable<Item>,
  { limit, offset = 0 }: { readonly offset?: number | undefined; readonly limit?: number | undefined },
  fits: (item: Item) => boolean,
  toRow: (item: Item) => Row
) => {
  const rows: Array<Row> = []
  let total = 0
  const most = limitOf({ limit })
  for (const item of items) {
    if (!fits(item)) continue
    if (total >= offset && rows.length < most) rows.push(toRow(item))
    total++
  }
  return { items: rows, total }
}

const contains = (wanted: string | undefined, ...texts: ReadonlyArray<string>): boolean =>
  wanted === undefined || texts.some((text) => text.toLowerCase().includes(wanted.toLowerCase()))

const groupDetail = (group: Group, now: number) => ({
  ...toGroupRow(group),
  introduction: group.introduction,
  notification: group.notification,
  muteAll: group.muteAll,
  memberList: [...group.members.values()].slice(0, shownMembers).map((member) =>
    defined({
      userId: member.userId,
      role: member.role,
      nameCard: member.nameCard === "" ? undefined : member.nameCard,
      mutedUntil: group.mutedUntil(member.userId, now) > 0 ? secondsOf(member.muteUntil) : 0
    })
  )
})

const accountDetail = (userId: string, app: App, now: number) =>
  Effect.gen(function*() {
    const account = app.accounts.get(userId)
    if (account === undefined) return yield* notThere("there is no such account")
    return {
      ...toAccountRow(account, app),
      profile: Object.fromEntries(account.profile),
      friends: app.friends.count(userId),
      blocked: app.blocklists.of(userId).size,
      groups: [...app.groups.groupsOf(userId).keys()],
      unread: app.conversations.unreadOf(userId, now),
      mutedUntil: {
        c2c: secondsOf(app.mutes.c2cMutedUntil(userId)),
        group: secondsOf(app.mutes.groupMutedUntil(userId))
      }
    }
  })

export const recordHandlers = ({ calls, world }: Controlled) =>
  HttpApiBuilder.group(ControlApi, "records", (handlers) =>
    handlers
      .handle("log", ({ query }) =>
        Effect.flatMap(appOf(world, query.app), ({ sdkAppId }) =>
          pageOf(
            only(world.log.newest(query.before), (call) => query.app === undefined || call.sdkAppId === sdkAppId),
            query,
            world.log.forgotten,
            searchCall,
            toLogEntry
          )))
      .handle("clearLog", () => Effect.sync(() => world.log.clear()))
      .handle("messages", ({ query }) =>
        Effect.flatMap(appOf(world, query.app), ({ timeline: { items } }) => {
          const { conversation } = query
          const fits = ({ from, where }: TimelineItem) => threadOf(from, where) === conversation
          const newest = items.newest(query.before)
          return pageOf(
            conversation === undefined ? newest : only(newest, fits),
            query,
            items.forgotten,
            searchMessage,
            toMessageRow
          )
        }))
      .handle("wait", ({ query }) =>
        Effect.gen(function*() {
          const app = yield* appOf(world, query.app)
          const wanted = yield* understood(query.q)
          const { after = 0, timeout = 10_000 } = query
          const milliseconds = Math.min(60_000, Math.max(0, timeout))
          const found = yield* Effect.timeoutOption(
            waitFor(world, app, { of: query.of, query: wanted, after, caller: query.app }),
            milliseconds
          )
          return Option.isSome(found)
            ? found.value
            : yield* new NothingYet({ message: `nothing came within ${milliseconds} ms` })
        }))
      .handle("conversations", ({ query }) =>
        Effect.flatMap(appOf(world, query.app), (app) =>
          pageOf(
            only(newestThreads(app), ([, { last }]) => last < (query.before ?? Infinity)),
            query,
            0,
            ([name, thread]) => {
              const last = app.timeline.items.get(thread.last)
              const search = last === undefined ? { time: 0, marks: [], text: () => "" } : searchMessage(last)
              return { ...search, text: () => `${name} ${titleOf(name, thread, app)} ${search.text()}` }
            },
            (thread) => toConversation(thread, app)
          )))
      .handle("accounts", ({ query }) =>
        Effect.map(appOf(world, query.app), (app) =>
          slice(
            app.accounts.values(),
            query,
            ({ profile, userId }) => contains(query.q, userId, String(profile.get("Tag_Profile_IM_Nick") ?? "")),
            (account) => toAccountRow(account, app)
          )))
      .handle("account", ({ params, query }) =>
        Effect.flatMap(appOf(world, query.app), (app) =>
          accountDetail(params.userId, app, seconds(world))))
      .handle("groups", ({ query }) =>
        Effect.map(appOf(world, query.app), (app) =>
          slice(app.groups.values(), query, ({ groupId, name }) =>
            contains(query.q, groupId, name), toGroupRow)))
      .handle("group", ({ params, query }) =>
        Effect.flatMap(appOf(world, query.app), ({ groups }) => {
          const group = groups.get(params.groupId)
          return group === undefined
            ? notThere("there is no such group")
            : Effect.succeed(groupDetail(group, seconds(world)))
        }))
      .handle("call", ({ payload, query }) =>
        Effect.gen(function*() {
          const app = yield* appOf(world, query.app)
          const { body, path } = payload
          if (typeof body !== "object" || body === null || Array.isArray(body)) {
            return yield* new ControlProblem({ message: "body is a JSON object" })
          }
          if (!isKeepable(body)) {
            return yield* new ControlProblem({ message: notKeepable })
          }
          const [identifier = "administrator"] = app.administrators
          const answered = yield* Effect.mapError(
            calls.callAs({ app, identifier }, path, body),
            () =>
              new ControlProblem({ message: "a fault dropped the connection" })
          )
          if (answered.status !== 200) {
            return yield* new ControlProblem({ message: `a fault answered the HTTP status ${answered.status}` })
          }
          return yield* Effect.try({
            try: () =>
              parseJson(answered.body),
            catch: () =>
              new ControlProblem({ message: "a fault cut the answer off" })
          })
        })))

const seconds = ({ clock }: World): number => Math.floor(clock.now(machine) / 1000)
