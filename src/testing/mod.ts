/**
 * For tests of programs that use timkit.
 *
 * @module
 */
export { type Callback, callback, callbackRequest } from "./callback.ts"
export { fixtures } from "./fixtures/fixtures.ts"
export { type Recorder, recorder, type RecorderOptions } from "./recorder.ts"
export type { Delivery } from "../webhook/send.ts"
