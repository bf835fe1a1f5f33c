// The test is part of the example, since it shows how the backend is tested. This lets every runtime run it.
// oxlint-disable-next-line import/no-unassigned-import
import "../examples/http-backend/backend.test.ts"
