/** The endpoints about running an app: daily figures, the archive of messages, addresses, global mutes. */
import { endpoint } from "../../endpoint/Endpoint.ts"
import * as wire from "../../endpoint/wire.ts"

/** The names of the daily figures. */
export const figureNames = [
  "AppId",
  "AppName",
  "Company",
  "Date",
  "ActiveUserNum",
  "RegistUserNumOneDay",
  "RegistUserNumTotal",
  "LoginTimes",
  "LoginUserNum",
  "MaxOnlineNum",
  "UpMsgNum",
  "DownMsgNum",
  "SendMsgUserNum",
  "APNSMsgNum",
  "C2CUpMsgNum",
  "C2CDownMsgNum",
  "C2CSendMsgUserNum",
  "C2CAPNSMsgNum",
  "GroupUpMsgNum",
  "GroupDownMsgNum",
  "GroupSendMsgUserNum",
  "GroupAPNSMsgNum",
  "GroupSendMsgGroupNum",
  "GroupJoinGroupTimes",
  "GroupQuitGroupTimes",
  "GroupNewGroupNum",
  "GroupAllGroupNum",
  "GroupDestroyGroupNum",
  "ChainIncrease",
  "ChainDecrease",
  "CallBackReq",
  "CallBackRsp"
] as const

/** A figure: present when it was asked for, and a text even where it is a number. */
const figure = () => wire.optional(wire.string)

/** The figures of one day. */
const dailyFigures = () => ({
  /** The day in Beijing, `yyyymmdd`. Always present. */
  Date: wire.string,
  /** The SDKAppID. */
  AppId: figure(),
  /** Dropped from the newest list of the vendor. */
  AppName: figure(),
  /** Dropped from the newest list of the vendor. */
  Company: figure(),
  ActiveUserNum: figure(),
  /** Accounts that were made on that day. */
  RegistUserNumOneDay: figure(),
  RegistUserNumTotal: figure(),
  LoginTimes: figure(),
  LoginUserNum: figure(),
  /** The most users that were online at a time. */
  MaxOnlineNum: figure(),
  /** Messages that were sent. */
  UpMsgNum: figure(),
  /** Messages that were delivered. */
  DownMsgNum: figure(),
  /** Users who sent messages. */
  SendMsgUserNum: figure(),
  /** Pushes to iOS. */
  APNSMsgNum: figure(),
  C2CUpMsgNum: figure(),
  C2CDownMsgNum: figure(),
  C2CSendMsgUserNum: figure(),
  C2CAPNSMsgNum: figure(),
  GroupUpMsgNum: figure(),
  GroupDownMsgNum: figure(),
  GroupSendMsgUserNum: figure(),
  GroupAPNSMsgNum: figure(),
  /** Groups in which messages were sent. */
  GroupSendMsgGroupNum: figure(),
  GroupJoinGroupTimes: figure(),
  GroupQuitGroupTimes: figure(),
  GroupNewGroupNum: figure(),
  GroupAllGroupNum: figure(),
  GroupDestroyGroupNum: figure(),
  /** Pairs of friends that were added. */
  ChainIncrease: figure(),
  /** Pairs of friends that were removed. */
  ChainDecrease: figure(),
  /** Webhook requests. */
  CallBackReq: figure(),
  /** Webhook answers. */
  CallBackRsp: figure()
})

/** Reads the figures of each of the last 30 days. The running day is not final. */
export const getappinfo = /* @__PURE__ */ endpoint("v4/openconfigsvr/getappinfo", {
  request: () => ({
    /** The figures that are wanted; all when left out. */
    RequestField: wire.optional(wire.list(wire.oneOf(...figureNames)))
  }),
  response: () => ({ Result: wire.list(wire.object(dailyFigures())) }),
  repeatability: "safe",
  docs: "https://trtc.io/document/34886"
})

/**
 * Tells where the messages of one hour of the last 7 days can be downloaded, as gzip files of JSON. A file is made
 * within about an hour after its hour; until then, and for an hour without messages, 1004 is answered, for an hour that
 * is older 1005.
 */
export const getHistory = /* @__PURE__ */ endpoint("v4/open_msg_svc/get_history", {
  request: () => ({
    ChatType: wire.oneOf("C2C", "Group"),
    /** The hour in Beijing, `yyyymmddhh`; 2015120121 is the hour from 21:00. `beijingHour` writes it. */
    MsgTime: wire.rule(wire.string, (hour) => /^\d{10}$/.test(hour) || "is not an hour as yyyymmddhh")
  }),
  response: () => ({
    File: wire.list(wire.object({
      URL: wire.string,
      /** When the address stops to work, `yyyy-mm-dd hh:mm:ss`. Ask again for another one. */
      ExpireTime: wire.string,
      /** Bytes, unpacked. */
      FileSize: wire.integer,
      /** MD5 of the unpacked file. */
      FileMD5: wire.string,
      /** Bytes, packed. */
      GzipSize: wire.integer,
      /** MD5 of the packed file. */
      GzipMD5: wire.string
    }))
  }),
  repeatability: "safe",
  ratePerSecond: 10,
  docs: "https://trtc.io/document/34885"
})

/** Lists the service's addresses, single ones and ranges mixed. Those outside mainland China are given on request. */
export const getIPList = /* @__PURE__ */ endpoint("v4/ConfigSvc/GetIPList", {
  request: () => ({
    /**
     * Travels in the query. 0 all, 1 and 2 native clients in China and elsewhere, 3 and 4 web clients in China and
     * elsewhere, 5 and 6 where webhooks come from in China and elsewhere. Hong Kong counts as China.
     */
    nettype: wire.optional(wire.oneOf(0, 1, 2, 3, 4, 5, 6))
  }),
  response: () => ({ IPList: wire.list(wire.string) }),
  inQuery: ["nettype"],
  repeatability: "safe",
  docs: "https://trtc.io/document/36742"
})

/** How long a mute lasts in seconds: 0 lifts it, 4294967295 is for good. */
const muteTime = () => wire.optional(wire.uint32())

/**
 * Mutes an account in all chats, or lifts the mute. What is left out stays as it is. A muted account's one-to-one
 * messages are refused with 20012, those to groups with 10017. Mutes inside single groups are separate.
 */
export const setnospeaking = /* @__PURE__ */ endpoint("v4/openconfigsvr/setnospeaking", {
  request: () => ({
    Set_Account: wire.userId(),
    /** Seconds from now, for one-to-one messages: 0 lifts the mute, 4294967295 is for good. */
    C2CmsgNospeakingTime: muteTime(),
    /** Seconds from now, for messages to groups: 0 lifts the mute, 4294967295 is for good. */
    GroupmsgNospeakingTime: muteTime()
  }),
  rule: ({ C2CmsgNospeakingTime, GroupmsgNospeakingTime }) =>
    C2CmsgNospeakingTime !== undefined || GroupmsgNospeakingTime !== undefined ||
    "one of C2CmsgNospeakingTime and GroupmsgNospeakingTime is needed",
  response: () => ({}),
  repeatability: "repeatable",
  docs: "https://trtc.io/document/34923"
})

/** Tells for how long an account is still muted in all chats. */
export const getnospeaking = /* @__PURE__ */ endpoint("v4/openconfigsvr/getnospeaking", {
  request: () => ({ Get_Account: wire.userId() }),
  response: () => ({
    /** Seconds that are left for one-to-one messages: 0 not muted, 4294967295 for good. */
    C2CmsgNospeakingTime: wire.integer,
    /** Seconds that are left for messages to groups: 0 not muted, 4294967295 for good. */
    GroupmsgNospeakingTime: wire.integer
  }),
  repeatability: "safe",
  docs: "https://trtc.io/document/34924"
})
