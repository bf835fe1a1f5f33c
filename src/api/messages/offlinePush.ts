/** How a message is pushed to devices that are offline. */
import * as wire from "../../endpoint/wire.ts"

const text = () => wire.optional(wire.string)

/** A number that older clients and pages write as a text. */
const numberOrText = (...values: ReadonlyArray<number>) =>
  wire.optional(wire.union([wire.oneOf(...values), wire.oneOf(...values.map(String))]))

/** Texts for placeholders of a template. */
const parameters = () => wire.optional(wire.record(wire.string))

const androidInfo = () => ({
  /** A sound in the app's `res/raw`, without its suffix. */
  Sound: text(),
  /** 1: big text, on Huawei, Honor and OPPO. */
  PushStyle: wire.optional(wire.flag()),
  /** From EMUI 10. Channel ids win over those set in the console. */
  HuaWeiChannelID: text(),
  /** Needed from Android 8. */
  XiaoMiChannelID: text(),
  /** From Android 8. */
  OPPOChannelID: text(),
  /** From Android 8. */
  GoogleChannelID: text(),
  /** For example `IM` or `MARKETING`. */
  OPPOCategory: text(),
  OPPOPrivateMsgTemplateId: text(),
  OPPOPrivateTitleParameters: parameters(),
  OPPOPrivateContentParameters: parameters(),
  /** 1 list, 2 also lock screen, 16 also banner, vibration and sound. Needs `OPPOCategory`. */
  OPPONotifyLevel: wire.optional(wire.oneOf(1, 2, 16)),
  /** 0 operational, 1 system, the default. */
  VIVOClassification: numberOrText(0, 1),
  /** For example `IM` or `MARKETING`. */
  VIVOCategory: text(),
  /** 1 none, 2 ring, 3 vibrate, 4 both, the default. */
  VIVONotifyType: numberOrText(1, 2, 3, 4),
  HuaWeiImportance: wire.optional(wire.oneOf("LOW", "NORMAL")),
  /** For example `IM` or `MARKETING`. */
  HuaWeiCategory: text(),
  /** A picture's https address; the picture is below 512 KB. */
  HuaWeiImage: text(),
  HonorImage: text(),
  HonorImportance: wire.optional(wire.oneOf("LOW", "NORMAL")),
  /** A picture's https address; the picture is at most 1 MB. */
  GoogleImage: text(),
  GooglePriority: wire.optional(wire.oneOf("normal", "high")),
  /** 0 public, 1 private. */
  MeiZuNoticeMsgType: wire.optional(wire.flag()),
  /** 1: `Ext` is the parameter of the intent rather than of the action. */
  ExtAsHuaweiIntentParam: wire.optional(wire.flag())
})

const liveActivity = () => ({
  /** At most 64 bytes. */
  LaId: wire.text({ minBytes: 1, maxBytes: 64 }),
  Event: wire.oneOf("update", "end"),
  /** The state that the activity shows, in the app's own fields. */
  ContentState: wire.record(wire.json),
  /** When an ended activity leaves the lock screen, in seconds since 1970. */
  DismissalDate: wire.optional(wire.integer)
})

const apnsInfo = () => ({
  /** A sound file with its suffix, at most 30 seconds long. */
  Sound: text(),
  /** 0: the badge counts this message; 1: it does not. */
  BadgeMode: wire.optional(wire.flag()),
  /** Wins over `OfflinePushInfo.Title`. */
  Title: text(),
  SubTitle: text(),
  /** A picture's address. Needs `MutableContent` 1. */
  Image: text(),
  MutableContent: wire.optional(wire.flag()),
  InterruptionLevel: wire.optional(wire.oneOf("active", "passive", "time-sensitive", "critical")),
  /** 1: a silent push; at most about 3 an hour are advised. */
  ContentAvailable: wire.optional(wire.flag()),
  /** 1: a VoIP push. */
  IsVoipPush: wire.optional(wire.flag()),
  LiveActivity: wire.optional(wire.object(liveActivity()))
})

const harmonyInfo = () => ({
  /** Wins over `OfflinePushInfo.Title`. */
  Title: text(),
  Category: text(),
  /** A picture's https address. */
  Image: text(),
  /** A file in the app's `rawfile`. */
  Sound: text(),
  /** Seconds, 1 to 60. Needs `Sound`. */
  SoundDuration: wire.optional(wire.between(1, 60))
})

const fields = () => ({
  /** 1: no offline push. */
  PushFlag: wire.optional(wire.flag()),
  Title: text(),
  /** The text of the push. Wins over the text made from the message, and over a custom element's `Desc`. */
  Desc: text(),
  /** Texts by the language of the client, from client 8.5. */
  MultiLanguageContent: wire.optional(wire.list(wire.object({
    /** For example `en` or `zh-hant`. */
    Language: wire.string,
    Title: text(),
    Desc: text()
  }))),
  /** Passed through to the app; should be JSON in a text below 1 KB, since some vendors take nothing else. */
  Ext: text(),
  AndroidInfo: wire.optional(wire.object(androidInfo())),
  ApnsInfo: wire.optional(wire.object(apnsInfo())),
  HarmonyInfo: wire.optional(wire.object(harmonyInfo())),
  /** Added to the badge, 1 to 99. */
  BadgeAddNum: wire.optional(wire.between(1, 99)),
  /** The badge's new number, 0 to 999 on iOS and 0 to 99 elsewhere. Wins over `BadgeAddNum`. */
  BadgeSetNum: wire.optional(wire.between(0, 999)),
  /** A template from the console, for example `1400000000-1`. */
  PushTemplateId: text(),
  /** Texts for the template's placeholders, except those that the service fills itself. */
  PushTemplateParam: parameters()
})

/** How a message is pushed to devices that are offline. */
export type OfflinePushInfo = wire.ObjectOf<ReturnType<typeof fields>>

/** Settings for Android, vendor by vendor. */
export type AndroidInfo = wire.ObjectOf<ReturnType<typeof androidInfo>>

/** Settings for iOS. */
export type ApnsInfo = wire.ObjectOf<ReturnType<typeof apnsInfo>>

/** Settings for HarmonyOS. */
export type HarmonyInfo = wire.ObjectOf<ReturnType<typeof harmonyInfo>>

/** Settings for a live activity on iOS. */
export type LiveActivity = wire.ObjectOf<ReturnType<typeof liveActivity>>

/** `Desc` and `Ext` together, in bytes: what fits into a push to iOS. */
const maxTextBytes = 3_072

/** The field `OfflinePushInfo`, which every sending call takes. */
export const offlinePushInfo = (): wire.Wire<OfflinePushInfo> =>
  wire.rule(
    wire.object(fields()),
    ({ Desc = "", Ext = "" }) =>
      wire.utf8Length(Desc) + wire.utf8Length(Ext) < maxTextBytes ||
      `Desc and Ext together are ${maxTextBytes} bytes or longer`
  ) as unknown as wire.Wire<OfflinePushInfo>
