/**
 * Webhooks: what the service asks and tells the app's server.
 *
 * @module
 */
export { type Answer, type CodeRange } from "./answers.ts"
export { type AnyCommand, type Command, type Family } from "./Command.ts"
export {
  type Allow,
  allow,
  type Decision,
  type Drop,
  drop,
  type Elements,
  type LeaveOut,
  leaveOut,
  type Refuse,
  refuse,
  type Replace,
  replaceBody,
  replaceCustomData
} from "./decisions.ts"
export { type Deduplication, type Deferrable, type SeenEvents, seenInMemory } from "./deduplication.ts"
export {
  type BodyOf,
  type CommandName,
  type Commands,
  type DecisionOf,
  type DeliveryQuery,
  type EventBase,
  type EventOf,
  events,
  type KnownEvent,
  type UnknownEvent,
  type WebhookEvent
} from "./events.ts"
export { type Handler, handler, type HandlerContext, type HandlerOptions, type Handlers } from "./handler.ts"
export type { BlockingName, FailurePolicy, WebhookOptions } from "./options.ts"
export { NotAccepted } from "./receive.ts"
export { signatureOf, type Token } from "./signature.ts"
export {
  type EffectHandlers,
  type HandlersOption,
  type Hold,
  make,
  type OnlyCommands,
  type ServicesOf,
  WebhookProblem,
  type WebhookService
} from "./Webhook.ts"
export { nodeListener } from "../http/nodeListener.ts"
export { stream, type StreamOptions, type WebhookStream } from "./stream.ts"
