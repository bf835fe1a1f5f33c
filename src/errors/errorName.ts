/** From a number to its name. */
import { type Dialect, dialectOf } from "./dialect.ts"
import { codes } from "./catalogue/codes.generated.ts"
import type { ErrorName } from "./ErrorCode.ts"

/** What some parts of the service call their numbers, where others mean something else by them. */
const ownNames: { readonly [Part in Dialect]: ReadonlyArray<ErrorName> } = {
  config: [
    "GlobalMuteGetAccountMissing",
    "GlobalMuteSetAccountMissing",
    "GlobalMuteSetAccountInvalid",
    "GlobalMuteTimeMissing",
    "OperationStoreNotOpened",
    "OperationStoreUnreachable"
  ],
  officialAccounts: ["OfficialAccountInternalError"],
  moderation: ["ModerationContentTooLarge"],
  push: ["PushDataIdTooLong"],
  pushAttributes: ["PushAttributeValueInvalid"]
}

/** Of two names for a number the first is the usual one. */
const names = /* @__PURE__ */ new Map<number, ErrorName>(
  /* @__PURE__ */ (Object.entries(codes) as ReadonlyArray<[ErrorName, number]>)
    .map(([name, code]): [number, ErrorName] => [code, name]).toReversed()
)

/** The name of an error code, if it is documented: as the call to a path means it, or else as it is usually meant. */
export const errorNameOf = (code: number, path?: string): ErrorName | undefined => {
  const dialect = path === undefined ? undefined : dialectOf(path)
  const own = dialect === undefined ? undefined : ownNames[dialect].find((name) => codes[name] === code)
  return own ?? names.get(code)
}
