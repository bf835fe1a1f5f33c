/** The builder of a group's custom attributes. */
import type { Built } from "../src/endpoint/Endpoint.ts"
import { toText } from "./text.ts"

/**
 * Attributes in the making: texts by key. Each step returns new attributes and leaves the old ones as they were.
 *
 * A group takes up to 16 keys of at most 32 bytes and values of at most 4,000 bytes, together 16,000.
 */
export class Attributes implements Built<{ readonly [key: string]: string }> {
  readonly #values: { readonly [key: string]: string }

  constructor(values: { readonly [key: string]: string } = {}) {
    this.#values = values
  }

  /** Sets an attribute. Texts are kept as they are; anything else is written as JSON, once. */
  set(key: string, value: unknown): Attributes {
    return new Attributes({ ...this.#values, [key]: toText(value) })
  }

  /** Leaves an attribute out. */
  without(key: string): Attributes {
    const { [key]: _left, ...others } = this.#values
    return new Attributes(others)
  }

  /** The attributes by key. */
  toJSON(): { readonly [key: string]: string } {
    return this.#values
  }
}

/**
 * Builds the custom attributes of a group.
 *
 * @example
 * ```ts
 * import { connect } from "timkit"
 * import { attributes } from "timkit/builders"
 * import { emulator } from "timkit/emulator"
 *
 * await using tim = await connect(emulator().options)
 * const { GroupId } = await tim.groups.create("Public", "room")
 * await tim.groups.setAttributes(GroupId, attributes().set("mode", "quiz").set("round", { number: 3 }))
 * ```
 */
export const attributes = (): Attributes => new Attributes()
