/** The engine of durable jobs in tests: a cluster on PostgreSQL whose members notice quickly who is lost. */
import * as NodeClusterSocket from "@effect/platform-node/NodeClusterSocket"
import * as PgClient from "@effect/sql-pg/PgClient"
import * as ClusterWorkflowEngine from "effect/cluster/ClusterWorkflowEngine"
import * as RunnerAddress from "effect/cluster/RunnerAddress"
import type * as ShardingConfig from "effect/cluster/ShardingConfig"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"

/** Where the database is, and where this process listens; nothing where it only submits. */
export interface Member {
  readonly database: number
  readonly port?: number | undefined
}

const impatient: Partial<ShardingConfig.ShardingConfig["Service"]> = {
  // A runner that is lost counts until its last sign of life is this old.
  shardLockExpiration: "4 seconds",
  runnerHealthCheckInterval: "1 second",
  refreshAssignmentsInterval: "500 millis",
  entityMessagePollInterval: "1 second",
  entityReplyPollInterval: "100 millis",
  shardsPerGroup: 60
}

const address = (port: number) => Option.some(RunnerAddress.make("127.0.0.1", port))

const databaseAt = (port: number) =>
  PgClient.layer({ host: "127.0.0.1", port, username: "postgres", database: "postgres" })

export const cluster = ({ database, port }: Member) =>
  ClusterWorkflowEngine.layer.pipe(
    Layer.provideMerge(
      port === undefined
        ? NodeClusterSocket.layer({ clientOnly: true, storage: "sql", shardingConfig: impatient })
        : NodeClusterSocket.layer({ storage: "sql", shardingConfig: { ...impatient, runnerAddress: address(port) } })
    ),
    Layer.provide(databaseAt(database))
  )

/** How large a database is, in bytes. */
export const databaseBytes = (port: number) =>
  Effect.provide(
    Effect.gen(function*() {
      const sql = yield* PgClient.PgClient
      const rows = yield* sql<{ readonly size: string }>`SELECT pg_database_size(current_database()) AS size`
      return Number(rows[0]?.size)
    }),
    databaseAt(port)
  )
