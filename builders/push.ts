/** The builder of offline pushes. */
import type {
  AndroidInfo,
  ApnsInfo,
  HarmonyInfo,
  LiveActivity,
  OfflinePushInfo
} from "../src/api/messages/offlinePush.ts"
import type { Built } from "../src/endpoint/Endpoint.ts"
import { given } from "./given.ts"
import { toText } from "./text.ts"

/**
 * An offline push in the making. Each step returns a new push and leaves the old one as it was.
 *
 * What a field means and what it may be is told at `OfflinePushInfo`, which this builds.
 */
export class OfflinePush implements Built<OfflinePushInfo> {
  readonly #info: OfflinePushInfo

  constructor(info: OfflinePushInfo = {}) {
    this.#info = info
  }

  #with(info: OfflinePushInfo): OfflinePush {
    return new OfflinePush({ ...this.#info, ...info })
  }

  /** The title on every platform. */
  title(text: string): OfflinePush {
    return this.#with({ Title: text })
  }

  /** The text. Wins over the text made from the message. */
  desc(text: string): OfflinePush {
    return this.#with({ Desc: text })
  }

  /**
   * What is passed through to the app. Anything but a text is written as JSON, once. Below 1 KB is advised; together
   * with the text it must be below 3 KB.
   */
  ext(value: unknown): OfflinePush {
    return this.#with({ Ext: toText(value) })
  }

  /** No offline push for this message. */
  off(): OfflinePush {
    return this.#with({ PushFlag: 1 })
  }

  /** What the badge becomes: raised by 1 to 99, or set to 0 to 999 (at most 99 beside iOS). */
  badge(change: { readonly add: number } | { readonly set: number }): OfflinePush {
    return "set" in change ? this.#with({ BadgeSetNum: change.set }) : this.#with({ BadgeAddNum: change.add })
  }

  /** Title and text for clients in a language such as `en` or `zh-hant`. */
  inLanguage(language: string, texts: { readonly title?: string; readonly desc?: string }): OfflinePush {
    const content = given({ Language: language, Title: texts.title, Desc: texts.desc })
    return this.#with({ MultiLanguageContent: [...this.#info.MultiLanguageContent ?? [], content] })
  }

  /** A template from the console, with texts for its placeholders. */
  template(id: string, parameters?: { readonly [placeholder: string]: string }): OfflinePush {
    return this.#with(given({ PushTemplateId: id, PushTemplateParam: parameters }))
  }

  /** Settings for Android in the wire's own names. Steps for single vendors are below. */
  android(info: AndroidInfo): OfflinePush {
    return this.#with({ AndroidInfo: { ...this.#info.AndroidInfo, ...given(info) } })
  }

  /** Settings for Huawei. */
  huawei(options: {
    readonly channel?: string
    /** For example `IM` or `MARKETING`. */
    readonly category?: string
    readonly importance?: "LOW" | "NORMAL"
    /** The https address of a picture below 512 KB. */
    readonly image?: string
  }): OfflinePush {
    return this.android({
      HuaWeiChannelID: options.channel,
      HuaWeiCategory: options.category,
      HuaWeiImportance: options.importance,
      HuaWeiImage: options.image
    })
  }

  /** Settings for Honor. */
  honor(options: { readonly importance?: "LOW" | "NORMAL"; readonly image?: string }): OfflinePush {
    return this.android({ HonorImportance: options.importance, HonorImage: options.image })
  }

  /** Settings for Xiaomi, which delivers nothing without a channel from Android 8. */
  xiaomi(options: { readonly channel: string }): OfflinePush {
    return this.android({ XiaoMiChannelID: options.channel })
  }

  /** Settings for OPPO. */
  oppo(options: {
    readonly channel?: string
    /** For example `IM` or `MARKETING`. */
    readonly category?: string
    /** 1 list, 2 also lock screen, 16 also banner, vibration and sound. Needs a category. */
    readonly notifyLevel?: 1 | 2 | 16
    /** A template of a private message, with texts for its placeholders. */
    readonly privateMessage?: {
      readonly templateId: string
      readonly title?: { readonly [placeholder: string]: string }
      readonly content?: { readonly [placeholder: string]: string }
    }
  }): OfflinePush {
    const { category, channel, notifyLevel, privateMessage } = options
    return this.android({
      OPPOChannelID: channel,
      OPPOCategory: category,
      OPPONotifyLevel: notifyLevel,
      OPPOPrivateMsgTemplateId: privateMessage?.templateId,
      OPPOPrivateTitleParameters: privateMessage?.title,
      OPPOPrivateContentParameters: privateMessage?.content
    })
  }

  /** Settings for vivo. */
  vivo(options: {
    /** 0 operational, 1 system. */
    readonly classification?: 0 | 1
    /** For example `IM` or `MARKETING`. */
    readonly category?: string
    /** 1 none, 2 ring, 3 vibrate, 4 both. */
    readonly notifyType?: 1 | 2 | 3 | 4
  }): OfflinePush {
    return this.android({
      VIVOClassification: options.classification,
      VIVOCategory: options.category,
      VIVONotifyType: options.notifyType
    })
  }

  /** Settings for Google's FCM. */
  google(options: {
    readonly channel?: string
    /** The https address of a picture of at most 1 MB. */
    readonly image?: string
    readonly priority?: "normal" | "high"
  }): OfflinePush {
    return this.android({
      GoogleChannelID: options.channel,
      GoogleImage: options.image,
      GooglePriority: options.priority
    })
  }

  /** Settings for Meizu: 0 a public message, 1 a private one. */
  meizu(options: { readonly noticeMsgType: 0 | 1 }): OfflinePush {
    return this.android({ MeiZuNoticeMsgType: options.noticeMsgType })
  }

  /** Settings for iOS. */
  ios(info: ApnsInfo): OfflinePush {
    return this.#with({ ApnsInfo: { ...this.#info.ApnsInfo, ...given(info) } })
  }

  /** A live activity on iOS. */
  liveActivity(activity: LiveActivity): OfflinePush {
    return this.ios({ LiveActivity: activity })
  }

  /** Settings for HarmonyOS. */
  harmony(info: HarmonyInfo): OfflinePush {
    return this.#with({ HarmonyInfo: { ...this.#info.HarmonyInfo, ...given(info) } })
  }

  /** The push as it goes over the wire. */
  toJSON(): OfflinePushInfo {
    return this.#info
  }
}

const empty = /* @__PURE__ */ new OfflinePush()

/**
 * Builds an offline push.
 *
 * @example
 * ```ts
 * import { msg, push } from "timkit/builders"
 *
 * const gift = push().title("A gift").desc("Open it").huawei({ category: "IM" }).ios({ Sound: "gift.caf" })
 * msg().text("for you").offlinePush(gift).to("alice")
 * ```
 */
export const push = (): OfflinePush => empty

/** A push as a builder, as a function that builds it, or in the wire's own shape. */
export type PushInput = OfflinePushInfo | OfflinePush | ((push: OfflinePush) => OfflinePush)

/** What goes over the wire for any form of a push. */
export const toOfflinePushInfo = (input: PushInput): OfflinePushInfo => {
  const built = typeof input === "function" ? input(empty) : input
  return built instanceof OfflinePush ? built.toJSON() : built
}
