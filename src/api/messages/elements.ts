/** The elements that a message is made of. */
import * as wire from "../../endpoint/wire.ts"

/** The only way to download media: from its address. */
const downloadFlag = () => wire.oneOf(2)

/** Bytes of a file. */
const size = () => wire.optional(wire.between(0, Number.MAX_SAFE_INTEGER))

/** The content of each element that can be sent, by its `MsgType`. */
const contents = {
  TIMTextElem: () => ({ Text: wire.string }),
  TIMLocationElem: () => ({
    /** The name of the place. */
    Desc: wire.optional(wire.string),
    Latitude: wire.number,
    Longitude: wire.number
  }),
  TIMFaceElem: () => ({
    /** A number that the app gives a meaning. */
    Index: wire.integer,
    Data: wire.optional(wire.string)
  }),
  TIMCustomElem: () => ({
    /** Free text, often JSON. */
    Data: wire.optional(wire.string),
    /** The text of an offline push. Without it, and without `OfflinePushInfo`, there is none. */
    Desc: wire.optional(wire.string),
    /** Free text that comes with the push on iOS. */
    Ext: wire.optional(wire.string),
    /** The sound of the push on iOS, a file of the app. */
    Sound: wire.optional(wire.string)
  }),
  TIMSoundElem: () => ({
    Url: wire.string,
    /** A unique id, by which clients keep the file. */
    UUID: wire.string,
    /** Bytes. */
    Size: size(),
    /** Length in seconds. */
    Second: wire.optional(wire.integer),
    Download_Flag: downloadFlag()
  }),
  TIMImageElem: () => ({
    UUID: wire.string,
    /** 1 JPG, 2 GIF, 3 PNG, 4 BMP, 255 any other. */
    ImageFormat: wire.optional(wire.oneOf(1, 2, 3, 4, 255)),
    /** The original, a large version and a thumbnail. */
    ImageInfoArray: wire.list(
      wire.object({
        /** 1 original, 2 large, 3 thumbnail. */
        Type: wire.oneOf(1, 2, 3),
        Size: size(),
        /** Pixels; may be 0 for the large version and the thumbnail. */
        Width: wire.integer,
        Height: wire.integer,
        URL: wire.string
      }),
      { min: 1 }
    )
  }),
  TIMFileElem: () => ({
    Url: wire.string,
    UUID: wire.string,
    /** Bytes. */
    FileSize: size(),
    FileName: wire.optional(wire.string),
    Download_Flag: downloadFlag()
  }),
  TIMVideoFileElem: () => ({
    VideoUrl: wire.string,
    VideoUUID: wire.string,
    /** Bytes. */
    VideoSize: size(),
    /** Length in seconds. */
    VideoSecond: wire.optional(wire.integer),
    /** For example `mp4`. */
    VideoFormat: wire.optional(wire.string),
    VideoDownloadFlag: downloadFlag(),
    ThumbUrl: wire.string,
    ThumbUUID: wire.string,
    ThumbSize: size(),
    ThumbWidth: wire.integer,
    ThumbHeight: wire.integer,
    /** For example `JPG`. */
    ThumbFormat: wire.optional(wire.string),
    ThumbDownloadFlag: downloadFlag()
  }),
  TIMRelayElem: () => ({
    Title: wire.optional(wire.string),
    /** How many messages are merged. */
    MsgNum: wire.integer,
    /** What clients show that do not know merged messages. */
    CompatibleText: wire.optional(wire.string),
    /** Lines of the preview. */
    AbstractList: wire.optional(wire.list(wire.string)),
    /** The originals, where they take at most 12 KB together. */
    MsgList: wire.optional(wire.list(wire.object({
      From_Account: wire.string,
      /** Present where the original was one-to-one. */
      To_Account: wire.optional(wire.string),
      /** Present where the original was in a group. */
      GroupId: wire.optional(wire.string),
      MsgSeq: wire.integer,
      MsgRandom: wire.integer,
      /** Seconds since 1970. */
      MsgTimeStamp: wire.integer,
      MsgBody: anyElements(),
      CloudCustomData: wire.optional(wire.string)
    }))),
    /** Where the originals are kept when they take more than 12 KB. */
    JsonMsgKey: wire.optional(wire.string)
  })
}

/** An element that this version does not know, kept as it came. */
export interface UnknownElement {
  readonly MsgType: string & {}
  readonly MsgContent: { readonly [field: string]: unknown }
}

const anyElement = () =>
  wire.object({ MsgType: wire.string, MsgContent: wire.record(wire.json) }) as unknown as wire.Wire<UnknownElement>

function anyElements(): wire.Wire<ReadonlyArray<UnknownElement>> {
  return wire.list(anyElement())
}

/** The name of an element that can be sent. */
export type ElementType = keyof typeof contents

/** What is inside an element. */
export type ElementContent<Type extends ElementType> = wire.ObjectOf<ReturnType<(typeof contents)[Type]>>

/** An element of a message, by its name: its `MsgType` and what is inside. */
export type MessageElement<Type extends ElementType = ElementType> = {
  readonly [Each in Type]: { readonly MsgType: Each; readonly MsgContent: ElementContent<Each> }
}[Type]

const element = <Type extends ElementType>(type: Type) =>
  wire.object({ MsgType: wire.literal(type), MsgContent: wire.object(contents[type]() as wire.Fields) })

const isCustom = ({ MsgType }: { readonly MsgType: string }): boolean => MsgType === "TIMCustomElem"

/** The `MsgBody` of a message that is sent: at least one element, and at most one custom element. */
export const msgBody = (): wire.Wire<ReadonlyArray<MessageElement>> =>
  wire.rule(
    wire.list(
      wire.union((Object.keys(contents) as ReadonlyArray<ElementType>).map(element)) as unknown as wire.Wire<
        MessageElement
      >,
      { min: 1 }
    ),
    (elements: ReadonlyArray<MessageElement>) =>
      elements.filter(isCustom).length <= 1 || "holds more than one TIMCustomElem, at most one is allowed"
  ) as unknown as wire.Wire<ReadonlyArray<MessageElement>>

/**
 * The `MsgBody` of a message that is read. Nothing is checked but that there are elements: those that this version does
 * not know, or that old clients sent in part, are kept as they came. Tell them apart with `isElement`.
 */
export const readMsgBody = (): wire.Wire<ReadonlyArray<MessageElement | UnknownElement>> =>
  anyElements() as unknown as wire.Wire<ReadonlyArray<MessageElement | UnknownElement>>

/**
 * Whether an element that was read is of a kind.
 *
 * @example
 * ```ts
 * import { isElement, type MessageElement } from "timkit"
 *
 * const body: ReadonlyArray<MessageElement> = [{ MsgType: "TIMTextElem", MsgContent: { Text: "hi" } }]
 * const texts = body.filter((element) => isElement(element, "TIMTextElem")).map(({ MsgContent }) => MsgContent.Text)
 * ```
 */
export const isElement = <Type extends ElementType>(
  element: MessageElement | UnknownElement,
  type: Type
): element is Extract<MessageElement, { readonly MsgType: Type }> => element.MsgType === type

/** The text of a message: its text elements, one after the other. */
export const textOf = (elements: ReadonlyArray<MessageElement | UnknownElement>): string =>
  elements.map((element) => isElement(element, "TIMTextElem") ? element.MsgContent.Text : "").join("")
