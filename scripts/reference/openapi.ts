/** `openapi.json`: the API as an OpenAPI document. */
import { readFileSync } from "node:fs"
import { domains, type Entry, type JsonSchema, jsonSchemaOf } from "../../src/endpoints/mod.ts"
import { regions } from "../../src/endpoint/region.ts"
import { errorNameOf } from "../../src/errors/errorName.ts"
import { shapeName, shapes } from "./shapes.ts"

const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
  readonly version: string
}

const reference = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` })

/** The schema with references instead of the shapes that have names. */
const withReferences = (schema: JsonSchema): JsonSchema => {
  const name = shapeName(schema)
  return name === undefined ? withInnerReferences(schema) : reference(name)
}

const withInnerReferences = (schema: JsonSchema): JsonSchema => {
  const { additionalProperties, anyOf, items, properties } = schema
  return {
    ...schema,
    ...(items === undefined ? {} : { items: withReferences(items) }),
    ...(anyOf === undefined ? {} : { anyOf: anyOf.map(withReferences) }),
    ...(typeof additionalProperties === "object" ? { additionalProperties: withReferences(additionalProperties) } : {}),
    ...(properties === undefined ? {} : { properties: mapped(properties, withReferences) })
  }
}

const mapped = <A, B>(record: { readonly [name: string]: A }, to: (value: A) => B): { readonly [name: string]: B } =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, to(value)]))

const without = (schema: JsonSchema, names: ReadonlyArray<string>): JsonSchema => {
  const { properties = {}, required = [], ...rest } = schema
  const needed = required.filter((name) => !names.includes(name))
  return {
    ...rest,
    properties: Object.fromEntries(Object.entries(properties).filter(([name]) => !names.includes(name))),
    ...(needed.length === 0 ? {} : { required: needed })
  }
}

/** An answer: the envelope, and what else comes. */
const answerOf = (schema: JsonSchema): JsonSchema => {
  const common = Object.entries(shapes["Envelope"]?.properties ?? {})
  const own = without(
    schema,
    common.filter(([name, shape]) => JSON.stringify(schema.properties?.[name]) === JSON.stringify(shape))
      .map(([name]) => name)
  )
  const envelope = reference("Envelope")
  return Object.keys(own.properties ?? {}).length === 0 ? envelope : { allOf: [envelope, withReferences(own)] }
}

const operationOf = ({ endpoint, errors, implementedBy, title }: Entry, domain: string) => {
  const { deduplicatedFor, docs, inQuery, maxBodyBytes, path, ratePerSecond, repeatability, replacedBy } = endpoint
  const request = jsonSchemaOf(endpoint.request)
  const required = request.required ?? []
  return {
    operationId: implementedBy,
    tags: [domain],
    summary: title,
    externalDocs: { url: docs },
    ...(replacedBy === undefined ? {} : { deprecated: true, "x-replaced-by": replacedBy }),
    "x-rate-per-second": ratePerSecond,
    "x-repeatability": repeatability,
    ...(deduplicatedFor === Infinity ? {} : { "x-deduplicated-for-seconds": deduplicatedFor }),
    ...(maxBodyBytes === undefined ? {} : { "x-max-body-bytes": maxBodyBytes }),
    "x-error-codes": Object.fromEntries(errors.map((code) => [code, errorNameOf(code, path)])),
    ...(inQuery.length === 0 ? {} : {
      parameters: inQuery.map((name) => ({
        name,
        in: "query",
        required: required.includes(name),
        schema: withReferences(request.properties?.[name] ?? {})
      }))
    }),
    requestBody: {
      required: true,
      content: { "application/json": { schema: withReferences(without(request, inQuery)) } }
    },
    responses: {
      200: {
        description: "Also a refusal: then `ErrorCode` is not 0.",
        content: { "application/json": { schema: answerOf(jsonSchemaOf(endpoint.response as never)) } }
      }
    }
  }
}

const queryParameters = {
  identifier: {
    name: "identifier",
    in: "query",
    required: true,
    description: "The administrator that makes the call.",
    schema: { type: "string" }
  },
  sdkappid: {
    name: "sdkappid",
    in: "query",
    required: true,
    description: "The app.",
    schema: { type: "integer" }
  },
  random: {
    name: "random",
    in: "query",
    required: true,
    description: "A random number.",
    schema: { type: "integer", minimum: 0, maximum: 4_294_967_295 }
  },
  contenttype: {
    name: "contenttype",
    in: "query",
    required: true,
    description: "How the body is written.",
    schema: { type: "string", enum: ["json"] }
  }
}

/** The document. */
export const openapi = () => ({
  openapi: "3.1.0",
  info: {
    title: "Tencent Cloud Chat, REST API",
    version,
    summary: "As timkit knows it",
    description: [
      "Not the vendor's document: written by timkit out of its own schemas, which were gathered from the vendor's",
      "public pages and SDKs. Texts are limited in characters here; the service counts bytes in UTF-8, so that a text",
      "which fits may yet be too long. Rules over several fields are left out."
    ].join(" "),
    license: { name: "MIT", identifier: "MIT" }
  },
  externalDocs: { url: "https://trtc.io/document/34621" },
  servers: Object.entries(regions).map(([name, url]) => ({ url, description: name })),
  security: [{ usersig: [] }],
  tags: domains.map(({ title }) => ({ name: title })),
  paths: Object.fromEntries(domains.flatMap(({ entries, title }) =>
    entries.map((entry) => [`/${entry.endpoint.path}`, {
      parameters: Object.keys(queryParameters).map((name) => ({ $ref: `#/components/parameters/${name}` })),
      post: operationOf(entry, title)
    }])
  )),
  components: {
    securitySchemes: {
      usersig: {
        type: "apiKey",
        in: "query",
        name: "usersig",
        description: "A signature for the administrator, made with the app's secret key. It expires."
      }
    },
    parameters: queryParameters,
    schemas: mapped(shapes, withInnerReferences)
  }
})
