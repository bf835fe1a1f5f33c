/** Shapes that many endpoints share, under names of their own. */
import { envelope } from "../../src/endpoint/Endpoint.ts"
import * as wire from "../../src/endpoint/wire.ts"
import { msgBody, readMsgBody } from "../../src/api/messages/elements.ts"
import { offlinePushInfo } from "../../src/api/messages/offlinePush.ts"
import { type JsonSchema, jsonSchemaOf } from "../../src/reference/jsonSchema.ts"

const itemsOf = ({ items }: JsonSchema): JsonSchema => {
  if (items === undefined) throw new TypeError("a message body is a list")
  return items
}

const list = (schema: wire.Wire<never>): JsonSchema => itemsOf(jsonSchemaOf(schema))

/** The shapes by name. */
export const shapes: { readonly [name: string]: JsonSchema } = {
  Envelope: jsonSchemaOf(wire.object(envelope) as never),
  MessageElement: list(msgBody() as never),
  ReadMessageElement: list(readMsgBody() as never),
  OfflinePushInfo: jsonSchemaOf(wire.object({ it: offlinePushInfo() }) as never).properties?.["it"] ?? {}
}

const names = new Map(Object.entries(shapes).map(([name, schema]) => [JSON.stringify(schema), name]))

/** The name of a shape, where it has one. */
export const shapeName = (schema: JsonSchema): string | undefined => names.get(JSON.stringify(schema))
