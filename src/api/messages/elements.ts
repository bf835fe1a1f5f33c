/** The elements that a message is made of. */
import type * as Schema from "effect/Schema"
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
  })
}
