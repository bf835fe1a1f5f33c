/** What commands have in common that listen on a port. */
import * as Flag from "effect/cli/Flag"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { CommandFailed } from "./failures.ts"

/** Where to listen. */
export const serverFlags = (defaultPort: number) => ({
  port: Flag.Int("port").pipe(
    Flag.withAlias("p"),
    Flag.withDescription("The port; 0 takes any that is free"),
    Flag.withDefault(defaultPort)
  ),
  hostname: Flag.String("hostname").pipe(
    Flag.withDescription("The address to listen on. Anything but this machine's own lets others in"),
    Flag.withDefault("127.0.0.1")
  )
})

/** A server that is closed at the end of the command. */
export const listening = <Server>(
  listen: () => Promise<Server>,
  { hostname, port }: { readonly hostname: string; readonly port: number },
  close: (server: Server) => Promise<void>
): Effect.Effect<Server, CommandFailed, Scope.Scope> =>
  Effect.acquireRelease(
    Effect.tryPromise({
      try: listen,
      catch: () => new CommandFailed({ detail: `port ${port} of ${hostname} cannot be listened on` })
    }),
    (server) => Effect.promise(() => close(server))
  )
