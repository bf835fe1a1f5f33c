/** What the reference knows of an endpoint beside what its declaration says. */
import type { Endpoint } from "../endpoint/Endpoint.ts"
import type { services } from "../services.ts"

type Classes = typeof services

/** The name of a method of a service, for example `groups.addMembers`. */
export type MethodName = {
  [Service in keyof Classes]: `${Service}.${keyof ReturnType<Classes[Service]["make"]> & string}`
}[keyof Classes]

/** What is said about an endpoint. */
export interface Description {
  /** What it does, in one line. */
  readonly title: string
  /** The method that calls it. Others may do so as well. */
  readonly implementedBy: MethodName
  /** The codes with which it is known to refuse, beside those of the gateway and of UserSigs. */
  readonly errors: ReadonlyArray<number>
}

/** An endpoint and what is said about it. */
export interface Entry extends Description {
  readonly endpoint: Endpoint<never, unknown, never>
}

/** The endpoints of a domain. */
export interface Domain {
  readonly title: string
  readonly entries: ReadonlyArray<Entry>
}

/** Puts an endpoint and its description together. */
export const entry = <Request, Response, Body>(
  endpoint: Endpoint<Request, Response, Body>,
  description: Description
): Entry => ({ endpoint: endpoint as unknown as Entry["endpoint"], ...description })
