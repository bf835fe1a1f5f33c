import type { Explain } from "./explain.ts"
import { errorNameOf } from "./errorName.ts"
export const explain: Explain = (code) => { const name = errorNameOf(code); return name === undefined ? undefined : { name, domain: "", meaning: "", advice: "" } }
