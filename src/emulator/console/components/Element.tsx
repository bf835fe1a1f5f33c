/** @jsxImportSource preact */
/** The elements of messages. None of them loads what it names. */
import type { ComponentChildren, VNode } from "preact"
import { useState } from "preact/hooks"
import { length, many, size } from "../format.ts"
import type { MessageElement } from "../rows.ts"
import { field, jsonIn, listField, plain, textField } from "../text.ts"
import { Icon, type IconName } from "./Icon.tsx"
import { Badge, Button, Facts } from "./Parts.tsx"
import { Address, Json, MaybeJson, Name, Text } from "./Text.tsx"

type Content = MessageElement["MsgContent"]

const numberIn = (content: Content, name: string): number | undefined => {
  const found = field(content, name)
  return typeof found === "number" && Number.isFinite(found) ? found : undefined
}

const bytes = (content: Content, name: string): string | undefined => {
  const found = numberIn(content, name)
  return found === undefined ? undefined : size(found)
}

const secondsIn = (content: Content, name: string): string | undefined => {
  const found = numberIn(content, name)
  return found === undefined ? undefined : length(found)
}

const dimensions = (content: Content, width: string, height: string): string => {
  const [wide = 0, high = 0] = [numberIn(content, width), numberIn(content, height)]
  return wide > 0 && high > 0 ? `${wide} × ${high}` : ""
}

/** What is said about a file, whatever its kind: one line of words, and where it is. */
const Media = ({ children, facts, icon, title }: {
  readonly icon: IconName
  readonly title: string
  readonly facts: ReadonlyArray<string | undefined>
  readonly children?: ComponentChildren
}): VNode => (
  <div class="media">
    <span class="media-icon"><Icon name={icon} /></span>
    <div>
      <strong><Name text={title} /></strong>
      <small>{facts.filter(Boolean).join(" · ")}</small>
      {children}
    </div>
  </div>
)

/** An empty picture of the right shape. */
const Frame = ({ height, icon, width }: {
  readonly width: number
  readonly height: number
  readonly icon: IconName
}): VNode => {
  // Shapes that no picture has would take the whole page.
  const ratio = Math.min(2.5, Math.max(0.6, width > 0 && height > 0 ? width / height : 1.6))
  return (
    <div class="frame">
      <svg viewBox={`0 0 ${Math.round(ratio * 100)} 100`} aria-hidden="true" />
      <Icon name={icon} />
      <small>not loaded</small>
    </div>
  )
}

type Names = { readonly [number: string]: string }

const imageFormats: Names = { 1: "JPG", 2: "GIF", 3: "PNG", 4: "BMP", 255: "other format" }

const imageTypes: Names = { 1: "Original", 2: "Large", 3: "Thumbnail" }

const Image = ({ content }: { readonly content: Content }): VNode => {
  const versions = listField(content, "ImageInfoArray").slice(0, 10)
  const [first] = versions
  return (
    <div class="picture">
      <Frame icon="image" width={numberIn(first, "Width") ?? 0} height={numberIn(first, "Height") ?? 0} />
      <small>Image · {imageFormats[textField(content, "ImageFormat")] ?? "format not given"}</small>
      {versions.map((version, index) => (
        <div key={index} class="version">
          <small>
            {[
              imageTypes[textField(version, "Type")] ?? "Version",
              dimensions(version, "Width", "Height"),
              bytes(version, "Size")
            ].filter(Boolean).join(" · ")}
          </small>
          <Address text={textField(version, "URL")} />
        </div>
      ))}
    </div>
  )
}

const Video = ({ content }: { readonly content: Content }): VNode => (
  <div class="picture">
    <Frame icon="video" width={numberIn(content, "ThumbWidth") ?? 0} height={numberIn(content, "ThumbHeight") ?? 0} />
    <small>
      {[
        "Video",
        plain(textField(content, "VideoFormat"), 10),
        secondsIn(content, "VideoSecond"),
        bytes(content, "VideoSize")
      ].filter(Boolean).join(" · ")}
    </small>
    <Address text={textField(content, "VideoUrl")} />
    <small>
      {["Thumbnail", dimensions(content, "ThumbWidth", "ThumbHeight"), bytes(content, "ThumbSize")]
        .filter(Boolean).join(" · ")}
    </small>
    <Address text={textField(content, "ThumbUrl")} />
  </div>
)

/** Data with a type beside it, as most apps write it. */
const typeOf = (data: string): string => {
  const value = jsonIn(data)
  return textField(value, "msgType") || textField(value, "kind") || textField(value, "type")
}

const Custom = ({ content }: { readonly content: Content }): VNode => {
  const [data = "", desc = "", ext = "", sound = ""] = ["Data", "Desc", "Ext", "Sound"].map((name) =>
    textField(content, name))
  const type = typeOf(data)
  return (
    <div class="custom">
      <header>
        <small>Custom</small>
        {type !== "" && <Badge kind="accent"><Name text={type} /></Badge>}
      </header>
      {data !== "" && <MaybeJson text={data} />}
      <Facts
        of={[
          ["Desc", desc !== "" && <Text text={desc} />],
          ["Ext", ext !== "" && <MaybeJson text={ext} />],
          ["Sound", sound !== "" && <Name text={sound} />]
        ]}
      />
    </div>
  )
}

/** Messages that were put together. The originals are drawn when somebody wants to see them: they may hold others. */
const Relay = ({ content }: { readonly content: Content }): VNode => {
  const [open, setOpen] = useState(false)
  const originals = listField(content, "MsgList").slice(0, 100)
  return (
    <div class="relay">
      <strong><Name text={textField(content, "Title") || "Merged messages"} /></strong>
      {listField(content, "AbstractList").slice(0, 10).map((line, index) => (
        <p key={index}><Name text={String(line)} /></p>
      ))}
      <footer>
        <small>{many(numberIn(content, "MsgNum") ?? originals.length, "message")}</small>
        {originals.length > 0 && (
          <Button kind="link" onClick={() => setOpen(!open)}>{open ? "Hide" : "Show"}</Button>
        )}
      </footer>
      {open && originals.map((original, index) => (
        <div key={index} class="original">
          <small><Name text={textField(original, "From_Account")} /></small>
          <Elements body={listField(original, "MsgBody")} />
        </div>
      ))}
      {textField(content, "JsonMsgKey") !== "" && <small>The originals are kept by the service.</small>}
    </div>
  )
}

const Stream = ({ content }: { readonly content: Content }): VNode => {
  const chunks = listField(content, "Chunks")
  const ordered = chunks.toSorted((one, other) => (numberIn(one, "Index") ?? 0) - (numberIn(other, "Index") ?? 0))
  const text = ordered.map((chunk) => textField(chunk, "Markdown")).join("")
  const ended = chunks.some((chunk) => field(chunk, "IsLast") === true)
  return (
    <div class="stream">
      <Text text={text || textField(content, "CompatibleText")} />
      <small><Icon name="stream" /> {many(chunks.length, "piece")} · {ended ? "ended" : "still going on"}</small>
    </div>
  )
}

const known: { readonly [type: string]: (content: Content) => VNode } = {
  TIMTextElem: (content) => <Text text={textField(content, "Text")} />,
  TIMCustomElem: (content) => <Custom content={content} />,
  TIMFaceElem: (content) => (
    <Media icon="face" title={`Face ${textField(content, "Index")}`} facts={[plain(textField(content, "Data"))]} />
  ),
  TIMLocationElem: (content) => (
    <Media
      icon="place"
      title={textField(content, "Desc") || "Location"}
      facts={[`${textField(content, "Latitude")}, ${textField(content, "Longitude")}`]}
    />
  ),
  TIMImageElem: (content) => <Image content={content} />,
  TIMSoundElem: (content) => (
    <Media icon="sound" title="Voice" facts={[secondsIn(content, "Second"), bytes(content, "Size")]}>
      <Address text={textField(content, "Url")} />
    </Media>
  ),
  TIMFileElem: (content) => (
    <Media icon="file" title={textField(content, "FileName") || "File"} facts={[bytes(content, "FileSize")]}>
      <Address text={textField(content, "Url")} />
    </Media>
  ),
  TIMVideoFileElem: (content) => <Video content={content} />,
  TIMRelayElem: (content) => <Relay content={content} />,
  TIMStreamElem: (content) => <Stream content={content} />
}

/** An element that is not what its name says is shown as it is. */
const fits = (type: string, content: Content): boolean =>
  Object.hasOwn(known, type) && (type !== "TIMTextElem" || typeof field(content, "Text") === "string")

/** The body of a message. */
export const Elements = ({ body }: { readonly body: ReadonlyArray<unknown> }): VNode => (
  <>
    {body.slice(0, 100).map((element, index) => {
      const type = textField(element, "MsgType")
      const content = field(element, "MsgContent")
      return (
        <div key={index} class="element" data-testid={fits(type, content) ? type : "unknown-element"}>
          {fits(type, content)
            ? known[type]?.(content)
            : <><small><Name text={type || "no type"} /></small><Json value={content} /></>}
        </div>
      )
    })}
  </>
)

const short: { readonly [type: string]: string } = {
  TIMFaceElem: "Face",
  TIMLocationElem: "Location",
  TIMImageElem: "Image",
  TIMSoundElem: "Voice",
  TIMFileElem: "File",
  TIMVideoFileElem: "Video",
  TIMRelayElem: "Merged messages"
}

/** A message in some words, for lists. */
export const preview = (body: ReadonlyArray<MessageElement>): string =>
  plain(
    body.slice(0, 5).map(({ MsgContent, MsgType }) => {
      switch (MsgType) {
        case "TIMTextElem":
          return textField(MsgContent, "Text").slice(0, 200)
        case "TIMCustomElem": {
          const data = textField(MsgContent, "Data")
          return `[${typeOf(data) || "Custom"}] ${textField(MsgContent, "Desc").slice(0, 200)}`
        }
        case "TIMStreamElem":
          return listField(MsgContent, "Chunks").slice(0, 50).map((chunk) => textField(chunk, "Markdown")).join("")
        default:
          return `[${short[MsgType] ?? MsgType}]`
      }
    }).join(" "),
    140
  )
