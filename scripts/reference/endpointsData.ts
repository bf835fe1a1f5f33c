/** `src/reference/endpoints.json`: every endpoint, for programs in any language. */
import { domains, limitsOf, otherPaths } from "../../src/endpoints/mod.ts"
import { errorNameOf } from "../../src/errors/errorName.ts"

/** The data. */
export const endpointsData = () => ({
  endpoints: domains.flatMap(({ entries, title: domain }) =>
    entries.map(({ endpoint, errors, implementedBy, title }) => {
      const { deduplicatedFor, docs, inQuery, maxBodyBytes, path, ratePerSecond, repeatability, replacedBy } = endpoint
      const [service, method] = implementedBy.split(".")
      return {
        path,
        title,
        domain,
        service,
        method,
        ratePerSecond,
        repeatability,
        ...(deduplicatedFor === Infinity ? {} : { deduplicatedFor }),
        docs,
        ...(replacedBy === undefined ? {} : { replacedBy }),
        ...(maxBodyBytes === undefined ? {} : { maxBodyBytes }),
        ...(inQuery.length === 0 ? {} : { inQuery }),
        limits: limitsOf(endpoint),
        errors: errors.map((code) => ({ code, name: errorNameOf(code, path) }))
      }
    })
  ),
  otherPaths
})
