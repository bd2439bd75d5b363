/**
 * The page lives on another origin than the functions. That is safe here because a request is somebody's only by its
 * bearer token, which no browser adds by itself; cookies are dropped, so that they never can be.
 */
export async function answerCrossOrigin(
  request: Request,
  answer: (request: Request) => Promise<Response>,
): Promise<Response> {
  if (request.method === 'OPTIONS')
    return new Response(null, { status: 204, headers: { ...allowed, ...preflight } });
  const headers = new Headers(request.headers);
  for (const name of ['cookie', 'origin', 'sec-fetch-site']) headers.delete(name);
  const response = await answer(new Request(request, { headers }));
  const answered = new Response(response.body, response);
  for (const [name, value] of Object.entries(allowed)) answered.headers.set(name, value);
  answered.headers.delete('set-cookie');
  return answered;
}

const allowed = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'location, retry-after, content-disposition',
  'cross-origin-resource-policy': 'cross-origin',
};

const preflight = {
  'access-control-allow-methods': 'GET, POST, PUT, PATCH, DELETE',
  // The first four are what supabase-js sends by itself.
  'access-control-allow-headers':
    'authorization, apikey, x-client-info, content-type, idempotency-key, if-match, last-event-id',
  'access-control-max-age': '86400',
};
