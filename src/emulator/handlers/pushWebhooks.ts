/** What the app is told about pushes to all, by condition and to listed users. */
import { allMemberPushEvents } from "../../webhook/commands/push.ts"
import type { App } from "../state/App.ts"
import type { Delivery } from "../state/Push.ts"
import { eventTypeOf, noToken, numberOf, vendorOf } from "./pushDevices.ts"

/** How many events a webhook has at most. */
const maxEvents = 100

const seconds = (millis: number): number => Math.floor(millis / 1000)

/** What became of a push at each of its receivers' devices: it was sent, and it arrived. */
function* eventsOf({ from, task, until }: Delivery) {
  for (let position = from; position < until; position++) {
    const userId = task.receivers[position] ?? ""
    const devices = task.devices.get(userId)?.devices ?? []
    const event = {
      CallbackCommand: allMemberPushEvents.name,
      TaskId: task.id,
      ...(task.dataId === undefined ? {} : { DataId: task.dataId }),
      TaskTime: seconds(task.time),
      EventTime: seconds(task.timeOf(position)),
      To_Account: userId
    }
    for (const device of devices) {
      const sent = {
        ...event,
        EventType: eventTypeOf(device),
        PushPlatform: vendorOf(device),
        ...(device.online ? { DeviceType: numberOf(device) } : {}),
        ErrCode: 0,
        ErrInfo: "OK"
      }
      yield { ...sent, PushStage: 1 }
      yield { ...sent, PushStage: 2 }
    }
    if (devices.length === 0 && !task.onlineOnly) {
      yield { ...event, EventType: 1, PushPlatform: 0, PushStage: 1, ErrCode: noToken.code, ErrInfo: noToken.info }
    }
  }
}

type Events = ReturnType<typeof eventsOf> extends Generator<infer Event> ? ReadonlyArray<Event> : never

const nothing: ReadonlyArray<never> = []

/** Delivers the pushes that have come to somebody by now; answers the webhooks about them, where anybody wants them. */
export const deliverPushes = (app: App, nowMillis: number): ReadonlyArray<{ readonly Events: Events }> => {
  const deliveries = app.push.deliver(nowMillis)
  if (deliveries.length === 0) return nothing
  if (!app.webhooks.isWanted(allMemberPushEvents.name)) return nothing
  const events = deliveries.flatMap((delivery) => [...eventsOf(delivery)])
  return Array.from({ length: Math.ceil(events.length / maxEvents) }, (_, nth) => ({
    Events: events.slice(nth * maxEvents, (nth + 1) * maxEvents)
  }))
}
