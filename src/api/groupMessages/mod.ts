/**
 * Messages of groups and topics: the service and its endpoints.
 *
 * @module
 */
export * from "./endpoints.ts"
export * from "./GroupMessages.ts"
export * from "./marks.ts"
export { elementsOf, type GroupHistoryMessage, type GroupMessageExtension } from "./pages.ts"
