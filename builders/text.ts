/** Texts are sent as they are; everything else is written as JSON, exactly once. */
export const toText = (value: unknown): string => typeof value === "string" ? value : JSON.stringify(value) ?? "null"
