/** What the server (or the way to it) had to say against a call; `code` is stable, `detail` is a sentence. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly body: Record<string, unknown>;

  constructor(
    problem: { status: number; code: string; detail: string; body?: Record<string, unknown> },
    options?: ErrorOptions,
  ) {
    super(problem.detail || problem.code, options);
    this.name = 'ApiProblem';
    this.status = problem.status;
    this.code = problem.code;
    this.detail = problem.detail;
    this.body = problem.body ?? {};
  }
}

/** Reads problem+json, and anything else that a proxy in between may send instead. */
export async function readProblem(response: Response): Promise<ApiProblem> {
  const body = parseObject(await response.text().catch(() => ''));
  return new ApiProblem({
    status: response.status,
    code: typeof body.code === 'string' ? body.code : `http_${response.status}`,
    detail: [body.detail, body.title].find((text) => typeof text === 'string') ?? '',
    body,
  });
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value === 'object' ? { ...value } : {};
  } catch {
    return {};
  }
}
