/** The part of the service that answers a code, what the code means, and what to do. */
export type Entry = readonly [domain: string, meaning: string, advice: string]
