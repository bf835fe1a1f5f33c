// needs a host: shells
import assert from "node:assert/strict"
import { spawnSync } from "node:child_process"
import { test } from "node:test"
import { testFolder, timkit } from "./support/commandLine.ts"

const folder = testFolder()

const script = async (shell: string): Promise<string> => {
  const { code, stdout } = await timkit(["--completions", shell])
  assert.equal(code, 0)
  return stdout
}

/** What a shell completes the last word to; it runs the script. */
const completedBy = (file: string, line: ReadonlyArray<string>): ReadonlyArray<string> => {
  const asked = `source "${file}"
    COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"; COMP_POINT=\${#COMP_LINE}; COMPREPLY=()
    completing=$(complete -p timkit | sed 's/.*-F \\([^ ]*\\).*/\\1/')
    "$completing" timkit "\${COMP_WORDS[COMP_CWORD]}" "\${COMP_WORDS[COMP_CWORD-1]}"
    printf '%s\\n' "\${COMPREPLY[@]}"`
  const { status, stderr, stdout } = spawnSync("bash", ["-c", asked, "bash", ...line], { encoding: "utf8" })
  assert.equal(status, 0, stderr)
  return stdout.trimEnd().split("\n").map((word) => word.trim())
}

/** What a shell has against a script; nothing where the shell is not on this machine. */
const objectionsOf = (shell: string, file: string): string => {
  const { error, stderr } = spawnSync(shell, ["-n", file], { encoding: "utf8" })
  return error === undefined ? stderr : ""
}

test("bash takes the script, and completes commands, flags and words", async () => {
  const file = folder.file("completions.bash", await script("bash"))
  assert.equal(objectionsOf("bash", file), "")
  assert.deepEqual(completedBy(file, ["timkit", "use"]), ["usersig"])
  assert.deepEqual(completedBy(file, ["timkit", "usersig", ""]).toSorted(), ["inspect", "new", "verify"])
  assert.deepEqual(completedBy(file, ["timkit", "group", "create", "--own"]), ["--owner"])
  // What every command takes, too.
  assert.deepEqual(completedBy(file, ["timkit", "group", "list", "--form"]), ["--format"])
  assert.deepEqual(completedBy(file, ["timkit", "group", "list", "--format", "nd"]), ["ndjson"])
})

test("zsh and fish get every command, and the flags that all take", async () => {
  const zsh = await script("zsh")
  assert.match(zsh, /^#compdef timkit\n/)
  const fish = await script("fish")
  for (const word of ["call", "explain", "account", "webhook", "send-to-groups"]) {
    assert.match(zsh, new RegExp(`'${word}:`), word)
    assert.match(fish, new RegExp(`-a '${word}'`), word)
  }
  assert.match(zsh, /--key-file[^\n]*_files/)
  assert.match(fish, /-l key-file/)
  assert.equal(objectionsOf("zsh", folder.file("completions.zsh", zsh)), "")
  assert.equal(objectionsOf("fish", folder.file("completions.fish", fish)), "")
})
