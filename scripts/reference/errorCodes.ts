/** The error codes once more. */
import { ErrorCode } from "../../src/errors/ErrorCode.ts"

/** Where they stand. */
export const errorCodesFile = "src/errors/catalogue/codes.generated.ts"

/**
 * The error codes once more, for the catalogue alone. Sharing `ErrorCode`, which the front door exports, would make
 * esbuild load it with every program that may load the catalogue later.
 */
export const errorCodes = (): string =>
  [
    "/** The error codes for the catalogue. Made by `npm run reference`: change `ErrorCode` instead. */",
    `import type { ErrorCode } from "../ErrorCode.ts"`,
    "",
    "export const codes: typeof ErrorCode = {",
    Object.entries(ErrorCode).map(([name, code]) => `  ${name}: ${code}`).join(",\n"),
    "}",
    ""
  ].join("\n")
