/** How the emulator answers the endpoints that tell what became of pushes. */
import * as Effect from "effect/Effect"
import {
  allMemberPushLoss,
  allMemberPushStatistics,
  allMemberPushTrace,
  normalPushLoss,
  normalPushStatistics,
  normalPushTrace
} from "../../api/push/statisticsEndpoints.ts"
import { type Refusal, refuse } from "../Refusal.ts"
import { type Call, type Route, route } from "../Route.ts"
import type { Device, Task } from "../state/Push.ts"
import { eventTypeOf, noToken, vendorOf } from "./pushDevices.ts"

const daySeconds = 86_400

/** What the service writes about a success here, with its own spelling. */
const sucess = { ErrorInfo: "sucess" }

interface Span {
  readonly StartTime: number
  readonly EndTime: number
}

/** Refuses a span that begins too long ago. */
const tooOld = ({ StartTime }: Span, days: number, { now }: Call): Refusal | undefined =>
  now - StartTime > days * daySeconds ? refuse(90001, `StartTime is more than ${days} days ago`) : undefined

interface Counts {
  TotalCount: number
  SentCount: number
  DeliveredCount: number
  ClickCount: number
}

const zero = (): Counts => ({ TotalCount: 0, SentCount: 0, DeliveredCount: 0, ClickCount: 0 })

/** The figures of tasks together. */
const figuresOf = (tasks: Iterable<Task>, nowMillis: number) => {
  const total = zero()
  const platforms = new Map<string, Counts & { readonly EventType: number; readonly PushPlatform: number }>()
  for (const task of tasks) {
    const reached = task.reachedBy(nowMillis)
    total.TotalCount += task.withoutDevice
    for (const { devices, position } of task.devices.values()) {
      for (const device of devices) {
        const EventType = eventTypeOf(device)
        const PushPlatform = vendorOf(device)
        const key = `${EventType}:${PushPlatform}`
        const platform = platforms.get(key) ?? { EventType, PushPlatform, ...zero() }
        platforms.set(key, platform)
        for (const counts of [total, platform]) {
          counts.TotalCount++
          if (position >= reached) continue
          counts.SentCount++
          counts.DeliveredCount++
        }
      }
    }
  }
  return { ...total, PlatformStatistics: [...platforms.values()] }
}

/** Why tasks together did not arrive everywhere: receivers without a device have no token. */
const lossesOf = (tasks: Iterable<Task>) => {
  let count = 0
  for (const { withoutDevice } of tasks) count += withoutDevice
  const loss = count === 0 ? [] : [{ ErrCode: String(noToken.code), ErrCount: count, ErrInfo: noToken.info }]
  return {
    ReadyToSendLoss: loss,
    PostSendDeliveredLoss: [],
    PlatformReadyToSendLoss: loss.map((each) => ({ EventType: 1, PushPlatform: 0, ...each })),
    PlatformPostSendDeliveredLoss: []
  }
}

/** A result for each wanted task that lies in the span; or one for all, where none is named. */
const resultsOf = <Result extends object>(
  { EndTime, StartTime, TaskID }: Span & { readonly TaskID: ReadonlyArray<string> },
  { app }: Call,
  of: (tasks: ReadonlyArray<Task>) => Result
) => {
  const isInSpan = ({ time }: Task) => time >= StartTime * 1000 && time < (EndTime + 1) * 1000
  if (TaskID.length === 0) return [{ TaskID: "", ...of([...app.push.tasks()].filter(isInSpan)) }]
  return TaskID.flatMap((id) => {
    const task = app.push.task(id)
    return task !== undefined && isInSpan(task) ? [{ TaskID: id, ...of([task]) }] : []
  })
}

/** A time as the service writes it, `2025-03-13 16:16:29`. */
const written = (millis: number): string => new Date(millis).toISOString().slice(0, 19).replace("T", " ")

/** The way of a task to one device. */
const traceOf = (task: Task, device: Device, nth: number, position: number) => {
  const EventTime = written(task.timeOf(position))
  const done = { PushStatus: 1, ErrorCode: 0, ErrorInfo: "", EventTime }
  const vendor = vendorOf(device)
  return {
    InstanceId: String(nth + 1),
    PushTime: EventTime,
    DeviceModel: "",
    System: vendor === 1 ? "APNS" : device.platform,
    SystemVersion: "",
    EventType: eventTypeOf(device),
    PushPlatform: vendor,
    Token: "",
    CertId: "",
    SdkVersion: "",
    PushVersion: "",
    NotificationStatus: 1,
    last_active_terminal: nth === 0 ? 1 : 0,
    IMCommitStat: { IMStat: done },
    ...(device.online ? {} : { OfflinePushStat: { OfflineStat: done, ChannelStat: done, DeviceStat: done } })
  }
}

const reckoned =
  "Nothing is pushed, so the figures are reckoned: every platform on which a receiver was online, or left without " +
  "logging out, is a device that the push reaches; nobody clicks; receivers without one are lost with -2, no token."
const span = "A span that begins too long ago is refused with 90001, which is assumed."
const named =
  "Tasks that are unknown or outside the span are left out; all together have an empty TaskID. Both are assumed."
const noMessages = "Offline pushes of messages are not counted: the figures are 0."

/** The routes about what became of pushes. */
export const pushStatisticsRoutes: ReadonlyArray<Route> = [
  route(allMemberPushStatistics, { invalid: 90001, notes: [reckoned, span, named] }, (body, call) => {
    const refusal = tooOld(body, 30, call)
    if (refusal !== undefined) return Effect.fail(refusal)
    return { ...sucess, Results: resultsOf(body, call, (tasks) => figuresOf(tasks, call.nowMillis)) }
  }),

  route(allMemberPushLoss, { invalid: 90001, notes: [reckoned, span, named] }, (body, call) => {
    const refusal = tooOld(body, 7, call)
    if (refusal !== undefined) return Effect.fail(refusal)
    return { ...sucess, Results: resultsOf(body, call, lossesOf) }
  }),

  route(
    allMemberPushTrace,
    {
      invalid: 90001,
      notes: [
        reckoned,
        "Times are written in UTC. A task that is unknown or older than 7 days, or a user whom it did not reach, has " +
        "no devices. Models, versions, tokens and the steps of online pushes are left out. All of this is assumed."
      ]
    },
    ({ TaskID, UserID }, { app, nowMillis }) => {
      const task = app.push.task(TaskID)
      const reached = task?.devices.get(UserID)
      const isThere = task !== undefined && reached !== undefined && reached.position < task.reachedBy(nowMillis) &&
        nowMillis - task.time <= 7 * daySeconds * 1000
      return {
        ...sucess,
        InstanceTrace: isThere
          ? reached.devices.map((device, nth) => traceOf(task, device, nth, reached.position))
          : []
      }
    }
  ),

  route(normalPushStatistics, { invalid: 90001, notes: [noMessages, span] }, (body, call) => {
    const refusal = tooOld(body, 30, call)
    return refusal === undefined ? { ...sucess, ...zero(), PlatformStatistics: [] } : Effect.fail(refusal)
  }),

  route(normalPushLoss, { invalid: 90001, notes: [noMessages, span] }, (body, call) => {
    const refusal = tooOld(body, 7, call)
    return refusal === undefined ? { ...sucess, ...lossesOf([]) } : Effect.fail(refusal)
  }),

  route(
    normalPushTrace,
    { invalid: 90001, notes: ["Offline pushes of messages are not traced: there are no devices."] },
    () => ({ ...sucess, InstanceTrace: [] })
  )
]
