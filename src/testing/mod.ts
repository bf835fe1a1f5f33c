/**
 * For tests of programs that use timkit.
 *
 * @module
 */
export { type Callback, callback, callbackRequest } from "./callback.ts"
export { fault, type FaultMatch } from "./faults.ts"
export { fixtures } from "./fixtures/fixtures.ts"
export { type Recorder, recorder, type RecorderOptions } from "./recorder.ts"
export {
  type RecordedCall,
  type RecordedMessage,
  type RecordedWebhook,
  type Records,
  type TestWaitOptions,
  WaitTimedOut
} from "./records.ts"
export {
  type Tenant,
  tenant,
  type TenantClock,
  type TenantFaults,
  type TenantOptions,
  type TenantWebhooks,
  type WaitOptions
} from "./tenant.ts"
export {
  type TestFaults,
  TestTenant,
  type TestTenantOptions,
  type TestTenantService,
  type TestWebhooks,
  type WebhookOptions
} from "./TestTenant.ts"
export type { ActiveFault, FaultKind, FaultRule } from "../emulator/Faults.ts"
export { QueryProblem } from "../emulator/query.ts"
export { type SeedCall, SeedInvalid } from "../emulator/seed.ts"
export type { WebhookReceiver } from "../emulator/state/Webhooks.ts"
export type { Awaitable } from "../emulator/waiting.ts"
export type { Delivery } from "../webhook/send.ts"
