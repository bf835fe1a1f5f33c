/** How the emulator answers the endpoints about running an app. */
import * as Effect from "effect/Effect"
import { beijingTime, secondsOfHour } from "../../api/operations/beijing.ts"
import { getappinfo, getHistory, getIPList, getnospeaking, setnospeaking } from "../../api/operations/endpoints.ts"
import { allowBannedObject, forbidIllegalObject, getCosSig } from "../../api/operations/fileEndpoints.ts"
import { utf8Length } from "../../endpoint/wire.ts"
import { refuse } from "../Refusal.ts"
import { type Route, route } from "../Route.ts"
import { archivePeriod } from "../state/Archive.ts"
import type { App } from "../state/App.ts"
import { secondsLeft } from "../state/Mutes.ts"

const hour = 3_600

/** For how long an address of the archive works, in seconds. */
const archiveLinkPeriod = 86_400

/** For how long a signed address of a media file works, in seconds. */
const signedLinkPeriod = 900

/** Thirty-two hexadecimal digits made of a text: FNV-1a from four starting points. */
const digest = (text: string): string =>
  [0x811c9dc5, 0x01000193, 0x9e3779b9, 0x85ebca6b].map((start) => {
    let hash = start
    for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
    return (hash >>> 0).toString(16).padStart(8, "0")
  }).join("")

/** The size of a file as a gzip file that leaves its content as it is. */
const storedGzipSize = (size: number): number => size + 18 + 5 * Math.ceil(size / 65_535)

/** The messages of the hour that begins at a time in seconds, each with the fields of its line. */
const linesOfHour = (chatType: "C2C" | "Group", start: number, { archive }: App): ReadonlyArray<object> =>
  chatType === "C2C"
    ? archive.c2c.at(start).map(({ body, from, random, seq, time, to }) => ({
      From_Account: from,
      To_Account: to,
      MsgTimestamp: time,
      MsgSeq: seq,
      MsgRandom: random,
      MsgBody: body
    }))
    : archive.groups.at(start).map(({ groupId, message, time }) => ({
      From_Account: message.from,
      GroupId: groupId,
      MsgTimestamp: time,
      MsgSeq: message.seq,
      MsgBody: message.body
    }))

/** A file of the archive: a message a line. */
const archiveFile = (
  head: { readonly SdkAppId: number; readonly ChatType: string; readonly MsgTime: string },
  messages: ReadonlyArray<object>
): string =>
  `${JSON.stringify(head).slice(0, -1)},"MsgList":[\n${
    messages.map((message) => JSON.stringify(message)).join(",\n")
  }\n]}`

/** Addresses that are set aside for documentation, by what they stand for. */
const addresses: ReadonlyArray<ReadonlyArray<string>> = [
  ["192.0.2.0/26"],
  ["198.51.100.0/26"],
  ["192.0.2.65", "192.0.2.66"],
  ["198.51.100.65", "198.51.100.66"],
  ["192.0.2.128/28"],
  ["198.51.100.128/28"]
]

const isAddress = (url: string): boolean => /^https?:\/\/\S+$/i.test(url)

const invalidFile = {
  invalid: 114011,
  notes: [
    "Served by every emulator, whichever region it stands for.",
    "No address is fetched: each has a file, whoever uploaded it, unless the app's state says that it is missing.",
    "No codes are documented; 114011 for what is no http address is assumed."
  ]
}

/** The routes about running an app. */
export const operationRoutes: ReadonlyArray<Route> = [
  route(
    getappinfo,
    {
      invalid: 130001,
      notes: [
        "Today is the first of the 30 days, which is assumed. 130001 for an unknown figure is assumed.",
        "Accounts are counted as they are imported and deleted. Totals of past days are reckoned back from today's.",
        "Messages that are sent are counted, imported ones and those of pushes are not. Members count as they are " +
        "added and removed by calls of their own. Friends and webhooks are not counted.",
        "There are no clients: logins and pushes are 0. MaxOnlineNum is the number of users who logged in.",
        "AppName and Company are made up. The codes 130009 to 130012 never occur."
      ]
    },
    ({ RequestField }, { app, nowMillis }) => {
      const wanted = RequestField === undefined ? undefined : new Set<string>(["Date", ...RequestField])
      return {
        ActionStatus: undefined,
        ErrorInfo: "OK",
        Result: app.figures.report(nowMillis, app.groups.size).map((figures) => ({
          Date: figures.get("Date") ?? "",
          ...Object.fromEntries([...figures].filter(([name]) => wanted?.has(name) !== false))
        }))
      }
    }
  ),

  route(
    getHistory,
    {
      invalid: 1002,
      notes: [
        "A file is there from one hour after the end of its hour, and for 7 days from that end, which is assumed.",
        "The file itself cannot be downloaded, and its address is never asked for. FileSize is right; GzipSize is " +
        "that of a gzip file without compression; both MD5s are made up from the content.",
        "An address works for one day, which is assumed.",
        "Listed is what was stored, imported messages too, in its present state, recalled messages with their " +
        "elements; a topic's message has the community as its group: all assumed. What was for online receivers only " +
        "is missing."
      ]
    },
    ({ ChatType, MsgTime }, { app, now }) => {
      const start = secondsOfHour(MsgTime)
      if (start === undefined) return Effect.fail(refuse(1002, "MsgTime is not an hour"))
      const end = start + hour
      if (now - end > archivePeriod) return Effect.fail(refuse(1005))
      if (now < end + hour) return Effect.fail(refuse(1004))
      const messages = linesOfHour(ChatType, start, app)
      if (messages.length === 0) return Effect.fail(refuse(1004))
      const text = archiveFile({ SdkAppId: app.sdkAppId, ChatType, MsgTime }, messages)
      const FileSize = utf8Length(text)
      const expires = now + archiveLinkPeriod
      return {
        File: [{
          URL: `https://archive.timkit.invalid/${app.sdkAppId}/${ChatType}/${MsgTime}.gz?expires=${expires}`,
          ExpireTime: beijingTime(expires * 1000),
          FileSize,
          FileMD5: digest(text),
          GzipSize: storedGzipSize(FileSize),
          GzipMD5: digest(`gzip ${text}`)
        }]
      }
    }
  ),

  route(
    getIPList,
    {
      invalid: 60025,
      notes: [
        "The addresses are those that are set aside for documentation.",
        "A wrong nettype is refused with 60025, which is assumed."
      ]
    },
    ({ nettype = 0 }) => ({
      ErrorInfo: undefined,
      IPList: nettype === 0 ? addresses.flat() : addresses[nettype - 1] ?? []
    })
  ),

  route(
    setnospeaking,
    {
      invalid: 130001,
      fields: { Set_Account: 130004 },
      limits: { Set_Account: 130005, "": 130008 },
      notes: [
        "A body that is no JSON is refused with 60003, as everywhere, rather than with 130001.",
        "A time that is no integer from 0 to 4294967295 is refused with 130001, which is assumed.",
        "An account that does not exist is refused with 130005, which is assumed.",
        "One-to-one messages that are sent by the REST API pass a mute, as documented; those to groups are refused.",
        "A field left out keeps its mute, and a mute begins anew when it is set again, which is assumed."
      ]
    },
    ({ C2CmsgNospeakingTime, GroupmsgNospeakingTime, Set_Account }, { app, now }) => {
      const account = app.accounts.get(Set_Account)
      if (account === undefined) return Effect.fail(refuse(130005, "Set_Account is not valid"))
      app.mutes.set(account, { c2c: C2CmsgNospeakingTime, group: GroupmsgNospeakingTime }, now)
      return { ActionStatus: undefined }
    }
  ),

  route(
    getnospeaking,
    {
      invalid: 130001,
      fields: { Get_Account: 130002 },
      limits: { Get_Account: 130003 },
      notes: [
        "A body that is no JSON is refused with 60003, as everywhere, rather than with 130001.",
        "An account that does not exist is refused with 130003, which is assumed."
      ]
    },
    ({ Get_Account }, { app, now }) => {
      if (!app.accounts.has(Get_Account)) return Effect.fail(refuse(130003, "Get_Account is not valid"))
      return {
        ActionStatus: undefined,
        C2CmsgNospeakingTime: secondsLeft(app.mutes.c2cMutedUntil(Get_Account), now),
        GroupmsgNospeakingTime: secondsLeft(app.mutes.groupMutedUntil(Get_Account), now)
      }
    }
  ),

  route(forbidIllegalObject, invalidFile, ({ RawURL }, { app }) => {
    if (!isAddress(RawURL)) return Effect.fail(refuse(114011))
    app.mediaFiles.ban(RawURL)
    return {}
  }),

  route(allowBannedObject, invalidFile, ({ RawURL }, { app }) => {
    if (!isAddress(RawURL)) return Effect.fail(refuse(114011))
    app.mediaFiles.allow(RawURL)
    return {}
  }),

  route(
    getCosSig,
    {
      ...invalidFile,
      notes: [
        ...invalidFile.notes,
        "A missing file has an empty PreSigURL, which is assumed.",
        "How many files a call takes is not documented; any number is taken."
      ]
    },
    ({ RawURLs }, { app, now }) => ({
      PreSigURLs: RawURLs.map(({ RawURL, ResourceID }) => {
        if (!isAddress(RawURL)) {
          return { Code: 114011, Desc: "not the address of a file", ResourceID, PreSigURL: "", Status: 2 }
        }
        const Status = app.mediaFiles.status(RawURL)
        const mark = RawURL.includes("?") ? "&" : "?"
        const signature = `expires=${now + signedLinkPeriod}&sign=${digest(`${RawURL} ${now}`)}`
        return { Code: 0, Desc: "", ResourceID, PreSigURL: Status === 2 ? "" : `${RawURL}${mark}${signature}`, Status }
      })
    })
  )
]
