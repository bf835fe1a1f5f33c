/** The files that are made out of the endpoints and the error codes. */
import { endpointsData } from "./endpointsData.ts"
import { endpointsPage } from "./endpointsPage.ts"
import { errorCodes, errorCodesFile } from "./errorCodes.ts"
import { errorsPage } from "./errorsPage.ts"
import { fidelityPage } from "./fidelityPage.ts"
import { openapi } from "./openapi.ts"
import { performancePage } from "./performancePage.ts"
import { reliabilityPage } from "./reliabilityPage.ts"
import { scalePage } from "./scalePage.ts"

const json = (value: object): string => `${JSON.stringify(value, null, 1)}\n`

/** What each of them must hold, by its path. */
export const referenceFiles = (): { readonly [path: string]: string } => ({
  "docs/endpoints.md": endpointsPage(),
  "docs/errors.md": errorsPage(),
  "docs/fidelity.md": fidelityPage(),
  "docs/performance.md": performancePage(),
  "docs/reliability.md": reliabilityPage(),
  "docs/scale.md": scalePage(),
  [errorCodesFile]: errorCodes(),
  "src/reference/endpoints.json": json(endpointsData()),
  "src/reference/openapi.json": json(openapi())
})
