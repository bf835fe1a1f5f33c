/** What the control API says, as types alone: nothing of the schemas gets into the bundle. */
import type * as Schemas from "../control/schemas.ts"

type Row<Name extends keyof typeof Schemas> = (typeof Schemas)[Name] extends { readonly Type: infer Type } ? Type
  : never

export type Account = Row<"AccountRow">
export type AccountDetails = Row<"AccountDetail">
export type App = Row<"AppSummary">
export type Call = Row<"LogEntry">
export type Clock = Row<"ClockState">
export type ClockChange = Row<"ClockChange">
export type Connection = Row<"Connection">
export type Conversation = Row<"ConversationRow">
export type Coverage = Row<"CoverageEntry">
export type Delivery = Row<"DeliveryRow">
export type Fault = Row<"FaultRow">
export type FaultRule = Row<"FaultRule">
export type Group = Row<"GroupRow">
export type GroupDetails = Row<"GroupDetail">
export type Limits = Row<"Limits">
export type LiveEvent = Row<"LiveEvent">
export type Message = Row<"MessageRow">
export type MessageElement = Message["body"][number]
export type NewApp = Row<"NewAppRequest">
export type Webhooks = Row<"WebhookState">
export type WebhookTarget = Row<"WebhookTarget">

/** A page of rows, newest first. */
export interface Listing<Row> {
  readonly items: ReadonlyArray<Row>
  readonly more: boolean
  readonly forgotten: number
}

/** A part of a list that has a fixed order. */
export interface Slice<Row> {
  readonly items: ReadonlyArray<Row>
  readonly total: number
}
