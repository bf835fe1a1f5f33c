/** All builders. */
export * from "timkit/builders"
