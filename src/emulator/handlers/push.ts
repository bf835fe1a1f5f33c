/** How the emulator answers the endpoints that send pushes and take them back, of both generations. */
import * as Effect from "effect/Effect"
import { imPush } from "../../api/push/allMemberPushEndpoints.ts"
import { batch, push, revoke } from "../../api/push/sendEndpoints.ts"
import { type AnyCondition, isMixed, maxTextBytes, repeatedTag } from "../../api/push/shapes.ts"
import type { ResponseOf } from "../../endpoint/Endpoint.ts"
import { utf8Length } from "../../endpoint/wire.ts"
import { allMemberPushEvents } from "../../webhook/commands/push.ts"
import { type Refusal, refuse } from "../Refusal.ts"
import { type AnswerBody, type Call, type Route, route } from "../Route.ts"
import type { NewTask } from "../state/Push.ts"
import type { Member } from "../state/PushAudience.ts"
import { pushAudienceRoutes } from "./pushAudience.ts"
import { pushStatisticsRoutes } from "./pushStatistics.ts"
import { deliverPushes } from "./pushWebhooks.ts"

/** The code for a condition that breaks a limit. */
const conditionExcess = (condition: AnyCondition | undefined): number | undefined => {
  if (condition === undefined) return undefined
  if (isMixed(condition)) return 90039
  const lists = [condition.TagsOr ?? [], condition.TagsAnd ?? [], condition.TagsNot ?? []]
  const tags = lists.flat()
  if (tags.includes("")) return 90040
  if (tags.some((tag) => utf8Length(tag) > maxTextBytes)) return 90020
  if (lists.some((list) => list.length > 10)) return 90032
  if (repeatedTag(condition) !== undefined) return 90022
  const values = Object.values({ ...condition.AttrsOr, ...condition.AttrsAnd })
  return values.some((value) => value === "" || utf8Length(value) > maxTextBytes) ? 90033 : undefined
}

/** Refuses a condition over an attribute that the app has not named. */
const unknownAttr = (condition: AnyCondition | undefined, { app }: Call): Refusal | undefined => {
  const names = Object.keys({ ...condition?.AttrsOr, ...condition?.AttrsAnd })
  const unknown = names.find((name) => app.push.audience.numberOf(name) === undefined)
  return unknown === undefined ? undefined : refuse(90033, `attrName:${unknown} is not set`)
}

/** Random digits of a base. */
const digits = (length: number, base: number, { random }: Call): string =>
  Array.from({ length }, () => Math.floor(random() * base).toString(base)).join("")

const hex = (value: number): string => value.toString(16)

/** The ids of tasks, each in the form of its generation. */
const taskId = {
  push: (random: number, call: Call) => {
    const account = `20000${digits(10, 16, call)}`
    return [hex(call.now), hex(call.app.sdkAppId), account, hex(random), hex(call.app.push.nextNumber())].join("_")
  },
  batch: (random: number, call: Call) => `batch_${taskId.push(random, call)}`,
  im_push: (random: number, call: Call) =>
    [call.app.sdkAppId, `144115${digits(12, 10, call)}`, random, call.app.push.nextNumber()].join("_")
}

/** Delivers a push that was just taken, and tells what became of it. */
const deliver = ({ app, nowMillis, tell }: Call): void => {
  for (const events of deliverPushes(app, nowMillis)) tell(allMemberPushEvents, () => events)
}

/** Takes a push to all or by condition, unless it is one that was taken before, or comes too soon. */
const pushToAll = (
  task: NewTask & { readonly origin: "push" | "im_push" },
  { Condition, MsgRandom }: { readonly Condition?: AnyCondition | undefined; readonly MsgRandom: number },
  call: Call
) => {
  const { nowMillis, app: { push } } = call
  const same = push.sameTask(task.origin, MsgRandom, call.now)
  if (same !== undefined) return { TaskId: same }
  const unknown = unknownAttr(Condition, call)
  if (unknown !== undefined) return Effect.fail(unknown)
  const code = push.whyNot(nowMillis)
  if (code !== undefined) return Effect.fail(refuse(code))
  const members = push.audience.match(Condition)
  const { id } = push.pushToAll(task, MsgRandom, members, nowMillis, taskId[task.origin](MsgRandom, call))
  deliver(call)
  return { TaskId: id }
}

const messageCodes = { MsgBody: 90007, "MsgBody[]": 90002, "MsgBody[].MsgContent": 90010, OfflinePushInfo: 90043 }

const noDevices =
  "Nothing is pushed to a device: app.push.task(TaskId) tells who got it, and the figures are reckoned from it."

const told =
  "The webhook tells of each device of a receiver, online or not, that the push was sent and that it arrived; of a " +
  "receiver without one that it was not sent, with -2, no token. Nobody clicks. All of this is assumed."

const ofBoth = [
  noDevices,
  told,
  "The interval of 1 second and the daily quota are one for both generations; a day is one of UTC. Both are assumed.",
  "A repeated MsgRandom answers the first TaskId whatever the body says, and counts for nothing, which is assumed.",
  "Whether From_Account exists is not looked at. An empty condition is refused with 90001, which is assumed.",
  "TagsOr with TagsAnd, and AttrsOr with AttrsAnd, must both be true, which is assumed."
]

/** The routes about pushes. */
export const pushRoutes: ReadonlyArray<Route> = [
  route(
    push,
    {
      invalid: 90001,
      fields: { MsgRandom: 90005, ...messageCodes },
      limits: { DataId: 90057 },
      excess: ({ Condition, MsgBody, OfflinePushInfo }) =>
        MsgBody === undefined && OfflinePushInfo === undefined ? 90002 : conditionExcess(Condition),
      notes: [
        ...ofBoth,
        "The trial edition has 10 pushes a day, as the free edition of the push service; the others have 100.",
        "Messages that are stored come into the conversations of 200 accounts a second, each with the second in which " +
        "it comes; not into that of the sender with itself. The sender sees them as well. All of this is assumed.",
        "The webhooks about whom a message has come to since are sent with the next call, whichever it is.",
        "The service counts as switched on, so 90045 is never answered. Codes that are not documented are im_push's."
      ],
      webhooks: [allMemberPushEvents]
    },
    (body, call) =>
      pushToAll(
        {
          origin: "push",
          from: body.From_Account ?? call.identifier,
          body: body.MsgBody,
          offlinePush: body.OfflinePushInfo,
          dataId: body.DataId,
          stored: body.MsgBody === undefined || body.OnlineOnlyFlag === 1
            ? undefined
            : { seq: Math.floor(call.random() * 2 ** 32), random: body.MsgRandom },
          onlineOnly: body.OfflinePushInfo?.PushFlag === 1
        },
        body,
        call
      )
  ),

  route(
    batch,
    {
      invalid: 90001,
      limits: { DataId: 90057 },
      notes: [
        noDevices,
        told,
        "Above the edition's rate it is refused with 60007. When no receiver exists it is a success. Both are assumed.",
        "Whether From_Account exists is not looked at. Bodies of a wrong shape are refused without a TaskId.",
        "A repeated MsgRandom answers the same once more for one second, counted from the first call.",
        "The service counts as switched on, so 90045 is never answered."
      ],
      webhooks: [allMemberPushEvents]
    },
    (body, call): AnswerBody<ResponseOf<typeof batch>> => {
      const { nowMillis, app: { push } } = call
      if (push.isTooOften(nowMillis)) {
        return { ActionStatus: "FAIL", ErrorCode: 60007, ErrorInfo: refuse(60007).info, TaskId: "" }
      }
      const same = push.sameBatch<AnswerBody<ResponseOf<typeof batch>>>(body.MsgRandom, nowMillis)
      if (same !== undefined) return same
      const members = new Map<string, Member>()
      const failures: Array<{ readonly To_Account: string; readonly ErrorCode: number }> = []
      for (const id of body.To_Account) {
        const member = push.audience.find(id)
        if (member === undefined) failures.push({ To_Account: id, ErrorCode: 70107 })
        else members.set(id, member)
      }
      const task: NewTask = {
        origin: "batch",
        from: body.From_Account,
        offlinePush: body.OfflinePushInfo,
        dataId: body.DataId,
        stored: undefined,
        onlineOnly: body.OfflinePushInfo.PushFlag === 1
      }
      const { id } = push.add(task, members.values(), nowMillis, taskId.batch(body.MsgRandom, call))
      const answer = { TaskId: id, ...(failures.length === 0 ? {} : { ErrorList: failures }) }
      push.rememberBatch(body.MsgRandom, answer, nowMillis)
      deliver(call)
      return answer
    }
  ),

  route(
    revoke,
    {
      invalid: 90001,
      fields: { OfflinePushInfo: 90043 },
      notes: [
        "A task that is unknown, older than 24 hours, of another call than timpush/push, or not stored and revoked " +
        "without OfflinePushInfo, is refused with 90001, which is assumed.",
        "Delivery stops, and stored messages that count as unread are recalled; nothing is replaced on devices, " +
        "since there are none."
      ]
    },
    ({ OfflinePushInfo, TaskId }, { app, nowMillis }) => {
      const task = app.push.task(TaskId)
      if (task?.origin !== "push") return Effect.fail(refuse(90001, "no such task"))
      if (nowMillis - task.time > 86_400_000) return Effect.fail(refuse(90001, "the task is older than 24 hours"))
      if (task.stored === undefined && OfflinePushInfo === undefined) {
        return Effect.fail(refuse(90001, "OfflinePushInfo is needed, since the push stored nothing"))
      }
      app.push.revoke(task, OfflinePushInfo, nowMillis)
      return {}
    }
  ),

  route(
    imPush,
    {
      invalid: 90001,
      fields: { MsgRandom: 90005, ...messageCodes },
      limits: { MsgLifeTime: 90026 },
      excess: ({ Condition }) => conditionExcess(Condition),
      notes: [
        ...ofBoth,
        "Editions below premium are refused with 90045. TagsNot, which this generation does not know, with 90001.",
        "Who is offline gets it when MsgLifeTime is above 0; how it runs out is left out."
      ],
      webhooks: [allMemberPushEvents]
    },
    (body, call) =>
      call.app.edition === "premium"
        ? pushToAll(
          {
            origin: "im_push",
            from: body.From_Account ?? call.identifier,
            body: body.MsgBody,
            offlinePush: body.OfflinePushInfo,
            stored: undefined,
            onlineOnly: (body.MsgLifeTime ?? 0) === 0 || body.OfflinePushInfo?.PushFlag === 1
          },
          body,
          call
        )
        : Effect.fail(refuse(90045))
  ),

  ...pushAudienceRoutes,
  ...pushStatisticsRoutes
]
