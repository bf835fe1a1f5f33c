/** What workerd is told to run: tests in a module beside the configuration, without any compatibility flag. */
export const testConfig = (name: string): string =>
  `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (services = [(name = "${name}", worker = .${name})]);
const ${name} :Workerd.Worker = (
  modules = [(name = "${name}", esModule = embed "${name}.js")],
  compatibilityDate = "2026-11-01"
);
`
