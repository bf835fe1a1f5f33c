/** From a number to its name. */
import { ErrorCode, type ErrorName } from "./ErrorCode.ts"

const names = /* @__PURE__ */ new Map<number, ErrorName>(
  /* @__PURE__ */ (Object.entries(ErrorCode) as ReadonlyArray<[ErrorName, number]>).map(([name, code]) => [code, name])
)

/** The name of an error code, if it is documented. */
export const errorNameOf = (code: number): ErrorName | undefined => names.get(code)
